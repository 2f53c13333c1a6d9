using System.Globalization;

namespace ReportsAdmin.Platform.Rendering.Charts;

/// <summary>Colours of Office documents, six hex digits each.</summary>
internal static class OoxmlChartColours
{
    // Told apart by lightness too, so that a grey print still can be read.
    private static readonly string[] Palette = ["5B9BD5", "C98B2B", "7A9E7E", "8C6BB1", "A3B8CC", "B35C5C", "6B7280"];

    public static string Hex((byte Red, byte Green, byte Blue) colour) =>
        string.Create(CultureInfo.InvariantCulture, $"{colour.Red:X2}{colour.Green:X2}{colour.Blue:X2}");

    /// <summary>The accent first, then a restrained palette, over again.</summary>
    public static string OfSeries(string accent, int index) =>
        index % (Palette.Length + 1) is var at && at == 0 ? accent : Palette[at - 1];
}
