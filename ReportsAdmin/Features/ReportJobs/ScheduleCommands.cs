using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>Saves, changes and deletes schedules. A schedule runs with its owner's rights at that time.</summary>
public sealed class ScheduleCommands(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    RecurringJobs recurring,
    AccessQueries access,
    Signals signals,
    BusinessClock clock
)
{
    public async Task<int> AddAsync(Viewer viewer, SaveSchedule asked, CancellationToken ct)
    {
        viewer.Demand(ReportJobCommands.CreatePermission);
        await using var db = contexts.CreateDbContext();
        await CheckAsync(db, viewer, asked, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var recurringId = await recurring.AddAsync(db, Recurring(viewer.UserId, asked, 0), ct);
        var schedule = new ReportSchedule
        {
            Name = asked.Name!.Trim(),
            TemplateId = asked.TemplateId,
            RecurringId = recurringId,
            OwnerId = viewer.UserId,
            CreatedAt = clock.UtcNow,
            UpdatedAt = clock.UtcNow,
        };
        db.Add(schedule);
        await db.SaveChangesAsync(ct);
        await RecipientsAsync(db, schedule.Id, asked, ct);
        // The recurring job names its schedule, whose number is known only now.
        await recurring.ChangeAsync(db, Recurring(viewer.UserId, asked, schedule.Id, recurringId), ct);
        await transaction.CommitAsync(ct);
        await signals.PublishAsync(TemplateCommands.Topic);
        return schedule.Id;
    }

    public async Task ChangeAsync(Viewer viewer, int id, SaveSchedule asked, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var schedule = await OwnAsync(db, viewer, id, ct);
        await CheckAsync(db, viewer, asked, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        (schedule.Name, schedule.TemplateId, schedule.UpdatedAt) = (asked.Name!.Trim(), asked.TemplateId, clock.UtcNow);
        db.Update(schedule);
        await db.SaveChangesAsync(ct);
        await RecipientsAsync(db, id, asked, ct);
        await recurring.ChangeAsync(db, Recurring(schedule.OwnerId, asked, id, schedule.RecurringId), ct);
        await transaction.CommitAsync(ct);
        await signals.PublishAsync(TemplateCommands.Topic);
    }

    public async Task DeleteAsync(Viewer viewer, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var schedule = await OwnAsync(db, viewer, id, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<ReportSchedule>().Where(s => s.Id == id).ExecuteDeleteAsync(ct);
        await recurring.RemoveAsync(db, schedule.RecurringId, ct);
        await transaction.CommitAsync(ct);
        await signals.PublishAsync(TemplateCommands.Topic);
    }

    private static RecurringJob Recurring(int ownerId, SaveSchedule asked, int scheduleId, int id = 0) =>
        new()
        {
            Id = id,
            Kind = ScheduledReportHandler.JobKind,
            Title = asked.Name!.Trim(),
            Arguments = string.Create(CultureInfo.InvariantCulture, $"{{\"scheduleId\":{scheduleId}}}"),
            OwnerId = ownerId,
            Cron = asked.Cron!.Trim(),
            TimeZone = string.IsNullOrWhiteSpace(asked.TimeZone) ? "Asia/Kolkata" : asked.TimeZone.Trim(),
            Enabled = asked.Enabled,
        };

    private static async Task RecipientsAsync(ReportsDb db, int scheduleId, SaveSchedule asked, CancellationToken ct)
    {
        await db.Set<ScheduleRecipient>().Where(r => r.ScheduleId == scheduleId).ExecuteDeleteAsync(ct);
        db.AddRange(
            asked.RecipientIds.Distinct().Select(r => new ScheduleRecipient { ScheduleId = scheduleId, UserId = r })
        );
        await db.SaveChangesAsync(ct);
    }

    private static async Task<ReportSchedule> OwnAsync(ReportsDb db, Viewer viewer, int id, CancellationToken ct)
    {
        var schedule = await ScheduleQueries.FindAsync(db, viewer, id, ct);
        return TemplateQueries.MayChange(viewer, schedule.OwnerId)
            ? schedule
            : throw Refusal.Forbidden("This schedule belongs to somebody else.");
    }

    private async Task CheckAsync(ReportsDb db, Viewer viewer, SaveSchedule asked, CancellationToken ct)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((asked.Name ?? "").Trim().Length is 0 or > 200)
            problems["name"] = "name has 1 to 200 characters.";
        if (string.IsNullOrWhiteSpace(asked.Cron))
            problems["cron"] = "cron is required, such as 0 8 * * 1 for Mondays at 08:00.";
        if (asked.RecipientIds.Count > 50)
            problems["recipients"] = "A schedule has at most 50 recipients.";
        else if (
            asked.RecipientIds.Count > 0
            && viewer.May(AccessQueries.TeamPermission)
            && asked.RecipientIds.Except((await access.TeamAsync(viewer, ct)).Select(m => m.Id)).Any()
        )
            problems["recipients"] = "A recipient is not among the people you see.";
        else if (asked.RecipientIds.Count > 0 && !viewer.May(AccessQueries.TeamPermission))
            problems["recipients"] = "You may not name recipients.";
        if (problems.Count > 0)
            throw Refusal.Invalid(problems);
        await TemplateQueries.FindAsync(db, viewer, catalog, asked.TemplateId, ct);
    }
}
