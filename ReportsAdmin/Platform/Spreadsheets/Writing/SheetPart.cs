using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>Writes the XML of one worksheet, cell after cell.</summary>
internal sealed class SheetPart : IDisposable
{
    // The longest cell but for its text: address, style, a decimal of 30 digits and the tags.
    private const int CellRoom = 128;

    private static readonly byte[][] ColumnNames =
    [
        .. Enumerable.Range(0, 1024).Select(i => Encoding.ASCII.GetBytes(Columns.Name(i))),
    ];
    private static readonly byte[][] StyleNumbers =
    [
        .. Enumerable
            .Range(0, CellStyles.End)
            .Select(i => Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture))),
    ];

    private readonly Utf8Sink sink;
    private readonly SharedStringTable strings;
    private readonly byte[] rowDigits = new byte[10];
    private int rowLength;

    public SheetPart(Stream part, SharedStringTable strings)
    {
        (sink, this.strings) = (new Utf8Sink(part), strings);
    }

    /// <summary>Current row, from 1.</summary>
    public int Row { get; private set; }

    /// <summary>Column of the next cell, from 0.</summary>
    public int Column { get; private set; }

    public long Length => sink.Length;

    /// <param name="frozenRows">Rows that stay in view; 0 for none.</param>
    /// <param name="frozenRows">Rows that stay in view; 0 for none.</param>
    public void Begin(IReadOnlyList<SheetColumn> columns, int frozenRows, bool selected) =>
        Begin(columns, format => CellStyles.Of(format), frozenRows, selected);

    /// <param name="style">The style of cells that someone fills in later: a code typed into a text column keeps its zeros.</param>
    public void Begin(IReadOnlyList<SheetColumn> columns, Func<CellFormat, int> style, int frozenRows, bool selected) =>
        Begin([.. columns.Select(c => (c.Width, style(CellStyles.OfColumn(c.Type))))], frozenRows, selected);

    /// <param name="frozenRows">Rows that stay in view; 0 for none.</param>
    /// <param name="gridLines">Off for a sheet that is laid out as a page.</param>
    public void Begin(
        IReadOnlyList<(double Width, int Style)> columns,
        int frozenRows,
        bool selected,
        bool gridLines = true
    )
    {
        sink.Write(OpenXml.Declaration);
        sink.Write(
            Invariant(
                $"<worksheet xmlns=\"{OpenXml.Main}\" xmlns:r=\"{OpenXml.OfficeRelations}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
            )
        );
        sink.Write(
            Invariant(
                $"<sheetViews><sheetView{(gridLines ? "" : " showGridLines=\"0\"")}{(selected ? " tabSelected=\"1\"" : "")} workbookViewId=\"0\">"
            )
        );
        if (frozenRows > 0)
            sink.Write(
                Invariant(
                    $"<pane ySplit=\"{frozenRows}\" topLeftCell=\"A{frozenRows + 1}\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                )
            );
        sink.Write("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"u8);
        if (columns.Count > 0)
            sink.Write("<cols>"u8);
        for (var i = 0; i < columns.Count; i++)
            sink.Write(
                Invariant(
                    $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{Math.Clamp(columns[i].Width, 1, 255):0.##}\" style=\"{columns[i].Style}\" customWidth=\"1\"/>"
                )
            );
        if (columns.Count > 0)
            sink.Write("</cols>"u8);
        sink.Write("<sheetData>"u8);
    }

    public void BeginRow()
    {
        OpenRow();
        sink.Put("\">"u8);
    }

    /// <param name="height">In points.</param>
    public void BeginRow(double height)
    {
        OpenRow();
        sink.Write(Invariant($"\" ht=\"{height:0.##}\" customHeight=\"1\">"));
    }

    public void SkipRows(int count) => Row += count;

    public void EndRow() => sink.Write("</row>"u8);

    public void Skip(int cells = 1) => Column += cells;

    public void Blank(int style)
    {
        if (style == 0)
        {
            Column++;
            return;
        }

        BeginCell(style);
        sink.Put("/>"u8);
    }

    /// <param name="share">Whether the text is likely to come again.</param>
    public void Text(string text, int style, bool share)
    {
        BeginCell(style);
        if (share && strings.IndexOf(text) is >= 0 and var index)
        {
            sink.Put(" t=\"s\"><v>"u8);
            sink.Put(index);
            sink.Put("</v></c>"u8);
            return;
        }

        sink.Put(" t=\"inlineStr\"><is>"u8);
        sink.CellText(text);
        sink.Ensure(16);
        sink.Put("</is></c>"u8);
    }

    public void Number(long value, int style)
    {
        BeginCell(style);
        sink.Put("><v>"u8);
        sink.Put(value);
        sink.Put("</v></c>"u8);
    }

    public void Number(decimal value, int style)
    {
        BeginCell(style);
        sink.Put("><v>"u8);
        sink.Put(value);
        sink.Put("</v></c>"u8);
    }

    public void Number(double value, int style)
    {
        BeginCell(style);
        sink.Put("><v>"u8);
        sink.Put(value);
        sink.Put("</v></c>"u8);
    }

    /// <summary>Hundredths as a decimal, without going through one.</summary>
    public void Hundredths(long value, int style)
    {
        BeginCell(style);
        sink.Put("><v>"u8);
        if (value < 0)
            sink.Put((byte)'-');
        var magnitude = value < 0 ? (ulong)-(value + 1) + 1 : (ulong)value;
        sink.Put((long)(magnitude / 100));
        var rest = (int)(magnitude % 100);
        if (rest != 0)
        {
            sink.Put((byte)'.');
            sink.Put((byte)('0' + rest / 10));
            if (rest % 10 != 0)
                sink.Put((byte)('0' + rest % 10));
        }

        sink.Put("</v></c>"u8);
    }

    public void Boolean(bool value, int style)
    {
        BeginCell(style);
        sink.Put(value ? " t=\"b\"><v>1</v></c>"u8 : " t=\"b\"><v>0</v></c>"u8);
    }

    /// <summary>A formula with the result a user shows that does not calculate.</summary>
    public void Formula(string formula, string result, bool isText, int style)
    {
        BeginCell(style);
        sink.Write(isText ? " t=\"str\"><f>"u8 : "><f>"u8);
        sink.Escape(formula);
        sink.Write("</f><v>"u8);
        sink.Escape(result);
        sink.Write("</v></c>"u8);
    }

    /// <summary>Writes what follows the rows; the parts must come in the order of the standard.</summary>
    public void End(string tail)
    {
        sink.Write("</sheetData>"u8);
        sink.Write(tail);
        sink.Write("</worksheet>"u8);
    }

    public void Dispose() => sink.Dispose();

    private void OpenRow()
    {
        Row++;
        Column = 0;
        Row.TryFormat(rowDigits, out rowLength, default, CultureInfo.InvariantCulture);
        sink.Ensure(32);
        sink.Put("<row r=\""u8);
        sink.Put(rowDigits.AsSpan(0, rowLength));
    }

    private void BeginCell(int style)
    {
        sink.Ensure(CellRoom);
        sink.Put("<c r=\""u8);
        sink.Put(Column < ColumnNames.Length ? ColumnNames[Column] : Encoding.ASCII.GetBytes(Columns.Name(Column)));
        sink.Put(rowDigits.AsSpan(0, rowLength));
        sink.Put((byte)'"');
        if (style != 0)
        {
            sink.Put(" s=\""u8);
            sink.Put(StyleNumbers[style]);
            sink.Put((byte)'"');
        }

        Column++;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
