namespace ReportsAdmin.Ui.Components;

/// <summary>The letters in a round avatar.</summary>
public static class Initials
{
    /// <summary>First letters of the first and last word, at most two: <c>Asha Rao</c> gives <c>AR</c>.</summary>
    public static string Of(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length switch
        {
            0 => "?",
            1 => words[0][..1].ToUpperInvariant(),
            _ => (words[0][..1] + words[^1][..1]).ToUpperInvariant(),
        };
    }
}
