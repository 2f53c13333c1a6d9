using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Documents.Templates;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents;

/// <summary>Titled reports of any content: generated to PDF, Word and Excel, edited, and generated again.</summary>
public sealed class DocumentsFeature : IFeature
{
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
        [new("Documents", "/documents", "description", 121, DocumentQueries.ReadPermission, "Reports")];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReportDrafts>();
        services.AddSingleton(new TableCount("reports", (db, ct) => db.Set<Document>().LongCountAsync(ct)));
        services.AddSingleton<DocumentCommands>();
        services.AddSingleton<DocumentQueries>();
        services.AddSingleton<DocumentTemplateQueries>();
        services.AddSingleton<DocumentTemplateCommands>();
        services.AddSingleton<IJobHandler, GenerateReportHandler>();
        services.AddSingleton<IReportType, DocumentsReport>();
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

    public void Map(ModelBuilder model) => DocumentsModel.Map(model);
}
