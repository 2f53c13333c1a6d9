using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>What an administrator decides about a zone.</summary>
/// <param name="Aliases">Other spellings in sheets, in any case; blank ones are left out.</param>
/// <param name="Regions">Codes of its regions; one that was in another zone moves.</param>
public sealed record ZoneDraft(string Name, IReadOnlyList<string> Aliases, IReadOnlyList<string> Regions);

/// <summary>Changes the zones; every node knows at once. Rows of field sales that hold the name follow it.</summary>
public sealed class ZoneCommands(StructureWriter writer, TimeProvider time, IEnumerable<PlaceUse> uses)
{
    /// <param name="code">Lower-case letters, digits and hyphens; addresses and saved views hold it for good.</param>
    /// <exception cref="DomainException">Invalid: with the field; also when a spelling means another zone already.</exception>
    public Task AddAsync(CurrentUser currentUser, string code, ZoneDraft draft, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                if (!RegionCommands.CodePattern().IsMatch(code))
                    throw DomainException.Invalid(
                        "code",
                        $"A code starts with a letter and has up to {RegionCommands.MaxCode} lower-case letters, digits and hyphens."
                    );
                if (await db.Set<CompanyZone>().AnyAsync(z => z.Code == code, ct))
                    throw DomainException.Invalid("code", $"There is a zone with the code {code} already.");
                var zone = new CompanyZone
                {
                    Code = code,
                    Name = "",
                    Order = (await db.Set<CompanyZone>().MaxAsync(z => (int?)z.Order, ct) ?? 0) + 1,
                };
                db.Add(zone);
                await ApplyAsync(db, currentUser, zone, draft, ct);
            },
            ct
        );

    /// <param name="version">As read: a change meanwhile is a conflict.</param>
    /// <exception cref="DomainException">Not found, conflict, or invalid with the field.</exception>
    public Task ChangeAsync(CurrentUser currentUser, string code, int version, ZoneDraft draft, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                var zone = await FindAsync(db, code, ct);
                Spellings.RequireVersion(zone.Version, version, zone.Name);
                await ApplyAsync(db, currentUser, zone, draft, ct);
            },
            ct
        );

    /// <summary>Moves a zone one place up, or down.</summary>
    /// <param name="by">-1 or 1.</param>
    public Task MoveAsync(CurrentUser currentUser, string code, int by, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                var zones = await db.Set<CompanyZone>().AsTracking().OrderBy(z => z.Order).ToListAsync(ct);
                var from = zones.FindIndex(z => z.Code == code);
                if (from < 0)
                    throw NotFound();
                var to = Math.Clamp(from + by, 0, zones.Count - 1);
                if (from == to)
                    return;
                var zone = zones[from];
                zones.RemoveAt(from);
                zones.Insert(to, zone);
                for (var i = 0; i < zones.Count; i++)
                    zones[i].Order = i + 1;
                Touch(zone, currentUser);
            },
            ct
        );

    /// <summary>Removes a zone; its regions are in none then. What field sales hold keeps the name.</summary>
    public Task RemoveAsync(CurrentUser currentUser, string code, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                var zone = await FindAsync(db, code, ct);
                await PutRegionsAsync(db, currentUser, code, [], ct);
                db.RemoveRange(await db.Set<ZoneAlias>().Where(a => a.ZoneCode == code).ToListAsync(ct));
                db.Remove(zone);
            },
            ct
        );

    private static async Task<CompanyZone> FindAsync(ReportsDb db, string code, CancellationToken ct) =>
        await db.Set<CompanyZone>().AsTracking().SingleOrDefaultAsync(z => z.Code == code, ct) ?? throw NotFound();

    private static DomainException NotFound() => DomainException.NotFound("Zone not found.");

    private async Task ApplyAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CompanyZone zone,
        ZoneDraft draft,
        CancellationToken ct
    )
    {
        var name = Spellings.NameOf(draft.Name, RegionCatalog.FoldZone);
        var aliases = Spellings.AliasesOf(draft.Aliases, RegionCatalog.FoldZone, name);
        var others = await db.Set<CompanyZone>().Where(z => z.Code != zone.Code).ToListAsync(ct);
        var theirs = await db.Set<ZoneAlias>().Where(a => a.ZoneCode != zone.Code).ToListAsync(ct);
        Spellings.CheckFree(
            others
                .Select(z => (Spelling: RegionCatalog.FoldZone(z.Name), z.Name))
                .Concat(theirs.Select(a => (a.Spelling, others.First(z => z.Code == a.ZoneCode).Name)))
                .ToLookup(x => x.Spelling, x => x.Name, StringComparer.Ordinal),
            RegionCatalog.FoldZone(name),
            aliases
        );
        foreach (var use in zone.Name.Length == 0 || zone.Name == name ? [] : uses.Where(u => u.Kind == PlaceKind.Zone))
            await use.RenameAsync(db, zone.Name, name, ct);
        zone.Name = name;
        Touch(zone, currentUser);
        var before = await db.Set<ZoneAlias>().AsTracking().Where(a => a.ZoneCode == zone.Code).ToListAsync(ct);
        Spellings.Replace(
            db,
            before,
            aliases,
            a => a.Spelling,
            a => new ZoneAlias { Spelling = a, ZoneCode = zone.Code }
        );
        await PutRegionsAsync(db, currentUser, zone.Code, draft.Regions, ct);
    }

    private async Task PutRegionsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        string zone,
        IReadOnlyList<string> codes,
        CancellationToken ct
    )
    {
        var regions = await db.Set<CompanyRegion>()
            .AsTracking()
            .Where(r => r.ZoneCode == zone || codes.Contains(r.Code))
            .ToListAsync(ct);
        if (codes.Except(regions.Select(r => r.Code), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw DomainException.Invalid("regions", $"There is no region {unknown}.");
        foreach (var region in regions)
        {
            var now = codes.Contains(region.Code, StringComparer.Ordinal) ? zone : null;
            if (region.ZoneCode == now)
                continue;
            region.ZoneCode = now;
            region.Version++;
            (region.ChangedById, region.ChangedAt) = (currentUser.UserId, time.GetUtcNow().UtcDateTime);
        }
    }

    private void Touch(CompanyZone zone, CurrentUser currentUser)
    {
        zone.Version++;
        (zone.ChangedById, zone.ChangedAt) = (currentUser.UserId, time.GetUtcNow().UtcDateTime);
    }
}
