using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Reports.Api;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Schedules;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Reports;

/// <summary>Reports as files: at once, as jobs, from templates, by schedule. What can be reported on, the other rooms say.</summary>
public sealed class ReportsFeature : IFeature
{
    private const string V2Limit = "V2";

    // Limits that other rooms bring; the addresses share them.
    private const string ListLimit = "Tracker";
    private const string ExportLimit = "Export";

    private static readonly string[] Everyone = ["Admin", "Country Manager", "Manager", "Engineer"];

    public IReadOnlyList<SettingsSection> Settings { get; } =
    [SettingsSection.Of<ExportOptions>(), SettingsSection.Of<ReportOptions>()];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(ReportJobQueries.ReadPermission, "See reports and download one's own", Everyone),
            new(ReportJobCommands.CreatePermission, "Create reports, save templates and schedules", Everyone),
            new(ReportJobCommands.CancelPermission, "Cancel other people's reports", "Admin", "Country Manager"),
            new(ReportJobQueries.ManagePermission, "See and manage everybody's reports within one's scope", "Admin"),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new("Report catalogue", "/reports", "bar_chart", 120, ReportJobQueries.ReadPermission, "Reports"),
            new("Jobs", "/jobs", "work_history", 122, ReportJobQueries.ReadPermission, "Reports", OnPhone: true),
            new("Report templates", "/templates", "bookmark", 124, ReportJobQueries.ReadPermission, "Reports"),
            new("Schedules", "/schedules", "schedule", 126, ReportJobQueries.ReadPermission, "Reports"),
        ];

    public IReadOnlyList<MenuEntry> Actions =>
        [new("New report", "/reports", "add", 20, ReportJobCommands.CreatePermission, "")];

    public IReadOnlyList<NotificationKind> Notifications => ReportNotifications.Kinds;

    public IReadOnlyList<WebhookEvent> WebhookEvents => [ReportNotifications.ReadyEvent];

    public IReadOnlyList<Type> TopBar => [typeof(Pages.ReportBell)];

    public IReadOnlyList<ApiRoute> ApiRoutes =>
        [
            new("api/v2/**", new JobsFormat(), V2Limit),
            new("api/reports/**", new RoadmapFormat(), ListLimit),
            new("api/reports/export/**", new RoadmapFormat(), ExportLimit),
        ];

    public IReadOnlyList<RateLimit> RateLimits => [new(V2Limit, 600)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddLimit(
            new Limit(
                ExportOptions.RowsLimit,
                "Reports",
                "Exported at once; more rows become a job",
                "rows",
                configuration.Read<ExportOptions>().MaxRows
            )
            {
                Least = 0,
            }
        );
        services.AddLimit(
            new Limit(
                ScheduleCheck.PerPersonLimit,
                "Reports",
                "Schedules of one person",
                "schedules",
                ScheduleCommands.MaxPerPerson
            )
            {
                Most = 1_000,
            }
        );
        services.AddSingleton(configuration.Read<ReportOptions>());
        ReportsAudit.Add(services);
        services.AddSingleton<ReportJobQueries>();
        services.AddSingleton<IDaySource, FailedJobsDay>();
        services.AddSingleton<NewsQueries>();
        services.AddSingleton<ReportWriting>();
        services.AddSingleton<ReportJobCommands>();
        services.AddSingleton<IHandOver, ReportsHandOver>();
        services.AddSingleton<IHandOver, TemplatesHandOver>();
        services.AddSingleton<IHandOver, SchedulesHandOver>();
        services.AddSingleton<ReportPreviewQueries>();
        services.AddSingleton<ReportExportCommands>();
        services.AddSingleton<TemplateQueries>();
        services.AddSingleton<TemplateCommands>();
        services.AddSingleton<ScheduleQueries>();
        services.AddSingleton<ScheduleCheck>();
        services.AddSingleton<ScheduleCommands>();
        services.AddSingleton<ReadyReports>();
        services.AddSingleton<ReadyMails>();
        services.AddHostedService<FailedReports>();
        services.AddSingleton(FailingSchedules.Rule);
        services.AddSingleton<SchedulePause>();
        services.AddSingleton<LookupQueries>();
        services.AddSingleton<DownloadLinks>();
        services.AddSingleton<IPaletteSource, ReportsPalette>();
        services.AddSingleton<IJobHandler, ReportJobHandler>();
        services.AddSingleton<IJobHandler, ScheduledReportHandler>();
    }

    public void Map(ModelBuilder model) => ReportsModel.Map(model);
}
