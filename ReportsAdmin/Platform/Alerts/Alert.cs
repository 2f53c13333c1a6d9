using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>
/// Something that whoever runs the application should know. The same thing within one window is one row with a count; neither parameter values of
/// statements nor personal data are in it.
/// </summary>
public sealed class Alert
{
    public long Id { get; init; }

    /// <summary>One of <see cref="AlertKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>SHA-256 of kind and key, lower-case hexadecimal: equal for what is the same.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Start of the window (UTC) that counts repetitions.</summary>
    public DateTime WindowStart { get; init; }

    public required string Title { get; init; }

    public required string Detail { get; init; }

    /// <summary>How often within the window.</summary>
    public int Count { get; init; }

    public DateTime FirstAt { get; init; }

    public DateTime LastAt { get; init; }
}

/// <summary>The kinds of alert.</summary>
public static class AlertKind
{
    public const string SlowQuery = "slow-query";
    public const string Failure = "failure";
    public const string FailedJob = "failed-job";
    public const string BrokenAudit = "broken-audit";
    public const string DamagedDatabase = "damaged-database";
    public const string WrongSums = "wrong-sums";
}

/// <summary>Maps the module's tables.</summary>
internal static class AlertsModel
{
    public static void Map(ModelBuilder model)
    {
        AlertRuleState.Map(model);
        model.Entity<Alert>(e =>
        {
            e.ToTable("alerts");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(40);
            e.Property(x => x.Fingerprint).HasColumnName("fingerprint").HasMaxLength(64);
            e.Property(x => x.WindowStart).HasColumnName("window_start");
            e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
            e.Property(x => x.Detail).HasColumnName("detail").HasMaxLength(1000);
            e.Property(x => x.Count).HasColumnName("count");
            e.Property(x => x.FirstAt).HasColumnName("first_at");
            e.Property(x => x.LastAt).HasColumnName("last_at");
            e.HasIndex(x => new { x.Fingerprint, x.WindowStart }, "ix_alerts_window").IsUnique();
            e.HasIndex(x => x.LastAt, "ix_alerts_last");
        });
    }
}
