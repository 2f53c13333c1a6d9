using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>What an administrator decides about a region.</summary>
/// <param name="Aliases">Other spellings in sheets, in any case; blank ones are left out.</param>
/// <param name="Zone">Code of the zone; null for none.</param>
public sealed record RegionDraft(string Name, IReadOnlyList<string> Aliases, bool Active = true, string? Zone = null);

/// <summary>Changes the regions; every node knows at once.</summary>
public sealed partial class RegionCommands(StructureWriter writer, TimeProvider time, IEnumerable<RegionUse> uses)
{
    public const int MaxName = 60;
    public const int MaxCode = 20;
    public const int MaxAliases = 50;

    /// <param name="code">Lower-case letters, digits and hyphens; the wire and the tables use it for good.</param>
    /// <exception cref="DomainException">Invalid: with the field; also when a spelling means another region already.</exception>
    public Task AddAsync(CurrentUser currentUser, string code, RegionDraft draft, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                if (!CodePattern().IsMatch(code) || code == "all")
                    throw DomainException.Invalid(
                        "code",
                        "A code starts with a letter and has up to 20 lower-case letters, digits and hyphens; “all” is reserved."
                    );
                if (await db.Set<CompanyRegion>().AnyAsync(r => r.Code == code, ct))
                    throw DomainException.Invalid("code", $"There is a region with the code {code} already.");
                var region = new CompanyRegion { Code = code, Name = NameOf(draft) };
                db.Add(region);
                await ApplyAsync(db, currentUser, region, draft, ct);
            },
            ct
        );

    /// <param name="version">As read: a change meanwhile is a conflict.</param>
    /// <exception cref="DomainException">Not found, conflict, or invalid with the field.</exception>
    public Task ChangeAsync(
        CurrentUser currentUser,
        string code,
        int version,
        RegionDraft draft,
        CancellationToken ct
    ) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                var region = await FindAsync(db, code, ct);
                Spellings.RequireVersion(region.Version, version, region.Name);
                await ApplyAsync(db, currentUser, region, draft, ct);
            },
            ct
        );

    /// <summary>Removes a region that nothing refers to.</summary>
    /// <exception cref="DomainException">Conflict: it is used; deactivate it instead.</exception>
    public Task RemoveAsync(CurrentUser currentUser, string code, CancellationToken ct) =>
        writer.WriteAsync(
            currentUser,
            async db =>
            {
                var region = await FindAsync(db, code, ct);
                foreach (var use in uses)
                {
                    if ((await use.CountAsync(db, ct)).GetValueOrDefault(code) is > 0 and var count)
                        throw DomainException.Conflict(
                            $"{region.Name} is used ({count} {use.Title}). Deactivate it instead."
                        );
                }

                if (await db.Set<CompanyRegion>().CountAsync(ct) == 1)
                    throw DomainException.Conflict("The last region cannot be removed.");
                db.RemoveRange(await db.Set<RegionAlias>().Where(a => a.RegionCode == code).ToListAsync(ct));
                db.Remove(region);
            },
            ct
        );

    private static async Task<CompanyRegion> FindAsync(ReportsDb db, string code, CancellationToken ct) =>
        await db.Set<CompanyRegion>().AsTracking().SingleOrDefaultAsync(r => r.Code == code, ct)
        ?? throw DomainException.NotFound("Region not found.");

    private async Task ApplyAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CompanyRegion region,
        RegionDraft draft,
        CancellationToken ct
    )
    {
        var name = NameOf(draft);
        var aliases = Spellings.AliasesOf(draft.Aliases, RegionCatalog.Fold, region.Code, name);
        if (draft.Zone is { } zone && !await db.Set<CompanyZone>().AnyAsync(z => z.Code == zone, ct))
            throw DomainException.Invalid("zone", "This zone does not exist any more.");
        await CheckSpellingsAsync(db, region.Code, name, aliases, ct);
        (region.Name, region.Active, region.ZoneCode) = (name, draft.Active, draft.Zone);
        region.Version++;
        (region.ChangedById, region.ChangedAt) = (currentUser.UserId, time.GetUtcNow().UtcDateTime);
        var before = await db.Set<RegionAlias>().AsTracking().Where(a => a.RegionCode == region.Code).ToListAsync(ct);
        Spellings.Replace(
            db,
            before,
            aliases,
            a => a.Spelling,
            a => new RegionAlias { Spelling = a, RegionCode = region.Code }
        );
    }

    private static string NameOf(RegionDraft draft) => Spellings.NameOf(draft.Name, RegionCatalog.Fold);

    /// <summary>A spelling means one region: its code, its name or an alias.</summary>
    private static async Task CheckSpellingsAsync(
        ReportsDb db,
        string code,
        string name,
        IReadOnlySet<string> aliases,
        CancellationToken ct
    )
    {
        var others = await db.Set<CompanyRegion>().Where(r => r.Code != code).ToListAsync(ct);
        var taken = others
            .SelectMany(r => new[] { (r.Code, r.Name), (Code: r.Name, r.Name) })
            .Select(x => (Spelling: RegionCatalog.Fold(x.Code), x.Name))
            .Concat(
                (await db.Set<RegionAlias>().Where(a => a.RegionCode != code).ToListAsync(ct)).Select(a =>
                    (a.Spelling, others.FirstOrDefault(r => r.Code == a.RegionCode)?.Name ?? a.RegionCode)
                )
            )
            .ToLookup(x => x.Spelling, x => x.Item2, StringComparer.Ordinal);
        Spellings.CheckFree(taken, RegionCatalog.Fold(name), aliases);
        if (taken[RegionCatalog.Fold(code)].FirstOrDefault() is { } other)
            throw DomainException.Invalid("code", $"“{code}” means {other} already.");
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,19}$", RegexOptions.CultureInvariant)]
    internal static partial Regex CodePattern();
}
