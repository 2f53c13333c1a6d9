using System.Text;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>The header of a sheet: where it ends, what its columns are called, and which field each is read as.</summary>
/// <param name="Row">The row that data starts after, as Excel numbers it.</param>
public sealed record HeaderMatch(int Row, IReadOnlyList<string> Texts, IReadOnlyDictionary<string, int> Columns);

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
            var score = (
                Enough: isEnough(candidate.Columns.Keys.ToHashSet(StringComparer.Ordinal)),
                candidate.Columns.Count
            );
            if (score.CompareTo(bestScore) <= 0)
                return;
            (best, bestScore) = (candidate, score);
        }
    }

    /// <summary>Which column each field stands in. A column serves one field; better synonyms (further up in the list) win.</summary>
    public static IReadOnlyDictionary<string, int> Match(IReadOnlyList<string> texts, IReadOnlyList<ImportField> fields)
    {
        var candidates = new List<(int Rank, int Column, string Field)>();
        for (var column = 0; column < texts.Count; column++)
        {
            if (string.IsNullOrWhiteSpace(texts[column]) || texts[column].Length > 80)
                continue;
            var readings = Readings(texts[column]);
            foreach (var field in fields)
            {
                var rank = RankOf(field, readings);
                if (rank >= 0)
                    candidates.Add((rank, column, field.Key));
            }
        }

        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, column, field) in candidates.OrderBy(c => c.Rank).ThenBy(c => c.Column))
        {
            if (!taken.ContainsKey(field) && !taken.ContainsValue(column))
                taken[field] = column;
        }

        return taken;
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

    private static bool Names(string text, IReadOnlyList<ImportField> fields) =>
        Readings(text) is var readings && fields.Any(f => RankOf(f, readings) >= 0);

    /// <summary>The text as it stands, without a remark in brackets, and without the currency.</summary>
    private static string[] Readings(string text)
    {
        var bracket = text.IndexOfAny(['(', '[']);
        var bare = bracket > 0 ? text[..bracket] : text;
        var folded = Fold(bare);
        foreach (var currency in (string[])["inrs", "inr", "rs", "₹"])
        {
            if (folded.EndsWith(currency, StringComparison.Ordinal) && folded.Length > currency.Length + 2)
                folded = folded[..^currency.Length];
        }

        return [Fold(text), Fold(bare), folded];
    }

    private static int RankOf(ImportField field, string[] readings)
    {
        if (
            readings.Contains(Fold(field.Title), StringComparer.Ordinal)
            || readings.Contains(field.Key.ToLowerInvariant(), StringComparer.Ordinal)
        )
            return 0;
        for (var i = 0; i < field.Synonyms.Count; i++)
        {
            if (readings.Contains(Fold(field.Synonyms[i]), StringComparer.Ordinal))
                return i + 1;
        }

        return -1;
    }
}
