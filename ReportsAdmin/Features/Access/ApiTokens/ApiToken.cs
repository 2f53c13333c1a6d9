namespace ReportsAdmin.Features.Access.ApiTokens;

/// <summary>A token that a person made for a program of theirs, by its hash.</summary>
public sealed class ApiToken
{
    public const int MaxName = 80;

    public int Id { get; init; }

    public int UserId { get; init; }

    /// <summary>What the person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The first characters, by which the person recognizes it.</summary>
    public required string Hint { get; init; }

    /// <summary>The permissions it was given, separated by spaces; it never has one that the person has lost.</summary>
    public required string Permissions { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime ExpiresAt { get; init; }

    /// <summary>To a minute.</summary>
    public DateTime? LastUsedAt { get; set; }

    public DateTime? RevokedAt { get; set; }

    /// <summary>Who revoked it; 0 for the system, when the account was deactivated.</summary>
    public int? RevokedById { get; set; }
}
