namespace ReportsAdmin.Platform.Documents;

/// <summary>Registers the document engine.</summary>
public static class DocumentsSetup
{
    public static IServiceCollection AddDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => Branding.From(configuration, provider.GetRequiredService<BusinessClock>().Zone));
        services.AddSingleton<ReportCatalog>();
        services.AddSingleton<DocumentRenderers>();
        return services;
    }
}
