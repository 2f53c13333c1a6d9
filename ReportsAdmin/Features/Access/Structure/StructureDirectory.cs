using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>Keeps what this process knows of regions, zones, territories and names of roles as the database has it.</summary>
public sealed class StructureDirectory(IDbContextFactory<ReportsDb> contexts, ChangeNotifier notifier) : IDisposable
{
    /// <summary>Topic of the signal that a region has changed.</summary>
    public const string RegionsTopic = "regions";

    private readonly List<IDisposable> subscriptions = [];

    /// <summary>Gives an empty table the regions of spec 003, loads everything, and loads it again whenever a node changes it.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        foreach (var topic in subscriptions.Count > 0 ? [] : (string[])[RegionsTopic, Identities.ChangedTopic])
            subscriptions.Add(notifier.Subscribe(topic, () => LoadAsync(CancellationToken.None)));
        await using (var db = contexts.CreateDbContext())
            await SeedAsync(db, ct);
        await LoadAsync(ct);
    }

    public async Task LoadAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var rows = await db.Set<CompanyRegion>().ToListAsync(ct);
        var aliases = (await db.Set<RegionAlias>().OrderBy(a => a.Spelling).ToListAsync(ct)).ToLookup(
            a => a.RegionCode,
            a => a.Spelling
        );
        if (rows.Count > 0)
            Regions.Apply(
                new RegionCatalog(
                    rows.Select(r => new Region(r.Code, r.Name, [.. aliases[r.Code]], r.Active, r.ZoneCode)),
                    await ZonesAsync(db, ct),
                    await TerritoriesAsync(db, ct)
                )
            );
        RoleNames.Apply(
            await db.Set<CompanyRole>().Where(r => !r.BuiltIn).OrderBy(r => r.Name).Select(r => r.Name).ToListAsync(ct)
        );
    }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());

    private static async Task<IReadOnlyList<Zone>> ZonesAsync(ReportsDb db, CancellationToken ct)
    {
        var aliases = (await db.Set<ZoneAlias>().ToListAsync(ct)).ToLookup(a => a.ZoneCode, a => a.Spelling);
        return
        [
            .. (await db.Set<CompanyZone>().OrderBy(z => z.Order).ToListAsync(ct)).Select(z => new Zone(
                z.Code,
                z.Name,
                [.. aliases[z.Code]]
            )),
        ];
    }

    private static async Task<IEnumerable<Territory>> TerritoriesAsync(ReportsDb db, CancellationToken ct)
    {
        var aliases = (await db.Set<TerritoryAlias>().ToListAsync(ct)).ToLookup(a => a.TerritoryId, a => a.Spelling);
        return (await db.Set<CompanyTerritory>().ToListAsync(ct)).Select(t => new Territory(
            t.Name,
            t.RegionCode,
            [.. aliases[t.Id]],
            t.Active
        ));
    }

    /// <summary>Adds the regions of spec 003 when there is none at all.</summary>
    internal static async Task SeedAsync(ReportsDb db, CancellationToken ct)
    {
        if (await db.Set<CompanyRegion>().AnyAsync(ct))
            return;
        foreach (var region in Regions.Defaults.All)
        {
            db.Add(new CompanyRegion { Code = region.Code, Name = region.Name });
            db.AddRange(region.Aliases.Select(a => new RegionAlias { Spelling = a, RegionCode = region.Code }));
        }

        await db.SaveChangesAsync(ct);
    }
}

/// <summary>Loads the directory again every minute: a signal from another node may be lost.</summary>
internal sealed class StructureRefresh(StructureDirectory directory, TimeProvider time, ILogger<StructureRefresh> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await directory.LoadAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Regions and roles could not be read; they stay as they were");
            }
        }
    }
}
