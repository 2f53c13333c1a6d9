using System.Globalization;
using ReportsAdmin.Features.Administration.Outbox;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Administration.Pages;

/// <summary>States of mails in words.</summary>
internal static class MailWords
{
    public static readonly IReadOnlyList<Option> Filter =
    [
        new("", "All states"),
        new("queued", "Waiting"),
        new("sending", "Sending"),
        new("sent", "Sent"),
        new("failed", "Failed"),
        new("held", "Not sent"),
    ];

    /// <summary>The state that the address names; null for all.</summary>
    public static MailState? StateOf(string? word) =>
        Enum.TryParse<MailState>(word, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    public static (string Text, Tone Tone) State(MailState state) =>
        state switch
        {
            MailState.Queued => ("Waiting", Tone.Neutral),
            MailState.Sending => ("Sending", Tone.Info),
            MailState.Sent => ("Sent", Tone.Good),
            MailState.Failed => ("Failed", Tone.Bad),
            _ => ("Not sent", Tone.Warn),
        };

    /// <summary>Why it is not sent (yet), and how often it was tried; null when there is nothing to add.</summary>
    public static string? Detail(MailRow row) =>
        row switch
        {
            { State: MailState.Held } => "Mail was not set up",
            { Error: { } error } => string.Create(
                CultureInfo.InvariantCulture,
                $"{error} ({Counts.Of(row.Attempts, "attempt")})"
            ),
            _ => null,
        };
}
