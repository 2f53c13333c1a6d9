using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>The largest documents; larger reports are refused before they start, with Excel and CSV offered.</summary>
public sealed record DocumentOptions : ISettings
{
    public static string Section => "Documents";

    [Setting("A report of more pages is refused as PDF.", Least = 0)]
    public int PdfMaxPages { get; init; } = 2_000;

    [Setting("A report of more rows is refused as Word document.", Least = 0)]
    public int WordMaxRows { get; init; } = 20_000;
}
