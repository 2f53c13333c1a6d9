using System.Globalization;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>A workbook in the Office Open XML format, Transitional or Strict, with or without macros.</summary>
internal sealed class XlsxWorkbook : IWorkbook
{
    private readonly XlsxPackage package;
    private readonly SheetLimits limits;
    private readonly List<SheetInfo> sheets = [];
    private readonly List<string> sheetParts = [];
    private readonly string? stringsPart;
    private readonly FormatMeaning[] formats = [];
    private readonly bool is1904;
    private readonly Dictionary<int, List<MergedRange>> merged = [];
    private SharedStrings? strings;

    public XlsxWorkbook(XlsxPackage package, SheetLimits limits)
    {
        (this.package, this.limits) = (package, limits);
        WorkbookPart = package.Relations("").FirstOrDefault(r => r.Type == "officeDocument")?.Target
            ?? "xl/workbook.xml";
        if (!package.Has(WorkbookPart))
            throw SheetException.Damaged();
        var relations = package.Relations(WorkbookPart);
        stringsPart = Target(relations, "sharedStrings");
        is1904 = ReadSheets(relations);
        if (sheets.Count == 0)
            throw new SheetException(SheetFault.NoSheets, "The workbook contains no sheet with cells.");
        StylesPart = Target(relations, "styles");
        if (StylesPart is not null)
        {
            using var styles = package.OpenSmall(StylesPart);
            formats = NumberFormats.Read(styles);
        }
    }

    public string Format => "xlsx";

    public IReadOnlyList<SheetInfo> Sheets => sheets;

    public string WorkbookPart { get; }

    public string? StylesPart { get; }

    /// <summary>Names of all sheets, charts and macros included.</summary>
    public List<string> AllSheetNames { get; } = [];

    public int LastSheetId { get; private set; }

    /// <summary>Written in the Strict form, whose names our own parts do not carry.</summary>
    public bool IsStrict { get; private set; }

    public string SheetPart(int index) => sheetParts[index];

    public ISheetReader OpenSheet(int index) =>
        new XlsxSheetReader(
            package.Open(sheetParts[index]),
            package.Size(sheetParts[index]),
            strings ??= ReadStrings(),
            formats,
            is1904,
            limits
        );

    /// <summary>They stand behind the rows of the sheet's part, so finding them reads all of it: once is enough.</summary>
    public IReadOnlyList<MergedRange> Merges(int index)
    {
        if (!merged.TryGetValue(index, out var known))
            merged[index] = known = ReadMerges(index);
        return known;
    }

    private List<MergedRange> ReadMerges(int index)
    {
        var merges = new List<MergedRange>();
        using var scanner = new XmlScanner(package.Open(sheetParts[index]));
        // This passes over all of the sheet before any row is kept, so a sheet with too many rows is refused here already.
        if (
            scanner.SkipTo("sheetData"u8)
            && !scanner.IsEmpty
            && scanner.SkipPast("sheetData>"u8, "<row"u8) > limits.MaxRows
        )
            throw XlsxSheetReader.TooManyRows(limits);
        while (scanner.SkipTo("mergeCell"u8))
        {
            if (merges.Count == limits.MaxMerges)
                throw new SheetException(
                    SheetFault.TooLarge,
                    $"The sheet has more than {limits.MaxMerges.ToString("N0", CultureInfo.InvariantCulture)} merged cells. Unmerge them in Excel and save it again."
                );
            var ends = (XmlAttributes.Find(scanner.Tag, "ref"u8) ?? "").Split(':');
            if (
                Columns.TryParse(Encoding.UTF8.GetBytes(ends[0]), out var firstRow, out var firstColumn)
                && Columns.TryParse(Encoding.UTF8.GetBytes(ends[^1]), out var lastRow, out var lastColumn)
            )
                merges.Add(new MergedRange(firstRow, firstColumn, lastRow, lastColumn));
        }

        return merges;
    }

    public void Dispose() => package.Dispose();

    /// <summary>Fills the list of sheets; returns whether days count from 1904.</summary>
    private bool ReadSheets(IReadOnlyList<Relation> relations)
    {
        var from1904 = false;
        var extensions = 0;
        using var scanner = new XmlScanner(package.OpenSmall(WorkbookPart));
        while (scanner.Next())
        {
            // The list of extensions repeats names of the workbook, such as another workbookPr, with a meaning of its own.
            if (scanner.Is("extLst"u8))
                extensions +=
                    scanner.IsEnd ? -1
                    : scanner.IsEmpty ? 0
                    : 1;
            if (scanner.IsEnd || extensions > 0)
                continue;
            if (scanner.Is("workbook"u8))
                IsStrict = scanner.Tag.IndexOf("purl.oclc.org"u8) >= 0;
            else if (scanner.Is("workbookPr"u8))
                from1904 = XmlAttributes.Find(scanner.Tag, "date1904"u8) is "1" or "true" or "on";
            else if (scanner.Is("sheet"u8))
                AddSheet(scanner.Tag, relations);
        }

        return from1904;
    }

    private void AddSheet(ReadOnlySpan<byte> tag, IReadOnlyList<Relation> relations)
    {
        string name = "",
            id = "";
        var hidden = false;
        var attributes = new XmlAttributes(tag);
        while (attributes.Next())
        {
            if (attributes.Is("name"u8))
                name = XmlText.Decode(attributes.Value);
            else if (
                attributes.Is("sheetId"u8)
                && int.TryParse(attributes.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            )
                LastSheetId = Math.Max(LastSheetId, number);
            else if (attributes.Is("state"u8))
                hidden = attributes.Value.SequenceEqual("hidden"u8) || attributes.Value.SequenceEqual("veryHidden"u8);
            else if (attributes.Name.EndsWith(":id"u8))
                id = XmlText.Decode(attributes.Value);
        }

        if (AllSheetNames.Count == limits.MaxSheets)
            throw new SheetException(
                SheetFault.TooLarge,
                $"The workbook has more than {limits.MaxSheets.ToString("N0", CultureInfo.InvariantCulture)} sheets. Split it into several files."
            );
        AllSheetNames.Add(name);
        var relation = relations.FirstOrDefault(r => r.Id == id);
        // Chart sheets and macro sheets have no rows.
        if (relation is null || relation.Type != "worksheet")
            return;
        if (!package.Has(relation.Target))
            throw SheetException.Corrupt(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The sheet \"{name}\" is missing from the file. Save it again in Excel."
                )
            );
        sheets.Add(new SheetInfo(name, hidden));
        sheetParts.Add(relation.Target);
    }

    private SharedStrings ReadStrings()
    {
        if (stringsPart is null)
            return SharedStrings.None;
        var size = package.Size(stringsPart);
        if (size > limits.MaxSharedStringBytes)
            throw new SheetException(
                SheetFault.TooLarge,
                "The workbook holds more text than can be read at once. Split it into several files."
            );
        using var part = package.Open(stringsPart);
        return SharedStrings.Read(part, size, limits);
    }

    private string? Target(IReadOnlyList<Relation> relations, string type) =>
        relations.FirstOrDefault(r => r.Type == type && package.Has(r.Target))?.Target;
}
