namespace ReportsAdmin.Features.Access.Identity;

/// <summary>A key that signs access tokens, encrypted at rest. A new one signs for its span, then still verifies until its last tokens have ended.</summary>
public sealed class SigningKey
{
    public required string Kid { get; init; }

    public required string ProtectedSecret { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime SignsUntil { get; init; }

    public DateTime VerifiesUntil { get; init; }
}

/// <summary>A refresh token, by its hash. Each is used once; using one again ends its session.</summary>
public sealed class RefreshToken
{
    /// <summary>SHA-256 of the token, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The session.</summary>
    public required string Family { get; init; }

    public int UserId { get; init; }

    /// <summary>The stamp the user had: a new password or role ends the token.</summary>
    public required string Stamp { get; init; }

    public DateTime ExpiresAt { get; init; }

    public DateTime? UsedAt { get; set; }
}
