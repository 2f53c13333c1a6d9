namespace ReportsAdmin.Platform.Files;

/// <summary>The kinds of files that people may send to be kept: what they are sent as, and how their content begins.</summary>
public static class FileTypes
{
    /// <summary>Extensions that are taken, with what they are sent as.</summary>
    public static readonly IReadOnlyDictionary<string, string> Known = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [".pdf"] = "application/pdf",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".csv"] = "text/csv",
        [".txt"] = "text/plain",
    };

    public static IEnumerable<string> Endings => Known.Keys;

    /// <summary>What a file of this name is sent as; null when it is not taken.</summary>
    public static string? TypeOf(string fileName) => Known.GetValueOrDefault(Path.GetExtension(fileName));

    /// <summary>The first bytes of a stored file must be those of its ending; texts must hold no zero byte.</summary>
    public static async Task<bool> BeginsAsNamedAsync(
        FileStore store,
        string key,
        string fileName,
        CancellationToken ct
    )
    {
        await using var file = await store.OpenAsync(key, null, ct);
        var head = new byte[512];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        return BeginsAs(head.AsSpan(0, read), Path.GetExtension(fileName).ToLowerInvariant());
    }

    private static bool BeginsAs(ReadOnlySpan<byte> start, string extension) =>
        extension switch
        {
            ".pdf" => start.StartsWith("%PDF-"u8),
            ".jpg" or ".jpeg" => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]),
            ".png" => start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]),
            ".webp" => start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8),
            ".xlsx" or ".docx" => start.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x03, 0x04]),
            _ => !start.Contains((byte)0),
        };
}
