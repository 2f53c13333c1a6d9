using System.Globalization;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>The key figures in words: for the page and for the API.</summary>
public static class KpiWords
{
    /// <summary>The name on the wire.</summary>
    public static string KeyOf(KpiKind kind) =>
        kind switch
        {
            KpiKind.DaysSales => "dso",
            KpiKind.Effectiveness => "effectiveness",
            KpiKind.Overdue => "overdue",
            KpiKind.Recovery => "recovery",
            KpiKind.Concentration => "concentration",
            KpiKind.Disputed => "disputed",
            KpiKind.DaysToSettle => "daysToSettle",
            _ => "promisesKept",
        };

    public static string NameOf(KpiKind kind) =>
        kind switch
        {
            KpiKind.DaysSales => "Days sales outstanding",
            KpiKind.Effectiveness => "Collection effectiveness",
            KpiKind.Overdue => "Overdue share",
            KpiKind.Recovery => "Recovery of opening",
            KpiKind.Concentration => "Ten largest customers",
            KpiKind.Disputed => "Disputed share of outstanding",
            KpiKind.DaysToSettle => "Days to settle a dispute",
            _ => "Promises kept",
        };

    /// <param name="overdueAfterDays">The first edge of the ageing.</param>
    public static string DefinitionOf(KpiKind kind, int overdueAfterDays) =>
        kind switch
        {
            KpiKind.DaysSales =>
                $"Closing ÷ new invoices of the last {KpiFormulas.SalesMonths} months × the days of these months (the simple method). Months with nothing before them do not count. An invoice raised and paid between two sheets is in neither, so the figure is rather too high than too low.",
            KpiKind.Effectiveness =>
                $"(opening + new − closing) ÷ (opening + new − closing that is not overdue) × 100. Overdue is older than {overdueAfterDays} days; items without a date are not. Balances of first sheets count as opening.",
            KpiKind.Overdue =>
                $"What is older than {overdueAfterDays} days, the first edge of the ageing, ÷ closing. It counts from the due date in departments that do so, else from the invoice date. Items without a date are not overdue.",
            KpiKind.Recovery => "Recovered in the month ÷ opening. Customers count for the engineer they have today.",
            KpiKind.Concentration =>
                $"What the {KpiFormulas.Largest} customers who owe most owe ÷ closing. Credits make the closing smaller.",
            KpiKind.Disputed =>
                "What is in dispute ÷ closing. A dispute about a part counts with that part, and never with more than is owed.",
            KpiKind.DaysToSettle =>
                "Days from the opening of a dispute to its end, on average of those that ended in the month, whatever the outcome. Customers count for the engineer they have today.",
            _ =>
                "Kept in full ÷ decided, of the promises whose day was in the month. Promises count for the engineer who was responsible when they were made.",
        };

    /// <summary>The name of a reason on the wire; null when there is a figure.</summary>
    public static string? KeyOf(KpiGap gap) =>
        gap switch
        {
            KpiGap.None => null,
            KpiGap.NothingUploaded => "nothingUploaded",
            KpiGap.NothingBefore => "nothingBefore",
            KpiGap.NothingOwed => "nothingOwed",
            KpiGap.NothingDue => "nothingDue",
            KpiGap.NoSales => "noSales",
            KpiGap.FewCustomers => "fewCustomers",
            KpiGap.NothingSettled => "nothingSettled",
            _ => "nothingDecided",
        };

    /// <summary>Why there is no figure, as a sentence; blank when there is one.</summary>
    public static string TextOf(KpiGap gap) =>
        gap switch
        {
            KpiGap.None => "",
            KpiGap.NothingUploaded => "Nothing is uploaded.",
            KpiGap.NothingBefore => "Nothing was owed before to compare with.",
            KpiGap.NothingOwed => "Nothing is owed.",
            KpiGap.NothingDue => "Nothing was due.",
            KpiGap.NoSales => "There are no new invoices.",
            KpiGap.FewCustomers => $"No more than {KpiFormulas.Largest} customers owe something.",
            KpiGap.NothingSettled => "No dispute ended in the month.",
            _ => "No promise of the month is decided.",
        };

    /// <summary><c>days</c> or <c>percent</c>.</summary>
    public static string UnitOf(KpiKind kind) => IsDays(kind) ? "days" : "percent";

    /// <summary><c>45.2 days</c>, <c>38.0%</c>; a dash where there is none.</summary>
    public static string TextOf(KpiKind kind, KpiFigure figure) =>
        figure.Value is { } value
            ? value.ToString("0.0", CultureInfo.InvariantCulture) + (IsDays(kind) ? " days" : "%")
            : "–";

    /// <summary><c>at most 60 days</c>, <c>at least 75%</c>; null without a target.</summary>
    public static string? TargetOf(KpiSeries series) =>
        series.Target is { } target
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(series.LowerIsBetter ? "at most" : "at least")} {target}{(IsDays(series.Kind) ? " days" : "%")}"
            )
            : null;

    private static bool IsDays(KpiKind kind) => kind is KpiKind.DaysSales or KpiKind.DaysToSettle;
}
