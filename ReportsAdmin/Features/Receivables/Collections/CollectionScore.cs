using System.Globalization;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>What the score of a customer is made of. Amounts are those of the latest positions.</summary>
public sealed record CollectionFacts
{
    /// <summary>What is owed and not disputed, by age. Credits are in it.</summary>
    public required AgeingAmounts Undisputed { get; init; }

    /// <summary>What is in dispute; not at risk until the dispute is settled.</summary>
    public Money Disputed { get; init; }

    /// <summary>Age in days of the oldest item at risk; null when none has a date.</summary>
    public int? OldestDays { get; init; }

    /// <summary>Promises that were due within the last twelve months.</summary>
    public int Broken { get; init; }

    /// <summary>Promises that were kept in part, of the same months.</summary>
    public int PartKept { get; init; }

    /// <summary>Days since the customer was last spoken to; null when never.</summary>
    public int? SilentDays { get; init; }

    /// <summary>How many of the last six months are known; 0 when none is.</summary>
    public int Months { get; init; }

    /// <summary>What was owed at the end of these months, on average.</summary>
    public Money AverageOwed { get; init; }

    /// <summary>What came in during one of these months, on average.</summary>
    public Money AverageReceived { get; init; }

    public Money AtRisk => Undisputed.Total.Paise > 0 ? Undisputed.Total : Money.Zero;

    /// <summary>How many days what is owed takes to come in at the pace of these months; null when nothing is known, the most that is counted when nothing came in.</summary>
    public int? UsualDelayDays =>
        AverageOwed.Paise <= 0 ? null
        : AverageReceived.Paise <= 0 ? MaxDelayDays
        : (int)Math.Min(MaxDelayDays, Math.Round(DaysOfMonth * AverageOwed.Paise / AverageReceived.Paise));

    public const int MaxDelayDays = 365;

    private const decimal DaysOfMonth = 30;
}

/// <summary>One reason of a score.</summary>
/// <param name="Key"><c>amount</c>, <c>age</c>, <c>promises</c>, <c>silence</c>, <c>delay</c> or <c>dispute</c>.</param>
/// <param name="Words">Why, for people: <c>₹4.20 L at risk</c>.</param>
/// <param name="Points">Negative for a dispute.</param>
public sealed record ScoreReason(string Key, string Words, int Points);

/// <summary>The score of a customer: the sum of its reasons, not below 0.</summary>
public sealed record CollectionScore(int Points, IReadOnlyList<ScoreReason> Reasons);

/// <summary>
/// Computes scores: facts and weights in, points out. Each reason is rounded to whole points, so what is shown adds up.
/// </summary>
public static class CollectionScoring
{
    /// <summary>How much of the points an age gets, youngest bucket first.</summary>
    private static readonly (AgeBucket Bucket, decimal Share)[] Ages =
    [
        (AgeBucket.UpTo30, 0m),
        (AgeBucket.UpTo90, 0.25m),
        (AgeBucket.UpTo180, 0.5m),
        (AgeBucket.UpTo365, 0.75m),
        (AgeBucket.Older, 1m),
        (AgeBucket.Unclassified, 0.5m),
    ];

    /// <summary>The score with its reasons; those without points are left out.</summary>
    public static CollectionScore Of(CollectionFacts facts, CollectionOptions weights)
    {
        var points = PointsOf(facts, weights);
        var reasons = new List<ScoreReason>(6);
        Add("amount", points.Amount, $"{facts.AtRisk.ToShortText()} at risk");
        Add("age", points.Age, AgeWords(facts));
        Add("promises", points.Promises, PromiseWords(facts));
        Add("silence", points.Silence, SilenceWords(facts));
        Add("delay", points.Delay, DelayWords(facts));
        Add("dispute", -points.Dispute, $"{facts.Disputed.ToShortText()} in dispute, not counted as at risk");
        return new CollectionScore(points.Total, reasons);

        void Add(string key, int value, string words)
        {
            if (value != 0)
                reasons.Add(new ScoreReason(key, words, value));
        }
    }

    /// <summary>The points alone: what a long list is ordered by.</summary>
    public static int TotalOf(CollectionFacts facts, CollectionOptions weights) => PointsOf(facts, weights).Total;

    private static Points PointsOf(CollectionFacts facts, CollectionOptions weights)
    {
        var atRisk = facts.AtRisk.Rupees;
        // Nothing to collect, nothing to call for: no other reason counts.
        if (atRisk <= 0)
            return new Points(0, 0, 0, 0, 0, 0);
        var owed = atRisk + Math.Max(0, facts.Disputed.Rupees);
        return new Points(
            // By the root: ten times the amount is not ten times the call.
            Part(weights.AmountPoints, (decimal)Math.Sqrt((double)Share(atRisk, weights.AmountForAllPoints))),
            Part(weights.AgePoints, AgeShare(facts.Undisputed)),
            Part(weights.BrokenPromisePoints, Share(facts.Broken + (facts.PartKept / 2m), weights.BrokenForAllPoints)),
            Part(weights.SilencePoints, facts.SilentDays is { } days ? Share(days, weights.SilentDaysForAllPoints) : 1),
            Part(weights.DelayPoints, Share(facts.UsualDelayDays ?? 0, weights.DelayDaysForAllPoints)),
            Part(weights.DisputePoints, Math.Max(0, facts.Disputed.Rupees) / owed)
        );
    }

    private static int Part(int most, decimal share) => (int)Math.Round(most * share, MidpointRounding.AwayFromZero);

    private static decimal Share(decimal value, decimal all) => Math.Clamp(value / all, 0, 1);

    /// <summary>Weighed by amount; a credit makes nothing younger.</summary>
    private static decimal AgeShare(AgeingAmounts amounts)
    {
        var debts = Ages.Select(a => (Paise: Math.Max(0, amounts[a.Bucket].Paise), a.Share)).ToList();
        var all = debts.Sum(d => (decimal)d.Paise);
        return all == 0 ? 0 : debts.Sum(d => d.Paise * d.Share) / all;
    }

    private static string AgeWords(CollectionFacts facts)
    {
        var old = facts.Undisputed[AgeBucket.UpTo365] + facts.Undisputed[AgeBucket.Older];
        var oldest = facts.OldestDays is { } days and > 0 ? $"oldest item {Days(days)} old" : "";
        if (old.Paise <= 0)
            return oldest.Length > 0 ? char.ToUpperInvariant(oldest[0]) + oldest[1..] : "Age of the debt";
        return $"{old.ToShortText()} older than 180 days{(oldest.Length > 0 ? $", {oldest}" : "")}";
    }

    private static string PromiseWords(CollectionFacts facts)
    {
        var broken = facts.Broken > 0 ? Counts.Of(facts.Broken, "broken promise") : "";
        var part = facts.PartKept > 0 ? $"{Counts.Of(facts.PartKept, "promise")} kept in part" : "";
        return $"{broken}{(broken.Length > 0 && part.Length > 0 ? ", " : "")}{part} in 12 months";
    }

    private static string SilenceWords(CollectionFacts facts) =>
        facts.SilentDays is { } days ? $"No contact for {Days(days)}" : "Not contacted yet";

    private static string DelayWords(CollectionFacts facts) =>
        facts.AverageReceived.Paise <= 0
            ? $"Nothing received in {Counts.Of(facts.Months, "month")}"
            : $"Usually pays after {Days(facts.UsualDelayDays ?? 0)}{(facts.UsualDelayDays == CollectionFacts.MaxDelayDays ? " or more" : "")}";

    private static string Days(int days) =>
        days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    private readonly record struct Points(int Amount, int Age, int Promises, int Silence, int Delay, int Dispute)
    {
        public int Total => Math.Max(0, Amount + Age + Promises + Silence + Delay - Dispute);
    }
}
