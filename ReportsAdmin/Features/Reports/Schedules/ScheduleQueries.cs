using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>Schedules: one's own, and all of them for those who manage reports.</summary>
public sealed class ScheduleQueries(IDbContextFactory<ReportsDb> contexts, AccessQueries access, BusinessClock clock)
{
    public const int ShownTimes = 5;

    // Runs may wait a little for their turn.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    public async Task<Page<ScheduleRow>> ListAsync(CurrentUser currentUser, PageRequest page, CancellationToken ct)
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        await using var db = contexts.Reader();
        var query = Visible(db, currentUser);
        var total = await query.CountAsync(ct);
        return new Page<ScheduleRow>(
            await EnrichAsync(
                db,
                currentUser,
                await query.OrderBy(s => s.Name).ThenBy(s => s.Id).Skip(page.Skip).Take(page.Size).ToListAsync(ct),
                ct
            ),
            total,
            page
        );
    }

    public async Task<ScheduleRow> DetailsAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        await using var db = contexts.Reader();
        return (await EnrichAsync(db, currentUser, [await FindAsync(db, currentUser, id, ct)], ct))[0];
    }

    internal static async Task<ReportSchedule> FindAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int id,
        CancellationToken ct
    ) =>
        await Visible(db, currentUser).SingleOrDefaultAsync(s => s.Id == id, ct)
        ?? throw DomainException.NotFound("Schedule not found.");

    private static IQueryable<ReportSchedule> Visible(ReportsDb db, CurrentUser currentUser) =>
        currentUser.Can(ReportJobQueries.ManagePermission)
            ? db.Set<ReportSchedule>()
            : db.Set<ReportSchedule>().Where(s => s.OwnerId == currentUser.UserId);

    private async Task<IReadOnlyList<ScheduleRow>> EnrichAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<ReportSchedule> rows,
        CancellationToken ct
    )
    {
        var (ids, recurringIds, templateIds) = (
            rows.Select(s => s.Id).ToList(),
            rows.Select(s => s.RecurringId).ToList(),
            rows.Select(s => s.TemplateId).ToList()
        );
        var times = await db.Set<RecurringJob>()
            .Where(r => recurringIds.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, ct);
        var templates = await db.Set<JobTemplate>()
            .Where(t => templateIds.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => t.Name, ct);
        var recipients = (
            await db.Set<ScheduleRecipient>().Where(r => ids.Contains(r.ScheduleId)).ToListAsync(ct)
        ).ToLookup(r => r.ScheduleId, r => r.UserId);
        var people = await access.PeopleAsync(
            [.. rows.Select(s => s.OwnerId).Concat(recipients.SelectMany(r => r)).Distinct()],
            ct
        );
        var failures = await FailuresAsync(db, ids, recurringIds, ct);
        return
        [
            .. rows.Select(s =>
                RowOf(currentUser, s, times[s.RecurringId], templates[s.TemplateId], [.. recipients[s.Id]], people) with
                {
                    Problem = failures.GetValueOrDefault(s.Id) ?? Overdue(times[s.RecurringId]),
                }
            ),
        ];
    }

    /// <summary>Why the last occurrence of schedules, or the report that it asked for, failed.</summary>
    private static async Task<Dictionary<int, string>> FailuresAsync(
        ReportsDb db,
        List<int> ids,
        List<int> recurringIds,
        CancellationToken ct
    )
    {
        var asked = await db.Set<Job>()
            .Where(j => j.RecurringId != null && recurringIds.Contains(j.RecurringId.Value))
            .GroupBy(j => j.RecurringId)
            .Select(g => g.Max(j => j.Id))
            .Join(db.Set<Job>(), id => id, j => j.Id, (_, j) => j)
            .Join(
                db.Set<ReportSchedule>(),
                j => j.RecurringId,
                s => (int?)s.RecurringId,
                (j, s) =>
                    new
                    {
                        s.Id,
                        JobId = j.Id,
                        j.State,
                        j.ErrorMessage,
                    }
            )
            .ToListAsync(ct);
        var made = await db.Set<ReportRun>()
            .Where(r => r.ScheduleId != null && ids.Contains(r.ScheduleId.Value))
            .GroupBy(r => r.ScheduleId!.Value)
            .Select(g => new { Id = g.Key, JobId = g.Max(r => r.JobId) })
            .Join(
                db.Set<Job>(),
                r => r.JobId,
                j => j.Id,
                (r, j) =>
                    new
                    {
                        r.Id,
                        r.JobId,
                        j.State,
                        j.ErrorMessage,
                    }
            )
            .ToListAsync(ct);
        return asked
            .Concat(made)
            .GroupBy(j => j.Id)
            .Select(g => g.MaxBy(j => j.JobId)!)
            .Where(j => j.State == JobState.Failed)
            .ToDictionary(j => j.Id, j => j.ErrorMessage ?? "The last run failed.");
    }

    private string? Overdue(RecurringJob recurring) =>
        recurring is { Enabled: true, NextAt: { } due } && due < clock.UtcNow - Late
            ? "A run is overdue: it waits for a free worker."
            : null;

    private ScheduleRow RowOf(
        CurrentUser currentUser,
        ReportSchedule schedule,
        RecurringJob recurring,
        string template,
        IReadOnlyList<int> recipients,
        IReadOnlyDictionary<int, PersonName> people
    )
    {
        string NameOf(int id) => people.TryGetValue(id, out var person) ? person.Name : "?";
        return new ScheduleRow(
            schedule.Id,
            schedule.Name,
            schedule.TemplateId,
            template,
            recurring.Cron,
            recurring.TimeZone,
            recurring.Enabled,
            recurring.Enabled ? recurring.NextAt : null,
            recurring.LastAt,
            recurring.Enabled ? Next(recurring) : [],
            recipients,
            [.. recipients.Select(NameOf).Order(StringComparer.Ordinal)],
            schedule.OwnerId,
            NameOf(schedule.OwnerId),
            TemplateQueries.MayChange(currentUser, schedule.OwnerId),
            null
        );
    }

    private IReadOnlyList<DateTime> Next(RecurringJob recurring)
    {
        try
        {
            return RecurringJobs.NextTimes(recurring.Cron, recurring.TimeZone, clock.UtcNow, ShownTimes);
        }
        catch (DomainException)
        {
            // One that can no longer be read (a time zone this machine does not know) must not hide the others.
            return [];
        }
    }
}
