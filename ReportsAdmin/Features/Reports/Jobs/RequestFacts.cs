using System.Globalization;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>The parameters of a report request in words.</summary>
internal static class RequestFacts
{
    public static async Task<IReadOnlyList<Fact>> OfAsync(
        CurrentUser currentUser,
        IReportType type,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var facts = new List<Fact>();
        if (request.Start is { } start)
            facts.Add(new("From", Day(start)));
        if (request.End is { } end)
            facts.Add(new("To", Day(end)));
        foreach (var filter in type.Info.Filters)
        {
            if (request.All(filter.Key) is not { Count: > 0 } values)
                continue;
            if (filter.Kind == FilterKind.Chosen)
            {
                facts.Add(new(filter.Title, Money.GroupWhole(values.Count)));
                continue;
            }

            var options = await type.OptionsAsync(currentUser, filter.Key, ct);
            facts.Add(new(filter.Title, Join(values, v => options.FirstOrDefault(o => o.Value == v)?.Title)));
        }

        if (request.GroupBy.Count > 0)
            facts.Add(
                new(
                    "Grouped by",
                    Join(request.GroupBy, g => type.Info.Groupings.FirstOrDefault(d => d.Key == g)?.Title)
                )
            );
        if (request.Measures.Count > 0)
            facts.Add(
                new("Measures", Join(request.Measures, m => type.Info.Measures.FirstOrDefault(d => d.Key == m)?.Title))
            );
        return facts;
    }

    private static string Day(DateOnly day) => day.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);

    private static string Join(IEnumerable<string> keys, Func<string, string?> titleOf) =>
        string.Join(", ", keys.Select(k => titleOf(k) ?? k));
}
