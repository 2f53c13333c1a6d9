using ReportsAdmin.Platform.Rendering.Docx;
using ReportsAdmin.Platform.Rendering.Excel;
using ReportsAdmin.Platform.Rendering.Pdf;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>Registers the document engine: <c>Branding:*</c>, <c>Documents:PdfMaxPages</c>, <c>Documents:WordMaxRows</c>.</summary>
public static class RenderingSetup
{
    public static IServiceCollection AddRendering(this IServiceCollection services, IConfiguration configuration)
    {
        var pdf = PdfOptions.From(configuration);
        var wordRows = configuration.GetValue("Documents:WordMaxRows", DocxRenderer.DefaultMaxRows);
        services.AddSingleton(provider =>
            Branding.From(configuration, provider.GetRequiredService<BusinessClock>().Zone)
        );
        services.AddSingleton<CompanyBrand>();
        services.AddSingleton<ReportCatalog>();
        services.AddSingleton(provider => new ReportRenderers(provider.GetRequiredService<CompanyBrand>(), branding =>
            RenderersOf(branding, pdf, wordRows)
        ));
        return services;
    }

    private static IEnumerable<IReportRenderer> RenderersOf(Branding branding, PdfOptions pdf, int wordRows) =>
        [
            new PdfRenderer(branding, pdf),
            new DocxRenderer(branding, wordRows),
            new ExcelRenderer(branding),
            new CsvRenderer(branding),
            new JsonRenderer(),
        ];
}
