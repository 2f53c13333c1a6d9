using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>Large figures side by side, four in a row.</summary>
internal sealed class PdfKeyFigures(PageFlow flow, TimeZoneInfo zone)
{
    private const int PerRow = 4;
    private const double Gap = 10;
    private const double Pad = 9;
    private const double ValueSize = 16;
    private const double NoteSize = 7.5;

    public void Draw(IReadOnlyList<KeyFigure> figures)
    {
        // 5 stand as 3 and 2, 6 as 3 and 3: no card is left alone.
        var rows = (figures.Count + PerRow - 1) / PerRow;
        if (rows == 0)
            return;
        var perRow = (figures.Count + rows - 1) / rows;
        var width = (flow.ContentWidth - (perRow - 1) * Gap) / perRow;
        foreach (var row in figures.Chunk(perRow))
        {
            var height = row.Any(f => f.Note is { Length: > 0 }) ? 60.0 : 46;
            flow.Need(height + Gap);
            // One size for the row, the largest that the longest figure allows.
            var size = Math.Max(
                row.Min(f => ValueSize * Math.Min(1, (width - 2 * Pad) / flow.Fonts.Bold.Width(ValueOf(f), ValueSize))),
                ValueSize / 2
            );
            for (var i = 0; i < row.Length; i++)
                Card(row[i], PageFlow.Margin + i * (width + Gap), width, height, size);
            flow.Y += height + Gap;
        }

        flow.Y += 6;
    }

    private void Card(KeyFigure figure, double x, double width, double height, double size)
    {
        var (canvas, tags, regular, bold) = (flow.Canvas, flow.Tags, flow.Fonts.Regular, flow.Fonts.Bold);
        var (y, room) = (flow.Y, width - 2 * Pad);
        tags.Artifact();
        canvas.Fill(Ink.Wash);
        canvas.Rectangle(x, y, width, height);
        canvas.Fill(figure.Tone == Spreadsheets.CellTone.None ? flow.Accent : Ink.Of(figure.Tone));
        canvas.Rectangle(x, y, width, 1.6);
        tags.EndMark();
        tags.Whole("P", () =>
        {
            canvas.Fill(Ink.Soft);
            regular.Draw(canvas, regular.Clip(figure.Label, NoteSize, room), NoteSize, x + Pad, y + 16);
            canvas.Fill(Ink.Of(figure.Tone));
            bold.Draw(canvas, bold.Clip(ValueOf(figure), size, room + 0.1), size, x + Pad, y + 36);
            if (figure.Note is not { Length: > 0 } note)
                return;
            canvas.Fill(Ink.Soft);
            regular.Draw(canvas, regular.Clip(note, NoteSize, room), NoteSize, x + Pad, y + 50);
        });
    }

    private string ValueOf(KeyFigure figure) => figure.Value.IsBlank ? "–" : CellText.Alone(figure.Value, zone);
}
