using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Cron;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Notifications;

public static class NotificationsSetup
{
    /// <summary>What tells people things, and the daily mail.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.Read<NotificationOptions>();
        services.AddSingleton(options);
        services.AddSingleton<NotificationOutbox>();
        services.AddSingleton<IRetention, NotificationRetention>();
        services.AddSingleton<IJobHandler, DigestHandler>();
        services.AddSingleton(new NightlyJob(DigestHandler.JobKind, "Daily summaries by mail", options.Cron));
        return services;
    }
}

/// <summary>When the daily mail goes out, from <c>Notifications:*</c>.</summary>
public sealed record NotificationOptions : ISettings
{
    public static string Section => "Notifications";

    [Setting("When the daily summary is mailed, by the company's clock.")]
    public string DigestTime { get; init; } = "07:30";

    /// <summary>The same as cron.</summary>
    public string Cron =>
        TimeOnly.TryParseExact(DigestTime, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? FormattableString.Invariant($"{at.Minute} {at.Hour} * * *")
            : "";

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (Cron.Length == 0)
            yield return $"Notifications:DigestTime is '{DigestTime}'; it must be a time such as 07:30.";
    }
}

/// <summary>Removes old notifications.</summary>
internal sealed class NotificationRetention(IDbContextFactory<ReportsDb> contexts)
    : RowRetention<Notification>(contexts)
{
    public override string Kind => "notifications";

    public override string Title => "Notifications";

    public override string Description => "What the bell and the daily summary told people.";

    protected override Expression<Func<Notification, DateTime?>> At => n => n.CreatedAt;

    protected override IQueryable<Notification> Due(IQueryable<Notification> rows, DateTime before) =>
        rows.Where(n => n.CreatedAt < before);
}
