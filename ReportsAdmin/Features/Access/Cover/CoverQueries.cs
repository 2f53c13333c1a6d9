using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Cover;

/// <summary>A present or coming leave cover.</summary>
/// <param name="IsDelegate">True when the person asked about stands in for the other.</param>
/// <param name="MayEnd">Whether the current user may end it.</param>
public sealed record CoverRow(
    int Id,
    bool IsDelegate,
    string Other,
    DateOnly From,
    DateOnly To,
    bool Active,
    string SetBy,
    bool MayEnd
);

/// <summary>The leave covers of a person.</summary>
/// <param name="MaySet">Whether the current user may set one for the person.</param>
public sealed record PersonCovers(string Name, bool MaySet, IReadOnlyList<CoverRow> Rows);

/// <summary>What a delegate would get.</summary>
/// <param name="Problem">Why the cover is not possible; null when it is.</param>
/// <param name="Gained">Permissions that the delegate gets, in words.</param>
/// <param name="Missing">Permissions of the covered person that the delegate does not get, in words; rights of administration are never delegated and not named.</param>
public sealed record CoverPreview(
    string? Problem,
    Scope Scope,
    IReadOnlyList<string> Gained,
    IReadOnlyList<string> Missing
);

/// <summary>Who stands in for whom.</summary>
public sealed class CoverQueries(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor users,
    RolePermissions permissions,
    BusinessClock clock
)
{
    private const int MaxDelegates = 20;

    /// <summary>The covers of a person that are not over, for the person, their manager, and those who see the team.</summary>
    public async Task<PersonCovers> OfPersonAsync(CurrentUser currentUser, int personId, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var person = await db.Set<User>().SingleOrDefaultAsync(u => u.Id == personId, ct)
            ?? throw DomainException.NotFound("Person not found.");
        var maySet = person.Active && await MaySetAsync(db, currentUser, person, ct);
        if (!maySet && personId != currentUser.UserId)
            currentUser.Require(AccessQueries.TeamPermission);
        var today = clock.Today;
        var rows = await db.Set<LeaveCover>()
            .Where(c => (c.PersonId == personId || c.DelegateId == personId) && c.EndedAt == null && c.ToDay >= today)
            .OrderBy(c => c.FromDay)
            .ThenBy(c => c.Id)
            .Select(c => new
            {
                Cover = c,
                Other = db.Set<User>()
                    .Where(u => u.Id == (c.PersonId == personId ? c.DelegateId : c.PersonId))
                    .Select(u => u.Name)
                    .First(),
            })
            .ToListAsync(ct);
        return new PersonCovers(
            person.Name,
            maySet,
            [
                .. rows.Select(r => new CoverRow(
                    r.Cover.Id,
                    r.Cover.DelegateId == personId,
                    r.Other,
                    r.Cover.FromDay,
                    r.Cover.ToDay,
                    r.Cover.FromDay <= today,
                    r.Cover.SetByName,
                    r.Cover.DelegateId == currentUser.UserId || (maySet && r.Cover.PersonId == personId)
                )),
            ]
        );
    }

    /// <summary>Who could stand in for a person: active people of the office, in the order of their names.</summary>
    public async Task<IReadOnlyList<PersonName>> DelegatesAsync(
        CurrentUser currentUser,
        int personId,
        string? text,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        await RequireSetAsync(db, currentUser, personId, ct);
        var people = db.Set<User>().Where(u => u.Active && !u.InField && u.PasswordHash != null && u.Id != personId);
        if (text?.Trim().ToUpperInvariant() is { Length: > 0 } part)
            people = people.Where(u => u.Name.ToUpper().Contains(part));
        return await people
            .OrderBy(u => u.Name)
            .ThenBy(u => u.Id)
            .Take(MaxDelegates)
            .Select(u => new PersonName(u.Id, u.Name, u.Email ?? ""))
            .ToListAsync(ct);
    }

    /// <summary>What the delegate would get, by the code that gives it.</summary>
    public async Task<CoverPreview> PreviewAsync(
        CurrentUser currentUser,
        int personId,
        int delegateId,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        await RequireSetAsync(db, currentUser, personId, ct);
        var covered = CoverRights.Delegable(await users.OwnAsync(personId, ct), permissions.Known);
        var own = await users.OwnAsync(delegateId, ct);
        var both = CoverRights.Combine(own, [covered]);
        IReadOnlyList<string> Titles(Func<string, bool> of) =>
            [.. permissions.Known.Where(p => of(p.Name)).Select(p => p.Title)];
        return new CoverPreview(
            CoverRights.Problem(own, covered),
            both.Scope,
            Titles(p => both.Can(p) && !own.Can(p)),
            Titles(p => covered.Can(p) && !both.Can(p))
        );
    }

    /// <summary>A person for whom the current user may set a cover.</summary>
    /// <exception cref="DomainException">Not found; forbidden for anybody but the person, their manager and those who manage the person's account.</exception>
    internal static async Task<User> RequireSetAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int personId,
        CancellationToken ct
    )
    {
        var person = await db.Set<User>().SingleOrDefaultAsync(u => u.Id == personId, ct)
            ?? throw DomainException.NotFound("Person not found.");
        return await MaySetAsync(db, currentUser, person, ct)
            ? person
            : throw DomainException.Forbidden("Leave cover is set by the person, their manager, or an administrator.");
    }

    private static async Task<bool> MaySetAsync(
        ReportsDb db,
        CurrentUser currentUser,
        User person,
        CancellationToken ct
    )
    {
        if (person.Id == currentUser.UserId)
            return true;
        // Nobody gives away the rights of somebody above themselves.
        if (!(await PeopleCommands.RolesAsync(db, ct)).MayGive(currentUser, person.Role))
            return false;
        return person.ReportsToId == currentUser.UserId
            || (
                currentUser.Can(PeopleCommands.ManagePermission)
                && await PeopleCommands.ManageableBy(db, currentUser).AnyAsync(u => u.Id == person.Id, ct)
            );
    }
}
