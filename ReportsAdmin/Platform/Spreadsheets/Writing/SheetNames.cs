using System.Globalization;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>Makes names Excel accepts: at most 31 characters, none of <c>[]:*?/\</c>, unique whatever the case.</summary>
internal sealed class SheetNames
{
    private const int MaxLength = 31;
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create(
        "[]:*?/\\"
    );

    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    public SheetNames(IEnumerable<string> existing) => taken.UnionWith(existing);

    public string Take(string wanted)
    {
        var clean = new string([
            .. wanted.Select(c => Forbidden.Contains(c) || char.IsControl(c) || c is '\uFFFE' or '\uFFFF' ? ' ' : c),
        ])
            .Trim()
            .Trim('\'')
            .Trim();
        // "History" is reserved for a sheet of Excel's own.
        if (clean.Length == 0 || string.Equals(clean, "History", StringComparison.OrdinalIgnoreCase))
            clean = clean.Length == 0 ? "Sheet" : clean + "_";
        var name = Clip(clean, MaxLength);
        for (var number = 2; !taken.Add(name); number++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $" ({number})");
            name = Clip(clean, MaxLength - suffix.Length) + suffix;
        }

        return name;
    }

    /// <summary>The name as formulas refer to it: always quoted, so that no name needs a second thought.</summary>
    public static string Quote(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The formula of a text that leads to a cell of the same workbook.</summary>
    public static string Link(string text, string sheet, string address)
    {
        static string Literal(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return $"HYPERLINK({Literal($"#{Quote(sheet)}!{address}")},{Literal(text)})";
    }

    private static string Clip(string name, int length)
    {
        if (name.Length <= length)
            return name;
        return name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)].TrimEnd();
    }
}
