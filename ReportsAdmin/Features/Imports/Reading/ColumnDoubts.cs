using System.Globalization;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Asks about columns that are read as no field although they look as if they mattered.</summary>
internal static class ColumnDoubts
{
    public const string Question = "unused-columns";

    /// <summary>The answer that leaves them out.</summary>
    public const string LeaveOut = "leave-out";

    /// <summary>The question, or none when no column is in doubt.</summary>
    /// <param name="mapped">The fields that the sheet has.</param>
    public static IEnumerable<UploadQuestion> Of(ColumnSurvey survey, SheetFields fields, IReadOnlySet<string> mapped)
    {
        bool Lacks(FieldType type) => fields.All.Any(f => f.Type == type && !mapped.Contains(f.Key));
        var doubts = new List<string>();
        foreach (var column in survey.Columns)
        {
            var name =
                $"{Columns.Name(column.Column)} \u201c{(column.Header.Length == 0 ? "no header" : column.Header)}\u201d";
            if (column.LooksLikeMoney)
                doubts.Add($"{name} holds amounts that add up to {Amount(column.Sum)}");
            else if (column.LooksLikeNumbers && Lacks(FieldType.Code))
                doubts.Add($"{name} looks like document numbers");
            else if (column.LooksLikeDates && Lacks(FieldType.Date))
                doubts.Add($"{name} holds dates");
            else if (column.LooksLikeStatus)
                doubts.Add($"{name} says what became of the rows");
        }

        if (doubts.Count == 0)
            yield break;
        yield return new UploadQuestion(
            Question,
            doubts.Count == 1 ? "A column is not used" : $"{doubts.Count} columns are not used",
            $"{string.Join("; ", doubts)}. Match them by hand below if they matter.",
            [new(LeaveOut, "Leave out", "The figures do not need what these columns hold")],
            LeaveOut
        );
    }

    /// <summary>A sentence that names every column that is not used, with its sum where it holds amounts.</summary>
    public static IEnumerable<string> Remarks(ColumnSurvey survey)
    {
        var names = survey
            .Columns.Select(c =>
                c.LooksLikeMoney ? $"{c.Header} ({Amount(c.Sum)})"
                : c.Header.Length == 0 ? $"column {Columns.Name(c.Column)}"
                : c.Header
            )
            .ToList();
        if (names.Count > 0)
            yield return $"Not used: {string.Join(", ", names)}.";
    }

    private static string Amount(decimal sum) =>
        Math.Abs(sum) < AmountText.Limit
            ? new Money((long)(Math.Round(sum, 2) * 100)).ToString()
            : sum.ToString("E2", CultureInfo.InvariantCulture);
}
