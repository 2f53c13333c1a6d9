using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>Draws a table while its rows stream by. A table in bands is drawn a few rows at a time, so that its bands stay near each other.</summary>
internal sealed class TableDrawing
{
    private const int FewestRowsOfBand = 5;
    private const double TitleSize = 10.5;

    // In rows.
    private const double BandGap = 0.9;

    private readonly PageFlow flow;
    private readonly TableBlock table;
    private readonly TableLayout layout;
    private readonly TableTexts texts;
    private readonly BandDrawing[] bands;
    private readonly TableRow[] waiting;
    private PdfTag tag;
    private int waitingRows;
    private bool isOdd;
    private bool started;

    public TableDrawing(PageFlow flow, TableBlock table, TimeZoneInfo zone)
    {
        (this.flow, this.table) = (flow, table);
        layout = TableLayout.For(table.Columns, flow.ContentWidth);
        texts = new TableTexts(table, layout, zone);
        bands = [.. layout.Bands.Select(b => new BandDrawing(flow, table.Columns, layout, b))];
        waiting =
        [
            .. Enumerable.Range(0, bands.Length == 1 ? 1 : RowsOfBand()).Select(_ => new TableRow(table.Columns.Count)),
        ];
        tag = flow.Tags.Document;
    }

    /// <summary>Draws title and head.</summary>
    /// <param name="level">Of the bookmark.</param>
    public void Begin(int level)
    {
        var lines = table.ShowsTitle ? flow.Fonts.Bold.Wrap(table.Title, TitleSize, flow.ContentWidth) : [];
        flow.Need(10 + lines.Length * TitleSize * 1.35 + bands[0].HeadHeight + 3 * layout.RowHeight);
        if (table.ShowsTitle && !flow.AtTop)
            flow.Y += 10;
        tag = flow.Tags.Open("Table", flow.Tags.Document);
        if (table.ShowsTitle)
            Caption(lines, level);
        if (bands.Length > 1)
            return;
        bands[0].Head(tag);
        started = true;
    }

    private void Caption(IReadOnlyList<string> lines, int level)
    {
        flow.Y += TitleSize;
        flow.Bookmark(level, table.Title);
        var caption = flow.Tags.Open("Caption", tag);
        flow.Tags.Mark(caption);
        flow.Canvas.Fill(Ink.Text);
        foreach (var line in lines)
        {
            flow.Fonts.Bold.Draw(flow.Canvas, line, TitleSize, PageFlow.Margin, flow.Y);
            flow.Y += TitleSize * 1.35;
        }

        flow.Tags.EndMark();
        flow.Tags.Close(caption);
        flow.Y -= TitleSize * 0.75;
    }

    public void Row(ReportRow row)
    {
        texts.Fill(waiting[waitingRows], row, flow.Fonts.Regular);
        Add(isTotal: false);
    }

    /// <summary>Draws the totals, or that there is nothing to show.</summary>
    public void End(TableTotals totals)
    {
        if (totals.Rows > 0 && totals.Any)
        {
            var labelled = table.Columns[0].Total;
            for (var i = 0; i < table.Columns.Count; i++)
            {
                var label = !labelled && !table.Columns[i].Total;
                texts.Fill(waiting[waitingRows], i, label ? ReportCell.OfText("Total") : totals[i], flow.Fonts.Bold);
                labelled |= label;
            }

            Add(isTotal: true);
        }

        DrawWaiting();
        if (totals.Rows == 0)
            Nothing();
        bands[^1].EndRule();
        flow.Tags.Close(tag);
        flow.Y += 16;
    }

    private void Add(bool isTotal)
    {
        (waiting[waitingRows].IsTotal, waiting[waitingRows].Shaded) = (isTotal, isOdd && !isTotal);
        isOdd = !isOdd;
        if (++waitingRows == waiting.Length)
            DrawWaiting();
    }

    private void DrawWaiting()
    {
        if (waitingRows == 0)
            return;
        foreach (var band in bands)
        {
            if (bands.Length > 1)
                BeginBand(band);
            for (var i = 0; i < waitingRows; i++)
                band.Row(waiting[i], tag);
            if (bands.Length > 1)
                band.EndRule();
        }

        waitingRows = 0;
    }

    /// <summary>As many rows as let two bands share a page.</summary>
    private int RowsOfBand()
    {
        var room = (flow.Bottom - PageFlow.Top) / 2 - bands.Max(b => b.HeadHeight) - BandGap * layout.RowHeight;
        return Math.Max((int)(room / layout.RowHeight), FewestRowsOfBand);
    }

    /// <summary>Each band is a table of its own to a screen reader, and stays on one page if it can.</summary>
    private void BeginBand(BandDrawing band)
    {
        if (started)
        {
            flow.Tags.Close(tag);
            tag = flow.Tags.Open("Table", flow.Tags.Document);
            if (!flow.AtTop)
                flow.Y += layout.RowHeight * BandGap;
        }

        flow.Need(band.HeadHeight + waiting.Take(waitingRows).Sum(band.HeightOf));
        band.Head(tag);
        started = true;
    }

    private void Nothing()
    {
        if (!started)
            bands[0].Head(tag);
        var row = flow.Tags.Open("TR", tag);
        var cell = flow.Tags.Open("TD", row);
        flow.Tags.Mark(cell);
        flow.Canvas.Fill(Ink.Soft);
        flow.Fonts.Regular.Draw(
            flow.Canvas,
            "No rows.",
            layout.Size,
            PageFlow.Margin + layout.PadX,
            flow.Y + layout.PadY + layout.Size
        );
        flow.Tags.EndMark();
        flow.Tags.Close(cell);
        flow.Tags.Close(row);
        flow.Y += layout.RowHeight;
    }
}
