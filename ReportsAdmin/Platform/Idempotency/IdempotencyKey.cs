namespace ReportsAdmin.Platform.Idempotency;

/// <summary>The answer that the first command with a key got. A row without a status stands for a command still at work.</summary>
public sealed class IdempotencyKey
{
    /// <summary>Longest key that is kept, in characters.</summary>
    public const int MaxLength = 200;

    public int UserId { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of what was asked for: method, path and body of a request, or the content of a form.</summary>
    public required string RequestHash { get; init; }

    public int? Status { get; set; }

    public string? Location { get; set; }

    public byte[]? Body { get; set; }

    public DateTime CreatedAt { get; set; }
}
