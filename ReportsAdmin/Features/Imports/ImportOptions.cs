using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>What an upload may cost.</summary>
public sealed record ImportOptions : ISettings
{
    public static string Section => "Imports";

    [Setting("The largest upload.", Least = 1, Most = 2_000)]
    public int MaxFileMegabytes { get; init; } = 50;

    [Setting("What an upload may unpack to.", Least = 1, Most = 100_000)]
    public long MaxInflatedMegabytes { get; init; } = SheetLimits.Default.MaxInflatedBytes >> 20;

    [Setting("How many rows a sheet may have.", Least = 1)]
    public int MaxRows { get; init; } = SheetLimits.Default.MaxRows;

    [Setting("How long reading an upload may take.", Least = 1)]
    public double MaxReadingSeconds { get; init; } = SheetLimits.Default.MaxReadingTime.TotalSeconds;

    internal SheetLimits Limits =>
        SheetLimits.Default with
        {
            MaxFileBytes = MaxFileMegabytes * 1024L * 1024L,
            MaxInflatedBytes = MaxInflatedMegabytes << 20,
            MaxRows = MaxRows,
            MaxReadingTime = TimeSpan.FromSeconds(MaxReadingSeconds),
        };
}
