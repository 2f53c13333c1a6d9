using Microsoft.EntityFrameworkCore;
namespace ReportsAdmin.Features.Access;
public sealed class StubFeature : IFeature { public IReadOnlyList<PermissionEntry> Permissions => []; public IReadOnlyList<MenuEntry> Menu => []; public void Add(IServiceCollection s, IConfiguration c) { s.AddSingleton<AccessQueries>(); s.AddSingleton<Viewers>(); } public void Map(ModelBuilder m) {} }
