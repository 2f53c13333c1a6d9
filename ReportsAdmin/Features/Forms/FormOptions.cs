using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Forms;

/// <summary>How much of the disk the files of answers may take, so that a public link cannot fill it.</summary>
public sealed record FormOptions : ISettings
{
    public static string Section => "Forms";

    [Setting("Files that wait for their answer to be submitted, by one public link.", Least = 1)]
    public int MaxWaitingMegabytesPerLink { get; init; } = 100;

    [Setting("The same, by all links and people of one form.", Least = 1)]
    public int MaxWaitingMegabytesPerForm { get; init; } = 300;

    [Setting("How long a file waits for its answer before it is deleted.", Least = 5, Most = 1_440)]
    public int WaitingMinutes { get; init; } = 60;

    [Setting("All files of one form.", Least = 1)]
    public int MaxMegabytesPerForm { get; init; } = 5_000;

    [Setting("All files of all forms.", Least = 1)]
    public int MaxMegabytes { get; init; } = 20_000;

    private const string Group = "Files sent for forms";

    /// <summary>The quotas as limits that can be changed while the application runs.</summary>
    internal IEnumerable<Limit> Limits =>
        [
            New(
                nameof(MaxWaitingMegabytesPerLink),
                "Waiting to be submitted, by one public link",
                MaxWaitingMegabytesPerLink
            ),
            New(nameof(MaxWaitingMegabytesPerForm), "Waiting to be submitted, of one form", MaxWaitingMegabytesPerForm),
            New(nameof(MaxMegabytesPerForm), "All files of one form", MaxMegabytesPerForm),
            New(nameof(MaxMegabytes), "All files of all forms", MaxMegabytes),
        ];

    internal static string KeyOf(string name) => $"{Section}:{name}";

    private static Limit New(string name, string title, int value) => new(KeyOf(name), Group, title, "MB", value);

    public TimeSpan Waiting => TimeSpan.FromMinutes(WaitingMinutes);
}
