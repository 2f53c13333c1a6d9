using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Imports;

/// <summary>Upload → preview → commit → undo, ignorant of what is imported.</summary>
public sealed class ImportsFeature : IFeature
{
    public IReadOnlyList<SettingsSection> Settings { get; } = [SettingsSection.Of<ImportOptions>()];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(ImportQueries.ReadPermission, "See the upload history", "Admin", "Country Manager", "Manager"),
            new(ImportCommands.UploadPermission, "Upload, commit and undo sheets", "Admin", "Country Manager"),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("Uploads", "/uploads", "cloud_upload", 50, ImportQueries.ReadPermission, "Receivables")];

    public IReadOnlyList<MenuEntry> Actions =>
        [new("Upload a sheet", "/uploads/new", "cloud_upload", 10, ImportCommands.UploadPermission, "")];

    public IReadOnlyList<WebhookEvent> WebhookEvents => UploadEvents.Events;

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        ImportLimits.Declare(services, configuration.Read<ImportOptions>());
        ImportsAudit.Add(services);
        services.AddSingleton<ImportFiles>();
        services.AddSingleton<SheetStaging>();
        services.AddSingleton<ImportStaging>();
        services.AddSingleton<StagingGate>();
        services.AddSingleton<StagingQueue>();
        services.AddSingleton<IJobHandler, StagingHandler>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<UploadReading>();
        services.AddSingleton<UploadAnswers>();
        services.AddSingleton<UploadDiscards>();
        services.AddSingleton<UploadCommits>();
        services.AddSingleton(UploadEvents.Late);
        services.AddSingleton(UploadEvents.States);
        services.AddSingleton<ImportCommands>();
        services.AddSingleton<ImportQueries>();
        services.AddSingleton<IDaySource, UploadsDay>();
        services.AddSingleton<ImportTemplates>();
        services.AddSingleton<RememberedAnswerQueries>();
        services.AddSingleton<RememberedAnswerCommands>();
        services.AddSingleton<UploadReport>();
        services.AddSingleton<IRetention, UncommittedRetention>();
    }

    public void Map(ModelBuilder model) => ImportsModel.Map(model);
}
