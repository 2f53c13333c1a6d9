using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <param name="Cluster">Where in the text the glyph comes from.</param>
/// <param name="Advance">This and the offsets in thousandths of the size.</param>
internal readonly record struct ShapedGlyph(int Glyph, int Cluster, int Advance, int X, int Y);

/// <summary>The system's HarfBuzz, which puts the letters of Indian scripts in their order and forms. Debian: <c>libharfbuzz0b</c>.</summary>
internal static class HarfBuzz
{
    private const string Library = "libharfbuzz.so.0";
    private const int EntrySize = 20;

    private static readonly ConcurrentDictionary<TrueTypeFont, Lazy<nint>> Fonts = new();

    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    public static ShapedGlyph[] Shape(TrueTypeFont font, string text)
    {
        var native = Fonts.GetOrAdd(font, f => new Lazy<nint>(() => Open(f))).Value;
        var buffer = hb_buffer_create();
        try
        {
            // As char[] the text would be passed in the system's 8-bit encoding.
            var units = Array.ConvertAll(text.ToCharArray(), c => (ushort)c);
            hb_buffer_add_utf16(buffer, units, units.Length, 0, units.Length);
            hb_buffer_guess_segment_properties(buffer);
            hb_shape(native, buffer, 0, 0);
            var infos = hb_buffer_get_glyph_infos(buffer, out var count);
            var positions = hb_buffer_get_glyph_positions(buffer, out _);
            var glyphs = new ShapedGlyph[count];
            for (var i = 0; i < glyphs.Length; i++)
            {
                int Info(int field) => Marshal.ReadInt32(infos, i * EntrySize + 4 * field);
                int Position(int field) => font.Thousandths(Marshal.ReadInt32(positions, i * EntrySize + 4 * field));
                glyphs[i] = new ShapedGlyph(Info(0), Info(2), Position(0), Position(2), Position(3));
            }

            return glyphs;
        }
        finally
        {
            hb_buffer_destroy(buffer);
        }
    }

    /// <summary>Lives as long as the process; shaping with it needs no lock.</summary>
    private static nint Open(TrueTypeFont font)
    {
        const int Duplicate = 0;
        var native = hb_font_create(
            hb_face_create(hb_blob_create(font.Data, (uint)font.Data.Length, Duplicate, 0, 0), 0)
        );
        hb_font_make_immutable(native);
        return native;
    }

#pragma warning disable SYSLIB1054 // LibraryImport would need unsafe code in the whole project.
    [DllImport(Library)]
    private static extern nint hb_blob_create(byte[] data, uint length, int mode, nint userData, nint destroy);

    [DllImport(Library)]
    private static extern nint hb_face_create(nint blob, uint index);

    [DllImport(Library)]
    private static extern nint hb_font_create(nint face);

    [DllImport(Library)]
    private static extern void hb_font_make_immutable(nint font);

    [DllImport(Library)]
    private static extern nint hb_buffer_create();

    [DllImport(Library)]
    private static extern void hb_buffer_destroy(nint buffer);

    [DllImport(Library)]
    private static extern void hb_buffer_add_utf16(
        nint buffer,
        ushort[] text,
        int textLength,
        uint itemOffset,
        int itemLength
    );

    [DllImport(Library)]
    private static extern void hb_buffer_guess_segment_properties(nint buffer);

    [DllImport(Library)]
    private static extern void hb_shape(nint font, nint buffer, nint features, uint featureCount);

    [DllImport(Library)]
    private static extern nint hb_buffer_get_glyph_infos(nint buffer, out uint count);

    [DllImport(Library)]
    private static extern nint hb_buffer_get_glyph_positions(nint buffer, out uint count);
#pragma warning restore SYSLIB1054
}
