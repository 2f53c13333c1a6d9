using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access;

/// <summary>A person of the field team.</summary>
/// <param name="Designation">TSM, MDO and the like; the role on the wire of spec 001.</param>
/// <param name="Branch">A region code of spec 003: whose people see him.</param>
public sealed record FieldPerson(int Id, string Name, string? Designation, string? Zone, string? Region, string? Territory, string? Branch, int? ReportsToId, bool Active);

/// <summary>The field team, as far as the viewer sees it: the people of his branches, and himself.</summary>
public sealed class FieldTeamQueries(IDbContextFactory<ReportsDb> contexts)
{
    public async Task<IReadOnlyList<FieldPerson>> PeopleAsync(Viewer viewer, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await PeopleOf(db, viewer).OrderBy(p => p.Name).ThenBy(p => p.Id).ToListAsync(ct);
    }

    /// <summary>The same as part of another room's statement.</summary>
    public static IQueryable<FieldPerson> PeopleOf(ReportsDb db, Viewer viewer)
    {
        var users = db.Set<User>().Where(u => u.InField);
        if (viewer.Scope.Regions is { } branches) users = users.Where(u => u.Id == viewer.UserId || (u.Region != null && branches.Contains(u.Region)));
        return users.Select(u => new FieldPerson(u.Id, u.Name, u.Designation, u.Zone, u.FieldRegion, u.Territory, u.Region, u.ReportsToId, u.Active));
    }
}
