using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Tells the words of total rows from names that begin alike.</summary>
internal static class TotalWords
{
    private static readonly string[] Totals = ["total", "totals", "subtotal", "sub-total", "grand-total", "-total"];
    private static readonly string[] AfterTotal =
    [
        "for",
        "of",
        "outstanding",
        "amount",
        "due",
        "dues",
        "balance",
        "receivable",
        "receivables",
        "in",
        "rs",
        "inr",
        "₹",
        "-",
        "–",
    ];

    /// <summary>Whether any cell of a row is a total's word.</summary>
    public static bool Any(ISheetReader row) => In(row) is not null;

    /// <summary>The first text of a row that is a total's word; null when there is none.</summary>
    public static string? In(ISheetReader row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            ref readonly var cell = ref row[i];
            if (cell.Kind == CellKind.Text && IsTotal(cell.Text!))
                return cell.Text;
        }

        return null;
    }

    public static bool IsEmptyOrTotal(in SheetCell cell) =>
        cell.Kind == CellKind.Empty
        || (cell.Kind == CellKind.Text && (string.IsNullOrWhiteSpace(cell.Text) || IsTotal(cell.Text!)));

    /// <summary>"Total", "Grand Total", "Mumbai - Total", "Sub-total", "Total outstanding:", "Total (12)"; not "Total Solutions", which is a customer.</summary>
    public static bool IsTotal(string text)
    {
        // Each text of each row comes by here: only those with the word are parted.
        if (text.Length > 60 || !text.Contains("total", StringComparison.OrdinalIgnoreCase))
            return false;
        var words = text.Split([' ', ':', '.', '*', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries);
        if (IsWord(words[^1]))
            return true;
        return IsWord(words[0])
            && (char.IsDigit(words[1][0]) || AfterTotal.Contains(words[1], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>"Total Anand Stores", "Total for Anand Stores", "Anand Stores - Total": the total of a group with that name.</summary>
    public static bool IsTotalOf(string text, string name)
    {
        var (whole, part) = (HeaderFinder.Fold(text), HeaderFinder.Fold(name));
        if (part.Length == 0 || !whole.Contains("total", StringComparison.Ordinal))
            return false;
        return whole == "total" + part
            || whole == "totalfor" + part
            || whole == "totalof" + part
            || whole == "subtotal" + part
            || whole == part + "total";
    }

    private static bool IsWord(string word) => Totals.Contains(word, StringComparer.OrdinalIgnoreCase);
}
