using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Features.Training.Import;
using ReportsAdmin.Features.Training.Reports;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Training;

/// <summary>Training: who took which course, how far they came, and the reports on it.</summary>
public sealed class TrainingFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [new(TrainingQueries.ReadPermission, "See training", "Admin", "Country Manager", "Manager")];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("Training", "/training", "school", 185, TrainingQueries.ReadPermission, "Company")];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<TrainingQueries>();
        services.AddSingleton<TrainingOptionQueries>();
        services.AddSingleton<TrainingEventQueries>();
        services.AddSingleton<TrainingFilters>();
        services.AddSingleton<TrainingDocument>();
        services.AddSingleton<IReportType, EnrollmentSummaryReport>();
        services.AddSingleton<IReportType, CompletionRatesReport>();
        services.AddSingleton<IReportType, LearnerActivityReport>();
        services.AddSingleton<IReportType, CourseAnalyticsReport>();
        services.AddSingleton<IReportType, DepartmentOverviewReport>();
        services.AddSingleton<IImportTarget, TrainingImport>();
    }

    public void Map(ModelBuilder model) => TrainingModel.Map(model);

    public Task SeedDemoAsync(IServiceProvider services, CancellationToken ct) => TrainingDemo.SeedAsync(services, ct);
}
