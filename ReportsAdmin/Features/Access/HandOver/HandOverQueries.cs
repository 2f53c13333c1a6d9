using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.HandOver;

/// <summary>One kind of work in a preview or a result.</summary>
/// <param name="Moved">Rows that are, or were, moved.</param>
/// <param name="Kept">Rows that stay with the person who leaves.</param>
public sealed record HandOverLine(string Title, int Moved, int Kept, IReadOnlyList<KeptItem> Named);

/// <summary>What a hand-over would do, or did, by kind; kinds without any work are left out.</summary>
public sealed record HandOverResult(IReadOnlyList<HandOverLine> Lines)
{
    public int Moved => Lines.Sum(l => l.Moved);

    public int Kept => Lines.Sum(l => l.Kept);
}

/// <summary>A hand-over that took place.</summary>
public sealed record HandOverEntry(string To, string By, DateTime At, HandOverResult Result);

/// <summary>What a person's work is and what became of it, for those who manage the person.</summary>
public sealed class HandOverQueries(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<IHandOver> kinds,
    CurrentUserAccessor users,
    TimeProvider time
)
{
    private const int MaxSuccessors = 20;

    /// <summary>What the successor would take over, and what stays.</summary>
    /// <exception cref="DomainException">Not found or forbidden: a person whom the current user does not manage. Invalid: the successor is inactive, of the field team, or the person themselves.</exception>
    public async Task<HandOverResult> PreviewAsync(CurrentUser currentUser, int fromId, int toId, CancellationToken ct)
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var context = await ContextAsync(snapshot.Db, currentUser, fromId, toId, ct);
        var lines = new List<HandOverLine>();
        foreach (var kind in kinds)
        {
            var count = await kind.CountAsync(context, ct);
            if (count.Movable + count.Kept > 0)
                lines.Add(new(kind.Title, count.Movable, count.Kept, count.Named));
        }

        return new HandOverResult(lines);
    }

    /// <summary>Active people of the office whom the current user manages, in the order of their names, but not the person themselves.</summary>
    public async Task<IReadOnlyList<PersonName>> SuccessorsAsync(
        CurrentUser currentUser,
        int fromId,
        string? text,
        CancellationToken ct
    )
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using var db = contexts.Reader();
        var people = PeopleCommands.ManageableBy(db, currentUser).Where(u => u.Active && !u.InField && u.Id != fromId);
        if (text?.Trim().ToUpperInvariant() is { Length: > 0 } part)
            people = people.Where(u => u.Name.ToUpper().Contains(part) || u.NormalizedEmail!.Contains(part));
        return await people
            .OrderBy(u => u.Name)
            .ThenBy(u => u.Id)
            .Take(MaxSuccessors)
            .Select(u => new PersonName(u.Id, u.Name, u.Email ?? ""))
            .ToListAsync(ct);
    }

    /// <summary>The hand-overs of a person's work, the latest first.</summary>
    public async Task<IReadOnlyList<HandOverEntry>> HistoryAsync(
        CurrentUser currentUser,
        int fromId,
        CancellationToken ct
    )
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using var db = contexts.Reader();
        await PeopleCommands.ManageableAsync(db, currentUser, fromId, ct);
        var records = await db.Set<HandOverRecord>()
            .Where(r => r.FromUserId == fromId)
            .OrderByDescending(r => r.Id)
            .Take(20)
            .ToListAsync(ct);
        return
        [
            .. records.Select(r => new HandOverEntry(
                r.ToName,
                r.HandedOverByName,
                r.At,
                new HandOverResult(JsonSerializer.Deserialize<List<HandOverLine>>(r.Lines)!)
            )),
        ];
    }

    /// <summary>Checks that the current user manages both people.</summary>
    internal async Task<HandOverContext> ContextAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int fromId,
        int toId,
        CancellationToken ct
    )
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        if (fromId == toId)
            throw DomainException.Invalid("to", "Choose another person.");
        var from = await PeopleCommands.ManageableAsync(db, currentUser, fromId, ct);
        var to = await PeopleCommands.ManageableAsync(db, currentUser, toId, ct);
        if (!to.Active || to.InField)
            throw DomainException.Invalid("to", $"{to.Name} cannot take over work: choose an active person.");
        var successor = await users.OwnAsync(toId, ct);
        return new HandOverContext(db, currentUser, from.Id, from.Name, successor, time.GetUtcNow().UtcDateTime);
    }
}
