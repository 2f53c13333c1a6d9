namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>What came of an attempt to reach a customer. Stored as a short.</summary>
public enum ContactOutcome : short
{
    Called = 0,
    NoAnswer = 1,
    Promised = 2,
    Disputed = 3,

    /// <summary>The customer says that they have paid; whether they have is for the ledger to say.</summary>
    Paid = 4,
    Visited = 5,

    /// <summary>Takes back an entry that was made by mistake.</summary>
    Corrected = 6,
}

/// <summary>A line of the contact log. Lines are added, never changed or deleted; a mistake is taken back by another line.</summary>
public sealed class ContactEntry
{
    public const int MaxNote = 1000;

    public long Id { get; init; }

    public int CustomerId { get; init; }

    /// <summary>UTC.</summary>
    public DateTime At { get; init; }

    public int ById { get; init; }

    public required string ByName { get; init; }

    public ContactOutcome Outcome { get; init; }

    public string Note { get; init; } = "";

    /// <summary>When to get in touch again.</summary>
    public DateOnly? FollowUpOn { get; init; }

    /// <summary>The entry that this one takes back.</summary>
    public long? CorrectsId { get; init; }
}

/// <summary>The words of the API for outcomes.</summary>
public static class ContactOutcomes
{
    /// <summary>What a person can log.</summary>
    public static readonly IReadOnlyList<ContactOutcome> Loggable =
    [
        ContactOutcome.Called,
        ContactOutcome.NoAnswer,
        ContactOutcome.Promised,
        ContactOutcome.Disputed,
        ContactOutcome.Paid,
        ContactOutcome.Visited,
    ];

    public static string NameOf(ContactOutcome outcome) =>
        outcome switch
        {
            ContactOutcome.Called => "called",
            ContactOutcome.NoAnswer => "noAnswer",
            ContactOutcome.Promised => "promised",
            ContactOutcome.Disputed => "disputed",
            ContactOutcome.Paid => "paid",
            ContactOutcome.Visited => "visited",
            _ => "corrected",
        };

    /// <summary>Null when the text names none that can be logged.</summary>
    public static ContactOutcome? Parse(string? text) =>
        Loggable.Cast<ContactOutcome?>().FirstOrDefault(o => NameOf(o!.Value) == text);
}
