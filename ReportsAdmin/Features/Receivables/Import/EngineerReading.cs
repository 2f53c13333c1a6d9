using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports.Reading;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Finds the engineers that a sheet names for new customers; whom people assigned is never overwritten.</summary>
/// <param name="engineers">Those whom the user may assign; empty when they may assign nobody.</param>
internal sealed class EngineerReading(IReadOnlyList<EngineerOption> engineers)
{
    private const int NamesShown = 5;

    // Two engineers of one name are nobody: a person must choose.
    private readonly Dictionary<string, int> byName = engineers
        .GroupBy(e => HeaderFinder.Fold(e.Name))
        .Where(g => g.Count() == 1)
        .ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
    private readonly SortedSet<string> unknown = new(StringComparer.OrdinalIgnoreCase);
    private int assigned;

    /// <summary>The engineer of a new customer; null when the row names none, or nobody of that name alone.</summary>
    public int? Of(string? name)
    {
        if (name is null)
            return null;
        if (!byName.TryGetValue(HeaderFinder.Fold(name), out var id))
        {
            unknown.Add(name);
            return null;
        }

        assigned++;
        return id;
    }

    public IEnumerable<string> Remarks()
    {
        if (assigned > 0)
            yield return $"{assigned} new {(assigned == 1 ? "customer is" : "customers are")} assigned to the engineer that the sheet names.";
        if (unknown.Count > 0)
            yield return $"No engineer is assigned for {string.Join(", ", unknown.Take(NamesShown))}{(unknown.Count > NamesShown ? ", \u2026" : "")}: nobody whom you may assign has that name alone.";
    }
}
