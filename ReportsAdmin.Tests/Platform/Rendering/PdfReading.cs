using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>Reads our PDFs back by the standard alone: the table of places, the objects, the text of each page. It asserts that every place is right.</summary>
internal sealed partial class PdfReading
{
    private readonly byte[] file;
    private readonly Dictionary<int, (string Text, byte[]? Data)> objects = [];
    private readonly Dictionary<int, (int Stream, int Index)> packed = [];

    public PdfReading(byte[] file)
    {
        this.file = file;
        var tail = Encoding.Latin1.GetString(file.AsSpan(Math.Max(0, file.Length - 64)));
        Assert.EndsWith("%%EOF\n", tail);
        Assert.StartsWith("%PDF-1.7", Encoding.Latin1.GetString(file.AsSpan(0, 16)));
        var (head, table) = ObjectAt(
            int.Parse(StartXref().Match(tail).Groups[1].Value, CultureInfo.InvariantCulture),
            id: null
        );
        Trailer = head;
        Assert.Equal(Number(head, "Size"), table!.Length / 9);
        for (var id = 1; id < table.Length / 9; id++)
            Enter(id, table.AsSpan(id * 9, 9));
        foreach (var group in packed.GroupBy(p => p.Value.Stream))
            Unpack(group.Key, group.ToDictionary(p => p.Value.Index, p => p.Key));
    }

    public string Trailer { get; }

    public IEnumerable<string> Objects => objects.Values.Select(o => o.Text);

    public string Catalog => Object(Reference(Trailer, "Root"));

    public string Info => Object(Reference(Trailer, "Info"));

    /// <summary>The dictionaries of the pages, in their order.</summary>
    public List<string> Pages
    {
        get
        {
            List<string> pages = [];
            Walk(Reference(Catalog, "Pages"), pages);
            return pages;
        }
    }

    public static int Number(string dictionary, string key) =>
        int.Parse(Regex.Match(dictionary, $@"/{key} (-?\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

    public static int Reference(string dictionary, string key) =>
        int.Parse(Regex.Match(dictionary, $@"/{key} (\d+) 0 R").Groups[1].Value, CultureInfo.InvariantCulture);

    public int IdOf(string text) => objects.Single(o => o.Value.Text == text).Key;

    public string Object(int id) => objects[id].Text;

    public byte[] Data(int id) => objects[id].Data ?? throw new InvalidOperationException($"{id} is no stream.");

    /// <summary>The operators of a page.</summary>
    public string Content(int page) => Encoding.Latin1.GetString(Data(Reference(Pages[page], "Contents")));

    /// <summary>What a page shows, each string on a line; the total of pages in the foot is a form of its own and not part of it.</summary>
    public string Text(int page)
    {
        var fonts = Regex
            .Matches(Object(Reference(Pages[page], "Resources")), @"/(F\d+) (\d+) 0 R")
            .ToDictionary(
                m => m.Groups[1].Value,
                m => Characters(int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))
            );
        var (text, font) = (new StringBuilder(), new Dictionary<int, string>());
        foreach (var match in Operators().Matches(Content(page)).Cast<Match>())
        {
            if (match.Groups["font"].Success)
                font = fonts[match.Groups["font"].Value];
            else
                text.Append(Decode(match, font)).Append('\n');
        }

        return text.ToString();
    }

    public string AllText() => string.Concat(Enumerable.Range(0, Pages.Count).Select(Text));

    /// <summary>A hexadecimal string as the text it is.</summary>
    public static string FromHex(string hex) =>
        Encoding.BigEndianUnicode.GetString(Convert.FromHexString(hex)).TrimStart('\uFEFF');

    private void Enter(int id, ReadOnlySpan<byte> entry)
    {
        var (place, index) = (
            BinaryPrimitives.ReadUInt32BigEndian(entry[3..]),
            BinaryPrimitives.ReadUInt16BigEndian(entry[7..])
        );
        if (entry[0] == 1)
            objects[id] = ObjectAt((int)place, id);
        else
            packed[id] = ((int)place, index);
        Assert.True(entry[0] is 1 or 2, $"object {id} has no place");
    }

    private (string Text, byte[]? Data) ObjectAt(int at, int? id)
    {
        var text = Encoding.Latin1.GetString(file.AsSpan(at, Math.Min(600, file.Length - at)));
        var head = ObjectHead().Match(text);
        Assert.True(
            head.Success && (id is null || head.Groups[1].Value == id.Value.ToString(CultureInfo.InvariantCulture)),
            $"no object {id} at {at}: {text[..Math.Min(40, text.Length)]}"
        );
        text = Encoding.Latin1.GetString(file.AsSpan(at));
        var begin = text.IndexOf(">>stream\n", StringComparison.Ordinal) + 9;
        var dictionary = text[head.Length..(begin - 9)];
        var length = Number(dictionary, "Length");
        Assert.StartsWith("\nendstream\nendobj\n", text[(begin + length)..]);
        var data = file.AsSpan(at + begin, length).ToArray();
        return (
            dictionary,
            dictionary.Contains("/FlateDecode", StringComparison.Ordinal)
            && !dictionary.Contains("/Predictor", StringComparison.Ordinal)
                ? Inflate(data)
                : data
        );
    }

    private void Unpack(int stream, Dictionary<int, int> expected)
    {
        var (dictionary, data) = objects[stream];
        var text = Encoding.Latin1.GetString(data!);
        var first = Number(dictionary, "First");
        var head = text[..first]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture))
            .ToList();
        Assert.Equal(Number(dictionary, "N"), head.Count / 2);
        for (var i = 0; i < head.Count / 2; i++)
        {
            Assert.Equal(expected[i], head[2 * i]);
            var end = i < head.Count / 2 - 1 ? first + head[2 * i + 3] : text.Length;
            objects[head[2 * i]] = (text[(first + head[2 * i + 1])..end].TrimEnd(), null);
        }
    }

    private void Walk(int id, List<string> pages)
    {
        var node = Object(id);
        if (node.Contains("/Type/Page/", StringComparison.Ordinal))
        {
            pages.Add(node);
            return;
        }

        var before = pages.Count;
        foreach (Match kid in Regex.Matches(Regex.Match(node, @"/Kids\[([^\]]*)\]").Groups[1].Value, @"(\d+) 0 R"))
        {
            var child = int.Parse(kid.Groups[1].Value, CultureInfo.InvariantCulture);
            Assert.Equal(id, Reference(Object(child), "Parent"));
            Walk(child, pages);
        }

        Assert.Equal(Number(node, "Count"), pages.Count - before);
    }

    private Dictionary<int, string> Characters(int font) =>
        Regex
            .Matches(
                Encoding.Latin1.GetString(Data(Reference(Object(font), "ToUnicode"))),
                "^<([0-9A-F]{4})><([0-9A-F]+)>$",
                RegexOptions.Multiline
            )
            .ToDictionary(
                m => int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                m => FromHex(m.Groups[2].Value)
            );

    private static string Decode(Match match, Dictionary<int, string> font)
    {
        var bytes = match.Groups["hex"].Success
            ? Convert.FromHexString(match.Groups["hex"].Value)
            : Encoding.Latin1.GetBytes(
                Regex.Replace(
                    match.Groups["text"].Value,
                    @"\\(.)",
                    m => m.Groups[1].Value == "r" ? "\r" : m.Groups[1].Value,
                    RegexOptions.Singleline
                )
            );
        return string.Concat(bytes.Chunk(2).Select(b => font.GetValueOrDefault(b[0] << 8 | b[1], "□")));
    }

    private static byte[] Inflate(byte[] data)
    {
        using var unpacked = new MemoryStream();
        using (var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress))
            stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    [GeneratedRegex(@"startxref\n(\d+)\n")]
    private static partial Regex StartXref();

    [GeneratedRegex(@"^(\d+) 0 obj\n<<")]
    private static partial Regex ObjectHead();

    [GeneratedRegex(
        @"/(?<font>F\d+) [\d.]+ Tf|\((?<text>(?:[^\\)]|\\.)*)\)Tj|<(?<hex>[0-9A-F]*)>Tj",
        RegexOptions.Singleline
    )]
    private static partial Regex Operators();
}
