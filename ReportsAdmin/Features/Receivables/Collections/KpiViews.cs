using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>What the key figures and the forecast are narrowed to, within the current user's scope.</summary>
/// <param name="Month">Null for the latest: of key figures the latest complete one.</param>
/// <param name="EngineerId">Who the customers are assigned to; 0 means nobody.</param>
public sealed record CollectionFilter(
    Period? Month = null,
    int? DepartmentId = null,
    string? Region = null,
    int? EngineerId = null
);

public readonly record struct KpiPoint(Period Month, KpiFigure Figure);

/// <summary>A key figure over up to twelve months, oldest first.</summary>
/// <param name="Target">Null when none is set.</param>
public sealed record KpiSeries(KpiKind Kind, IReadOnlyList<KpiPoint> Points, int? Target)
{
    /// <summary>The figure of the month that is looked at.</summary>
    public KpiFigure Now => Points.Count == 0 ? KpiFigure.Without(KpiGap.NothingUploaded) : Points[^1].Figure;

    public bool LowerIsBetter =>
        Kind
            is KpiKind.DaysSales
                or KpiKind.Overdue
                or KpiKind.Concentration
                or KpiKind.Disputed
                or KpiKind.DaysToSettle;

    /// <summary>Judged by the figure as it is shown; null without a target or a figure.</summary>
    public bool? IsMet =>
        Target is { } target && Now.Value is { } value
            ? LowerIsBetter
                ? value <= target
                : value >= target
            : null;
}

/// <param name="EngineerId">0: nobody is assigned. Null: engineers whom the current user does not see, and those who have left.</param>
public sealed record EngineerRecovery(
    int? EngineerId,
    string Name,
    Money Opening,
    Money Recovered,
    Money Closing,
    KpiFigure Share
);

/// <param name="Share">Of the closing.</param>
public sealed record LargeCustomer(
    int CustomerId,
    string Code,
    string Name,
    string Region,
    Money Outstanding,
    KpiFigure Share
);

/// <summary>The key figures of a month with what they are made of.</summary>
public sealed record KpiBoard
{
    public required Period Month { get; init; }

    /// <summary>How much of the month was uploaded.</summary>
    public required MonthCoverage Coverage { get; init; }

    /// <summary>Null when nothing was uploaded up to the month.</summary>
    public required MonthFlow? Flow { get; init; }

    /// <summary>One for each <see cref="KpiKind"/>, in its order.</summary>
    public required IReadOnlyList<KpiSeries> Series { get; init; }

    public required IReadOnlyList<EngineerRecovery> Engineers { get; init; }

    /// <summary>The ten who owe most, the largest first.</summary>
    public required IReadOnlyList<LargeCustomer> Largest { get; init; }

    /// <summary>More days than this are overdue.</summary>
    public required int OverdueAfterDays { get; init; }

    public required DataFreshness DataFreshness { get; init; }

    public KpiSeries this[KpiKind kind] => Series[(int)kind];
}
