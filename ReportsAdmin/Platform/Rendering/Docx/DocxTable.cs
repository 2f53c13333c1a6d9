using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Rendering.Text;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Platform.Spreadsheets.Writing;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>One table of Word, or one band of a table too wide for the page, written row by row. Its look is that of the style, so a row costs little more than its text.</summary>
internal sealed class DocxTable
{
    private readonly Utf8Sink sink;
    private readonly DocxText text;
    private readonly TableBlock table;
    private readonly DocxColumns columns;
    private readonly TimeZoneInfo zone;
    private readonly byte[][] openings;

    public DocxTable(Utf8Sink sink, TableBlock table, DocxColumns columns, TimeZoneInfo zone)
    {
        (this.sink, text, this.table, this.columns, this.zone) = (sink, new DocxText(sink), table, columns, zone);
        openings =
        [
            .. columns.Indexes.Select(i =>
                Encoding.ASCII.GetBytes(
                    $"<w:tc><w:p><w:pPr><w:pStyle w:val=\"Cell{(columns.IsSmall ? "Small" : "")}{(CellText.IsRight(table.Columns[i].Type) ? "Right" : "")}\"/></w:pPr>"
                )
            ),
        ];
    }

    private bool HasTotals => table.Columns.Any(c => c.Total);

    /// <param name="bands">How many tables of fewer columns this one is cut into.</param>
    public void Begin(int bands)
    {
        var caption = Caption(bands);
        if (table.ShowsTitle || bands > 1)
            text.Paragraph("Caption", caption);
        sink.Write(
            FormattableString.Invariant(
                $"<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"{columns.Widths.Sum()}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
            )
        );
        sink.Write(
            FormattableString.Invariant(
                $"<w:tblLook w:val=\"0{(HasTotals ? "460" : "420")}\" w:firstRow=\"1\" w:lastRow=\"{(HasTotals ? 1 : 0)}\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>"
            )
        );
        sink.Write($"<w:tblCaption w:val=\"{Utf8Sink.Escaped(Short(caption))}\"/></w:tblPr><w:tblGrid>");
        foreach (var width in columns.Widths)
            sink.Write(FormattableString.Invariant($"<w:gridCol w:w=\"{width}\"/>"));
        sink.Write("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"u8);
        for (var i = 0; i < columns.Indexes.Count; i++)
            Cell(i, table.Columns[columns.Indexes[i]].Header, null);
        sink.Write("</w:tr>"u8);
    }

    public void Row(ReportRow row)
    {
        sink.Write("<w:tr><w:trPr><w:cantSplit/></w:trPr>"u8);
        for (var i = 0; i < columns.Indexes.Count; i++)
        {
            ref readonly var cell = ref row[columns.Indexes[i]];
            var text = CellText.Of(cell, zone);
            Cell(i, Clip(text), DocxStyles.OfTone(cell.Tone), SizeOf(i, cell.Type, text, isBold: false));
        }

        sink.Write("</w:tr>"u8);
    }

    public void End(TableTotals totals)
    {
        if (totals.Rows == 0)
            sink.Write(
                FormattableString.Invariant(
                    $"<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"{columns.Indexes.Count}\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"ToneMuted\"/></w:rPr><w:t>No rows.</w:t></w:r></w:p></w:tc></w:tr>"
                )
            );
        if (HasTotals)
        {
            sink.Write("<w:tr><w:trPr><w:cantSplit/></w:trPr>"u8);
            for (var i = 0; i < columns.Indexes.Count; i++)
            {
                var total = totals[columns.Indexes[i]];
                var text = total.IsBlank && i == 0 ? "Total" : CellText.Of(total, zone);
                Cell(i, text, null, SizeOf(i, total.Type, text, isBold: true));
            }

            sink.Write("</w:tr>"u8);
        }

        sink.Write("</w:tbl>"u8);
        // Two tables without a paragraph between them would become one.
        text.Paragraph("Gap", "");
    }

    /// <summary>What a band shows, beside the title where there are several.</summary>
    private string Caption(int bands) =>
        bands == 1
            ? table.Title
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Title} (columns {columns.Indexes[1] + 1} to {columns.Indexes[^1] + 1} of {table.Columns.Count})"
            );

    /// <summary>0 for that of the style.</summary>
    private int SizeOf(int index, ColumnType type, string value, bool isBold)
    {
        if (!type.IsNumeric())
            return 0;
        var usual = columns.IsSmall ? DocxStyles.SmallCellSize : DocxStyles.CellSize;
        var size = FigureSize.Of(value, usual, columns.Widths[index] - DocxStyles.CellMargins, isBold);
        return size == usual ? 0 : size;
    }

    private void Cell(int index, ReadOnlySpan<char> value, string? characterStyle, int size = 0)
    {
        sink.Write(openings[index]);
        text.Run(value, characterStyle, size);
        sink.Write("</w:p></w:tc>"u8);
    }

    private static ReadOnlySpan<char> Clip(string value)
    {
        if (value.Length <= LongTexts.Limit)
            return value;
        return value.AsSpan(
            0,
            char.IsHighSurrogate(value[LongTexts.Limit - 1]) ? LongTexts.Limit - 1 : LongTexts.Limit
        );
    }

    private static string Short(string caption) => caption.Length <= 200 ? caption : caption[..200];
}
