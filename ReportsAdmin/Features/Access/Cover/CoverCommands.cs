using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Cover;

/// <summary>Sets and ends leave covers. Each counts at once, in open pages and for tokens.</summary>
public sealed class CoverCommands(
    IDbContextFactory<ReportsDb> contexts,
    CoverQueries queries,
    CurrentUserAccessor users,
    BusinessClock clock
)
{
    /// <summary>The longest period, in days.</summary>
    public const int MaxDays = 366;

    /// <summary>Lets a delegate stand in for a person, from the first to the last day of the company's calendar.</summary>
    /// <exception cref="DomainException">Forbidden: see <see cref="CoverQueries.RequireSetAsync"/>. Invalid: with the field (<c>from</c>, <c>to</c>, <c>delegate</c>). Conflict: the person has a delegate in this period.</exception>
    public async Task<int> SetAsync(
        CurrentUser currentUser,
        int personId,
        int delegateId,
        DateOnly from,
        DateOnly to,
        CancellationToken ct
    )
    {
        RequirePeriod(from, to);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<User>().Where(u => u.Id == personId).LockAsync(u => u.AccessFailedCount, ct);
        await RequirePeopleAsync(db, currentUser, personId, delegateId, ct);
        if ((await queries.PreviewAsync(currentUser, personId, delegateId, ct)).Problem is { } problem)
            throw DomainException.Invalid("delegate", problem);
        if (
            await db.Set<LeaveCover>()
                .AnyAsync(c => c.PersonId == personId && c.EndedAt == null && c.FromDay <= to && c.ToDay >= from, ct)
        )
            throw DomainException.Conflict("There is a delegate in this period already. End that cover first.");
        var cover = new LeaveCover
        {
            PersonId = personId,
            DelegateId = delegateId,
            FromDay = from,
            ToDay = to,
            SetById = currentUser.UserId,
            SetByName = currentUser.Name,
            SetAt = clock.UtcNow,
        };
        db.Add(cover);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await users.ChangedAsync();
        return cover.Id;
    }

    /// <summary>Ends a cover at once. The delegate may do it too.</summary>
    /// <exception cref="DomainException">Not found: unknown or over. Forbidden: as for setting one.</exception>
    public async Task EndAsync(CurrentUser currentUser, int coverId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var cover = await db.Set<LeaveCover>()
            .AsTracking()
            .SingleOrDefaultAsync(c => c.Id == coverId && c.EndedAt == null, ct)
            ?? throw DomainException.NotFound("This leave cover has ended.");
        if (cover.DelegateId != currentUser.UserId)
            await CoverQueries.RequireSetAsync(db, currentUser, cover.PersonId, ct);
        (cover.EndedAt, cover.EndedById) = (clock.UtcNow, currentUser.UserId);
        await db.SaveChangesAsync(ct);
        await users.ChangedAsync();
    }

    private void RequirePeriod(DateOnly from, DateOnly to)
    {
        if (to < from)
            throw DomainException.Invalid("to", "The last day is before the first.");
        if (to < clock.Today)
            throw DomainException.Invalid("to", "This period is over.");
        if (to.DayNumber - from.DayNumber >= MaxDays)
            throw DomainException.Invalid("to", $"A leave cover lasts at most {MaxDays} days.");
    }

    private static async Task RequirePeopleAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int personId,
        int delegateId,
        CancellationToken ct
    )
    {
        var person = await CoverQueries.RequireSetAsync(db, currentUser, personId, ct);
        if (!person.Active)
            throw DomainException.Conflict($"{person.Name} is inactive. Hand over the work instead.");
        if (delegateId == personId)
            throw DomainException.Invalid("delegate", "Choose another person.");
        if (!await db.Set<User>().AnyAsync(u => u.Id == delegateId && u.Active && !u.InField, ct))
            throw DomainException.Invalid("delegate", "Choose an active person.");
    }
}
