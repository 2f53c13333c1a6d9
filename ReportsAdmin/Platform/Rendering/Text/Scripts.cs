namespace ReportsAdmin.Platform.Rendering.Text;

/// <param name="Font">The part of a Noto font's name that is behind "Noto Sans".</param>
/// <param name="Language">A BCP 47 tag of the language that is most often written in it.</param>
internal sealed record Script(string Font, string Language);

/// <summary>The scripts of India that documents are written in, in the order of their blocks in Unicode.</summary>
internal static class Scripts
{
    public const char NonJoiner = '\u200C';
    public const char Joiner = '\u200D';

    private const char First = '\u0900';
    private const char Last = '\u0D7F';
    private const int BlockBits = 7;

    public static readonly IReadOnlyList<Script> All =
    [
        new("Devanagari", "hi-IN"),
        new("Bengali", "bn-IN"),
        new("Gurmukhi", "pa-IN"),
        new("Gujarati", "gu-IN"),
        new("Oriya", "or-IN"),
        new("Tamil", "ta-IN"),
        new("Telugu", "te-IN"),
        new("Kannada", "kn-IN"),
        new("Malayalam", "ml-IN"),
    ];

    /// <summary>Whether no character is of one of the scripts.</summary>
    public static bool HasNone(ReadOnlySpan<char> text) => !text.ContainsAnyInRange(First, Last);

    /// <summary>Index into <see cref="All"/>; -1 for a character of no such script.</summary>
    public static int Of(char c) =>
        c switch
        {
            >= First and <= Last => (c - First) >> BlockBits,
            // Vedic signs and the extension of Devanagari.
            >= '\u1CD0' and <= '\u1CFF' or >= '\uA8E0' and <= '\uA8FF' => 0,
            _ => -1,
        };

    /// <summary>Dandas and Vedic signs: encoded with Devanagari and used by all.</summary>
    public static bool IsShared(char c) =>
        c is '\u0951' or '\u0952' or '\u0964' or '\u0965' or >= '\u1CD0' and <= '\u1CFF';

    /// <summary>Whether the next letter joins the text: it ends in a virama (at the same place in every block), perhaps with a joiner behind.</summary>
    public static bool JoinsNext(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(Joiner);
        return text.Length > 0 && text[^1] is >= First and <= Last && (text[^1] & 0x7F) == 0x4D;
    }
}
