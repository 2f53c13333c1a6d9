namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Names in a note: <c>Asked again, @Neha Kulkarni please decide.</c></summary>
public static class MentionText
{
    /// <summary>The people whom the text addresses. Of two whose names begin alike the longer one is meant.</summary>
    public static IReadOnlyList<Mentionable> PeopleOf(string text, IEnumerable<Mentionable> people)
    {
        var known = people.OrderByDescending(p => p.Name.Length).ToList();
        var found = new List<Mentionable>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            // An address of mail is no mention.
            if (start > 0 && char.IsLetterOrDigit(text[start - 1]))
                continue;
            var meant = known.Where(p => StandsAt(text, start + 1, p.Name)).ToList();
            // Two people of one name are both told: the writer cannot say which.
            found.AddRange(meant.Where(p => p.Name.Length == meant[0].Name.Length));
        }

        return [.. found.DistinctBy(p => p.Id)];
    }

    /// <summary>What follows the last <c>@</c> while a name is being typed; null while none is.</summary>
    public static string? TypedOf(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0 || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
            return null;
        var typed = text[(at + 1)..];
        return typed.All(c => char.IsLetter(c) || c is ' ' or '.' or '-' or '\'') ? typed : null;
    }

    /// <summary>The people whose name, or a later part of it, begins with what is being typed; nobody when a name is complete.</summary>
    public static IReadOnlyList<Mentionable> Suggest(string text, IReadOnlyList<Mentionable> people, int most) =>
        TypedOf(text) is { } typed && !people.Any(p => Same(p.Name, typed.TrimEnd()))
            ? [.. people.Where(p => Begins(p.Name, typed)).Take(most)]
            : [];

    /// <summary>The text with the name being typed completed.</summary>
    public static string Complete(string text, Mentionable person) =>
        TypedOf(text) is { } typed ? $"{text[..^typed.Length]}{person.Name} " : text;

    private static bool Begins(string name, string typed) =>
        name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
        || (typed.Length > 0 && name.Contains(' ' + typed, StringComparison.OrdinalIgnoreCase));

    private static bool Same(string name, string typed) =>
        string.Equals(name, typed, StringComparison.OrdinalIgnoreCase);

    private static bool StandsAt(string text, int start, string name) =>
        string.Compare(text, start, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (start + name.Length >= text.Length || !char.IsLetterOrDigit(text[start + name.Length]));
}
