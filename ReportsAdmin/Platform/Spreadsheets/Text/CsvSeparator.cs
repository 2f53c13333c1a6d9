namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>Guesses what separates the columns of a text file: comma, semicolon, tab or bar.</summary>
internal static class CsvSeparator
{
    private const int MaxLines = 50;
    private const string Candidates = ",;\t|";

    /// <summary>The separator that splits most lines into the same number of columns; <c>\0</c> when none occurs. Quoted text is not looked at.</summary>
    public static char Find(ReadOnlySpan<char> sample)
    {
        sample = sample.TrimStart('\uFEFF');
        if (
            sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            && sample.Length > 4
            && Candidates.Contains(sample[4])
        )
            return sample[4];
        var counts = Count(sample);
        var best = '\0';
        var bestScore = 0;
        for (var i = 0; i < Candidates.Length; i++)
        {
            var used = counts
                .Where(line => line[i] > 0)
                .GroupBy(line => line[i])
                .MaxBy(g => g.Count() * 1000 + Math.Min(g.Key, 999));
            if (used is null)
                continue;
            var score = used.Count() * 1000 + Math.Min(used.Key, 999);
            if (score > bestScore)
                (best, bestScore) = (Candidates[i], score);
        }

        return best;
    }

    /// <summary>How often each candidate is in each of the first lines.</summary>
    private static List<int[]> Count(ReadOnlySpan<char> sample)
    {
        var lines = new List<int[]>();
        var line = new int[Candidates.Length];
        var quoted = false;
        foreach (var c in sample)
        {
            if (c == '"')
                quoted = !quoted;
            if (quoted)
                continue;
            if (c == '\n' || c == '\r')
            {
                if (line.Any(n => n > 0))
                    lines.Add(line);
                if (lines.Count == MaxLines)
                    return lines;
                line = new int[Candidates.Length];
                continue;
            }

            var candidate = Candidates.IndexOf(c, StringComparison.Ordinal);
            if (candidate >= 0)
                line[candidate]++;
        }

        // A last line that the sample cuts short counts only when it is the only one.
        if (lines.Count == 0)
            lines.Add(line);
        return lines;
    }
}
