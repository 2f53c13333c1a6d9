namespace ReportsAdmin.Platform.Audit;

/// <summary>
/// One act: who did what to which record, when, from where. Its content never changes; <see cref="Seq"/> and <see cref="Hash"/> are given
/// once, by the sealer, and bind it to all entries before it.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>The kind of people's records: their present names are known where an entry has none.</summary>
    public const string Person = "person";

    public const int MaxName = 200;
    public const int MaxAddress = 45;
    public const int MaxRequestId = 80;

    /// <summary>In the order of writing; the order of the list.</summary>
    public long Id { get; init; }

    /// <summary>UTC, to the microsecond.</summary>
    public DateTime At { get; set; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>The kind of record, in lower case: <c>person</c>. Null for acts without one.</summary>
    public string? Kind { get; init; }

    /// <summary>Key of the record within its kind.</summary>
    public string? RecordId { get; init; }

    /// <summary>What the record was called at that time.</summary>
    public string? RecordName { get; init; }

    public int? ActorId { get; set; }

    public string? ActorName { get; set; }

    public int? SeenAsId { get; set; }

    public string? SeenAsName { get; set; }

    /// <summary>One of <see cref="ActorVia"/>.</summary>
    public string Via { get; set; } = ActorVia.System;

    public string? Address { get; set; }

    public string? RequestId { get; set; }

    /// <summary>JSON of <see cref="AuditField"/>s; null for none.</summary>
    public string? Details { get; init; }

    /// <summary>Position in the chain, from 1 without gaps; null until it is sealed.</summary>
    public long? Seq { get; set; }

    /// <summary>SHA-256 of the hash before and of the content, lower-case hexadecimal; null until it is sealed.</summary>
    public string? Hash { get; set; }
}

/// <summary>The last sealed position. One row, which the sealer locks: one node seals at a time.</summary>
public sealed class AuditChain
{
    public const int OnlyId = 1;

    public int Id { get; init; }

    public long Seq { get; set; }

    public required string Hash { get; set; }
}

/// <summary>Where old entries were cut off: the chain goes on from this hash. Entries up to an anchor, and no others, can be deleted.</summary>
public sealed class AuditAnchor
{
    /// <summary>Of the last entry that was cut.</summary>
    public long Seq { get; init; }

    /// <summary>Of the last entry that was cut.</summary>
    public required string Hash { get; init; }

    public DateTime CutAt { get; init; }
}

/// <summary>What was done. Rooms add words of their own where none of these fits.</summary>
public static class AuditActions
{
    public const string Added = "added";
    public const string Changed = "changed";
    public const string Removed = "removed";
    public const string Viewed = "viewed";
    public const string Downloaded = "downloaded";
    public const string Sent = "sent";
    public const string SignedIn = "signed-in";
    public const string SignInFailed = "sign-in-failed";
    public const string SignedOut = "signed-out";

    /// <summary>A session ended otherwise than by its owner's signing out.</summary>
    public const string SessionEnded = "session-ended";

    /// <summary>Somebody began to see the application as the person of the record.</summary>
    public const string SeeAsBegan = "see-as-began";
    public const string SeeAsEnded = "see-as-ended";
    public const string Invited = "invited";
    public const string InvitationAccepted = "invitation-accepted";
    public const string ResetRequested = "reset-requested";
    public const string PasswordReset = "password-reset";

    /// <summary>More came at once than could be noted one by one; the number is in the details.</summary>
    public const string NotNoted = "not-noted";

    /// <summary>Old entries were deleted; the anchor is in the details.</summary>
    public const string LogCut = "log-cut";
}
