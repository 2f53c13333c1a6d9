using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>The limits of uploads that administrators change while the application runs.</summary>
public sealed class ImportLimits(Limits limits)
{
    public const string FileLimit = "Imports:MaxFileMegabytes";
    public const string RowsLimit = "Imports:MaxRows";
    public const string InflatedLimit = "Imports:MaxInflatedMegabytes";
    public const string SecondsLimit = "Imports:MaxReadingSeconds";

    private const string Group = "Uploads";

    /// <summary>What an upload that comes now may cost.</summary>
    public SheetLimits Now => Of(limits.Of);

    /// <summary>What any upload may have cost: one that was accepted is still read after a limit was lowered.</summary>
    public SheetLimits Most => Of(key => limits.Known.First(l => l.Key == key).Most);

    /// <summary>
    /// Declares them. The settings say the defaults; for memory and time, which could stop the server, also the most that an
    /// administrator can set.
    /// </summary>
    public static void Declare(IServiceCollection services, ImportOptions options)
    {
        services.AddLimit(
            new Limit(FileLimit, Group, "Size of a file", "MB", options.MaxFileMegabytes)
            {
                Most = Math.Max(options.MaxFileMegabytes, UploadForm.MostMegabytes),
            }
        );
        services.AddLimit(
            new Limit(RowsLimit, Group, "Rows of a sheet", "rows", options.MaxRows)
            {
                Most = Math.Max(options.MaxRows, SheetLimits.Default.MaxRows),
            }
        );
        var inflated = (int)options.MaxInflatedMegabytes;
        services.AddLimit(
            new Limit(InflatedLimit, Group, "What a file may unpack to", "MB", inflated) { Most = inflated }
        );
        var seconds = (int)options.MaxReadingSeconds;
        services.AddLimit(new Limit(SecondsLimit, Group, "Time to read a file", "seconds", seconds) { Most = seconds });
        services.AddSingleton<ImportLimits>();
    }

    private static SheetLimits Of(Func<string, int> of) =>
        SheetLimits.Default with
        {
            MaxFileBytes = (long)of(FileLimit) << 20,
            MaxInflatedBytes = (long)of(InflatedLimit) << 20,
            MaxRows = of(RowsLimit),
            MaxReadingTime = TimeSpan.FromSeconds(of(SecondsLimit)),
        };
}
