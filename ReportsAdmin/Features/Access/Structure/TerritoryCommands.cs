using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>What an administrator decides about a territory.</summary>
/// <param name="Region">Code of the region it is below.</param>
/// <param name="Aliases">Other spellings in sheets, in any case; blank ones are left out.</param>
public sealed record TerritoryDraft(string Name, string Region, IReadOnlyList<string> Aliases, bool Active = true);

/// <summary>Changes the territories; every node knows at once. Rows of field sales that hold the name follow it.</summary>
public sealed class TerritoryCommands(StructureWriter writer, TimeProvider time, IEnumerable<PlaceUse> uses)
{
    /// <exception cref="DomainException">Invalid: with the field; also when a spelling means another territory already.</exception>
    public Task AddAsync(CurrentUser currentUser, TerritoryDraft draft, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                var territory = new CompanyTerritory { Name = "", RegionCode = "" };
                await ApplyAsync(db, currentUser, territory, draft, ct);
            },
            ct
        );

    /// <param name="version">As read: a change meanwhile is a conflict.</param>
    /// <exception cref="DomainException">Not found, conflict, or invalid with the field.</exception>
    public Task ChangeAsync(CurrentUser currentUser, int id, int version, TerritoryDraft draft, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                var territory = await FindAsync(db, id, ct);
                Spellings.RequireVersion(territory.Version, version, territory.Name);
                await ApplyAsync(db, currentUser, territory, draft, ct);
            },
            ct
        );

    /// <summary>Removes a territory that no row of field sales holds.</summary>
    /// <exception cref="DomainException">Conflict: it is used; deactivate it instead.</exception>
    public Task RemoveAsync(CurrentUser currentUser, int id, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                var territory = await FindAsync(db, id, ct);
                foreach (var use in Uses)
                {
                    if ((await use.CountAsync(db, ct)).GetValueOrDefault(territory.Name) is > 0 and var count)
                        throw DomainException.Conflict(
                            $"{territory.Name} is used ({count} {use.Title}). Deactivate it instead."
                        );
                }

                db.RemoveRange(await db.Set<TerritoryAlias>().Where(a => a.TerritoryId == id).ToListAsync(ct));
                db.Remove(territory);
            },
            ct
        );

    private IEnumerable<PlaceUse> Uses => uses.Where(u => u.Kind == PlaceKind.Territory);

    private static async Task<CompanyTerritory> FindAsync(ReportsDb db, int id, CancellationToken ct) =>
        await db.Set<CompanyTerritory>().AsTracking().SingleOrDefaultAsync(t => t.Id == id, ct)
        ?? throw DomainException.NotFound("Territory not found.");

    private async Task ApplyAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CompanyTerritory territory,
        TerritoryDraft draft,
        CancellationToken ct
    )
    {
        var (isNew, before) = (territory.Id == 0, territory.Name);
        var name = Spellings.NameOf(draft.Name, RegionCatalog.FoldTerritory);
        var aliases = Spellings.AliasesOf(draft.Aliases, RegionCatalog.FoldTerritory, name);
        await CheckAsync(db, territory.Id, name, aliases, draft.Region, ct);
        (territory.Name, territory.RegionCode, territory.Active) = (name, draft.Region, draft.Active);
        territory.Version++;
        (territory.ChangedById, territory.ChangedAt) = (currentUser.UserId, time.GetUtcNow().UtcDateTime);
        if (isNew)
        {
            // The aliases need its key.
            db.Add(territory);
            await db.SaveChangesAsync(ct);
        }

        foreach (var use in isNew || before == name ? [] : Uses)
            await use.RenameAsync(db, before, name, ct);
        var known = await db.Set<TerritoryAlias>()
            .AsTracking()
            .Where(a => a.TerritoryId == territory.Id)
            .ToListAsync(ct);
        Spellings.Replace(
            db,
            known,
            aliases,
            a => a.Spelling,
            a => new TerritoryAlias { Spelling = a, TerritoryId = territory.Id }
        );
    }

    private static async Task CheckAsync(
        ReportsDb db,
        int id,
        string name,
        IEnumerable<string> aliases,
        string region,
        CancellationToken ct
    )
    {
        var others = await db.Set<CompanyTerritory>().Where(t => t.Id != id).ToListAsync(ct);
        var theirs = await db.Set<TerritoryAlias>().Where(a => a.TerritoryId != id).ToListAsync(ct);
        Spellings.CheckFree(
            others
                .Select(t => (Spelling: RegionCatalog.FoldTerritory(t.Name), t.Name))
                .Concat(theirs.Select(a => (a.Spelling, others.First(t => t.Id == a.TerritoryId).Name)))
                .ToLookup(x => x.Spelling, x => x.Name, StringComparer.Ordinal),
            RegionCatalog.FoldTerritory(name),
            aliases
        );
        if (!await db.Set<CompanyRegion>().AnyAsync(r => r.Code == region, ct))
            throw DomainException.Invalid("region", "Choose the region that it is below.");
    }
}
