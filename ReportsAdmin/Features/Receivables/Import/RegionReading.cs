using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Finds the region of a row: by name, by what a person said a name means, or by what a person said of the whole file.</summary>
internal sealed class RegionReading(CurrentUser currentUser, ImportTerms terms)
{
    private const string FileQuestion = "region";
    private const string NamePrefix = RememberedAnswerQueries.RegionPrefix;

    // Beyond so many unknown names the column holds something else: each row is an error then.
    private const int NamesAsked = 25;

    private const int NamesKept = 1_000;

    private readonly Dictionary<string, (string Name, int Rows)> unknown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> parsed = new(StringComparer.Ordinal);
    private int blank;

    /// <summary>The region that a cell names; null with a problem when nobody knows it.</summary>
    /// <param name="known">The customer's present region; an inactive region is accepted for its own customers only.</param>
    public string? Of(RowCells cells, string text, string? known)
    {
        var region = Parse(text);
        if (region is null)
        {
            var key = KeyOf(text);
            if (unknown.Count >= NamesAsked && !unknown.ContainsKey(key))
                cells.Fault(ReceivablesFields.Region, $"'{text}' is not one of the regions.");
            else
                unknown[key] = (text, unknown.GetValueOrDefault(key).Rows + 1);
        }
        else if (!currentUser.Scope.CoversRegion(region))
        {
            cells.Fault(ReceivablesFields.Region, $"{Regions.Display(region)} is outside your regions.");
        }
        else if (region != known && !Regions.IsActive(region))
        {
            cells.Fault(ReceivablesFields.Region, $"{Regions.Display(region)} is inactive and takes no new customers.");
        }

        return region;
    }

    /// <summary>The region of a new customer whose row names none; null while nobody said.</summary>
    public string? OfBlank()
    {
        if (currentUser.Scope.Regions is [var only])
            return only;
        if (terms.Answer(FileQuestion) is { } chosen && Regions.Parse(chosen) is { } region)
            return region;
        blank++;
        return null;
    }

    public IEnumerable<UploadQuestion> Questions()
    {
        if (blank > 0)
            yield return new UploadQuestion(
                FileQuestion,
                "Which region is this sheet for?",
                $"{blank} {(blank == 1 ? "row of a new customer names" : "rows of new customers name")} no region.",
                Options(),
                null
            )
            {
                Memory = AnswerMemory.File,
            };
        foreach (var (key, (name, rows)) in unknown)
            yield return new UploadQuestion(
                key,
                $"Which region is \u201c{name}\u201d?",
                $"{rows} {(rows == 1 ? "row names" : "rows name")} it; it is none of the company's regions.",
                Options(),
                RegionGuess.Of(name)
            )
            {
                Memory = AnswerMemory.Kind,
            };
    }

    /// <summary>A sheet names few regions many times.</summary>
    private string? Parse(string text)
    {
        if (parsed.TryGetValue(text, out var known))
            return known;
        var region = Regions.Parse(text) ?? Answered(text);
        if (parsed.Count < NamesKept)
            parsed[text] = region;
        return region;
    }

    private string? Answered(string text) => terms.Answers.Count == 0 ? null : Regions.Parse(terms.Answer(KeyOf(text)));

    private static string KeyOf(string text) => CleanText.Clip(NamePrefix + HeaderFinder.Fold(text), 120);

    private List<QuestionOption> Options() =>
        [
            .. Regions
                .Active.Where(r => currentUser.Scope.CoversRegion(r.Code))
                .OrderBy(r => r.Name, StringComparer.Ordinal)
                .Select(r => new QuestionOption(r.Code, r.Name)),
        ];
}

/// <summary>Proposes a region for a name that is none: the state it lies in, or a region's name within it.</summary>
internal static class RegionGuess
{
    private static readonly Dictionary<string, string> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Gujarat"] = "ahmedabad",
        ["Karnataka"] = "banglore",
        ["Tamil Nadu"] = "chennai",
        ["Tamilnadu"] = "chennai",
        ["Telangana"] = "hyderabad",
        ["Madhya Pradesh"] = "indore",
        ["Rajasthan"] = "jaipur",
        ["West Bengal"] = "kolkata",
        ["Maharashtra"] = "mumbai",
        ["Andhra Pradesh"] = "vizag",
        ["Chhattisgarh"] = "raipur",
        ["Haryana"] = "delhi",
    };

    /// <summary>The proposed region's code; null when there is no likely one.</summary>
    public static string? Of(string name) =>
        (States.GetValueOrDefault(name.Trim()) is { } code && Regions.IsActive(code) ? code : null)
        ?? Regions.Active.FirstOrDefault(r => name.Contains(r.Name, StringComparison.OrdinalIgnoreCase))?.Code;
}
