using System.Globalization;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Asks about columns in which Excel has taken the days of text dates for months.</summary>
internal static class SwapQuestion
{
    public const string Key = "dates-swapped";
    public const string SwapBack = "swap-back";

    private const string Keep = "keep";

    public static IEnumerable<UploadQuestion> Of(
        IReadOnlyDictionary<int, SwapEvidence> columns,
        IReadOnlyList<string> headers
    )
    {
        if (columns.Count == 0)
            yield break;
        var names = string.Join(", ", columns.Keys.Order().Select(c => $"\u201c{headers[c]}\u201d"));
        var evidence = columns.Values.First();
        var example = evidence.Example is { } date
            ? $" ({date.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} beside the text {evidence.TextExample})"
            : "";
        yield return new UploadQuestion(
            Key,
            "Did Excel swap day and month?",
            $"In {names} every true date has a day up to 12, and every date with a later day is text{example}: Excel has probably read 03/09 as 9 March.",
            [
                new(SwapBack, "Swap them back", "9 March becomes 3 September; the text dates stay as they are"),
                new(Keep, "Keep them", "The dates are right as they are"),
            ],
            SwapBack
        )
        {
            Memory = AnswerMemory.File,
        };
    }
}
