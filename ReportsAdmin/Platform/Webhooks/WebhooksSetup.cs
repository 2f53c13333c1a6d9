using System.Linq.Expressions;
using System.Net;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Webhooks;

public static class WebhooksSetup
{
    /// <summary>The kind of notification that a webhook was switched off; the room with the page registers it.</summary>
    public const string OffKind = "webhooks.off";

    /// <summary>The outbox of events for other systems, and what delivers them.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<WebhookOptions>());
        services.AddSingleton<HostAddresses>(Dns.GetHostAddressesAsync);
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookOutbox>();
        services.AddSingleton<IJobHandler, DeliverHandler>();
        services.AddSingleton<IRetention, WebhookRetention>();
        return services;
    }
}

/// <summary>Removes old deliveries; those that are still tried stay.</summary>
internal sealed class WebhookRetention(IDbContextFactory<ReportsDb> contexts) : RowRetention<WebhookDelivery>(contexts)
{
    public override string Kind => "webhook-deliveries";

    public override string Title => "Webhook deliveries";

    public override string Description =>
        "What was delivered to webhooks or failed. Deliveries that are still tried stay.";

    protected override Expression<Func<WebhookDelivery, DateTime?>> At => d => d.CreatedAt;

    protected override IQueryable<WebhookDelivery> Due(IQueryable<WebhookDelivery> rows, DateTime before) =>
        rows.Where(d => d.CreatedAt < before && d.State != DeliveryState.Waiting);
}
