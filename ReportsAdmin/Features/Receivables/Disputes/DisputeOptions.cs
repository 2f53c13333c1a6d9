using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>The clock of disputes and how much may be attached to them.</summary>
public sealed record DisputeOptions : ISettings
{
    public static string Section => "Disputes";

    [Setting("Days to answer a dispute, unless another day is named.", Least = 1, Most = 366)]
    public int AnswerDays { get; init; } = 14;

    [Setting("Largest file that can be attached to a dispute, in MB.", Least = 1, Most = 30)]
    public int FileMegabytes { get; init; } = 10;

    [Setting("Files of one dispute.", Least = 1, Most = 1000)]
    public int FilesPerDispute { get; init; } = 20;

    [Setting("All files of all disputes, in MB.", Least = 1)]
    public int MaxMegabytes { get; init; } = 10_000;

    internal const string FilesLimit = "Disputes:FilesPerDispute";
    internal const string MegabytesLimit = "Disputes:MaxMegabytes";

    /// <summary>The quotas as limits that can be changed while the application runs.</summary>
    internal IEnumerable<Limit> Limits =>
        [
            new(FilesLimit, "Files of disputes", "Files of one dispute", "files", FilesPerDispute) { Most = 1000 },
            new(MegabytesLimit, "Files of disputes", "All files of all disputes", "MB", MaxMegabytes),
        ];
}
