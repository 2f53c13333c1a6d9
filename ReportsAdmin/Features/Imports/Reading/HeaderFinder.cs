using System.Text;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>The header of a sheet: where it ends, what its columns are called, and which field each is read as.</summary>
/// <param name="Row">The row that data starts after, as Excel numbers it.</param>
public sealed record HeaderMatch(int Row, IReadOnlyList<string> Texts, IReadOnlyDictionary<string, int> Columns)
{
    /// <summary>The lines above it.</summary>
    public IReadOnlyList<string> Titles { get; init; } = [];
}

/// <summary>Finds the header among the first rows of a sheet: below titles, on one line or two, also where cells are merged.</summary>
public static class HeaderFinder
{
    public const int RowsLookedAt = 60;

    /// <summary>The best header, or null when no row names at least two fields.</summary>
    /// <param name="rows">The first rows with anything in them: number and cell texts, merged cells filled in.</param>
    public static HeaderMatch? Find(
        IReadOnlyList<(int Number, IReadOnlyList<string> Cells)> rows,
        IReadOnlyList<ImportField> fields,
        Func<IReadOnlySet<string>, bool> isEnough
    )
    {
        HeaderMatch? best = null;
        var bestScore = (Enough: false, Count: 1);
        for (var i = 0; i < rows.Count; i++)
        {
            Consider(new HeaderMatch(rows[i].Number, rows[i].Cells, Match(rows[i].Cells, fields)));
            if (i + 1 < rows.Count && rows[i + 1].Number == rows[i].Number + 1)
                Consider(TwoLines(rows[i], rows[i + 1], fields));
        }

        return best;

        void Consider(HeaderMatch candidate)
        {
            var score = (Enough: isEnough(ColumnKey.Fields(candidate.Columns.Keys)), candidate.Columns.Count);
            if (score.CompareTo(bestScore) <= 0)
                return;
            (best, bestScore) = (candidate, score);
        }
    }

    /// <summary>Which column each field stands in. A column serves one field; better synonyms (further up in the list) win.</summary>
    public static IReadOnlyDictionary<string, int> Match(IReadOnlyList<string> texts, IReadOnlyList<ImportField> fields)
    {
        var candidates = new List<(int Rank, int Column, ImportField Field)>();
        for (var column = 0; column < texts.Count; column++)
        {
            if (string.IsNullOrWhiteSpace(texts[column]) || texts[column].Length > 80)
                continue;
            foreach (var (rank, field) in Candidates(texts[column], fields))
                candidates.Add((rank, column, field));
        }

        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var used = new HashSet<int>();
        foreach (var (_, column, field) in candidates.OrderBy(c => c.Rank).ThenBy(c => c.Column))
        {
            var key = field.Key;
            for (var n = 2; field.Adds && taken.ContainsKey(key); n++)
                key = ColumnKey.Of(field.Key, n);
            if (!used.Contains(column) && taken.TryAdd(key, column))
                used.Add(column);
        }

        return taken;
    }

    /// <summary>The fields that a header may name, with the rank of its synonym: 0 is the field's own name.</summary>
    public static IEnumerable<(int Rank, ImportField Field)> Candidates(
        string header,
        IReadOnlyList<ImportField> fields
    )
    {
        var readings = Readings(header);
        foreach (var field in fields)
        {
            var rank = field.RankOf(readings);
            if (rank < 0 && field.Recognizes?.Invoke(header) == true)
                rank = field.Synonyms.Count + 1;
            if (rank >= 0)
                yield return (rank, field);
        }
    }

    /// <summary>Letters, digits and the signs that age buckets use, in lower case: <c>Invoice No.</c> and <c>invoice_no</c> fold alike.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '<' or '>' or '+')
                folded.Append(c);
            else if (c is '-' or '–' or '—' && folded.Length > 0 && char.IsDigit(folded[^1]))
                folded.Append('-');
        }

        return folded.ToString().TrimEnd('-');
    }

    private static HeaderMatch TwoLines(
        (int Number, IReadOnlyList<string> Cells) top,
        (int Number, IReadOnlyList<string> Cells) bottom,
        IReadOnlyList<ImportField> fields
    )
    {
        var width = Math.Max(top.Cells.Count, bottom.Cells.Count);
        var texts = new string[width];
        for (var column = 0; column < width; column++)
        {
            var (upper, lower) = (
                column < top.Cells.Count ? top.Cells[column] : "",
                column < bottom.Cells.Count ? bottom.Cells[column] : ""
            );
            texts[column] = Joined(upper, lower, fields);
        }

        return new HeaderMatch(bottom.Number, texts, Match(texts, fields));
    }

    /// <summary>Both lines together when they name a field ("Outstanding" over "Amount"); else the lower alone when it does, for the upper is then only its group.</summary>
    private static string Joined(string upper, string lower, IReadOnlyList<ImportField> fields)
    {
        if (lower.Length == 0 || upper.Length == 0 || upper == lower)
            return lower.Length == 0 ? upper : lower;
        var both = $"{upper} {lower}";
        return !Names(both, fields) && Names(lower, fields) ? lower : both;
    }

    private static bool Names(string text, IReadOnlyList<ImportField> fields) => Candidates(text, fields).Any();

    /// <summary>The text as it stands, without a remark in brackets, without the currency, and with the usual short forms written out.</summary>
    private static string[] Readings(string text)
    {
        var bracket = text.IndexOfAny(['(', '[']);
        var bare = bracket > 0 ? text[..bracket] : text;
        return
        [
            .. new[]
            {
                Fold(text),
                Fold(bare),
                WithoutUnit(Fold(bare)),
                Fold(HeaderWords.Expand(text)),
                WithoutUnit(Fold(HeaderWords.Expand(bare))),
            }
                .Where(r => r.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static string WithoutUnit(string folded)
    {
        foreach (
            var unit in (string[])
                ["inlakhs", "inlacs", "incrores", "incr", "in000", "inrs", "inr", "rupees", "rs", "₹", "usd", "eur"]
        )
        {
            if (folded.EndsWith(unit, StringComparison.Ordinal) && folded.Length > unit.Length + 2)
                return folded[..^unit.Length];
        }

        return folded;
    }
}

/// <summary>Keys of a mapping: a field that stands in several columns has one key for each, <c>age31to90</c> and <c>age31to90#2</c>.</summary>
public static class ColumnKey
{
    public static string Of(string field, int number) =>
        number == 1 ? field : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{field}#{number}");

    /// <summary>The field of a key.</summary>
    public static string Field(string key) =>
        key.IndexOf('#', StringComparison.Ordinal) is > 0 and var at ? key[..at] : key;

    /// <summary>The fields of a mapping.</summary>
    public static HashSet<string> Fields(IEnumerable<string> keys) =>
        keys.Select(Field).ToHashSet(StringComparer.Ordinal);
}
