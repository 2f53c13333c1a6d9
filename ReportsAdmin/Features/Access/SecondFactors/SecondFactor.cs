namespace ReportsAdmin.Features.Access.SecondFactors;

/// <summary>A person's authenticator app. The keys are encrypted by data protection.</summary>
public sealed class SecondFactor
{
    public int UserId { get; init; }

    /// <summary>The key in use; null until a first code was entered.</summary>
    public string? ProtectedKey { get; set; }

    /// <summary>A key that was shown and not confirmed yet; it replaces <see cref="ProtectedKey"/> with its first code.</summary>
    public string? PendingKey { get; set; }

    public DateTime? ConfirmedAt { get; set; }

    /// <summary>The time step of the last code that was accepted: no code is accepted twice.</summary>
    public long? LastStep { get; set; }

    /// <summary>32 hexadecimal characters that every recovery code of the person is hashed with.</summary>
    public string? RecoverySalt { get; set; }
}

/// <summary>A recovery code, by its hash.</summary>
public sealed class RecoveryCode
{
    public int UserId { get; init; }

    /// <summary>PBKDF2 of the code with the person's salt, in hexadecimal.</summary>
    public required string Hash { get; init; }

    public DateTime? UsedAt { get; set; }
}
