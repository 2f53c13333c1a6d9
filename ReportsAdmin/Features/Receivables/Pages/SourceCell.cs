using System.Globalization;
using ReportsAdmin.Features.Receivables.Dashboard;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>Finds the cell of a sheet's row that an outstanding amount was read from.</summary>
public static class SourceCell
{
    /// <summary>
    /// The cell with exactly this amount; among several the one whose header speaks of what is outstanding, else the last. -1
    /// when none has it: a payment may have changed the amount since.
    /// </summary>
    public static int Find(InvoiceMonth month)
    {
        var same = Enumerable
            .Range(0, month.Cells.Count)
            .Where(i => PaiseOf(month.Cells[i].Value) == Math.Abs(month.Outstanding.Paise))
            .ToList();
        var named = same.Where(i =>
                month.Cells[i].Key.Contains("outst", StringComparison.OrdinalIgnoreCase)
                || month.Cells[i].Key.Contains("balance", StringComparison.OrdinalIgnoreCase)
                || month.Cells[i].Key.StartsWith("o/s", StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        return named.Count > 0 ? named[^1]
            : same.Count > 0 ? same[^1]
            : -1;
    }

    private static long? PaiseOf(string text)
    {
        var digits = string.Concat(text.Where(c => char.IsAsciiDigit(c) || c == '.'));
        return
            decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rupees)
            && rupees < 1_000_000_000_000m
            ? (long)Math.Round(rupees * 100m, MidpointRounding.AwayFromZero)
            : null;
    }
}
