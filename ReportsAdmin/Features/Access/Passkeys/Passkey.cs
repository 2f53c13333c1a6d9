namespace ReportsAdmin.Features.Access.Passkeys;

/// <summary>A passkey of a person: a public key, and what its authenticator said of itself.</summary>
public sealed class Passkey
{
    public const int MaxName = 80;

    public int Id { get; init; }

    public int UserId { get; init; }

    /// <summary>What the person calls it.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the credential id, in hexadecimal: credential ids are up to 1,023 bytes long.</summary>
    public required string IdHash { get; init; }

    public required byte[] CredentialId { get; init; }

    public required byte[] PublicKey { get; init; }

    /// <summary>Counts the uses of some authenticators; 0 where they do not count.</summary>
    public long SignCount { get; set; }

    /// <summary>How the authenticator is reached, separated by spaces.</summary>
    public required string Transports { get; init; }

    public bool UserVerified { get; set; }

    public bool BackupEligible { get; init; }

    public bool BackedUp { get; set; }

    public required byte[] Attestation { get; init; }

    public required byte[] ClientData { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? LastUsedAt { get; set; }
}
