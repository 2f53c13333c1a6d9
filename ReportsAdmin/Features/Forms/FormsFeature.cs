using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Export;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Pages;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Forms;

/// <summary>Forms, their submissions, and what is made of them by itself.</summary>
public sealed class FormsFeature : IFeature
{
    /// <summary>The limit of what people without an account send.</summary>
    public const string PublicLimit = "Public";

    public IReadOnlyList<SettingsSection> Settings { get; } = [SettingsSection.Of<FormOptions>()];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(
                FormQueries.ReadPermission,
                "See open forms and fill them in",
                "Admin",
                "Country Manager",
                "Manager",
                "Engineer"
            ),
            new(
                FormCommands.MakePermission,
                "Create forms and review their submissions",
                "Admin",
                "Country Manager",
                "Manager"
            ),
            new(
                FormQueries.ManagePermission,
                "See and change everybody's forms and submissions",
                "Admin",
                "Country Manager"
            ),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("Forms", FormsState.Path, "assignment", 150, FormQueries.ReadPermission, "Content")];

    public IReadOnlyList<NotificationKind> Notifications => [SubmissionNews.Kind];

    public IReadOnlyList<WebhookEvent> WebhookEvents => [SubmissionNews.Event];

    public IReadOnlyList<ApiRoute> ApiRoutes =>
        [
            new("api/forms/**", new GenerationFormat(), "Tracker"),
            new("api/public/**", new GenerationFormat(), PublicLimit),
        ];

    public IReadOnlyList<RateLimit> RateLimits => [new(PublicLimit, 60)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        FormsAudit.Add(services);
        services.AddSingleton<FormCommands>();
        services.AddSingleton<FormUpdates>();
        services.AddSingleton<FormQueries>();
        services.AddSingleton<IHandOver, FormsHandOver>();
        services.AddSingleton<SubmissionNews>();
        services.AddSingleton<SubmissionCommands>();
        services.AddSingleton<SubmissionQueries>();
        services.AddSingleton<IDaySource, SubmissionsDay>();
        services.AddSingleton<AnswerFiles>();
        services.AddSingleton<FormAutomation>();
        services.AddSingleton<FormAnalytics>();
        services.AddSingleton<FormExports>();
        services.AddSingleton<FormExportCommands>();
        services.AddSingleton<FormExportFiles>();
        services.AddSingleton<IJobHandler, FormExportHandler>();
        services.AddSingleton<IJobHandler, FormScheduleHandler>();
        var options = configuration.Read<FormOptions>();
        services.AddSingleton(options);
        foreach (var limit in options.Limits)
            services.AddLimit(limit);
        services.AddSingleton<FileQuota>();
        services.AddSingleton<WaitingFiles>();
        services.AddHostedService(provider => provider.GetRequiredService<WaitingFiles>());
        services.AddJobFilesRetention(
            new JobFilesKept(
                "form-exports",
                "Excel exports of forms",
                "Workbooks that were exported from forms. The submissions stay.",
                7,
                [FormExportHandler.JobKind]
            )
        );
        services.AddSingleton(new TableCount("forms", (db, ct) => db.Set<Form>().LongCountAsync(ct)));
        services.AddSingleton(new TableCount("submissions", (db, ct) => db.Set<Submission>().LongCountAsync(ct)));
    }

    public void Map(ModelBuilder model) => FormsModel.Map(model);

    public Task SeedDemoAsync(IServiceProvider services, CancellationToken ct) => FormsDemo.SeedAsync(services, ct);
}
