using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Features.Receivables.Reminders.Statements;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>Registers reminders with the room.</summary>
internal static class RemindersSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<ReminderOptions>());
        services.AddSingleton<ReminderPlanner>();
        services.AddSingleton<ReminderQueries>();
        services.AddSingleton<LadderQueries>();
        services.AddSingleton<LadderCommands>();
        services.AddSingleton<StatementFiles>();
        services.AddSingleton<ReminderMails>();
        services.AddSingleton<StatementMailCommands>();
        services.AddSingleton<IJobHandler, StatementMailHandler>();
        services.AddSingleton<ReminderRunCommands>();
        services.AddSingleton<ReminderLogQueries>();
        services.AddSingleton<BounceCommands>();
        services.AddSingleton<IJobHandler, ReminderRunHandler>();
        services.AddSingleton<IJobHandler, DailyReminders>();
        services.AddSingleton<ReminderFates>();
        services.AddSingleton<IJobHandler>(p => p.GetRequiredService<ReminderFates>());
        services.AddSingleton(ReminderFates.EveryNight);
    }
}
