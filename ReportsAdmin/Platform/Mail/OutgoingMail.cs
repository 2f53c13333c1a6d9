namespace ReportsAdmin.Platform.Mail;

/// <summary>How far a mail is. Stored as a short.</summary>
public enum MailState : short
{
    /// <summary>Its job waits, for the first time or after a failure that may pass.</summary>
    Queued = 0,
    Sending = 1,
    Sent = 2,
    Failed = 3,

    /// <summary>Mail was not set up when it was written; an administrator may send it later.</summary>
    Held = 4,
}

/// <summary>A mail to one person. Written in the transaction of what causes it, sent by a job.</summary>
public sealed class OutgoingMail
{
    public long Id { get; init; }

    /// <summary>The same at every attempt, so that a mail server can recognize a second copy.</summary>
    public required string MessageId { get; init; }

    /// <summary>At most one mail has this key; null for mails that may be written again.</summary>
    public string? UniqueKey { get; init; }

    public required string ToAddress { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    public MailState State { get; init; }

    /// <summary>Tries so far.</summary>
    public int Attempts { get; init; }

    /// <summary>What the last try failed with, in words; it may contain what the server said.</summary>
    public string? LastError { get; init; }

    /// <summary>What it is about, as an address of the application: <c>/documents/12</c>.</summary>
    public required string About { get; init; }

    /// <summary>The user whose act caused it; 0 for the system.</summary>
    public int CausedById { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? SentAt { get; init; }
}

/// <summary>A file of a mail. The file itself stays where it is kept; a mail whose file is gone fails.</summary>
public sealed class MailAttachment
{
    public long MailId { get; init; }

    public short Position { get; init; }

    /// <summary>In the file store.</summary>
    public required string FileKey { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    public long Size { get; init; }
}
