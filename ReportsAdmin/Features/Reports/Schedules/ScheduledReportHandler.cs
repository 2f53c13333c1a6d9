using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>Turns an occurrence of a schedule into a report job of its owner, shown to the recipients too.</summary>
public sealed class ScheduledReportHandler(
    IDbContextFactory<ReportsDb> contexts,
    ReportJobCommands commands,
    CurrentUserAccessor viewers,
    SchedulePause pause
) : IJobHandler
{
    public const string JobKind = "reports.schedule";

    /// <summary>The error of a run that paused its schedule.</summary>
    public const string PausedCode = "SCHEDULE_PAUSED";

    public string Kind => JobKind;

    public TimeSpan Timeout => TimeSpan.FromMinutes(2);

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var id = context.Read<ScheduleArguments>().ScheduleId;
        await using var db = contexts.CreateDbContext();
        var schedule = await db.Set<ReportSchedule>().SingleOrDefaultAsync(s => s.Id == id, ct)
            ?? throw new JobFailure("SCHEDULE_GONE", "The schedule was deleted.", retryable: false);
        var template = await db.Set<JobTemplate>().SingleAsync(t => t.Id == schedule.TemplateId, ct);
        var recipients = await db.Set<ScheduleRecipient>()
            .Where(r => r.ScheduleId == id)
            .Select(r => r.UserId)
            .ToListAsync(ct);
        try
        {
            await commands.RunScheduleAsync(
                await viewers.OfUserAsync(schedule.OwnerId, ct),
                schedule,
                template,
                recipients,
                string.Create(CultureInfo.InvariantCulture, $"schedule:{context.JobId}"),
                ct
            );
        }
        catch (DomainException lost) when (lost.Kind is ErrorKind.Forbidden)
        {
            await pause.PauseAsync(schedule, recipients, lost.Message, ct);
            throw new JobFailure(PausedCode, $"Paused: {lost.Message}", retryable: false);
        }
    }

    private sealed record ScheduleArguments(int ScheduleId);
}
