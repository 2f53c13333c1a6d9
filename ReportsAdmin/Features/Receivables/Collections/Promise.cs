namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>What became of a promise. Stored as a short; only <see cref="PromiseLedger"/> writes it, from the ledger.</summary>
public enum PromiseStatus : short
{
    Open = 0,
    Kept = 1,
    PartKept = 2,
    Broken = 3,

    /// <summary>Taken back by a person because it was entered by mistake; it counts nowhere.</summary>
    Withdrawn = 4,
}

/// <summary>
/// A customer's word to pay an amount by a day. What people enter never changes; <see cref="ReceivedPaise"/>,
/// <see cref="DecidedPeriod"/> and <see cref="Status"/> follow from the ledger and are derived again whenever it changes.
/// </summary>
public sealed class Promise
{
    public int Id { get; init; }

    public int CustomerId { get; init; }

    /// <summary>UTC.</summary>
    public DateTime MadeAt { get; init; }

    public int ById { get; init; }

    public required string ByName { get; init; }

    /// <summary>Who was responsible for the customer when it was made.</summary>
    public int? EngineerId { get; init; }

    /// <summary>The line of the contact log that it came with.</summary>
    public long EntryId { get; init; }

    public long AmountPaise { get; init; }

    public DateOnly DueOn { get; init; }

    /// <summary>The month of <see cref="DueOn"/>: a sheet of an earlier month says nothing about it.</summary>
    public int DuePeriod { get; init; }

    /// <summary>UTC; the end of <see cref="DueOn"/> by the company's calendar. A sheet committed before it decides nothing.</summary>
    public DateTime DecidableFrom { get; init; }

    /// <summary>What was owed when it was made: the sum of its items.</summary>
    public long OwedPaise { get; init; }

    /// <summary>A sheet gave the customer's total without invoices, so only totals can be compared.</summary>
    public bool ByTotal { get; init; }

    public DateTime? WithdrawnAt { get; set; }

    public string? WithdrawnByName { get; set; }

    /// <summary>How much of what was owed then is owed no more.</summary>
    public long ReceivedPaise { get; init; }

    /// <summary>The month whose position decided; null while none has.</summary>
    public int? DecidedPeriod { get; init; }

    public PromiseStatus Status { get; set; }
}

/// <summary>What was owed on an invoice when a promise was made.</summary>
public sealed class PromiseItem
{
    public int PromiseId { get; init; }

    public int InvoiceId { get; init; }

    public long OwedPaise { get; init; }
}

/// <summary>The words of the API for what became of a promise.</summary>
public static class PromiseStatuses
{
    public static readonly IReadOnlyList<PromiseStatus> All = Enum.GetValues<PromiseStatus>();

    public static string NameOf(PromiseStatus status) =>
        status switch
        {
            PromiseStatus.Kept => "kept",
            PromiseStatus.PartKept => "partKept",
            PromiseStatus.Broken => "broken",
            PromiseStatus.Withdrawn => "withdrawn",
            _ => "open",
        };

    public static PromiseStatus? Parse(string? text) =>
        All.Cast<PromiseStatus?>().FirstOrDefault(s => NameOf(s!.Value) == text);
}
