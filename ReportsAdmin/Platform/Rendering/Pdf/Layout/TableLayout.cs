using ReportsAdmin.Platform.Rendering.Pdf.Fonts;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>
/// How a table shares the width of the page: letters as large as the columns allow, and below the smallest readable size several
/// bands of columns, one under the other, each beginning with the first column. Points.
/// </summary>
internal sealed class TableLayout
{
    private const double LargestSize = 8.5;
    private const double SmallestSize = 5.5;
    private const double SizeOfBands = 6.5;
    private const double SizeStep = 0.25;
    private const double CharacterShare = 0.54;
    private const int HeaderWordCharacters = 13;

    // Beyond this a table of two columns would tear labels from their figures.
    private const double MaxStretch = 2.2;

    private TableLayout(double size, double[] widths, int[][] bands) => (Size, Widths, Bands) = (size, widths, bands);

    public double Size { get; }

    public double LineHeight => Size * 1.28;

    public double PadX => PadOf(Size);

    public double PadY => Size * 0.32;

    /// <summary>Of a row of one line.</summary>
    public double RowHeight => LineHeight + 2 * PadY;

    /// <summary>Of each column; the same in every band.</summary>
    public double[] Widths { get; }

    public int[][] Bands { get; }

    public static TableLayout For(IReadOnlyList<ReportColumn> columns, double width)
    {
        for (var size = LargestSize; size >= SmallestSize; size -= SizeStep)
        {
            var natural = Natural(columns, size);
            var sum = natural.Sum();
            if (sum > width)
                continue;
            var stretch = Math.Min(width / sum, MaxStretch);
            return new TableLayout(
                size,
                Array.ConvertAll(natural, w => w * stretch),
                [
                    [.. Enumerable.Range(0, columns.Count)],
                ]
            );
        }

        var widths = Natural(columns, SizeOfBands);
        widths[0] = Math.Min(widths[0], width * 0.35);
        for (var i = 1; i < widths.Length; i++)
            widths[i] = Math.Min(widths[i], width - widths[0]);
        return new TableLayout(SizeOfBands, widths, Banded(widths, width));
    }

    private static int[][] Banded(double[] widths, double width)
    {
        List<int[]> bands = [];
        List<int> band = [0];
        var used = widths[0];
        for (var i = 1; i < widths.Length; i++)
        {
            if (used + widths[i] > width + 0.01 && band.Count > 1)
            {
                bands.Add([.. band]);
                (band, used) = ([0], widths[0]);
            }

            band.Add(i);
            used += widths[i];
        }

        bands.Add([.. band]);
        return [.. bands];
    }

    /// <summary>The width a column asks for, and never less than the longest usual word of its head.</summary>
    private static double[] Natural(IReadOnlyList<ReportColumn> columns, double size) =>
        [
            .. columns.Select(c =>
            {
                var word = c
                    .Header.Split(' ')
                    .Select(w => w.Length > HeaderWordCharacters ? w[..HeaderWordCharacters] : w)
                    .Max(w => FontLibrary.RoughWidth(w, bold: true));
                return Math.Max(Math.Max(c.Width, 1) * size * CharacterShare, word * size / 1000 + 0.1)
                    + 2 * PadOf(size);
            }),
        ];

    private static double PadOf(double size) => size * 0.58;
}
