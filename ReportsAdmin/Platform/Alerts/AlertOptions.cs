using Microsoft.Extensions.Options;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>When something is alerted, and who is told, from <c>Alerts:*</c>.</summary>
public sealed record AlertOptions
{
    /// <summary>A statement that takes longer is a slow query; 0 alerts none.</summary>
    public int SlowQueryMilliseconds { get; init; } = 2_000;

    /// <summary>The same alert within so many minutes is one alert with a count.</summary>
    public int WindowMinutes { get; init; } = 15;

    /// <summary>Who gets a mail with the first alert of a window.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];

    public WebhookOptions Webhook { get; init; } = new();

    public TimeSpan Window => TimeSpan.FromMinutes(WindowMinutes);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OptionsValidationException">One or more cannot be used; every fault is named.</exception>
    public static AlertOptions From(IConfiguration configuration)
    {
        var options = configuration.GetSection("Alerts").Get<AlertOptions>() ?? new AlertOptions();
        var faults = options.Faults().ToList();
        return faults.Count == 0
            ? options
            : throw new OptionsValidationException("Alerts", typeof(AlertOptions), faults);
    }

    private IEnumerable<string> Faults()
    {
        if (SlowQueryMilliseconds < 0)
            yield return FormattableString.Invariant(
                $"Alerts:SlowQueryMilliseconds is {SlowQueryMilliseconds}; it must be 0 or more."
            );
        if (WindowMinutes is < 1 or > 1440)
            yield return FormattableString.Invariant($"Alerts:WindowMinutes is {WindowMinutes}; it must be 1 to 1440.");
        for (var i = 0; i < Emails.Count; i++)
        {
            if (MailAddresses.ProblemOf(Emails[i]) is { } problem)
                yield return FormattableString.Invariant($"Alerts:Emails:{i} cannot be used: {problem}");
        }

        if (Webhook.Url is null)
            yield break;
        if (Webhook.Target is null)
            yield return "Alerts:Webhook:Url must be an absolute https address (http with Alerts:Webhook:AllowPrivate).";
        if (string.IsNullOrEmpty(Webhook.Secret) || Webhook.Secret.Length < WebhookOptions.MinSecret)
            yield return $"Alerts:Webhook:Secret needs at least {WebhookOptions.MinSecret} characters.";
    }
}

/// <summary>The address that alerts are posted to.</summary>
public sealed record WebhookOptions
{
    public const int MinSecret = 16;

    public string? Url { get; init; }

    /// <summary>Signs the body (HMAC-SHA256).</summary>
    public string? Secret { get; init; }

    /// <summary>Whether the address may be of a private network or this machine, and plain http.</summary>
    public bool AllowPrivate { get; init; }

    public Uri? Target =>
        Uri.TryCreate(Url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (AllowPrivate && uri.Scheme == Uri.UriSchemeHttp))
        && uri.UserInfo.Length == 0
            ? uri
            : null;
}
