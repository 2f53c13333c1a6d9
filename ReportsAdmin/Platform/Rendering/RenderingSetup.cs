using ReportsAdmin.Platform.Rendering.Docx;
using ReportsAdmin.Platform.Rendering.Excel;
using ReportsAdmin.Platform.Rendering.Pdf;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>Registers the document engine: <c>Branding:*</c>, <c>Documents:PdfMaxPages</c>, <c>Documents:WordMaxRows</c>.</summary>
public static class RenderingSetup
{
    public static IServiceCollection AddRendering(this IServiceCollection services, IConfiguration configuration)
    {
        var documents = configuration.Read<DocumentOptions>();
        services.AddSingleton(provider =>
            Branding.From(configuration, provider.GetRequiredService<BusinessClock>().Zone)
        );
        services.AddSingleton<CompanyBrand>();
        services.AddSingleton<ReportCatalog>();
        services.AddSingleton(provider => new ReportRenderers(provider.GetRequiredService<CompanyBrand>(), branding =>
            RenderersOf(branding, documents)
        ));
        return services;
    }

    private static IEnumerable<IReportRenderer> RenderersOf(Branding branding, DocumentOptions documents) =>
        [
            new PdfRenderer(branding, new PdfOptions(documents.PdfMaxPages)),
            new DocxRenderer(branding, documents.WordMaxRows),
            new ExcelRenderer(branding),
            new CsvRenderer(branding),
            new JsonRenderer(),
        ];
}
