namespace ReportsAdmin.Platform.Spreadsheets;

internal enum ContentKind
{
    Zip,

    /// <summary>A compound file (.xls, encrypted .xlsx) or a bare BIFF stream.</summary>
    Legacy,
    Html,
    Text,
    Blank,
    Other,
}

/// <summary>What a file is, told from its first bytes.</summary>
/// <param name="Name">For a person, with its article: "a PDF document".</param>
internal sealed record FileContent(ContentKind Kind, string Name)
{
    private const int Sample = 8192;

    private static readonly (byte[] Start, string Name)[] Signatures =
    [
        ("%PDF"u8.ToArray(), "a PDF document"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ("GIF8"u8.ToArray(), "a GIF picture"),
        ("RIFF"u8.ToArray(), "a media file"),
        ("Rar!"u8.ToArray(), "a RAR archive"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "a 7-Zip archive"),
        ([0x1F, 0x8B], "a gzip archive"),
        ("{\\rtf"u8.ToArray(), "a rich-text document"),
        ("MZ"u8.ToArray(), "a Windows program"),
        ([0x7F, (byte)'E', (byte)'L', (byte)'F'], "a program"),
        ("SQLite format 3"u8.ToArray(), "a database file"),
    ];

    public static FileContent Of(Stream file)
    {
        file.Position = 0;
        var buffer = new byte[Sample];
        var start = buffer.AsSpan(0, file.ReadAtLeast(buffer, Sample, throwOnEndOfStream: false));
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8))
            return new(ContentKind.Zip, "a zip archive");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) || IsBareBiff(start))
            return new(ContentKind.Legacy, "an Excel 97-2003 workbook");
        foreach (var (signature, name) in Signatures)
        {
            if (start.StartsWith(signature))
                return new(ContentKind.Other, name);
        }

        return OfText(start);
    }

    /// <summary>What a zip without an .xlsx workbook is; null when it has one.</summary>
    public static string? NameOfZip(IReadOnlyCollection<string> parts)
    {
        bool Any(string prefix) => parts.Any(p => p.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        if (Any("xl/workbook.bin"))
            return "a binary workbook (.xlsb)";
        if (Any("[Content_Types].xml") && (Any("xl/") || Any("_rels/.rels")) && !Any("word/") && !Any("ppt/"))
            return null;
        if (Any("word/"))
            return "a Word document";
        if (Any("ppt/"))
            return "a PowerPoint presentation";
        if (Any("content.xml") && Any("mimetype"))
            return "an OpenDocument file (.ods)";
        return Any("index/") && Any("metadata/") ? "an Apple Numbers file" : "a zip archive, not a workbook";
    }

    private static FileContent OfText(ReadOnlySpan<byte> start)
    {
        var text = Decode(start);
        if (text is null)
            return new(ContentKind.Other, "a file of an unknown kind");
        text = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.Length == 0)
            return new(ContentKind.Blank, "a blank file");
        if (text[0] == '<')
            return OfMarkup(text);
        return text[0] == '{' && text.Contains('"', StringComparison.Ordinal)
            ? new(ContentKind.Other, "a JSON file")
            : new(ContentKind.Text, "a text file");
    }

    private static FileContent OfMarkup(string text)
    {
        bool Has(string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
        if (Has("urn:schemas-microsoft-com:office:spreadsheet") && Has("<?xml") && !Has("<html"))
            return new(ContentKind.Other, "an Excel 2003 XML file (open it in Excel and save it as .xlsx)");
        if (Has("<html") || Has("<table") || Has("<!doctype html") || Has("<meta") || Has("<head"))
            return new(ContentKind.Html, "an HTML table");
        return new(ContentKind.Other, Has("<svg") ? "an SVG picture" : "an XML file");
    }

    /// <summary>The sample as text, or null when it is binary.</summary>
    private static string? Decode(ReadOnlySpan<byte> start) =>
        Text.TextEncoding.OfSample(start) is { } encoding ? encoding.GetString(start) : null;

    private static bool IsBareBiff(ReadOnlySpan<byte> start) =>
        start.Length > 8
        && start[0] == 9
        && start[1] is 0 or 2 or 4 or 8
        && start[2] is 4 or 6 or 8 or 16
        && start[3] == 0;
}
