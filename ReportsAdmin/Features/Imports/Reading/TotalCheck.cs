using System.Globalization;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Compares the sheet's own total with what its rows count for, and says which rows make the difference.</summary>
internal sealed class TotalCheck
{
    private const int RowsNamed = 3;

    private readonly Dictionary<RowEffect, Group> groups = [];

    /// <summary>Notes a row that counts for something else than the total's column says.</summary>
    /// <param name="stated">Paise of the total's column; null when it is blank.</param>
    public void Note(ValidatedRow row, long? stated)
    {
        var effect = row.Effect is RowEffect.New or RowEffect.Changed ? RowEffect.Unchanged : row.Effect;
        var counted = effect == RowEffect.Unchanged ? row.Amount : 0;
        if (row.Key == GroupedRows.Total || (stated ?? 0) == counted)
            return;
        if (!groups.TryGetValue(effect, out var group))
            groups[effect] = group = new Group();
        group.Add(row, (stated ?? 0) - counted, Why(row, effect, counted));
    }

    /// <summary>Whether the total agrees with the rows, and if not, by which rows it differs.</summary>
    public IEnumerable<string> Sentences(long total, long rows)
    {
        if (total == rows)
        {
            yield return $"The sheet's own total of {Rupees(total)} agrees with its rows.";
            yield break;
        }

        yield return $"The sheet's own total says {Rupees(total)}, its good rows add up to {Rupees(rows)}.";
        var parts = groups.Values.SelectMany(g => g.Parts()).ToList();
        if (parts.Count > 0)
            yield return $"The difference of {Rupees(total - rows)} comes from {string.Join(" + ", parts)}.";
        var open = total - rows - groups.Values.Sum(g => g.Paise);
        if (open != 0)
            yield return $"{Rupees(open)} of the difference is explained by no row.";
    }

    private static string Why(ValidatedRow row, RowEffect effect, long counted) =>
        effect switch
        {
            RowEffect.Unchanged => $"counted as {Rupees(counted)}",
            RowEffect.Error => $"a problem: {row.Problems?[0].Message.TrimEnd('.')}",
            RowEffect.Duplicate => "a repetition",
            _ => $"left out: {(row.Problems is [var problem, ..] ? problem.Message.TrimEnd('.') : row.Key)}",
        };

    private static string Rupees(long paise) => new Money(paise).ToRupeeText();

    /// <summary>Rows of one effect: the first ones by name, the others by their count and sum.</summary>
    private sealed class Group
    {
        private readonly List<string> named = [];
        private long others;
        private int count;
        private RowEffect effect;

        public long Paise { get; private set; }

        public void Add(ValidatedRow row, long paise, string why)
        {
            Paise += paise;
            effect = row.Effect;
            if (++count <= RowsNamed)
                named.Add(
                    string.Create(CultureInfo.InvariantCulture, $"row {row.RowNumber} with {Rupees(paise)} ({why})")
                );
            else
                others += paise;
        }

        public IEnumerable<string> Parts()
        {
            foreach (var part in named)
                yield return part;
            if (count > RowsNamed)
                yield return $"{count - RowsNamed} more {Noun(count - RowsNamed)} with {Rupees(others)}";
        }

        private string Noun(int rows) =>
            (effect, rows) switch
            {
                (RowEffect.Error, 1) => "row with a problem",
                (RowEffect.Error, _) => "rows with problems",
                (RowEffect.Duplicate, 1) => "repetition",
                (RowEffect.Duplicate, _) => "repetitions",
                (RowEffect.Skipped, 1) => "row left out",
                (RowEffect.Skipped, _) => "rows left out",
                (_, 1) => "row counted otherwise",
                _ => "rows counted otherwise",
            };
    }
}
