using ReportsAdmin.Platform.Spreadsheets.Writing;

namespace ReportsAdmin.Platform.Spreadsheets.Marking;

/// <summary>The list of what is wrong, each line leading to its cell.</summary>
internal static class ProblemSheet
{
    public const string Name = "Problems";

    private static readonly (double, int)[] Widths = [(10, 0), (10, 0), (30, 0), (80, 0)];

    /// <summary>Writes with style 0 only, so it fits any workbook's styles.</summary>
    public static void Write(
        SheetPart part,
        string sheetName,
        IReadOnlyList<CellMark> marks,
        IReadOnlyDictionary<(int Row, int Column), string> values
    )
    {
        part.Begin(Widths, frozenRows: 1, selected: false);
        part.BeginRow();
        foreach (var heading in (string[])["Row", "Column", "Value", "Problem"])
            part.Text(heading, style: 0, share: false);
        part.EndRow();
        foreach (var mark in marks)
        {
            part.BeginRow();
            WriteLink(part, sheetName, mark);
            WriteText(part, mark.Column is { } column ? Columns.Name(column) : "");
            WriteText(part, mark.Column is { } at && values.TryGetValue((mark.Row, at), out var value) ? value : "");
            WriteText(part, mark.Message);
            part.EndRow();
        }

        part.End("<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>");
    }

    private static void WriteLink(SheetPart part, string sheetName, CellMark mark)
    {
        var target = $"#{SheetNames.Quote(sheetName)}!{Columns.Address(mark.Row, mark.Column ?? 0)}".Replace(
            "\"",
            "\"\"",
            StringComparison.Ordinal
        );
        var row = mark.Row.ToString(System.Globalization.CultureInfo.InvariantCulture);
        part.Formula($"HYPERLINK(\"{target}\",{row})", row, isText: false, style: 0);
    }

    private static void WriteText(SheetPart part, string text)
    {
        if (text.Length == 0)
            part.Skip();
        else
            part.Text(text, style: 0, share: false);
    }
}
