namespace ReportsAdmin.Platform.Webhooks;

/// <summary>Something that a room tells other systems of, by webhooks that ask for it.</summary>
/// <param name="Key">As bodies name it: <c>upload.committed</c>.</param>
/// <param name="Title">On the page of webhooks.</param>
/// <param name="Description">When it is sent and what is in it, as a sentence.</param>
public sealed record WebhookEvent(string Key, string Title, string Description)
{
    /// <summary>Sent by an administrator to see whether a webhook works; every webhook gets it.</summary>
    public const string Test = "webhook.test";
}
