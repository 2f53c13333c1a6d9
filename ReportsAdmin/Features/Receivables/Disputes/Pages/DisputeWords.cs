using System.Globalization;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Disputes.Pages;

/// <summary>Disputes in words.</summary>
public static class DisputeWords
{
    public const string NoReason = "No reason given";

    public static string Reason(DisputeRow row) => row.Reason.Length > 0 ? row.Reason : NoReason;

    public static (string Text, Tone Tone) Status(DisputeRow row) =>
        row.Outcome switch
        {
            DisputeOutcome.Accepted => ("Accepted", Tone.Good),
            DisputeOutcome.AcceptedInPart => ("Accepted in part", Tone.Good),
            DisputeOutcome.Rejected => ("Rejected", Tone.Neutral),
            DisputeOutcome.Withdrawn => ("Withdrawn", Tone.Neutral),
            null => row.IsOverdue ? ("Overdue", Tone.Bad) : ("Open", Tone.Warn),
            _ => ("", Tone.Neutral),
        };

    /// <summary><c>3 days left</c>, <c>due today</c>, <c>2 days over</c>; of a settled one how long it was open.</summary>
    public static string Clock(DisputeRow row) =>
        row.DaysLeft switch
        {
            null => row.DaysOpen == 0 ? "settled the same day" : $"settled after {Counts.Of(row.DaysOpen, "day")}",
            0 => "due today",
            < 0 => $"{Counts.Of(-row.DaysLeft.Value, "day")} over",
            { } days => $"{Counts.Of(days, "day")} left",
        };

    /// <summary>What a dispute is about, with how much of what is owed that is.</summary>
    public static string Amount(DisputeRow row) =>
        !row.IsOpen ? row.Amount.ToRupeeText()
        : row.Owed.Paise <= 0 ? "Nothing is owed any more"
        : row.IsWhole ? $"{row.Amount.ToRupeeText()}, all that is owed"
        : $"{row.Amount.ToRupeeText()} of {row.Owed.ToRupeeText()} owed";

    /// <summary>An amount that a person typed; null where it is blank or cannot be read.</summary>
    public static Money? Typed(string text, out bool readable)
    {
        const decimal Most = 1_000_000_000_000m;
        var plain = string.Concat(text.Where(c => c is not ('₹' or ',') && !char.IsWhiteSpace(c)));
        var read = decimal.TryParse(
            plain,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var rupees
        );
        readable = plain.Length == 0 || (read && rupees <= Most);
        return read && readable ? Money.FromRupees(rupees) : null;
    }

    /// <summary>An amount as a field shows it for changing.</summary>
    public static string Editable(Money amount) => amount.Rupees.ToString("0.##", CultureInfo.InvariantCulture);
}
