using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering.Charts;

/// <summary>An axis of values from zero, or from below it, in steps a person counts in: 1, 2, 2.5 or 5 of a power of ten.</summary>
internal sealed class PdfChartAxis
{
    private const int Steps = 5;

    private PdfChartAxis(decimal low, decimal high, decimal step) => (Low, High, Step) = (low, high, step);

    public decimal Low { get; }

    public decimal High { get; }

    public decimal Step { get; }

    public IEnumerable<decimal> Ticks
    {
        get
        {
            for (var tick = Low; tick <= High; tick += Step)
                yield return tick;
        }
    }

    public static PdfChartAxis Over(IEnumerable<decimal> values)
    {
        decimal low = 0,
            high = 0;
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low == high)
            high = low + 1;
        var step = Nice((high - low) / Steps);
        return new PdfChartAxis(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    /// <summary>Where a value lies, 0 at the low end and 1 at the high.</summary>
    public double Share(decimal value) => (double)((value - Low) / (High - Low));

    /// <summary>A value as charts write it: <c>₹12.35 Cr</c>, <c>12,345</c>, <c>18%</c>.</summary>
    public static string Label(decimal value, ColumnType type) =>
        type switch
        {
            ColumnType.Money => new Money(
                (long)Math.Clamp(Math.Round(value), long.MinValue + 1, long.MaxValue)
            ).ToShortText(),
            ColumnType.Percent => (value * 100m).ToString("0.#", CultureInfo.InvariantCulture) + "%",
            _ when Math.Abs(value) >= 1_000m && Math.Abs(value) < long.MaxValue / 100 => Money.GroupWhole(
                (long)Math.Round(value)
            ),
            _ => value.ToString("0.##", CultureInfo.InvariantCulture),
        };

    private static decimal Nice(decimal rough)
    {
        var power = 1m;
        while (power * 10 <= rough)
            power *= 10;
        while (power > rough)
            power /= 10;
        foreach (var factor in (ReadOnlySpan<decimal>)[1m, 2m, 2.5m, 5m])
        {
            if (factor * power >= rough)
                return factor * power;
        }

        return power * 10;
    }
}
