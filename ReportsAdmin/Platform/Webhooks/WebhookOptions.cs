using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Webhooks;

/// <summary>The limits of webhooks, from <c>Webhooks:*</c>. Which there are is kept in the database.</summary>
public sealed record WebhookOptions : ISettings
{
    public static string Section => "Webhooks";

    [Setting("Whether webhooks may call addresses of a private network or this computer, and plain http.")]
    public bool AllowPrivate { get; init; }

    [Setting("How long a webhook may take to answer.", Least = 1, Most = 60)]
    public int TimeoutSeconds { get; init; } = 10;

    [Setting("How often a delivery is tried; the pause doubles each time.", Least = 1, Most = 50)]
    public int Attempts { get; init; } = 12;

    [Setting("A webhook whose tries have all failed for so many days is switched off.", Least = 1, Most = 90)]
    public int OffAfterDays { get; init; } = 5;

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>Why the address may not be called; null when it may. What its name leads to is checked at each call.</summary>
    public string? ProblemOf(string? url)
    {
        if (url is null || url.Length > WebhookEndpoint.MaxUrl || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return "Give an address such as https://example.com/hooks.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(AllowPrivate && uri.Scheme == Uri.UriSchemeHttp))
            return "The address must begin with https://.";
        if (uri.UserInfo.Length > 0)
            return "The address may not contain a user or password.";
        return !AllowPrivate && PublicAddresses.IsPrivateLiteral(uri)
            ? "The address is not of the public internet."
            : null;
    }
}
