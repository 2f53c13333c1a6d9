namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Errors of formulas: a cell kind in workbooks, and plain text in the files that programs write from them. Both are refused in the same words.</summary>
internal static class ErrorText
{
    private static readonly string[] Codes =
    [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#BUSY!",
        "#UNKNOWN!",
        "#EXTERNAL!",
        "#PYTHON!",
        "#GETTING_DATA",
    ];

    public static string Of(string code) => $"The cell holds the error {code}.";

    /// <summary>What is wrong with a text that stands for an error; null for any other text.</summary>
    public static string? Problem(string text)
    {
        // Nearly every text ends here.
        if (text.Length < 3 || text[0] is not ('#' or ' ' or 'E'))
            return null;
        var plain = text.AsSpan().Trim();
        if (plain.StartsWith("Err:") && plain.Length == 7 && char.IsAsciiDigit(plain[4]))
            return Of(plain.ToString());
        if (plain.Length < 2 || plain[0] != '#')
            return null;
        foreach (var code in Codes)
        {
            if (plain.Equals(code, StringComparison.OrdinalIgnoreCase))
                return Of(code);
        }

        // A text file holds what was on the screen, also where a column was too narrow for its number or date.
        return plain.Length > 3 && plain.TrimStart('#').IsEmpty
            ? "The column was too narrow when the file was saved, so the cell holds only ####. Widen the column and save the file again."
            : null;
    }
}
