using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <summary>The glyphs one document uses of a font. Codes are handed out at first use, so pages are written before the subset exists.</summary>
internal sealed class FontSubset(TrueTypeFont font, byte[] resource, int id)
{
    // Tables a user needs; hinting programs come along because the outlines refer to them.
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    // Far more than a text of any script needs; codes beyond have no room beside the advance.
    private const int MaxCodes = 30_000;

    private readonly ushort[] codes = new ushort[font.Glyphs];
    private readonly int[]?[] simple = new int[256][];
    private readonly List<int> used = [0];
    private readonly List<string> texts = [""];
    private readonly Dictionary<(int Glyph, string Text), ushort> further = [];

    public TrueTypeFont Font => font;

    /// <summary>The name in the resources of a page, with its slash and a space behind.</summary>
    public byte[] Resource => resource;

    public int Id => id;

    /// <summary>Code of the character in the upper and its advance in the lower 16 bits; negative when it is not in the font or must not be drawn as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Lookup(char character)
    {
        var page = simple[character >> 8];
        var value = page is null ? 0 : page[character & 255];
        return value != 0 ? value : FirstLookup(character);
    }

    /// <summary>The code of a glyph; <paramref name="text"/> is what copying it gives, so a glyph has a code for each text that it shows.</summary>
    public ushort Use(int glyph, string text)
    {
        if (glyph == 0)
            return 0;
        var first = codes[glyph];
        if (first != 0 && (texts[first] == text || used.Count >= MaxCodes))
            return first;
        if (first != 0 && further.TryGetValue((glyph, text), out var known))
            return known;
        var code = Add(glyph, text);
        if (first == 0)
            codes[glyph] = code;
        else
            further[(glyph, text)] = code;
        return code;
    }

    /// <summary>Writes the font with the glyphs used.</summary>
    public void Write(PdfFile file)
    {
        AddParts();
        var (fontFile, descriptor, cidFont, toUnicode) = (file.NewId(), file.NewId(), file.NewId(), file.NewId());
        var bytes = Build();
        // Six letters of one's own mark a subset.
        var name = $"RPADM{(char)('A' + id % 26)}+{font.PostScriptName}";
        file.WriteStream(fontFile, FormattableString.Invariant($"/Length1 {bytes.Length}"), bytes);
        file.Write(
            descriptor,
            FormattableString.Invariant(
                $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{string.Join(' ', font.Box)}]/ItalicAngle 0/Ascent {font.Ascent}/Descent {font.Descent}/CapHeight {font.CapHeight}/StemV 80/FontFile2 {fontFile} 0 R>>"
            )
        );
        file.Write(
            cidFont,
            FormattableString.Invariant(
                $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity/W[0[{string.Join(' ', used.Select(font.Advance))}]]>>"
            )
        );
        file.WriteStream(toUnicode, "", Encoding.ASCII.GetBytes(ToUnicode()));
        file.Write(
            id,
            FormattableString.Invariant(
                $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{cidFont} 0 R]/ToUnicode {toUnicode} 0 R>>"
            )
        );
    }

    /// <summary>Bytes that a string cannot hold as they are; codes with one are left out, so texts are written without looking.</summary>
    private static bool MustEscape(byte value) => value is (byte)'(' or (byte)')' or (byte)'\\' or (byte)'\r';

    private ushort Add(int glyph, string text)
    {
        while (MustEscape((byte)(used.Count >> 8)) || MustEscape((byte)used.Count))
        {
            used.Add(0);
            texts.Add("");
        }

        used.Add(glyph);
        texts.Add(text);
        return (ushort)(used.Count - 1);
    }

    private int FirstLookup(char character)
    {
        var glyph = TextRuns.IsPlain(character) ? font.Glyph(character) : 0;
        var page = simple[character >> 8] ??= new int[256];
        return page[character & 255] = glyph == 0 ? -1 : Use(glyph, character.ToString()) << 16 | font.Advance(glyph);
    }

    /// <summary>Glyphs made of others pull these in.</summary>
    private void AddParts()
    {
        for (var i = 0; i < used.Count; i++)
        {
            var outline = font.Outline(used[i]);
            foreach (var at in Parts(outline))
            {
                var part = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
                if (part != 0 && codes[part] == 0)
                    codes[part] = Add(part, "");
            }
        }
    }

    /// <summary>Where a composed outline names its parts.</summary>
    private static List<int> Parts(ReadOnlySpan<byte> outline)
    {
        const int WordArguments = 1,
            OneScale = 8,
            More = 0x20,
            TwoScales = 0x40,
            Matrix = 0x80;
        List<int> places = [];
        if (outline.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return places;
        int at = 10,
            flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            places.Add(at + 2);
            at +=
                4
                + ((flags & WordArguments) != 0 ? 4 : 2)
                + (
                    (flags & OneScale) != 0 ? 2
                    : (flags & TwoScales) != 0 ? 4
                    : (flags & Matrix) != 0 ? 8
                    : 0
                );
        } while ((flags & More) != 0);
        return places;
    }

    private byte[] Build()
    {
        var (glyf, loca, hmtx) = (new PdfBuffer(1 << 15), new byte[4 * (used.Count + 1)], new byte[4 * used.Count]);
        var measures = font.Table("hmtx");
        for (var i = 0; i < used.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), glyf.Length);
            PutOutline(glyf, used[i]);
            var bearing =
                used[i] < font.MeasuredGlyphs
                    ? 4 * used[i] + 2
                    : 4 * font.MeasuredGlyphs + 2 * (used[i] - font.MeasuredGlyphs);
            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * i), (ushort)font.RawAdvance(used[i]));
            measures.Slice(bearing, 2).CopyTo(hmtx.AsSpan(4 * i + 2));
        }

        BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * used.Count), glyf.Length);
        return Assemble(
            Kept.Select(name =>
                    (
                        Name: name,
                        Data: name switch
                        {
                            "glyf" => glyf.Written.ToArray(),
                            "loca" => loca,
                            "hmtx" => hmtx,
                            "head" => Patched("head", (8, 0), (10, 0), (50, 1)),
                            "hhea" => Patched("hhea", (34, used.Count)),
                            "maxp" => Patched("maxp", (4, used.Count)),
                            _ => font.Table(name).ToArray(),
                        }
                    )
                )
                .Where(t => t.Data.Length > 0)
                .ToList()
        );
    }

    /// <summary>The outline with the parts of a composed glyph renumbered, padded to four bytes.</summary>
    private void PutOutline(PdfBuffer glyf, int glyph)
    {
        var outline = font.Outline(glyph).ToArray();
        foreach (var at in Parts(outline))
            BinaryPrimitives.WriteUInt16BigEndian(
                outline.AsSpan(at),
                codes[BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at))]
            );
        glyf.Put(outline);
        while (glyf.Length % 4 != 0)
            glyf.Put((byte)0);
    }

    private byte[] Patched(string table, params ReadOnlySpan<(int At, int Value)> changes)
    {
        var bytes = font.Table(table).ToArray();
        foreach (var (at, value) in changes)
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)value);
        return bytes;
    }

    private static byte[] Assemble(List<(string Name, byte[] Data)> tables)
    {
        var file = new byte[12 + 16 * tables.Count + tables.Sum(t => (t.Data.Length + 3) & ~3)];
        var power = (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), (ushort)(16 * tables.Count - (16 << power)));
        var at = 12 + 16 * tables.Count;
        for (var i = 0; i < tables.Count; i++)
        {
            var (name, data) = tables[i];
            data.CopyTo(file, at);
            var padded = (data.Length + 3) & ~3;
            var sum = 0u;
            for (var k = at; k < at + padded; k += 4)
                sum += BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(k));
            var entry = file.AsSpan(12 + 16 * i, 16);
            Encoding.ASCII.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], sum);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], at);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], data.Length);
            at += padded;
        }

        return file;
    }

    private string ToUnicode()
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def /CMapName/Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange<0000><FFFF>endcodespacerange\n"
        );
        // The standard allows 100 pairs at a time.
        foreach (var some in Enumerable.Range(0, texts.Count).Where(i => texts[i].Length > 0).Chunk(100))
        {
            map.Append(some.Length).Append(" beginbfchar\n");
            foreach (var code in some)
                map.Append('<')
                    .Append(Convert.ToHexString([(byte)(code >> 8), (byte)code]))
                    .Append("><")
                    .Append(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(texts[code])))
                    .Append(">\n");
            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end").ToString();
    }
}
