namespace ReportsAdmin.Platform.Files;

/// <summary>A file to be sent. The caller disposes the stream.</summary>
/// <param name="Hash">SHA-256 in lower-case hexadecimal; empty where it is not known.</param>
public sealed record OpenFile(
    Stream Content,
    string FileName,
    string ContentType,
    long Size,
    string Hash,
    DateTime MadeAt,
    DateTime? ExpiresAt
);
