using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.GeneratedReports;

/// <summary>Titled reports of any content: generated to PDF, Word and Excel, edited, and generated again.</summary>
public sealed class GeneratedReportsFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void Map(ModelBuilder model) => GeneratedReportsModel.Map(model);
}
