namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>The tables of an HTML page as one sheet: what many accounting programs write under the name .xls.</summary>
internal sealed class HtmlWorkbook(Stream file, SheetLimits limits) : IWorkbook
{
    private readonly System.Text.Encoding encoding = TextEncoding.Of(file);

    public string Format => "html";

    public IReadOnlyList<SheetInfo> Sheets { get; } = [new SheetInfo("Table", Hidden: false)];

    public ISheetReader OpenSheet(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(index, 0);
        file.Position = 0;
        return new HtmlSheetReader(file, encoding, limits);
    }

    public IReadOnlyList<MergedRange> Merges(int index) => [];

    public void Dispose()
    {
        // The file belongs to the caller.
    }
}
