using System.Text;
using ReportsAdmin.Features.Imports.Staging;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>A debtor. Figures live in <see cref="Balance"/>; what people write about them (remark, notes, engineer) lives here and no upload touches it.</summary>
public sealed class Customer : IUploaded
{
    public int Id { get; init; }

    public required string Code { get; set; }

    public required string Name { get; set; }

    /// <summary>Name and code, folded for searching: databases do not fold case alike.</summary>
    public required string SearchText { get; set; }

    /// <summary>A region code of spec 003.</summary>
    public required string Region { get; set; }

    public int DepartmentId { get; set; }

    public string Remark { get; set; } = Remarks.None;

    public string Notes { get; set; } = "";

    public int? EngineerId { get; set; }

    /// <summary>The number to call, as a person wrote it; blank when nobody did.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Where statements and reminders go, as <see cref="Reminders.ContactAddresses"/> writes them; blank for nowhere.</summary>
    public string Email { get; set; } = "";

    /// <summary>Why this customer gets no reminders; blank when they do.</summary>
    public string ReminderStop { get; set; } = "";

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    public static string FoldForSearch(string text) =>
        text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Trim();
}

/// <summary>The remarks of spec 003, and the words that other sheets and clients use for them.</summary>
public static class Remarks
{
    public const string None = "none";
    public const string WriteOff = "write-off";

    public static readonly IReadOnlyList<string> All =
    [
        None,
        "payment received",
        "partial payment",
        "under follow-up",
        "dispute",
        WriteOff,
    ];

    /// <summary>The remark in the spelling of spec 003, or null when the text is none of them.</summary>
    public static string? Parse(string? text)
    {
        var plain = (text ?? "").Trim().ToLowerInvariant();
        return plain switch
        {
            "" => None,
            "partial payment received" => "partial payment",
            "under follow up" or "under followup" => "under follow-up",
            "write off" or "writeoff" => WriteOff,
            _ => All.Contains(plain, StringComparer.Ordinal) ? plain : null,
        };
    }
}

/// <summary>One change that a person made to a customer or an invoice: who, when, from what, to what.</summary>
public sealed class CustomerChange
{
    public const string Dispute = "dispute";
    public const string Payment = "payment";

    public long Id { get; init; }

    public int CustomerId { get; init; }

    public int? InvoiceId { get; init; }

    /// <summary><c>remark</c>, <c>notes</c>, <c>engineer</c>, <c>phone</c>, <c>email</c>, <c>reminders</c>, <c>dispute</c> or <c>payment</c>.</summary>
    public required string Field { get; init; }

    public string Before { get; init; } = "";

    public string After { get; init; } = "";

    public DateTime At { get; init; }

    public int ById { get; init; }

    public required string ByName { get; init; }
}
