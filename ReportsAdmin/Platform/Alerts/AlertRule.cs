using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>What a rule found.</summary>
/// <param name="Value">In the unit of the rule.</param>
/// <param name="Detail">A sentence without personal data.</param>
public sealed record AlertMeasure(double Value, string Detail);

/// <summary>
/// Something that is looked at every minute and alerted when it passes a threshold: registered by the module or room that knows what is
/// measured. Administrators change the threshold and switch rules off.
/// </summary>
/// <param name="Key">As rows name it: <c>failed-jobs</c>.</param>
/// <param name="Title">In a few words: "Failed jobs".</param>
/// <param name="Description">When it is raised, as a sentence.</param>
/// <param name="Unit">Of the threshold, in the plural: "jobs", "minutes".</param>
/// <param name="Threshold">Until an administrator changes it.</param>
/// <param name="Measure">Reads at an instant (UTC); null when there is nothing to measure.</param>
public sealed record AlertRule(
    string Key,
    string Title,
    string Description,
    string Unit,
    double Threshold,
    Func<ReportsDb, DateTime, CancellationToken, Task<AlertMeasure?>> Measure
)
{
    public const int MaxKey = 40;

    /// <summary>Whether it is raised at or below the threshold instead of at or above it.</summary>
    public bool IsLowerBound { get; init; }

    /// <summary>Where what it tells of is seen.</summary>
    public string Href { get; init; } = "/admin/alerts";

    public bool IsRaised(double value, double threshold) => IsLowerBound ? value <= threshold : value >= threshold;
}

/// <summary>The state of a rule, and what administrators chose for it.</summary>
public sealed class AlertRuleState
{
    public required string Key { get; init; }

    public bool Enabled { get; set; }

    public double Threshold { get; set; }

    /// <summary>UTC; null when it is not raised.</summary>
    public DateTime? RaisedSince { get; set; }

    /// <summary>What was measured last; null when there was nothing to measure.</summary>
    public double? Value { get; set; }

    public string? Detail { get; set; }

    /// <summary>When a node looked last, or took it upon itself to look.</summary>
    public DateTime? CheckedAt { get; set; }

    public int? ChangedById { get; set; }

    public DateTime? ChangedAt { get; set; }

    internal static void Map(ModelBuilder model) =>
        model.Entity<AlertRuleState>(e =>
        {
            e.ToTable("alert_rules");
            e.HasKey(x => x.Key);
            e.Property(x => x.Key).HasColumnName("key").HasMaxLength(AlertRule.MaxKey);
            e.Property(x => x.Enabled).HasColumnName("enabled");
            e.Property(x => x.Threshold).HasColumnName("threshold");
            e.Property(x => x.RaisedSince).HasColumnName("raised_since");
            e.Property(x => x.Value).HasColumnName("value");
            e.Property(x => x.Detail).HasColumnName("detail").HasMaxLength(500);
            e.Property(x => x.CheckedAt).HasColumnName("checked_at");
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
        });
}
