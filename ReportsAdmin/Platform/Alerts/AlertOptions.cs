using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>When something is alerted, and who is told, from <c>Alerts:*</c>.</summary>
public sealed record AlertOptions : ISettings
{
    public static string Section => "Alerts";

    [Setting("A statement that takes longer is a slow query; 0 alerts none.", Least = 0)]
    public int SlowQueryMilliseconds { get; init; } = 2_000;

    [Setting("The same alert within so many minutes is one alert with a count.", Least = 1, Most = 1440)]
    public int WindowMinutes { get; init; } = 15;

    [Setting("Who gets a mail with the first alert of a window.")]
    public IReadOnlyList<string> Emails { get; init; } = [];

    public WebhookOptions Webhook { get; init; } = new();

    public TimeSpan Window => TimeSpan.FromMinutes(WindowMinutes);

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
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

    [Setting("Where alerts are posted: an https address.")]
    public string? Url { get; init; }

    [Setting("Signs the body (HMAC-SHA256); 16 characters or more.")]
    public string? Secret { get; init; }

    [Setting("Whether the address may be of a private network or this computer, and plain http.")]
    public bool AllowPrivate { get; init; }

    public Uri? Target =>
        Uri.TryCreate(Url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (AllowPrivate && uri.Scheme == Uri.UriSchemeHttp))
        && uri.UserInfo.Length == 0
            ? uri
            : null;
}
