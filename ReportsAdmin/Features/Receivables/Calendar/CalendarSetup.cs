using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Receivables.Calendar;

/// <summary>Registers the upload calendar with the room.</summary>
internal static class CalendarSetup
{
    public static void Add(IServiceCollection services)
    {
        services.AddLimit(UploadCalendarQueries.Due);
        services.AddSingleton<UploadCalendarQueries>();
        services.AddSingleton<ClosingCommands>();
        services.AddSingleton<IJobHandler, UploadReminders>();
        services.AddSingleton(UploadReminders.EveryMorning);
    }
}
