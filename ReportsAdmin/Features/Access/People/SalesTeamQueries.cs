using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <summary>A person of the field team. Set by name, not by position, so that a query may go on over its members.</summary>
public sealed record SalesPerson
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    /// <summary>TSM, MDO and similar; the role on the wire of spec 001.</summary>
    public string? Designation { get; init; }

    public string? Zone { get; init; }

    public string? Region { get; init; }

    public string? Territory { get; init; }

    /// <summary>A region code of spec 003: whose people see them.</summary>
    public string? Branch { get; init; }

    public int? ReportsToId { get; init; }

    public bool Active { get; init; }
}

/// <summary>Somebody as the field names them.</summary>
/// <param name="Title">Their designation, or their role where they have none.</param>
public sealed record PersonTitle(int Id, string Name, string Title);

/// <summary>The designations that the field of spec 001 knows.</summary>
public static class SalesRoles
{
    /// <summary>Visits outlets, in one territory.</summary>
    public const string Mdo = "MDO";

    /// <summary>Leads a territory.</summary>
    public const string Tsm = "TSM";

    public static readonly IReadOnlyList<string> All =
    [
        Mdo,
        Tsm,
        "RBH",
        "RMM",
        "ZBH",
        "MH",
        "VP_SM",
        "MD",
        "CHRO",
        "CFO",
    ];

    /// <summary>A designation in its own spelling, however the caller cased it; null when there is none like it.</summary>
    public static string? Parse(string text) =>
        All.FirstOrDefault(r => r.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>The field team, as far as the current user sees it: the people of their branches, and themselves.</summary>
public sealed class SalesTeamQueries(IDbContextFactory<ReportsDb> contexts)
{
    public async Task<IReadOnlyList<SalesPerson>> PeopleAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await PeopleOf(db, currentUser).OrderBy(p => p.Name).ThenBy(p => p.Id).ToListAsync(ct);
    }

    /// <summary>The same as part of another room's statement.</summary>
    public static IQueryable<SalesPerson> PeopleOf(ReportsDb db, CurrentUser currentUser)
    {
        var users = db.Set<User>().Where(u => u.InField);
        if (currentUser.Scope.Regions is { } branches)
            users = users.Where(u => u.Id == currentUser.UserId || (u.Region != null && branches.Contains(u.Region)));
        return users.Select(u => new SalesPerson
        {
            Id = u.Id,
            Name = u.Name,
            Designation = u.Designation,
            Zone = u.Zone,
            Region = u.FieldRegion,
            Territory = u.Territory,
            Branch = u.Region,
            ReportsToId = u.ReportsToId,
            Active = u.Active,
        });
    }

    /// <summary>The designations that occur among the people whom the current user sees, the juniors first.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var found = await PeopleOf(db, currentUser)
            .Where(p => p.Active && p.Designation != null)
            .Select(p => p.Designation!)
            .Distinct()
            .ToListAsync(ct);
        return [.. SalesRoles.All.Where(found.Contains)];
    }

    /// <summary>Names and titles of anybody, in the field or not. The caller has checked that the current user sees what they did.</summary>
    public async Task<IReadOnlyDictionary<int, PersonTitle>> TitlesAsync(
        IReadOnlyCollection<int> userIds,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        return await db.Set<User>()
            .Where(u => userIds.Contains(u.Id))
            .Select(u => new PersonTitle(u.Id, u.Name, u.Designation ?? u.Role))
            .ToDictionaryAsync(p => p.Id, ct);
    }

    /// <summary>When each of the team was last edited, for a version as part of another room's statement.</summary>
    public static IQueryable<DateTime> EditsOf(ReportsDb db) =>
        db.Set<User>().Where(u => u.InField).Select(u => u.UpdatedAt);

    /// <summary>Changes whenever somebody joins the field team or is edited; part of an ETag.</summary>
    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var team = await db.Set<User>()
            .Where(u => u.InField)
            .GroupBy(u => 1)
            .Select(g => new { Count = g.Count(), Last = g.Max(u => u.UpdatedAt) })
            .SingleOrDefaultAsync(ct);
        return string.Create(CultureInfo.InvariantCulture, $"{team?.Count ?? 0}.{team?.Last.Ticks ?? 0:x}");
    }
}
