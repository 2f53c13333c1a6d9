using System.Globalization;
using ReportsAdmin.Platform.Webhooks;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Webhooks.Pages;

/// <summary>Webhooks and deliveries in words.</summary>
internal static class WebhookWords
{
    public static (string Text, Tone Tone) State(WebhookRow row) =>
        row switch
        {
            { SwitchedOffAt: not null } => ("Switched off: it failed", Tone.Bad),
            { Enabled: false } => ("Switched off", Tone.Neutral),
            { FailingSince: not null } => ("Failing", Tone.Warn),
            { TriedAt: null } => ("Not used yet", Tone.Neutral),
            _ => ("Working", Tone.Good),
        };

    public static (string Text, Tone Tone) State(DeliveryRow row) =>
        row.State switch
        {
            DeliveryState.Delivered => ("Delivered", Tone.Good),
            DeliveryState.Failed => ("Failed", Tone.Bad),
            _ => row.Attempts == 0 ? ("Waiting", Tone.Neutral) : ("Trying again", Tone.Warn),
        };

    /// <summary>Status and time of the last try; null when there was none.</summary>
    public static string? Answer(DeliveryRow row) =>
        row.Milliseconds is not { } took
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(row.Status is { } status ? $"HTTP {status}" : "No answer")} after {took} ms, {Counts.Of(row.Attempts, "try", "tries")}"
            );

    /// <summary>The server of the address, for lists.</summary>
    public static string Server(string url) => new Uri(url).GetLeftPart(UriPartial.Authority);
}
