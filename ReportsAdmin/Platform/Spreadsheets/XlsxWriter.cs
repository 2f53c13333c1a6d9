using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>
/// Writes an Excel workbook to a stream that need not seek, in constant memory. Money is grouped as the company chose, for every sign and
/// size; totals are formulas with their result stored; equal content gives equal bytes. The output stays open.
/// </summary>
public sealed class XlsxWriter : ITableWriter
{
    // A part of a zip holds 4 GB; beyond this the rows continue on another sheet.
    private const long MaxPartBytes = 3L << 30;

    private readonly ZipWriter zip;
    private readonly XlsxOptions options;
    private readonly SharedStringTable strings = new();
    private readonly SheetNames names = new([]);
    private readonly DropDownLists lists;
    private readonly List<WrittenSheet> sheets = [];
    private readonly HashSet<string> reserved = new(StringComparer.Ordinal);
    private SheetSpec? spec;
    private SheetPart? part;
    private ColumnTotals? totals;
    private int headerRow;
    private string sheetName = "";
    private int charts;

    public XlsxWriter(Stream output, XlsxOptions? options = null)
    {
        this.options = options ?? new XlsxOptions();
        zip = new ZipWriter(output, this.options.Compression);
        lists = new DropDownLists(names);
    }

    /// <summary>The sums of the last table and where its rows stand.</summary>
    internal ColumnTotals Totals => totals ?? throw new InvalidOperationException("No sheet was written.");

    /// <summary>The name a sheet will have, so that it can be referred to before it is written: give it to <see cref="BeginSheet"/> as it is.</summary>
    internal string Reserve(string name)
    {
        var taken = names.Take(name);
        reserved.Add(taken);
        return taken;
    }

    /// <summary>Begins a sheet that is laid out by hand.</summary>
    internal PageSheet BeginPage(string name, IReadOnlyList<double> widths)
    {
        if (spec is not null)
            throw new InvalidOperationException("The previous sheet is still open.");
        part = new SheetPart(
            zip.Begin(FormattableString.Invariant($"xl/worksheets/sheet{sheets.Count + 1}.xml")),
            strings
        );
        return new PageSheet(NameOf(name), part, widths, selected: sheets.Count == 0);
    }

    internal void EndPage(PageSheet page)
    {
        var written = page.End(zip, sheets.Count + 1, charts + 1, Printing("portrait"));
        charts += written.Charts?.Count ?? 0;
        part = null;
        sheets.Add(written);
    }

    public void BeginSheet(SheetSpec sheet)
    {
        if (spec is not null)
            throw new InvalidOperationException("The previous sheet is still open.");
        if (sheet.Columns.Count is 0 or > 16_384)
            throw new ArgumentException("A sheet has 1 to 16,384 columns.", nameof(sheet));
        spec = sheet;
        totals = new ColumnTotals(sheet.Columns);
        BeginPart();
    }

    public void BeginRow()
    {
        // One row is kept for the totals.
        if (Part.Row >= options.MaxRows - 1 || Part.Length > MaxPartBytes)
        {
            EndPart(isLast: false);
            BeginPart();
        }

        Part.BeginRow();
    }

    public void Text(string? value, CellTone tone = CellTone.None)
    {
        if (string.IsNullOrEmpty(value))
            Part.Blank(Style(CellFormat.General, tone));
        else
            Part.Text(value, Style(CellFormat.General, tone), share: !CurrentColumn.Unique);
    }

    public void Whole(long value, CellTone tone = CellTone.None)
    {
        totals!.AddWhole(Part.Column, value);
        Part.Number(value, Style(CellFormat.Whole, tone));
    }

    public void Decimal(decimal value, CellTone tone = CellTone.None)
    {
        totals!.AddDecimal(Part.Column, value);
        Part.Number(
            value,
            Style(CurrentColumn.Type == ColumnType.Percent ? CellFormat.Percent : CellFormat.Decimal, tone)
        );
    }

    public void Number(decimal value, CellTone tone = CellTone.None)
    {
        totals!.AddDecimal(Part.Column, value);
        Part.Number(value, Style(CellFormat.Number, tone));
    }

    public void Money(long paise, CellTone tone = CellTone.None)
    {
        totals!.AddPaise(Part.Column, paise);
        Part.Hundredths(paise, Style(CellStyles.OfMoney(paise), tone));
    }

    public void Date(DateOnly? value, CellTone tone = CellTone.None)
    {
        if (value is not { } date)
            Part.Blank(Style(CellFormat.General, tone));
        // Excel knows no day before 1900.
        else if (date.Year < 1900)
            Part.Text(
                date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Style(CellFormat.General, tone),
                share: false
            );
        else
            Part.Number((long)ExcelDate.ToSerial(date.ToDateTime(TimeOnly.MinValue)), Style(CellFormat.Date, tone));
    }

    public void DateTime(DateTime utc, CellTone tone = CellTone.None)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(
            System.DateTime.SpecifyKind(utc, DateTimeKind.Utc),
            options.TimeZone
        );
        if (local.Year < 1900)
            Part.Text(ExcelDate.Format(local), Style(CellFormat.General, tone), share: false);
        else
            Part.Number(ExcelDate.ToSerial(local), Style(CellFormat.DateTime, tone));
    }

    public void Boolean(bool value, CellTone tone = CellTone.None) =>
        Part.Boolean(value, Style(CellFormat.Boolean, tone));

    public void Blank(CellTone tone = CellTone.None) => Part.Blank(Style(CellFormat.General, tone));

    /// <summary>A text that leads to a cell of the same workbook when clicked. The row counts from 1, the column from 0.</summary>
    public void Link(string text, string sheet, int row, int column)
    {
        Part.Formula(SheetNames.Link(text, sheet, Columns.Address(row, column)), text, isText: true, CellStyles.Link);
    }

    public void EndRow()
    {
        if (Part.Column > spec!.Columns.Count)
            throw new InvalidOperationException("The row has more cells than the sheet has columns.");
        Part.EndRow();
    }

    public void EndSheet()
    {
        EndPart(isLast: true);
        spec = null;
    }

    public void Complete()
    {
        if (spec is not null)
            throw new InvalidOperationException("The last sheet is still open.");
        if (sheets.Count == 0)
            throw new InvalidOperationException("A workbook needs a sheet.");
        if (lists.Write(zip, sheets.Count + 1, strings) is { } hidden)
            sheets.Add(hidden);
        if (!strings.IsEmpty)
            strings.Write(zip);
        WorkbookParts.Write(zip, sheets, !strings.IsEmpty, options);
        zip.Complete();
    }

    public void Dispose() => part?.Dispose();

    private SheetPart Part => part ?? throw new InvalidOperationException("No sheet is open.");

    private int Style(CellFormat format, CellTone tone) =>
        spec!.LockHeader ? CellStyles.Unlocked(format) : CellStyles.Of(format, tone);

    private SheetColumn CurrentColumn => spec!.Columns[Math.Min(Part.Column, spec.Columns.Count - 1)];

    private void BeginPart()
    {
        sheetName = NameOf(spec!.Name);
        part = new SheetPart(
            zip.Begin(FormattableString.Invariant($"xl/worksheets/sheet{sheets.Count + 1}.xml")),
            strings
        );
        headerRow = spec.Heading is { Count: > 0 } heading ? heading.Count + 2 : 1;
        part.Begin(
            spec.Columns,
            format => Style(format, CellTone.None),
            spec.FreezeHeader ? headerRow : 0,
            selected: sheets.Count == 0
        );
        WriteHeading();
        part.BeginRow();
        foreach (var column in spec.Columns)
        {
            var style = column.Type.IsNumeric() ? CellStyles.HeaderRight : CellStyles.Header;
            if (column.Header.Length == 0)
                part.Blank(style);
            else
                part.Text(column.Header, style, share: true);
        }

        part.EndRow();
    }

    private void WriteHeading()
    {
        if (headerRow == 1)
            return;
        for (var i = 0; i < spec!.Heading!.Count; i++)
        {
            part!.BeginRow();
            if (spec.Heading[i].Length > 0)
                part.Text(spec.Heading[i], i == 0 ? CellStyles.Title : CellStyles.Subtitle, share: false);
            part.EndRow();
        }

        part!.SkipRows(1);
    }

    private void EndPart(bool isLast)
    {
        var lastRow = Part.Row;
        totals!.EndRange(sheetName, headerRow + 1, lastRow);
        var rules = isLast ? totals.Write(Part, sheetName) : "";
        var range = FormattableString.Invariant($"$A${headerRow}:${Columns.Name(spec!.Columns.Count - 1)}${lastRow}");
        var notes = spec.HeaderNotes ?? [];
        Part.End(Tail(range, rules, notes.Count > 0));
        Part.Dispose();
        part = null;
        if (notes.Count > 0)
        {
            var number = sheets.Count + 1;
            NotesPart.Write(
                zip,
                FormattableString.Invariant($"xl/comments{number}.xml"),
                FormattableString.Invariant($"xl/drawings/vmlDrawing{number}.vml"),
                [.. notes.Select(n => (headerRow, n.Column, n.Text))]
            );
            WorkbookParts.WriteSheetRelations(zip, number);
        }

        sheets.Add(
            new WrittenSheet(sheetName, Hidden: false, spec.AutoFilter ? range : null, headerRow, notes.Count > 0)
        );
    }

    private string Tail(string range, string rules, bool hasNotes)
    {
        var tail = new StringBuilder();
        if (spec!.LockHeader)
            tail.Append(
                "<sheetProtection sheet=\"1\" formatCells=\"0\" formatColumns=\"0\" formatRows=\"0\" insertRows=\"0\" deleteRows=\"0\" sort=\"0\" autoFilter=\"0\"/>"
            );
        if (spec.AutoFilter)
            tail.Append($"<autoFilter ref=\"{range.Replace("$", "", StringComparison.Ordinal)}\"/>");
        tail.Append(rules);
        if (spec.DropDowns is { Count: > 0 } dropDowns)
            tail.Append(lists.Rules(dropDowns, headerRow + 1));
        tail.Append(Printing("landscape"));
        if (hasNotes)
            tail.Append("<legacyDrawing r:id=\"rId1\"/>");
        return tail.ToString();
    }

    private string NameOf(string wanted) => reserved.Remove(wanted) ? wanted : names.Take(wanted);

    private string Printing(string orientation) =>
        $"<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"{orientation}\" fitToHeight=\"0\"/>{(options.Footer is { } text ? Foot(text) : "")}";

    private static string Foot(string text)
    {
        // Excel refuses a foot of more than 255 characters. An ampersand begins a code unless it is doubled, and a digit would add to the size of the font.
        var clipped = (text.Length > 100 ? text[..100] : text).Replace("&", "&&", StringComparison.Ordinal);
        return $"<headerFooter><oddFooter>&amp;L&amp;8{(char.IsAsciiDigit(clipped.FirstOrDefault()) ? " " : "")}{Utf8Sink.Escaped(clipped)}&amp;R&amp;8Page &amp;P of &amp;N</oddFooter></headerFooter>";
    }
}
