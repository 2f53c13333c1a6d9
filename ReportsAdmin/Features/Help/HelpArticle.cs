using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Help;

/// <summary>How one task is done.</summary>
/// <param name="Topic">Heading that it is listed under.</param>
/// <param name="Permission">Who may do it; others do not see the article. Null is everyone.</param>
/// <param name="Words">Other words that people search for.</param>
public sealed record HelpArticle(
    string Topic,
    string Title,
    string Summary,
    IReadOnlyList<string> Steps,
    string Href,
    string? Permission = null,
    string Words = ""
)
{
    /// <summary>The articles of the current user that have every word of the text, those with it in the title first.</summary>
    /// <param name="text">Empty finds all.</param>
    public static IReadOnlyList<HelpArticle> Find(CurrentUser currentUser, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. HelpArticles
                .All.Where(a => a.Permission is null || currentUser.Can(a.Permission))
                .Where(a => words.All(w => a.Contains(w)))
                .OrderBy(a => words.Length > 0 && !words.All(w => Has(a.Title, w))),
        ];
    }

    private bool Contains(string word) =>
        Has(Title, word) || Has(Summary, word) || Has(Topic, word) || Has(Words, word) || Steps.Any(s => Has(s, word));

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
