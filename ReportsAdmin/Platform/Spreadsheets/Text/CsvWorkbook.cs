using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>A text file of separated values as a workbook of one sheet. Every cell is text: what it means is for the importer to say.</summary>
internal sealed class CsvWorkbook : IWorkbook
{
    private readonly Stream file;
    private readonly Encoding encoding;
    private readonly char separator;
    private readonly SheetLimits limits;

    private CsvWorkbook(Stream file, Encoding encoding, char separator, SheetLimits limits, string fileName)
    {
        (this.file, this.encoding, this.separator, this.limits) = (file, encoding, separator, limits);
        var name = Path.GetFileNameWithoutExtension(fileName);
        Sheets = [new SheetInfo(name.Length == 0 ? "Sheet1" : name, Hidden: false)];
    }

    public string Format => "csv";

    public IReadOnlyList<SheetInfo> Sheets { get; }

    public static CsvWorkbook Open(Stream file, string fileName, SheetLimits limits)
    {
        var encoding = TextEncoding.Of(file);
        file.Position = 0;
        var buffer = new char[32_768];
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var separator = CsvSeparator.Find(buffer.AsSpan(0, reader.ReadBlock(buffer, 0, buffer.Length)));
        var extension = Path.GetExtension(fileName).ToUpperInvariant();
        if (separator == '\0' && extension is not (".CSV" or ".TSV" or ".TXT" or ".TAB"))
            throw new SheetException(
                SheetFault.Unsupported,
                "This is plain text without columns, not a spreadsheet. Upload an .xlsx, .xls or .csv file."
            );
        return new CsvWorkbook(file, encoding, separator == '\0' ? ',' : separator, limits, fileName);
    }

    public ISheetReader OpenSheet(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(index, 0);
        file.Position = 0;
        return new CsvSheetReader(file, encoding, separator, limits);
    }

    public IReadOnlyList<MergedRange> Merges(int index) => [];

    public void Dispose()
    {
        // The file belongs to the caller.
    }
}
