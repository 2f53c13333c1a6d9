using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using HarfBuzzSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <param name="Cluster">Index of the first UTF-16 unit of the text that the glyph comes from.</param>
/// <param name="Advance">This and the offsets in thousandths of the size.</param>
internal readonly record struct ShapedGlyph(int Glyph, int Cluster, int Advance, int X, int Y);

/// <summary>Shapes Indian scripts: chooses the glyphs of a text and puts them in order, with joined letters.</summary>
internal static class HarfBuzz
{
    // Else it is that of the machine, and some languages have letters of their own: the same report would look different on another server.
    private static readonly Language Any = new("en");

    private static readonly ConcurrentDictionary<TrueTypeFont, Lazy<Font>> Fonts = new();

    /// <summary>The glyphs of a text of one script, in visual order.</summary>
    public static ShapedGlyph[] Shape(TrueTypeFont font, string text)
    {
        var native = Fonts.GetOrAdd(font, f => new Lazy<Font>(() => Open(f))).Value;
        using var buffer = new Buffer();
        buffer.AddUtf16(text);
        buffer.Language = Any;
        buffer.GuessSegmentProperties();
        native.Shape(buffer);
        var infos = buffer.GetGlyphInfoSpan();
        var positions = buffer.GetGlyphPositionSpan();
        var glyphs = new ShapedGlyph[infos.Length];
        for (var i = 0; i < glyphs.Length; i++)
            glyphs[i] = new ShapedGlyph(
                (int)infos[i].Codepoint,
                (int)infos[i].Cluster,
                font.Thousandths(positions[i].XAdvance),
                font.Thousandths(positions[i].XOffset),
                font.Thousandths(positions[i].YOffset)
            );
        return glyphs;
    }

    /// <summary>Lives as long as the process. Nothing changes it, so threads share it without a lock.</summary>
    private static Font Open(TrueTypeFont font)
    {
        // Blob.FromStream would keep the address of an array that the garbage collector may move.
        var pinned = GCHandle.Alloc(font.Data, GCHandleType.Pinned);
        try
        {
            using var blob = new Blob(pinned.AddrOfPinnedObject(), font.Data.Length, MemoryMode.Duplicate);
            using var face = new Face(blob, 0);
            face.MakeImmutable();
            return new Font(face);
        }
        finally
        {
            pinned.Free();
        }
    }
}
