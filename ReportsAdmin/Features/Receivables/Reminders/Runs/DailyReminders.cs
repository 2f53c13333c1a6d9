using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>Starts the run of every day at the hour of the ladder. A day that was missed is caught up once; what was sent already is not sent again.</summary>
public sealed class DailyReminders(ReminderRunCommands commands) : IJobHandler
{
    public const string JobKind = "receivables.reminders-daily";

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct) =>
        context.SetResult(new { RunId = await commands.StartDailyAsync(ct) });
}
