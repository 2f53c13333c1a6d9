using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>Saves, changes and deletes schedules. A schedule runs with its owner's rights at that time.</summary>
public sealed class ScheduleCommands(
    IDbContextFactory<ReportsDb> contexts,
    ScheduleCheck check,
    RecurringJobs recurring,
    ChangeNotifier notifier,
    BusinessClock clock
)
{
    public const string DefaultZone = "Asia/Kolkata";

    /// <summary>Until an administrator changes it.</summary>
    public const int MaxPerPerson = 50;

    public async Task<int> AddAsync(CurrentUser currentUser, SaveSchedule asked, CancellationToken ct)
    {
        currentUser.Require(ReportJobCommands.CreatePermission);
        await using var db = contexts.CreateDbContext();
        await check.RequireAsync(db, currentUser, asked, ct);
        await check.RequireRoomAsync(db, currentUser, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var recurringId = await recurring.AddAsync(db, Recurring(currentUser.UserId, asked, 0), ct);
        var schedule = new ReportSchedule
        {
            Name = asked.Name!.Trim(),
            TemplateId = asked.TemplateId,
            RecurringId = recurringId,
            OwnerId = currentUser.UserId,
            CreatedAt = clock.UtcNow,
            UpdatedAt = clock.UtcNow,
        };
        db.Add(schedule);
        await db.SaveChangesAsync(ct);
        await RecipientsAsync(db, schedule.Id, asked, ct);
        // The recurring job names its schedule, whose number is known only now.
        await recurring.ChangeAsync(db, Recurring(currentUser.UserId, asked, schedule.Id, recurringId), ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(TemplateCommands.Topic);
        return schedule.Id;
    }

    public async Task ChangeAsync(CurrentUser currentUser, int id, SaveSchedule asked, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var schedule = await OwnAsync(db, currentUser, id, ct);
        await check.RequireAsync(db, currentUser, asked, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Attach(schedule);
        (schedule.Name, schedule.TemplateId, schedule.UpdatedAt) = (asked.Name!.Trim(), asked.TemplateId, clock.UtcNow);
        db.Record(
            AuditActions.Changed,
            ReportsAudit.Schedule,
            id,
            schedule.Name,
            await TimesAsync(db, schedule, asked, ct)
        );
        await db.SaveChangesAsync(ct);
        await RecipientsAsync(db, id, asked, ct);
        await recurring.ChangeAsync(db, Recurring(schedule.OwnerId, asked, id, schedule.RecurringId), ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(TemplateCommands.Topic);
    }

    public async Task DeleteAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var schedule = await OwnAsync(db, currentUser, id, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<ReportSchedule>().Where(s => s.Id == id).ExecuteDeleteAsync(ct);
        await recurring.RemoveAsync(db, schedule.RecurringId, ct);
        await db.RecordAsync(AuditActions.Removed, ReportsAudit.Schedule, id, schedule.Name, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(TemplateCommands.Topic);
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
            TimeZone = string.IsNullOrWhiteSpace(asked.TimeZone) ? DefaultZone : asked.TimeZone.Trim(),
            Enabled = asked.Enabled,
        };

    private static async Task<IEnumerable<AuditField>> TimesAsync(
        ReportsDb db,
        ReportSchedule schedule,
        SaveSchedule asked,
        CancellationToken ct
    )
    {
        var before = await db.Set<RecurringJob>().SingleOrDefaultAsync(r => r.Id == schedule.RecurringId, ct);
        var recipients = await db.Set<ScheduleRecipient>().Where(r => r.ScheduleId == schedule.Id).CountAsync(ct);
        return AuditField.Changes(
            ("Times", before?.Cron, asked.Cron!.Trim()),
            ("Enabled", before?.Enabled, asked.Enabled),
            ("Recipients", recipients, asked.RecipientIds.Distinct().Count())
        );
    }

    private static async Task RecipientsAsync(ReportsDb db, int scheduleId, SaveSchedule asked, CancellationToken ct)
    {
        await db.Set<ScheduleRecipient>().Where(r => r.ScheduleId == scheduleId).ExecuteDeleteAsync(ct);
        db.AddRange(
            asked.RecipientIds.Distinct().Select(r => new ScheduleRecipient { ScheduleId = scheduleId, UserId = r })
        );
        await db.SaveChangesAsync(ct);
    }

    private static async Task<ReportSchedule> OwnAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int id,
        CancellationToken ct
    )
    {
        var schedule = await ScheduleQueries.FindAsync(db, currentUser, id, ct);
        return TemplateQueries.MayChange(currentUser, schedule.OwnerId)
            ? schedule
            : throw DomainException.Forbidden("This schedule belongs to somebody else.");
    }
}
