using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Health;

/// <summary>Tells machines and people whether the installation works.</summary>
public sealed class HealthFeature : IFeature
{
    private const string Operation = "Operation";

    public IReadOnlyList<SettingsSection> Settings { get; } = [SettingsSection.Of<HealthOptions>()];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(AlertQueries.ReadPermission, "See the health of the system and its alerts", "Admin"),
            new(AlertRuleQueries.ManagePermission, "Change alert rules", "Admin"),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new("System health", "/admin/health", "monitoring", 196, AlertQueries.ReadPermission, "Company"),
            new("Alert rules", "/admin/alerts", "rule", 197, AlertQueries.ReadPermission, "Company"),
        ];

    public IReadOnlyList<NotificationKind> Notifications =>
        [
            new(AlertNews.RuleKind, "Alert rules", "A rule under Alert rules is raised, or over.")
            {
                Group = Operation,
                Mail = MailChoice.AtOnce,
                Permission = AlertQueries.ReadPermission,
            },
            new(
                AlertNews.AlertKindKey,
                "Single alerts",
                "A slow query, an unexpected error or a failed job. Repetitions within a quarter of an hour are one."
            )
            {
                Group = Operation,
                Bell = false,
                Permission = AlertQueries.ReadPermission,
            },
        ];

    public IReadOnlyList<WebhookEvent> WebhookEvents =>
        [
            new(
                AlertNews.RaisedEvent,
                "Alert raised",
                "An alert rule, or a single alert: slow query, error, failed job."
            ),
            new(AlertNews.OverEvent, "Alert over", "A rule that was raised is no longer."),
            new(
                AlertNews.JobFailedEvent,
                "Job failed",
                "A job failed for good, with its kind and the code of its error."
            ),
        ];

    public IReadOnlyList<ApiRoute> ApiRoutes => [new("api/health/**", new GenerationFormat(), "Tracker")];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<HealthOptions>());
        services.AddSingleton<HealthChecks>();
        services.AddSingleton<AlertQueries>();
        services.AddSingleton<AlertRuleQueries>();
        services.AddSingleton<AlertRuleCommands>();
        services
            .AddAudited<AlertRuleState>("alert rule", r => r.Key, r => r.Key)
            .Field(r => r.Enabled, "Switched on")
            .Field(r => r.Threshold, "Threshold");
        services.AddSingleton<CacheCheck>();
        services.AddSingleton<StorageCheck>();
        services.AddSingleton<HealthQueries>();
    }

    public void Map(ModelBuilder model)
    {
        // It has no tables of its own.
    }
}
