namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>The tables of an HTML page as one sheet: what many accounting programs write under the name .xls.</summary>
internal sealed class HtmlWorkbook : IWorkbook
{
    private readonly Stream file;
    private readonly SheetLimits limits;
    private readonly System.Text.Encoding encoding;
    private readonly HtmlLayout layout;
    private IReadOnlyList<MergedRange>? merges;

    public HtmlWorkbook(Stream file, SheetLimits limits)
    {
        (this.file, this.limits, encoding) = (file, limits, TextEncoding.Of(file));
        using var tags = Tags();
        layout = HtmlLayout.Of(tags, limits.MaxColumns);
    }

    public string Format => "html";

    public IReadOnlyList<SheetInfo> Sheets { get; } = [new SheetInfo("Table", Hidden: false)];

    public ISheetReader OpenSheet(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(index, 0);
        return Open();
    }

    public IReadOnlyList<MergedRange> Merges(int index)
    {
        if (merges is not null)
            return merges;
        using var reader = Open();
        while (reader.Read()) { }
        return merges = reader.Merges;
    }

    public void Dispose()
    {
        // The file belongs to the caller.
    }

    private HtmlSheetReader Open() => new(file, Tags(), layout, limits);

    private HtmlTags Tags()
    {
        file.Position = 0;
        return new HtmlTags(file, encoding);
    }
}
