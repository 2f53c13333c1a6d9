using System.Text;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Makes texts of foreign files fit for every database: PostgreSQL refuses zero characters and halves of a surrogate pair.</summary>
public static class CleanText
{
    /// <summary>The text without control characters (each becomes a space) and broken characters, trimmed.</summary>
    public static string Of(string text)
    {
        if (
            text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            || !text.Any(c => char.IsControl(c) || char.IsSurrogate(c))
        )
            return text.Trim();
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return clean.ToString().Trim();
    }

    /// <summary>At most so many characters, the last of them an ellipsis where something was cut off; never half a character.</summary>
    public static string Clip(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return text[..end] + "…";
    }
}
