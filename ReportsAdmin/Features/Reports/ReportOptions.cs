using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Reports;

/// <summary>Exports.</summary>
public sealed record ExportOptions : ISettings
{
    public static string Section => "Exports";

    internal const string RowsLimit = "Exports:MaxRows";

    [Setting("What is still exported at once; more rows become a job.", Least = 0)]
    public int MaxRows { get; init; } = 5_000;
}

/// <summary>Files of reports.</summary>
public sealed record ReportOptions : ISettings
{
    public static string Section => "Reports";

    [Setting("How long the files of report jobs stay.", Least = 1, Most = 3_650)]
    public int KeepDays { get; init; } = 7;
}
