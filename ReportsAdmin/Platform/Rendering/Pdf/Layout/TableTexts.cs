using ReportsAdmin.Platform.Rendering.Pdf.Fonts;
using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>Wraps and cuts the texts of a table's columns; what repeats is remembered.</summary>
internal sealed class TableTexts(TableBlock table, TableLayout layout, TimeZoneInfo zone)
{
    private const int CachedTexts = 4096;

    private readonly Dictionary<string, string[]>?[] known =
    [
        .. table.Columns.Select(c => c.Unique ? null : new Dictionary<string, string[]>(StringComparer.Ordinal)),
    ];

    public void Fill(TableRow into, ReportRow row, Typeface face)
    {
        for (var i = 0; i < table.Columns.Count; i++)
            Fill(into, i, row[i], face);
    }

    public void Fill(TableRow into, int column, in ReportCell cell, Typeface face)
    {
        into.Tones[column] = cell.Tone;
        into.Lines[column] = null;
        into.Texts[column] = "";
        if (cell.IsBlank)
            return;
        var text = CellText.Of(cell, zone);
        // A number too wide is drawn smaller, never cut: a cut number is a wrong one.
        if (CellText.IsRight(cell.Type) && CellText.IsRight(table.Columns[column].Type))
        {
            into.Texts[column] = text;
            return;
        }

        var room = layout.Widths[column] - 2 * layout.PadX;
        var wraps = table.Columns[column].Wrap;
        if (face.Width(text, layout.Size) <= room && !(wraps && text.Contains('\n')))
        {
            into.Texts[column] = text;
            return;
        }

        var lines = Broken(column, text, face, room, wraps);
        into.Texts[column] = lines[0];
        if (lines.Length > 1)
            into.Lines[column] = lines;
    }

    private string[] Broken(int column, string text, Typeface face, double room, bool wraps)
    {
        if (known[column] is not { } cache)
            return Break(text, face, room, wraps);
        if (cache.TryGetValue(text, out var lines))
            return lines;
        if (cache.Count >= CachedTexts)
            cache.Clear();
        return cache[text] = Break(text, face, room, wraps);
    }

    private string[] Break(string text, Typeface face, double room, bool wraps) =>
        wraps ? face.Wrap(text, layout.Size, room) : [face.Clip(text, layout.Size, room)];
}
