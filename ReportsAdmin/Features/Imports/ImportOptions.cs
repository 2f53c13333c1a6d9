using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>What an upload may cost, until an administrator changes it (<see cref="ImportLimits"/>).</summary>
public sealed record ImportOptions : ISettings
{
    public static string Section => "Imports";

    [Setting("The largest upload; the page of limits can change it.", Least = 1, Most = 2_000)]
    public int MaxFileMegabytes { get; init; } = 50;

    [Setting("What an upload may unpack to; the page of limits can lower it.", Least = 1, Most = 100_000)]
    public long MaxInflatedMegabytes { get; init; } = SheetLimits.Default.MaxInflatedBytes >> 20;

    [Setting("How many rows a sheet may have; the page of limits can change it.", Least = 1)]
    public int MaxRows { get; init; } = SheetLimits.Default.MaxRows;

    [Setting("How long reading an upload may take; the page of limits can lower it.", Least = 1, Most = 86_400)]
    public double MaxReadingSeconds { get; init; } = SheetLimits.Default.MaxReadingTime.TotalSeconds;
}
