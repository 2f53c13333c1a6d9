using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Documents.Templates;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents;

/// <summary>Titled reports of any content: generated to PDF, Word and Excel, edited, and generated again.</summary>
public sealed class DocumentsFeature : IFeature
{
    /// <summary>How often one person may send documents by mail.</summary>
    public const string MailLimit = "Mail";

    private static readonly string[] Everyone = ["Admin", "Country Manager", "Manager", "Engineer"];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(DocumentQueries.ReadPermission, "See generated reports, one's own and shared ones", Everyone),
            new(DocumentCommands.CreatePermission, "Generate and edit reports of one's own", Everyone),
            new(
                DocumentQueries.ManagePermission,
                "See and change everybody's generated reports",
                "Admin",
                "Country Manager"
            ),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("Documents", "/documents", "description", 140, DocumentQueries.ReadPermission, "Content")];

    public IReadOnlyList<MenuEntry> Actions =>
        [new("New document", "/documents/new", "note_add", 30, DocumentCommands.CreatePermission, "")];

    public IReadOnlyList<ApiRoute> ApiRoutes =>
        [
            .. ((string[])["generate", "auto-generate", "lifecycle"]).Select(verb => Route($"api/reports/{verb}/**")),
            .. ((string[])["status", "edit", "download", "email", "preview"]).Select(part =>
                Route($"api/reports/*/{part}/**")
            ),
            Route("api/reports/*", HttpMethods.Put, HttpMethods.Delete),
        ];

    public IReadOnlyList<RateLimit> RateLimits => [new(MailLimit, 10)];

    private static ApiRoute Route(string pattern, params string[] methods) =>
        new(pattern, new GenerationFormat(), "Tracker", methods);

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        DocumentsAudit.Add(services);
        services.AddSingleton<ReportDrafts>();
        services.AddSingleton(new TableCount("reports", (db, ct) => db.Set<Document>().LongCountAsync(ct)));
        services.AddSingleton<DocumentCommands>();
        services.AddSingleton<DocumentQueries>();
        services.AddSingleton<DocumentMailCommands>();
        services.AddSingleton<IHandOver, DocumentsHandOver>();
        services.AddSingleton<IHandOver, DocumentTemplatesHandOver>();
        services.AddSingleton<IPaletteSource, DocumentsPalette>();
        services.AddSingleton<DocumentTemplateQueries>();
        services.AddSingleton<DocumentTemplateCommands>();
        services.AddSingleton<IJobHandler, GenerateReportHandler>();
        services.AddSingleton<IReportType, DocumentsReport>();
        services.AddJobFilesRetention(
            new JobFilesKept(
                "report-files",
                "Files of documents",
                "PDF, Word and Excel files of generated documents. The documents keep all their versions, and the files can be generated again.",
                30,
                [GenerateReportHandler.JobKind]
            )
        );
    }

    public void Map(ModelBuilder model) => DocumentsModel.Map(model);
}
