using ReportsAdmin.Platform.Rendering.Pdf.Fonts;
using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>Draws the head and the rows of one band of columns, with the head again on every page.</summary>
internal sealed class BandDrawing
{
    private const int MaxHeadLines = 4;
    private const double HeadRule = 0.9;

    private readonly PageFlow flow;
    private readonly IReadOnlyList<ReportColumn> columns;
    private readonly TableLayout layout;
    private readonly int[] band;
    private readonly string[][] heads;
    private readonly PdfTag[] cells;
    private readonly double width;

    public BandDrawing(PageFlow flow, IReadOnlyList<ReportColumn> columns, TableLayout layout, int[] band)
    {
        (this.flow, this.columns, this.layout, this.band) = (flow, columns, layout, band);
        heads = [.. band.Select(c => HeadLines(columns[c].Header, layout.Widths[c] - 2 * layout.PadX + 0.1))];
        cells = new PdfTag[band.Length];
        width = band.Sum(c => layout.Widths[c]);
        HeadHeight = heads.Max(h => h.Length) * layout.LineHeight + 2.4 * layout.PadY + HeadRule / 2;
    }

    public double HeadHeight { get; }

    public double HeightOf(TableRow row) => row.LinesIn(band) * layout.LineHeight + 2 * layout.PadY;

    /// <param name="table">The element it is the head of; null where it is repeated and not read again.</param>
    public void Head(PdfTag? table)
    {
        var (canvas, tags) = (flow.Canvas, flow.Tags);
        var bottom = flow.Y + HeadHeight - HeadRule / 2;
        tags.Artifact();
        canvas.Fill(flow.Accent.Tint(0.09));
        canvas.Rectangle(PageFlow.Margin, flow.Y, width, bottom - flow.Y);
        canvas.Stroke(flow.Accent, HeadRule);
        canvas.Line(PageFlow.Margin, bottom, PageFlow.Margin + width, bottom);
        if (table is not null)
            tags.EndMark();
        canvas.BeginText();
        canvas.Fill(flow.AccentText);
        var row = table is null ? null : tags.Open("TR", table);
        var left = PageFlow.Margin;
        for (var i = 0; i < band.Length; i++)
        {
            HeadCell(row, i, left, bottom);
            left += layout.Widths[band[i]];
        }

        canvas.EndText();
        if (row is null)
            tags.EndMark();
        else
            tags.Close(row);
        flow.Y = bottom + HeadRule / 2;
    }

    private void HeadCell(PdfTag? row, int index, double left, double bottom)
    {
        var tags = flow.Tags;
        var cell = row is null ? null : tags.Open("TH", row, "/A<</O/Table/Scope/Column>>");
        if (cell is not null)
            tags.Mark(cell);
        var y = bottom - 1.2 * layout.PadY - heads[index].Length * layout.LineHeight;
        foreach (var line in heads[index])
        {
            Put(flow.Fonts.Bold, line, band[index], left, y);
            y += layout.LineHeight;
        }

        if (cell is null)
            return;
        tags.EndMark();
        tags.Close(cell);
    }

    /// <summary>Draws a row whole, on the next page if need be; only one that is taller than a page is parted.</summary>
    public void Row(TableRow row, PdfTag table)
    {
        var lines = row.LinesIn(band);
        if (
            !flow.Fits(lines * layout.LineHeight + 2 * layout.PadY)
            && HeadHeight + lines * layout.LineHeight + 2 * layout.PadY <= flow.Bottom - PageFlow.Top
        )
            ContinueOnNewPage();
        var tag = flow.Tags.Open("TR", table);
        for (var i = 0; i < cells.Length; i++)
            cells[i] = flow.Tags.Open("TD", tag);
        for (var from = 0; from < lines; )
        {
            var room = (int)((flow.Bottom - flow.Y - 2 * layout.PadY) / layout.LineHeight + 0.001);
            var take = Math.Min(lines - from, room);
            if (take > 0)
                Slice(row, from, take);
            from += Math.Max(take, 0);
            if (from < lines)
                ContinueOnNewPage();
        }

        foreach (var cell in cells)
            flow.Tags.Close(cell);
        flow.Tags.Close(tag);
    }

    public void EndRule()
    {
        flow.Tags.Artifact();
        flow.Canvas.Stroke(Ink.Hairline, 0.6);
        flow.Canvas.Line(PageFlow.Margin, flow.Y, PageFlow.Margin + width, flow.Y);
        flow.Tags.EndMark();
    }

    private string[] HeadLines(string header, double room)
    {
        var lines = flow.Fonts.Bold.Wrap(header, layout.Size, room);
        if (lines.Length <= MaxHeadLines)
            return lines;
        return
        [
            .. lines.Take(MaxHeadLines - 1),
            flow.Fonts.Bold.Clip(string.Concat(lines.Skip(MaxHeadLines - 1)), layout.Size, room),
        ];
    }

    private void ContinueOnNewPage()
    {
        EndRule();
        flow.NewPage();
        Head(table: null);
    }

    private void Slice(TableRow row, int from, int count)
    {
        var (canvas, tags) = (flow.Canvas, flow.Tags);
        var height = count * layout.LineHeight + 2 * layout.PadY;
        Background(row, height);
        var face = row.IsTotal ? flow.Fonts.Bold : flow.Fonts.Regular;
        canvas.BeginText();
        var left = PageFlow.Margin;
        for (var i = 0; i < band.Length; i++)
        {
            var column = band[i];
            var lines = row.Lines[column];
            var last = Math.Min(from + count, lines?.Length ?? 1);
            if (from < last && row.Texts[column].Length > 0)
            {
                canvas.Fill(Ink.Of(row.Tones[column]));
                tags.Mark(cells[i]);
                for (var line = from; line < last; line++)
                    Put(
                        face,
                        lines is null ? row.Texts[column] : lines[line],
                        column,
                        left,
                        flow.Y + layout.PadY + (line - from) * layout.LineHeight
                    );
                tags.EndMark();
            }

            left += layout.Widths[column];
        }

        canvas.EndText();
        flow.Y += height;
    }

    private void Background(TableRow row, double height)
    {
        if (!row.Shaded && !row.IsTotal)
            return;
        flow.Tags.Artifact();
        if (row.IsTotal)
        {
            flow.Canvas.Stroke(flow.Accent, 0.9);
            flow.Canvas.Line(PageFlow.Margin, flow.Y, PageFlow.Margin + width, flow.Y);
        }
        else
        {
            flow.Canvas.Fill(Ink.Wash);
            flow.Canvas.Rectangle(PageFlow.Margin, flow.Y, width, height);
        }

        flow.Tags.EndMark();
    }

    /// <param name="top">Upper edge of the line.</param>
    private void Put(Typeface face, string text, int column, double left, double top)
    {
        // Capitals are in the middle of the line.
        var baseLine = top + (layout.LineHeight + 0.714 * layout.Size) / 2;
        if (!CellText.IsRight(columns[column].Type))
        {
            face.Draw(flow.Canvas, text, layout.Size, left + layout.PadX, baseLine);
            return;
        }

        var (size, room) = (layout.Size, layout.Widths[column] - 2 * layout.PadX);
        var wide = face.Width(text, size);
        if (wide > room)
        {
            size *= room / wide;
            wide = room;
        }

        face.Draw(flow.Canvas, text, size, left + layout.PadX + room - wide, baseLine);
    }
}
