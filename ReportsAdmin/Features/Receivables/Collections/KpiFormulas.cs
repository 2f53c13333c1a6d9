using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>The key figures of collections, in the order in which they are shown.</summary>
public enum KpiKind
{
    DaysSales,
    Effectiveness,
    Overdue,
    Recovery,
    Concentration,
    PromisesKept,
    Disputed,
    DaysToSettle,
}

/// <summary>Why a figure has no meaning.</summary>
public enum KpiGap
{
    None,
    NothingUploaded,
    NothingBefore,
    NothingOwed,
    NothingDue,
    NoSales,
    FewCustomers,
    NothingDecided,
    NothingSettled,
}

/// <summary>A key figure, rounded to a tenth of a day or of a percent, or why there is none.</summary>
public readonly record struct KpiFigure(decimal? Value, KpiGap Gap)
{
    public static KpiFigure Of(decimal value) => new(Math.Round(value, 1, MidpointRounding.AwayFromZero), KpiGap.None);

    public static KpiFigure Without(KpiGap gap) => new(null, gap);

    /// <summary>How many percent a part is of a whole that is above 0.</summary>
    internal static KpiFigure Share(long part, long whole) => Of(100m * part / whole);
}

/// <summary>What came in and went out in a month. Closing = opening + taken over + new - recovered.</summary>
/// <param name="HasBefore">Something was uploaded up to the month before, so that there is a movement to speak of.</param>
/// <param name="Overdue">The part of the closing that is older than the first edge of the ageing.</param>
/// <param name="Disputed">The part of the closing that is in dispute.</param>
public sealed record MonthFlow(
    Period Month,
    bool HasBefore,
    Money Opening,
    Money New,
    Money Recovered,
    Money Closing,
    Money Overdue,
    Money Disputed
)
{
    /// <summary>What stood in first sheets already: balances that entered these books in the month without being new.</summary>
    public Money TakenOver => Closing - Opening - New + Recovered;
}

/// <summary>The disputes that ended in a month.</summary>
/// <param name="Days">For how many days all of them were open.</param>
public readonly record struct SettledDisputes(int Count, long Days);

/// <summary>The formulas of the key figures.</summary>
public static class KpiFormulas
{
    /// <summary>How many of the largest customers the concentration speaks of.</summary>
    public const int Largest = 10;

    /// <summary>How many months of new invoices the days sales outstanding count.</summary>
    public const int SalesMonths = 3;

    /// <summary>Closing ÷ new invoices of up to three months × the days of these months.</summary>
    /// <param name="flows">Oldest first; the last is the month that is asked for.</param>
    public static KpiFigure DaysSales(IReadOnlyList<MonthFlow> flows)
    {
        var counted = flows.TakeLast(SalesMonths).Where(f => f.HasBefore).ToList();
        if (counted.Count == 0)
            return KpiFigure.Without(KpiGap.NothingBefore);
        var (closing, sales) = (flows[^1].Closing.Paise, counted.Sum(f => f.New.Paise));
        if (closing <= 0)
            return KpiFigure.Without(KpiGap.NothingOwed);
        var days = counted.Sum(f => f.Month.LastDay.Day);
        return sales <= 0 ? KpiFigure.Without(KpiGap.NoSales) : KpiFigure.Of((decimal)closing * days / sales);
    }

    /// <summary>(opening + new − closing) ÷ (opening + new − closing that is not overdue); first sheets count as opening.</summary>
    public static KpiFigure Effectiveness(MonthFlow flow)
    {
        if (!flow.HasBefore)
            return KpiFigure.Without(KpiGap.NothingBefore);
        var toCollect = flow.Opening + flow.TakenOver + flow.New;
        var due = toCollect - (flow.Closing - flow.Overdue);
        return due.Paise <= 0
            ? KpiFigure.Without(KpiGap.NothingDue)
            : KpiFigure.Share((toCollect - flow.Closing).Paise, due.Paise);
    }

    /// <summary>The part of the closing that is overdue.</summary>
    public static KpiFigure Overdue(MonthFlow flow) =>
        flow.Closing.Paise <= 0
            ? KpiFigure.Without(KpiGap.NothingOwed)
            : KpiFigure.Share(flow.Overdue.Paise, flow.Closing.Paise);

    /// <summary>The part of the closing that is in dispute.</summary>
    public static KpiFigure Disputed(MonthFlow flow) =>
        flow.Closing.Paise <= 0
            ? KpiFigure.Without(KpiGap.NothingOwed)
            : KpiFigure.Share(flow.Disputed.Paise, flow.Closing.Paise);

    /// <summary>Days from opening to end ÷ disputes that ended in the month.</summary>
    public static KpiFigure DaysToSettle(SettledDisputes settled) =>
        settled.Count == 0
            ? KpiFigure.Without(KpiGap.NothingSettled)
            : KpiFigure.Of((decimal)settled.Days / settled.Count);

    /// <summary>Recovered in the month ÷ opening.</summary>
    public static KpiFigure Recovery(Money opening, Money recovered, bool hasBefore) =>
        hasBefore && opening.Paise > 0
            ? KpiFigure.Share(recovered.Paise, opening.Paise)
            : KpiFigure.Without(KpiGap.NothingBefore);

    /// <summary>What the ten largest customers owe ÷ closing.</summary>
    /// <param name="owed">Of the eleven customers who owe most, the largest first: with ten or fewer they are the whole.</param>
    public static KpiFigure Concentration(IReadOnlyList<Money> owed, Money closing) =>
        closing.Paise <= 0 ? KpiFigure.Without(KpiGap.NothingOwed)
        : owed.Count <= Largest ? KpiFigure.Without(KpiGap.FewCustomers)
        : KpiFigure.Share(owed.Take(Largest).Sum(o => o.Paise), closing.Paise);

    /// <summary>Kept in full ÷ decided.</summary>
    public static KpiFigure PromisesKept(KeptRate rate) =>
        rate.Decided == 0 ? KpiFigure.Without(KpiGap.NothingDecided) : KpiFigure.Share(rate.Kept, rate.Decided);
}
