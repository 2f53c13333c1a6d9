using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Webhooks;

/// <summary>Where administrators say which systems are told of what, and see what was delivered. What is told, the other rooms say.</summary>
public sealed class WebhooksFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [new(WebhookQueries.ManagePermission, "Add and change webhooks, see their deliveries", "Admin")];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("Webhooks", "/admin/webhooks", "share", 196, WebhookQueries.ManagePermission, "Company")];

    public IReadOnlyList<NotificationKind> Notifications =>
        [
            new(WebhooksSetup.OffKind, "Webhook switched off", "A webhook failed for days and is no longer called.")
            {
                Group = "Operation",
                Mail = MailChoice.AtOnce,
                Permission = WebhookQueries.ManagePermission,
            },
        ];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<WebhookQueries>();
        services.AddSingleton<WebhookCommands>();
        services
            .AddAudited<WebhookEndpoint>("webhook", e => e.Id, e => e.Name)
            .Field(e => e.Name, "Name")
            // Paths and queries of such addresses often are secrets.
            .Field(e => e.Url, "Server", url => new Uri(url).GetLeftPart(UriPartial.Authority))
            .Mark(e => e.Url, "Address")
            .Field(e => e.Events, "Events")
            .Field(e => e.Enabled, "Switched on")
            .Mark(e => e.Secret, "Secret");
    }

    public void Map(ModelBuilder model)
    {
        // Its tables are those of the platform's module.
    }
}
