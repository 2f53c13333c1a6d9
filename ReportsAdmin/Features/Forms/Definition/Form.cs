namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>A form: the draft its makers work on, and the versions that people fill in.</summary>
public sealed class Form
{
    public int Id { get; init; }

    public required string Title { get; set; }

    public string? Description { get; set; }

    public int OwnerId { get; init; }

    /// <summary>JSON of the definition being worked on.</summary>
    public required string Draft { get; set; }

    /// <summary>Counts changes of the draft; a save names the one it began from.</summary>
    public int DraftRevision { get; set; }

    /// <summary>Number of the published version; null while it has never been published.</summary>
    public int? PublishedVersion { get; set; }

    /// <summary>Takes submissions.</summary>
    public bool Active { get; set; }

    /// <summary>Whoever has one of its links may submit, without an account.</summary>
    public bool Public { get; set; }

    /// <summary>Closes by itself once it has so many submissions; null for never.</summary>
    public int? SubmissionLimit { get; set; }

    /// <summary>UTC; takes no submissions from then on. Null for never.</summary>
    public DateTime? ClosesAt { get; set; }

    /// <summary>JSON of <see cref="FormSettings"/>.</summary>
    public string Settings { get; set; } = "{}";

    /// <summary>JSON of what happens by itself on submissions.</summary>
    public string AutomationSettings { get; set; } = "{}";

    /// <summary>The recurring job of its schedule, if it has one.</summary>
    public int? RecurringId { get; set; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }
}

/// <summary>A published definition. Never changed; submissions are pinned to theirs.</summary>
public sealed class FormVersion
{
    public int FormId { get; init; }

    public int Number { get; init; }

    public required string Definition { get; init; }

    public DateTime PublishedAt { get; init; }

    public int PublishedById { get; init; }
}

/// <summary>A public address of a form.</summary>
public sealed class FormLink
{
    public int Id { get; init; }

    public int FormId { get; init; }

    /// <summary>The unguessable part of the address.</summary>
    public required string Token { get; init; }

    /// <summary>Whom it was made for, in the maker's words.</summary>
    public string Label { get; init; } = "";

    public bool SingleUse { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? UsedAt { get; set; }

    public DateTime? RevokedAt { get; set; }
}
