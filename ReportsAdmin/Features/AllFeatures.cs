using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Administration;
using ReportsAdmin.Features.Audit;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.FieldSales;
using ReportsAdmin.Features.Forms;
using ReportsAdmin.Features.Health;
using ReportsAdmin.Features.Help;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.MyDay;
using ReportsAdmin.Features.Notifications;
using ReportsAdmin.Features.Receivables;
using ReportsAdmin.Features.Reports;
using ReportsAdmin.Features.SavedViews;
using ReportsAdmin.Features.Training;
using ReportsAdmin.Features.Webhooks;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Idempotency;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Lists;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Telemetry;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features;

/// <summary>The one list of rooms, in the order in which they may rely on each other.</summary>
public static class AllFeatures
{
    public static readonly IReadOnlyList<IFeature> List =
    [
        new AuditFeature(),
        new AccessFeature(),
        new ImportsFeature(),
        new SavedViewsFeature(),
        new ReceivablesFeature(),
        new FieldSalesFeature(),
        new TrainingFeature(),
        new AdministrationFeature(),
        new ReportsFeature(),
        new DocumentsFeature(),
        new FormsFeature(),
        new NotificationsFeature(),
        new WebhooksFeature(),
        new HealthFeature(),
        new HelpFeature(),
        new MyDayFeature(),
    ];

    /// <summary>Registers every room and its services.</summary>
    public static void AddFeatures(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DemoCompany>();
        services.AddHostedService<DemoWork>();
        foreach (var feature in List)
        {
            services.AddSingleton(feature);
            foreach (var kind in feature.Notifications)
                services.AddSingleton(kind);
            foreach (var told in feature.WebhookEvents)
                services.AddSingleton(told);
            feature.Add(services, configuration);
        }
    }

    /// <summary>The permissions of all rooms, grouped as their pages are in the menu.</summary>
    public static IReadOnlyList<PermissionEntry> Permissions =>
        [
            .. List.SelectMany(f =>
                f.Permissions.Select(p => f.Menu is [var first, ..] ? p with { Group = first.Group } : p)
            ),
        ];

    /// <summary>The mappings of all tables: those of the platform's modules, then those of the rooms.</summary>
    public static readonly ModelParts Model = new([
        JobsModel.Map,
        IdempotencyModel.Map,
        MailModel.Map,
        NotificationsModel.Map,
        WebhooksModel.Map,
        AlertsModel.Map,
        AuditModel.Map,
        ListsModel.Map,
        .. List.Select(f => (Action<ModelBuilder>)f.Map),
    ]);

    /// <summary>All settings: those of the platform's modules, then those of the rooms.</summary>
    public static IReadOnlyList<SettingsSection> Settings =>
        [
            SettingsSection.Of<StorageOptions>(),
            SettingsSection.Of<FileStoreOptions>(),
            SettingsSection.Of<DatabaseOptions>(),
            SettingsSection.Of<KeyOptions>(),
            SettingsSection.Of<CompanyOptions>(),
            SettingsSection.Of<BrandingOptions>(),
            SettingsSection.Of<SiteOptions>(),
            SettingsSection.Of<HttpsOptions>(),
            SettingsSection.Of<ProxyOptions>(),
            SettingsSection.Of<CorsOptions>(),
            SettingsSection.Of<DocsOptions>(),
            SettingsSection.Of<JwtOptions>(),
            SettingsSection.Of<SessionDurations>(),
            SettingsSection.Of<CircuitLimits>(),
            .. List.SelectMany(f => f.Settings),
            RateLimits.SettingsOf(List.SelectMany(f => f.RateLimits)),
            SettingsSection.Of<DocumentOptions>(),
            SettingsSection.Of<JobOptions>(),
            SettingsSection.Of<MailOptions>(),
            SettingsSection.Of<NotificationOptions>(),
            SettingsSection.Of<WebhookOptions>(),
            SettingsSection.Of<AlertOptions>(),
            SettingsSection.Of<RedisOptions>(),
            SettingsSection.Of<BackupOptions>(),
            SettingsSection.Of<TelemetryOptions>(),
        ];
}
