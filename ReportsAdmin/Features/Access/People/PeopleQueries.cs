using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <summary>Whether a person can sign in.</summary>
public enum PersonState
{
    /// <summary>No password and no link.</summary>
    NotInvited,

    /// <summary>No password, but a link, which may have expired.</summary>
    Invited,
    Active,
    Inactive,
}

/// <summary>Which people are listed; null means all.</summary>
/// <param name="Text">Part of the name or address.</param>
public sealed record PeopleFilter(string? Text, PersonState? State, string? Role, string? Region);

/// <summary>A person as their administrator sees them.</summary>
public sealed record PersonRow
{
    public required int Id { get; init; }

    /// <summary>Changes with every change of the person.</summary>
    public required string Version { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string Role { get; init; }

    public string? Region { get; init; }

    public string? Designation { get; init; }

    public int? ReportsToId { get; init; }

    public string? ReportsTo { get; init; }

    public required PersonState State { get; init; }

    /// <summary>When the link of an invited person stops working.</summary>
    public DateTime? LinkExpiresAt { get; init; }

    public DateTime? LastSignInAt { get; init; }

    /// <summary>In the order of their names; none means all.</summary>
    public IReadOnlyList<DepartmentName> Departments { get; init; } = [];
}

public sealed record DepartmentName(int Id, string Name);

/// <summary>People and their accounts, for those who manage them.</summary>
public sealed class PeopleQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>In the order of their names.</summary>
    public async Task<Page<PersonRow>> ListAsync(
        CurrentUser currentUser,
        PeopleFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using var db = contexts.Reader();
        var query = Matching(db, PeopleCommands.ManageableBy(db, currentUser), filter);
        var total = await query.CountAsync(ct);
        var rows = await Rows(db, query.OrderBy(u => u.Name).ThenBy(u => u.Id).Skip(page.Skip).Take(page.Size))
            .ToListAsync(ct);
        return new(await WithDepartmentsAsync(db, rows, ct), total, page);
    }

    /// <summary>One person whom the current user manages.</summary>
    public async Task<PersonRow> FindAsync(CurrentUser currentUser, int userId, CancellationToken ct)
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using var db = contexts.Reader();
        var rows = await Rows(db, PeopleCommands.ManageableBy(db, currentUser).Where(u => u.Id == userId))
            .ToListAsync(ct);
        return (await WithDepartmentsAsync(db, rows, ct)) is [var row]
            ? row
            : throw DomainException.NotFound("Person not found.");
    }

    /// <summary>Who may be a superior: everybody active, in the order of their names.</summary>
    public async Task<IReadOnlyList<PersonName>> SuperiorsAsync(
        CurrentUser currentUser,
        string? text,
        int count,
        CancellationToken ct
    )
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using var db = contexts.Reader();
        return await Matching(db, db.Set<User>(), new PeopleFilter(text, null, null, null))
            .Where(u => u.Active && !u.InField)
            .OrderBy(u => u.Name)
            .ThenBy(u => u.Id)
            .Take(count)
            .Select(u => new PersonName(u.Id, u.Name, u.Email ?? ""))
            .ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<PersonRow>> WithDepartmentsAsync(
        ReportsDb db,
        List<PersonRow> rows,
        CancellationToken ct
    )
    {
        var ids = rows.Select(r => r.Id).ToList();
        var departments = (
            await db.Set<UserDepartment>()
                .Where(d => ids.Contains(d.UserId))
                .Join(
                    db.Set<Department>(),
                    d => d.DepartmentId,
                    d => d.Id,
                    (u, d) =>
                        new
                        {
                            u.UserId,
                            d.Id,
                            d.Name,
                        }
                )
                .OrderBy(d => d.Name)
                .ToListAsync(ct)
        ).ToLookup(d => d.UserId, d => new DepartmentName(d.Id, d.Name));
        return [.. rows.Select(r => r with { Departments = [.. departments[r.Id]] })];
    }

    private static IQueryable<AccountLink> Invites(ReportsDb db) =>
        db.Set<AccountLink>().Where(l => l.Purpose == LinkPurposes.Invite && l.EndedAt == null);

    private static IQueryable<User> Matching(ReportsDb db, IQueryable<User> users, PeopleFilter filter)
    {
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim().ToUpperInvariant();
            users = users.Where(u => u.Name.ToUpper().Contains(text) || u.NormalizedEmail!.Contains(text));
        }

        if (filter.Role is { } role)
            users = users.Where(u => u.Role == role);
        if (filter.Region is { } region)
            users = users.Where(u => u.Region == region);
        var invites = Invites(db);
        return filter.State switch
        {
            PersonState.Inactive => users.Where(u => !u.Active),
            PersonState.Active => users.Where(u => u.Active && u.PasswordHash != null),
            PersonState.Invited => users.Where(u =>
                u.Active && u.PasswordHash == null && invites.Any(l => l.UserId == u.Id)
            ),
            PersonState.NotInvited => users.Where(u =>
                u.Active && u.PasswordHash == null && !invites.Any(l => l.UserId == u.Id)
            ),
            _ => users,
        };
    }

    private static IQueryable<PersonRow> Rows(ReportsDb db, IQueryable<User> users)
    {
        var invites = Invites(db);
        return users.Select(u => new PersonRow
        {
            Id = u.Id,
            Version = u.ConcurrencyStamp ?? "",
            Name = u.Name,
            Email = u.Email ?? "",
            Role = u.Role,
            Region = u.Region,
            Designation = u.Designation,
            ReportsToId = u.ReportsToId,
            ReportsTo = db.Set<User>().Where(s => s.Id == u.ReportsToId).Select(s => s.Name).FirstOrDefault(),
            State =
                !u.Active ? PersonState.Inactive
                : u.PasswordHash != null ? PersonState.Active
                : invites.Any(l => l.UserId == u.Id) ? PersonState.Invited
                : PersonState.NotInvited,
            LinkExpiresAt = invites.Where(l => l.UserId == u.Id).Max(l => (DateTime?)l.ExpiresAt),
            LastSignInAt = db.Set<Session>().Where(s => s.UserId == u.Id).Max(s => (DateTime?)s.CreatedAt),
        });
    }
}
