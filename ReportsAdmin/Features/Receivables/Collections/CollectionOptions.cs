using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>How much each reason weighs in the order of the worklist, and the targets of the key figures.</summary>
public sealed record CollectionOptions : ISettings
{
    public static string Section => "Collections";

    [Setting("Most points for the amount at risk.", Least = 0, Most = 100)]
    public int AmountPoints { get; init; } = 30;

    [Setting("The amount at risk, in rupees, that gets all points of the amount.", Least = 1)]
    public long AmountForAllPoints { get; init; } = 10_00_000;

    [Setting("Most points for the age of what is at risk.", Least = 0, Most = 100)]
    public int AgePoints { get; init; } = 20;

    [Setting("Most points for broken promises of the last twelve months.", Least = 0, Most = 100)]
    public int BrokenPromisePoints { get; init; } = 20;

    [Setting("Broken promises that get all points; a promise kept in part counts half.", Least = 1, Most = 100)]
    public int BrokenForAllPoints { get; init; } = 3;

    [Setting("Most points for days without contact.", Least = 0, Most = 100)]
    public int SilencePoints { get; init; } = 15;

    [Setting("Days without contact that get all points.", Least = 1, Most = 3650)]
    public int SilentDaysForAllPoints { get; init; } = 30;

    [Setting("Most points for the usual delay of the customer.", Least = 0, Most = 100)]
    public int DelayPoints { get; init; } = 15;

    [Setting("Days of usual delay that get all points.", Least = 1, Most = 3650)]
    public int DelayDaysForAllPoints { get; init; } = 180;

    [Setting("Most points that are taken off for what is in dispute.", Least = 0, Most = 100)]
    public int DisputePoints { get; init; } = 10;

    [Setting("Target of days sales outstanding: at most so many days; 0 for no target.", Least = 0, Most = 3650)]
    public int DaysSalesTarget { get; init; } = 60;

    [Setting("Target of collection effectiveness: at least so many percent; 0 for no target.", Least = 0, Most = 100)]
    public int EffectivenessTarget { get; init; } = 80;

    [Setting("Target of the overdue share: at most so many percent; 0 for no target.", Least = 0, Most = 100)]
    public int OverdueTarget { get; init; } = 30;

    [Setting("Target of recovery: at least so many percent of opening; 0 for no target.", Least = 0, Most = 100)]
    public int RecoveryTarget { get; init; } = 25;

    [Setting(
        "Target of the share of the ten largest customers: at most so many percent; 0 for no target.",
        Least = 0,
        Most = 100
    )]
    public int ConcentrationTarget { get; init; } = 50;

    [Setting("Target of promises kept: at least so many percent; 0 for no target.", Least = 0, Most = 100)]
    public int PromisesKeptTarget { get; init; } = 75;

    [Setting("Target of the disputed share: at most so many percent; 0 for no target.", Least = 0, Most = 100)]
    public int DisputedTarget { get; init; } = 10;

    [Setting("Target of the days to settle a dispute: at most so many; 0 for no target.", Least = 0, Most = 3650)]
    public int SettleDaysTarget { get; init; } = 21;
}
