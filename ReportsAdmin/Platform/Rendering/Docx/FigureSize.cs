namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>
/// Sizes at which a figure stands on one line, whatever font a program puts in place of ours: a program breaks a figure that is too wide
/// for its cell anywhere, and half a figure is another one.
/// </summary>
internal static class FigureSize
{
    private const int Least = 8;

    /// <param name="usual">The size of its style in half points.</param>
    /// <param name="room">Between the margins of the cell, in twentieths of a point.</param>
    /// <param name="isBold">Bold figures are wider.</param>
    /// <returns>In half points, the usual size where the figure fits.</returns>
    public static int Of(ReadOnlySpan<char> figure, int usual, int room, bool isBold)
    {
        var ems = 0.0;
        foreach (var c in figure)
            ems += Width(c);
        if (!isBold)
            ems *= 0.92;
        // Ten twentieths of a point are a half point.
        return ems * usual * 10 <= room ? usual : Math.Max((int)(room / (ems * 10)), Least);
    }

    /// <summary>Of DejaVu Sans Bold, the widest of the fonts that stand in for Calibri; in ems.</summary>
    private static double Width(char c) =>
        c switch
        {
            >= '0' and <= '9' or '₹' => 0.70,
            '.' or ',' or ':' => 0.40,
            '-' => 0.42,
            ' ' => 0.35,
            '%' => 1.0,
            _ => 0.78,
        };
}
