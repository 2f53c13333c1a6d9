namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Counts what a grouped sheet's rows took from headings and what was passed over.</summary>
internal sealed class GroupTally
{
    private const int ExamplesShown = 3;

    public int Headings { get; set; }

    public int FilledRows { get; set; }

    /// <summary>The titles of the fields that were filled, in the order of their filling.</summary>
    public HashSet<string> FilledFields { get; } = [];

    public int AgreeingTotals { get; set; }

    /// <summary>A sentence for each total that differs from its rows.</summary>
    public List<string> Differences { get; } = [];

    public List<string> EmptyHeadings { get; } = [];

    /// <summary>Headings that say an amount and have no rows, with it.</summary>
    public List<string> UnusedTotals { get; } = [];

    public int Ages { get; set; }

    public int PageLines { get; set; }

    /// <param name="isAbove">Whether rows of their own name the customers.</param>
    public IEnumerable<string> Remarks(bool isAbove)
    {
        if (FilledRows > 0)
            yield return $"{Count(FilledRows, "row")} took {string.Join(", ", FilledFields)} from {(isAbove ? Count(Headings, "heading") + " above them" : "the row above them")}.";
        if (AgreeingTotals > 0)
            yield return $"{Count(AgreeingTotals, "group total")} {(AgreeingTotals == 1 ? "agrees with its rows" : "agree with their rows")}.";
        foreach (var difference in Differences.Take(ExamplesShown))
            yield return difference;
        if (Differences.Count > ExamplesShown)
            yield return $"{Count(Differences.Count - ExamplesShown, "more group total")} {(Differences.Count == ExamplesShown + 1 ? "differs from its rows" : "differ from their rows")}.";
        if (EmptyHeadings.Count > 0)
            yield return $"{Count(EmptyHeadings.Count, "heading")} without rows: {string.Join(", ", EmptyHeadings.Take(ExamplesShown))}{(EmptyHeadings.Count > ExamplesShown ? ", \u2026" : "")}.";
        if (UnusedTotals.Count > 0)
            yield return $"Not counted, because no rows stand below: {string.Join(", ", UnusedTotals.Take(ExamplesShown))}{(UnusedTotals.Count > ExamplesShown ? $" and {UnusedTotals.Count - ExamplesShown} more" : "")}.";
        if (Ages > 0)
            yield return $"{Count(Ages, "row")} that only {(Ages == 1 ? "names" : "name")} an age {(Ages == 1 ? "was" : "were")} skipped.";
        if (PageLines > 0)
            yield return $"{Count(PageLines, "line")} of the page (numbers, print dates, repeated titles) {(PageLines == 1 ? "was" : "were")} skipped.";
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
