namespace ReportsAdmin.Features.Access.Identity;

/// <summary>One sign-in of a person: a browser's cookie or a client's tokens. What carries its id counts only while it is not ended.</summary>
public sealed class Session
{
    public const int MaxDevice = 200;

    /// <summary>32 hexadecimal characters.</summary>
    public required string Id { get; init; }

    public int UserId { get; init; }

    /// <summary>One of <see cref="SessionKinds"/>.</summary>
    public required string Kind { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>To a few minutes.</summary>
    public DateTime LastSeenAt { get; set; }

    /// <summary>When the person last proved who they are, by signing in or again since.</summary>
    public DateTime ConfirmedAt { get; set; }

    /// <summary>When it ends whatever happens; using it does not move this.</summary>
    public DateTime ExpiresAt { get; init; }

    /// <summary>Where it began.</summary>
    public string? Address { get; init; }

    /// <summary>What the client calls itself.</summary>
    public string? Device { get; init; }

    /// <summary>The person as whom its owner sees the application; null while they see it as themselves.</summary>
    public int? SeenAsId { get; set; }

    /// <summary>UTC; when that ends by itself.</summary>
    public DateTime? SeenAsUntil { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>One of <see cref="SessionEnds"/>.</summary>
    public string? EndReason { get; set; }
}

public static class SessionKinds
{
    public const string Browser = "browser";
    public const string Api = "api";
}

public static class SessionEnds
{
    public const string SignedOut = "signed-out";
    public const string Revoked = "revoked";
    public const string PasswordChanged = "password-changed";
    public const string TokenReused = "token-reused";
    public const string AccessChanged = "access-changed";
    public const string Deactivated = "deactivated";
    public const string FactorReset = "factor-reset";
    public const string FactorMissing = "factor-missing";
    public const string EndedByAdministrator = "administrator";

    /// <summary>A backup was restored: what was ended since it was made must not live again.</summary>
    public const string Restored = "restored";
}

/// <summary>Where a sign-in comes from.</summary>
public sealed record SessionOrigin(string? Address, string? Device)
{
    public static readonly SessionOrigin Unknown = new(null, null);

    public static SessionOrigin Of(HttpContext http)
    {
        var device = http.Request.Headers.UserAgent.ToString();
        return new(
            http.Connection.RemoteIpAddress?.ToString(),
            device.Length == 0 ? null
                : device.Length > Session.MaxDevice ? device[..Session.MaxDevice]
                : device
        );
    }
}
