using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Collections.Pages;

/// <summary>An outcome as a button shows it, with the key that logs it.</summary>
public sealed record OutcomeChoice(ContactOutcome Outcome, string Text, string Key);

/// <summary>Outcomes and statuses in words.</summary>
public static class OutcomeWords
{
    public static readonly IReadOnlyList<OutcomeChoice> Choices =
    [
        new(ContactOutcome.Called, "Called", "c"),
        new(ContactOutcome.NoAnswer, "No answer", "n"),
        new(ContactOutcome.Promised, "Promised", "p"),
        new(ContactOutcome.Disputed, "Disputes", "d"),
        new(ContactOutcome.Paid, "Says paid", "a"),
        new(ContactOutcome.Visited, "Visited", "v"),
    ];

    public static string Of(ContactOutcome outcome) =>
        Choices.FirstOrDefault(c => c.Outcome == outcome)?.Text ?? "Taken back";

    public static (string Text, Tone Tone) Of(PromiseRow promise) =>
        promise.AwaitsSheet ? ("Waits for the next sheet", Tone.Warn) : Of(promise.Status);

    public static (string Text, Tone Tone) Of(PromiseStatus status) =>
        status switch
        {
            PromiseStatus.Kept => ("Kept", Tone.Good),
            PromiseStatus.PartKept => ("Kept in part", Tone.Warn),
            PromiseStatus.Broken => ("Broken", Tone.Bad),
            PromiseStatus.Withdrawn => ("Taken back", Tone.Neutral),
            _ => ("Open", Tone.Info),
        };

    public static string Rate(KeptRate rate) =>
        rate.Percent is { } percent ? $"{percent}% kept ({rate.Kept} of {rate.Decided})" : "No promise was decided yet";
}
