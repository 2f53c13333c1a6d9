using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>
/// Regular expressions that the makers of forms write. A pattern must match the whole answer. It runs in time linear in the answer where
/// the engine can do so; look-around and back-references need the other engine, which is stopped when it takes too long.
/// </summary>
internal static class FieldPatterns
{
    public const int MaxLength = 500;

    private const int MaxKept = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<string, Regex> Kept = new(StringComparer.Ordinal);

    /// <summary>Why a pattern cannot be used, in a sentence; null when it can.</summary>
    public static string? Objection(string pattern)
    {
        if (pattern.Length > MaxLength)
            return $"A pattern has at most {MaxLength} characters.";
        try
        {
            // By itself first: a pattern may not close the group that it is put into.
            _ = new Regex(pattern, RegexOptions.CultureInvariant, Patience);
            _ = Of(pattern);
            return null;
        }
        catch (ArgumentException)
        {
            return $"'{pattern}' is not a regular expression.";
        }
    }

    /// <summary>Whether the pattern matches all of the text; null when that could not be found out in time.</summary>
    public static bool? Matches(string pattern, string text)
    {
        try
        {
            return Of(pattern).IsMatch(text);
        }
        // A draft that is tried in the form builder may still have a pattern that is none.
        catch (Exception e) when (e is RegexMatchTimeoutException or ArgumentException)
        {
            return null;
        }
    }

    private static Regex Of(string pattern)
    {
        if (Kept.Count > MaxKept)
            Kept.Clear();
        return Kept.GetOrAdd(pattern, Compile);
    }

    private static Regex Compile(string pattern)
    {
        var whole = $@"\A(?:{pattern})\z";
        try
        {
            return new Regex(whole, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
        }
        catch (NotSupportedException)
        {
            return new Regex(whole, RegexOptions.CultureInvariant, Patience);
        }
    }
}
