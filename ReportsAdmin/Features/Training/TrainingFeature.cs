using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Features.Training.Import;
using ReportsAdmin.Features.Training.Reports;
using ReportsAdmin.Platform.Data;
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
        services.AddSingleton(new StructureDependent(TrainingImport.DataTopic));
        services.AddSingleton<TrainingQueries>();
        services.AddSingleton<TrainingOptionQueries>();
        services.AddSingleton<TrainingEventQueries>();
        services.AddSingleton<TrainingGapQueries>();
        services.AddSingleton<TrainingScoreQueries>();
        services.AddSingleton<ContentAttemptQueries>();
        services.AddSingleton<TranscriptQueries>();
        services.AddSingleton<InstructorQueries>();
        services.AddSingleton<CertificateQueries>();
        services.AddSingleton<TrainingFilters>();
        services.AddSingleton<TrainingDocument>();
        services.AddSingleton<IReportType, EnrollmentSummaryReport>();
        services.AddSingleton<IReportType, CompletionRatesReport>();
        services.AddSingleton<IReportType, LearnerActivityReport>();
        services.AddSingleton<IReportType, CourseAnalyticsReport>();
        services.AddSingleton<IReportType, DepartmentOverviewReport>();
        services.AddSingleton<IReportType, PerformanceAnalysisReport>();
        services.AddSingleton<IReportType, AssessmentResultsReport>();
        services.AddSingleton<IReportType, ContentAttemptsReport>();
        services.AddSingleton<IReportType, TranscriptReport>();
        services.AddSingleton<IReportType, ProgramProgressReport>();
        services.AddSingleton<IReportType, InstructorWorkloadReport>();
        services.AddSingleton<IReportType, CertificationStatusReport>();
        services.AddSingleton<IImportTarget, TrainingImport>();
    }

    public void Map(ModelBuilder model) => TrainingModel.Map(model);

    public Task SeedDemoAsync(IServiceProvider services, CancellationToken ct) => TrainingDemo.SeedAsync(services, ct);
}
