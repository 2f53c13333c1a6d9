using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.MyDay;

/// <summary>What waits for the current user, of all rooms.</summary>
public sealed class MyDayQueries(IEnumerable<IDaySource> sources)
{
    private readonly IDaySource[] ordered = [.. sources.OrderBy(s => s.Order)];

    /// <summary>Topics of the signals after which a day may have changed.</summary>
    public IReadOnlyCollection<string> TopicsOf(CurrentUser currentUser) =>
        [.. ordered.SelectMany(s => s.TopicsOf(currentUser)).Distinct(StringComparer.Ordinal)];

    /// <summary>The sections that have something, in the order of their rooms.</summary>
    public async Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        var sections = new List<DaySection>();
        foreach (var source in ordered)
            sections.AddRange((await source.ReadAsync(currentUser, ct)).Where(s => s.Items.Count > 0));
        return sections;
    }
}
