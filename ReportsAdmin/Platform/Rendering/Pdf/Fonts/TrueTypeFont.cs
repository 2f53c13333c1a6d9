using System.Buffers.Binary;
using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <summary>A font of the assembly, parsed once per process. Measures are in thousandths of the size unless they say font units.</summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] data;
    private readonly Dictionary<string, (int Offset, int Length)> tables = new(StringComparer.Ordinal);
    private readonly ushort[] glyphs = new ushort[1 << 16];
    private readonly ushort[] advances;
    private readonly bool longOffsets;

    /// <param name="resource">The file's name among the resources of the assembly.</param>
    public TrueTypeFont(string resource)
    {
        using (
            var stream = typeof(TrueTypeFont).Assembly.GetManifestResourceStream(resource)
                ?? throw new InvalidOperationException($"The font {resource} is not in the assembly.")
        )
        {
            data = new byte[stream.Length];
            stream.ReadExactly(data);
        }

        for (var i = 0; i < U16(4); i++)
            tables[Encoding.ASCII.GetString(data, 12 + 16 * i, 4)] = (I32(12 + 16 * i + 8), I32(12 + 16 * i + 12));
        var (head, hhea) = (tables["head"].Offset, tables["hhea"].Offset);
        UnitsPerEm = U16(head + 18);
        Box = [.. Enumerable.Range(0, 4).Select(i => Thousandths(S16(head + 36 + 2 * i)))];
        longOffsets = U16(head + 50) != 0;
        (Ascent, Descent) = (Thousandths(S16(hhea + 4)), Thousandths(S16(hhea + 6)));
        CapHeight = Thousandths(S16(tables["OS/2"].Offset + 88));
        advances = new ushort[U16(tables["maxp"].Offset + 4)];
        var (hmtx, measured) = (tables["hmtx"].Offset, U16(hhea + 34));
        for (var i = 0; i < advances.Length; i++)
            advances[i] = (ushort)U16(hmtx + 4 * Math.Min(i, measured - 1));
        MeasuredGlyphs = measured;
        ReadCharacters();
        PostScriptName = Path.GetFileNameWithoutExtension(resource);
    }

    public string PostScriptName { get; }

    public int UnitsPerEm { get; }

    public int[] Box { get; }

    public int Ascent { get; }

    public int Descent { get; }

    public int CapHeight { get; }

    public int Glyphs => advances.Length;

    /// <summary>Glyphs with an advance of their own in hmtx; the rest share the last one.</summary>
    public int MeasuredGlyphs { get; }

    public byte[] Data => data;

    /// <summary>0 when the font lacks the character.</summary>
    public int Glyph(char character) => glyphs[character];

    public int Advance(int glyph) => Thousandths(advances[glyph]);

    /// <summary>In font units.</summary>
    public int RawAdvance(int glyph) => advances[glyph];

    public int Thousandths(int fontUnits) => (int)Math.Round(fontUnits * 1000.0 / UnitsPerEm);

    /// <summary>A table; empty when the font has none of the name.</summary>
    public ReadOnlySpan<byte> Table(string name) =>
        tables.TryGetValue(name, out var table) ? data.AsSpan(table.Offset, table.Length) : default;

    /// <summary>The outline in glyf; empty for a blank.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var (from, to) = (Offset(glyph), Offset(glyph + 1));
        return to > from ? data.AsSpan(tables["glyf"].Offset + from, to - from) : default;
    }

    private int Offset(int glyph) =>
        longOffsets ? I32(tables["loca"].Offset + 4 * glyph) : U16(tables["loca"].Offset + 2 * glyph) * 2;

    /// <summary>Reads the format 4 table: the characters up to U+FFFF.</summary>
    private void ReadCharacters()
    {
        var cmap = tables["cmap"].Offset;
        var at = Enumerable.Range(0, U16(cmap + 2)).Select(i => cmap + I32(cmap + 8 + 8 * i)).First(o => U16(o) == 4);
        var segments = U16(at + 6) / 2;
        var (ends, starts) = (at + 14, at + 16 + 2 * segments);
        for (var s = 0; s < segments; s++)
        {
            var (first, last, delta) = (U16(starts + 2 * s), U16(ends + 2 * s), U16(starts + 2 * (segments + s)));
            var rangeAt = starts + 2 * (2 * segments + s);
            var range = U16(rangeAt);
            for (var c = first; c <= last && c < 0xFFFF; c++)
            {
                var glyph = range == 0 ? c : U16(rangeAt + range + 2 * (c - first));
                glyphs[c] = range != 0 && glyph == 0 ? (ushort)0 : (ushort)(glyph + delta);
            }
        }
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(at));

    private int I32(int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
}
