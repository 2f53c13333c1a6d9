using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports.Reading;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Finds the engineers that a sheet names for new customers; whom people assigned is never overwritten.</summary>
/// <param name="engineers">Those whom the user may assign; empty when they may assign nobody.</param>
internal sealed class EngineerReading(IReadOnlyList<EngineerOption> engineers)
{
    private const int NamesShown = 5;

    private readonly Dictionary<string, int> byAddress = Single(engineers, e => e.Email.ToLowerInvariant());
    private readonly Dictionary<string, int> byName = Single(engineers, e => HeaderFinder.Fold(e.Name));
    private readonly Dictionary<string, int> byWords = Single(engineers, e => WordsOf(e.Name));
    private readonly SortedSet<string> unknown = new(StringComparer.OrdinalIgnoreCase);
    private int assigned;

    /// <summary>The engineer of a new customer; null when the row names none, or nobody of that name alone.</summary>
    public int? Of(string? name)
    {
        if (name is null)
            return null;
        if (Find(name) is not { } id)
        {
            unknown.Add(name);
            return null;
        }

        assigned++;
        return id;
    }

    private int? Find(string text) =>
        text.Contains('@', StringComparison.Ordinal)
            ? Of(byAddress, text.Trim().ToLowerInvariant())
            : Of(byName, HeaderFinder.Fold(text)) ?? Of(byWords, WordsOf(text));

    private static int? Of(Dictionary<string, int> ids, string key) => ids.TryGetValue(key, out var id) ? id : null;

    /// <summary>"Rao, Anil" is Anil Rao: the words of a name in one order.</summary>
    private static string WordsOf(string name) =>
        string.Join(
            ' ',
            name.Split([' ', ',', '.', '\u00a0'], StringSplitOptions.RemoveEmptyEntries)
                .Select(HeaderFinder.Fold)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>Two engineers of one name are nobody: a person must choose.</summary>
    private static Dictionary<string, int> Single(
        IReadOnlyList<EngineerOption> engineers,
        Func<EngineerOption, string> key
    ) =>
        engineers
            .GroupBy(key, StringComparer.Ordinal)
            .Where(g => g.Count() == 1)
            .ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);

    public IEnumerable<string> Remarks()
    {
        if (assigned > 0)
            yield return $"{assigned} new {(assigned == 1 ? "customer is" : "customers are")} assigned to the engineer that the sheet names.";
        if (unknown.Count > 0)
            yield return $"No engineer is assigned for {string.Join(", ", unknown.Take(NamesShown))}{(unknown.Count > NamesShown ? ", \u2026" : "")}: nobody whom you may assign has that name or address alone.";
    }
}
