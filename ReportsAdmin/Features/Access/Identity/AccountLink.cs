namespace ReportsAdmin.Features.Access.Identity;

/// <summary>A one-time link with which a person chooses a password, by the hash of its token.</summary>
public sealed class AccountLink
{
    /// <summary>SHA-256 of the token, in hexadecimal.</summary>
    public required string Hash { get; init; }

    public int UserId { get; init; }

    /// <summary>One of <see cref="LinkPurposes"/>.</summary>
    public required string Purpose { get; init; }

    /// <summary>The administrator who sent it; 0 when the person asked for it.</summary>
    public int CreatedById { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime ExpiresAt { get; init; }

    /// <summary>When it was used, or replaced by a later link, or its person was deactivated.</summary>
    public DateTime? EndedAt { get; set; }
}

public static class LinkPurposes
{
    /// <summary>For a person who has no password yet; lasts seven days.</summary>
    public const string Invite = "invite";

    /// <summary>For a person who has one; lasts an hour.</summary>
    public const string Reset = "reset";

    /// <summary>How long a link of the purpose lasts.</summary>
    public static TimeSpan LifeOf(string purpose) => purpose == Invite ? TimeSpan.FromDays(7) : TimeSpan.FromHours(1);
}
