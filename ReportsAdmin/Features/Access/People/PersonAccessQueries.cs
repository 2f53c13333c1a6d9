using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <summary>What a person sees and may do at present, leave cover included.</summary>
/// <param name="Rights">What the person's own pages and requests are answered with.</param>
/// <param name="Regions">Display names; null for all regions.</param>
/// <param name="Departments">Names; null for all departments.</param>
/// <param name="Figures">Null where the person lacks the permission.</param>
public sealed record PersonAccess(
    CurrentUser Rights,
    IReadOnlyList<string>? Regions,
    IReadOnlyList<string>? Departments,
    IReadOnlyList<PermissionEntry> Permissions,
    IReadOnlyList<(string Title, string? Text)> Figures,
    IReadOnlyList<MenuEntry> Pages
);

/// <summary>A person's account, and what it gives; null while the account is inactive.</summary>
public sealed record PersonView(PersonRow Row, PersonAccess? Access);

/// <summary>"What can this person see?", answered by the code that answers the person.</summary>
public sealed class PersonAccessQueries(
    IDbContextFactory<ReportsDb> contexts,
    PeopleQueries people,
    CurrentUserAccessor users,
    RolePermissions permissions,
    IEnumerable<IFeature> features,
    IEnumerable<ScopeFigure> figures
)
{
    /// <exception cref="DomainException">Not found: unknown, or outside of what the current user manages.</exception>
    public async Task<PersonView> OfAsync(CurrentUser currentUser, int personId, CancellationToken ct)
    {
        var row = await people.FindAsync(currentUser, personId, ct);
        return new PersonView(
            row,
            row.State == PersonState.Inactive ? null : await AccessAsync(await users.OfUserAsync(personId, ct), ct)
        );
    }

    private async Task<PersonAccess> AccessAsync(CurrentUser person, CancellationToken ct)
    {
        var shown = new List<(string, string?)>();
        foreach (var figure in figures)
            shown.Add((figure.Title, person.Can(figure.Permission) ? await figure.TextAsync(person, ct) : null));
        return new PersonAccess(
            person,
            person.Scope.Regions is { } regions ? [.. regions.Select(People.Regions.Display)] : null,
            await DepartmentsAsync(person.Scope.DepartmentIds, ct),
            [.. permissions.Known.Where(p => person.Can(p.Name))],
            shown,
            [.. features.SelectMany(f => f.Menu).Where(m => m.IsFor(person)).OrderBy(m => m.Order)]
        );
    }

    private async Task<IReadOnlyList<string>?> DepartmentsAsync(IReadOnlyList<int>? ids, CancellationToken ct)
    {
        if (ids is null)
            return null;
        await using var db = contexts.Reader();
        return await db.Set<Department>()
            .Where(d => ids.Contains(d.Id))
            .OrderBy(d => d.Name)
            .Select(d => d.Name)
            .ToListAsync(ct);
    }
}
