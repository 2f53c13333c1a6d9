using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.GeneratedReports;

/// <summary>Titled reports of any content: generated to PDF, Word and Excel, edited, and generated again.</summary>
public sealed class GeneratedReportsFeature : IFeature
{
    private static readonly string[] Everyone = ["Admin", "Country Manager", "Manager", "Engineer"];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(GeneratedReportQueries.ReadPermission, "See generated reports, one's own and shared ones", Everyone),
            new(GeneratedReportCommands.CreatePermission, "Generate and edit reports of one's own", Everyone),
            new(
                GeneratedReportQueries.ManagePermission,
                "See and change everybody's generated reports",
                "Admin",
                "Country Manager"
            ),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("Documents", "/documents", "description", 140, GeneratedReportQueries.ReadPermission, "Content")];

    public IReadOnlyList<MenuEntry> Actions =>
        [new("New document", "/documents/new", "note_add", 30, GeneratedReportCommands.CreatePermission, "")];

    public IReadOnlyList<ApiRoute> ApiRoutes =>
        [
            .. ((string[])["generate", "auto-generate", "lifecycle"]).Select(verb => Route($"api/reports/{verb}/**")),
            .. ((string[])["status", "edit", "download", "email", "preview"]).Select(part =>
                Route($"api/reports/*/{part}/**")
            ),
            Route("api/reports/*", HttpMethods.Put, HttpMethods.Delete),
        ];

    private static ApiRoute Route(string pattern, params string[] methods) =>
        new(pattern, new GenerationDialect(), "Tracker", methods);

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReportDrafts>();
        services.AddSingleton(new TableCount("reports", (db, ct) => db.Set<GeneratedReport>().LongCountAsync(ct)));
        services.AddSingleton<GeneratedReportCommands>();
        services.AddSingleton<GeneratedReportQueries>();
        services.AddSingleton<IPaletteSource, DocumentsPalette>();
        services.AddSingleton<LayoutQueries>();
        services.AddSingleton<LayoutCommands>();
        services.AddSingleton<IJobHandler, GenerateReportHandler>();
        services.AddSingleton<IReportType, GeneratedReportsReport>();
        services.AddJobFilesRetention(
            new JobFilesKept(
                "report-files",
                "Files of documents",
                "PDF, Word and Excel files of generated documents. The documents stay with all their versions, and the files can be made again.",
                30,
                [GenerateReportHandler.JobKind]
            )
        );
    }

    public void Map(ModelBuilder model) => GeneratedReportsModel.Map(model);
}
