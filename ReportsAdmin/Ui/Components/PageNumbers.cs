using System.Globalization;

namespace ReportsAdmin.Ui.Components;

/// <summary>Numbers in addresses, and which of them a pager offers.</summary>
public static class PageNumbers
{
    /// <summary>A page of an address; anything odd is the first.</summary>
    public static int Of(string? text) => KeyOf(text) ?? 1;

    /// <summary>A key of an address; null for anything that is no number above 0.</summary>
    public static int? KeyOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    /// <summary>First, last, and the neighbours of the current page; 0 stands for a gap: <c>1 0 4 5 6 0 20</c>.</summary>
    public static IReadOnlyList<int> Around(int current, int pages)
    {
        if (pages <= 7)
            return [.. Enumerable.Range(1, pages)];
        var numbers = new SortedSet<int> { 1, pages };
        for (var n = current - 1; n <= current + 1; n++)
            if (n >= 1 && n <= pages)
                numbers.Add(n);
        var shown = new List<int>();
        foreach (var n in numbers)
        {
            // A gap of one page is shown as that page.
            if (shown.Count > 0 && n - shown[^1] == 2)
                shown.Add(n - 1);
            else if (shown.Count > 0 && n - shown[^1] > 2)
                shown.Add(0);
            shown.Add(n);
        }

        return shown;
    }
}
