using ReportsAdmin.Platform.Documents.Docx;
using ReportsAdmin.Platform.Documents.Excel;
using ReportsAdmin.Platform.Documents.Pdf;

namespace ReportsAdmin.Platform.Documents;

/// <summary>Registers the document engine: <c>Branding:*</c>, <c>Documents:PdfMaxPages</c>, <c>Documents:WordMaxRows</c>.</summary>
public static class DocumentsSetup
{
    public static IServiceCollection AddDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider =>
            Branding.From(configuration, provider.GetRequiredService<BusinessClock>().Zone)
        );
        services.AddSingleton<IReportRenderer>(provider => new PdfRenderer(
            provider.GetRequiredService<Branding>(),
            PdfOptions.From(configuration)
        ));
        services.AddSingleton<IReportRenderer>(provider => new DocxRenderer(
            provider.GetRequiredService<Branding>(),
            configuration.GetValue("Documents:WordMaxRows", DocxRenderer.DefaultMaxRows)
        ));
        services.AddSingleton<IReportRenderer>(provider => new ExcelRenderer(provider.GetRequiredService<Branding>()));
        services.AddSingleton<IReportRenderer, CsvRenderer>();
        services.AddSingleton<IReportRenderer, JsonRenderer>();
        services.AddSingleton<ReportCatalog>();
        services.AddSingleton<DocumentRenderers>();
        return services;
    }
}
