using ReportsAdmin.Platform.Rendering.Docx;
using ReportsAdmin.Platform.Rendering.Excel;
using ReportsAdmin.Platform.Rendering.Pdf;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>Registers the document engine: <c>Branding:*</c>, <c>Documents:PdfMaxPages</c>, <c>Documents:WordMaxRows</c>.</summary>
public static class RenderingSetup
{
    public static IServiceCollection AddRendering(this IServiceCollection services, IConfiguration configuration)
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
        services.AddSingleton<ReportRenderers>();
        return services;
    }
}
