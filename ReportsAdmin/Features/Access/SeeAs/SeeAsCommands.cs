using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.SeeAs;

/// <summary>
/// Lets a browser's session see the application as somebody else, read only, for half an hour. It is a state of the session, so it counts in all
/// its tabs and ends with it.
/// </summary>
public sealed class SeeAsCommands(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor users,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const string Permission = "users:see-as";

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Why the current user may not see the application as a person; null when they may.</summary>
    public async Task<string?> ProblemAsync(CurrentUser currentUser, int personId, CancellationToken ct) =>
        await users.FindAsync(personId, ct) is { } known
            ? SeeAsRules.Problem(currentUser, known.CurrentUser)
            : "The account is inactive.";

    /// <summary>Begins it for a session of the current user's.</summary>
    /// <exception cref="DomainException">Forbidden: see <see cref="SeeAsRules"/>, or they must confirm who they are first. Not found: unknown, or outside of what the current user manages. Conflict: the session is none of a browser, or sees the application as somebody already.</exception>
    public async Task BeginAsync(CurrentUser currentUser, string? session, int personId, CancellationToken ct)
    {
        currentUser.Require(Permission);
        currentUser.RequireConfirmed();
        await using var db = contexts.CreateDbContext();
        var person = await PeopleCommands
            .ManageableBy(db, currentUser)
            .Where(u => u.Id == personId)
            .Select(u => new { u.Name })
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Person not found.");
        if (await ProblemAsync(currentUser, personId, ct) is { } problem)
            throw DomainException.Forbidden(problem);
        var (now, until) = (Now, Now + Longest);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var begun = await db.Set<Session>()
            .Where(s => s.Id == session && s.UserId == currentUser.UserId && s.Kind == SessionKinds.Browser)
            .Where(s => s.EndedAt == null && s.ExpiresAt > now && s.SeenAsId == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.SeenAsId, personId).SetProperty(x => x.SeenAsUntil, until),
                ct
            );
        if (begun == 0)
            throw DomainException.Conflict(
                "This session cannot see the application as somebody else. Reload the page."
            );
        await db.RecordAsync(AuditActions.SeeAsBegan, AccessAudit.Person, personId, person.Name, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(Identities.SessionsTopic);
    }

    /// <summary>Ends it; answers as whom the session saw the application, null when it did not.</summary>
    public async Task<int?> EndAsync(string session, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var ended = await EndAsync(db, db.Set<Session>().Where(s => s.Id == session), "ended", ct);
        return ended.Count == 0 ? null : ended[0];
    }

    /// <summary>Ends what is over: by time, with its session, or because somebody's rights changed. Called every minute; nobody sees anything by it meanwhile.</summary>
    public async Task EndDueAsync(CancellationToken ct)
    {
        var now = Now;
        await using var db = contexts.CreateDbContext();
        var open = await db.Set<Session>()
            .Where(s => s.SeenAsId != null)
            .Select(s => new
            {
                s.Id,
                s.UserId,
                SeenAsId = s.SeenAsId!.Value,
                s.SeenAsUntil,
                IsOver = s.EndedAt != null || s.ExpiresAt <= now,
            })
            .ToListAsync(ct);
        foreach (var seeing in open)
        {
            var reason =
                seeing.IsOver ? "session ended"
                : seeing.SeenAsUntil <= now ? "half an hour over"
                : await MayGoOnAsync(seeing.UserId, seeing.SeenAsId, ct) ? null
                : "rights changed";
            if (reason is not null)
                await EndAsync(db, db.Set<Session>().Where(s => s.Id == seeing.Id), reason, ct);
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<bool> MayGoOnAsync(int viewerId, int seenId, CancellationToken ct) =>
        await users.FindAsync(viewerId, ct) is { } viewer && await ProblemAsync(viewer.CurrentUser, seenId, ct) is null;

    /// <summary>Ends it for the sessions that see the application as somebody, and records it; answers as whom.</summary>
    private async Task<IReadOnlyList<int>> EndAsync(
        ReportsDb db,
        IQueryable<Session> sessions,
        string reason,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var seeing = await sessions
            .Where(s => s.SeenAsId != null)
            .Select(s => new { s.UserId, SeenAsId = s.SeenAsId!.Value })
            .ToListAsync(ct);
        var ended = await sessions
            .Where(s => s.SeenAsId != null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.SeenAsId, (int?)null).SetProperty(x => x.SeenAsUntil, (DateTime?)null),
                ct
            );
        if (ended == 0)
            return [];
        foreach (var one in seeing)
            db.Add(
                AuditExtensions
                    .New(
                        AuditActions.SeeAsEnded,
                        AccessAudit.Person,
                        one.SeenAsId,
                        null,
                        AuditField.Fact("Reason", reason)
                    )
                    .By(one.UserId, null)
            );
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(Identities.SessionsTopic);
        return [.. seeing.Select(s => s.SeenAsId)];
    }
}
