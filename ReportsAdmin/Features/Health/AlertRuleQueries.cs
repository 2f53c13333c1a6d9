using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Health;

/// <summary>A rule with its state.</summary>
/// <param name="Value">What was measured last, in the unit of the rule; null when nothing was.</param>
/// <param name="Detail">The same as a sentence.</param>
/// <param name="RaisedSince">UTC; null when it is not raised.</param>
public sealed record AlertRuleRow(
    string Key,
    string Title,
    string Description,
    string Unit,
    bool IsLowerBound,
    bool Enabled,
    double Threshold,
    double DefaultThreshold
)
{
    public double? Value { get; init; }

    public string? Detail { get; init; }

    public DateTime? RaisedSince { get; init; }

    public DateTime? CheckedAt { get; init; }

    /// <summary>Who changed it last; null when nobody has.</summary>
    public string? ChangedBy { get; init; }

    public DateTime? ChangedAt { get; init; }

    public string Href { get; init; } = "";
}

/// <summary>The alert rules, for those who look after the installation.</summary>
public sealed class AlertRuleQueries(IDbContextFactory<ReportsDb> contexts, AlertChecks checks, PeopleNames names)
{
    public const string ManagePermission = "alerts:manage";

    /// <summary>Every rule, raised ones first.</summary>
    public async Task<IReadOnlyList<AlertRuleRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(AlertQueries.ReadPermission);
        await using var db = contexts.Reader();
        var states = await db.Set<AlertRuleState>().ToDictionaryAsync(s => s.Key, ct);
        var people = await names([.. states.Values.Select(s => s.ChangedById).OfType<int>().Distinct()], ct);
        return
        [
            .. checks
                .Rules.Select(r => Row(r, states.GetValueOrDefault(r.Key), people))
                .OrderBy(r => r.RaisedSince is null),
        ];
    }

    private static AlertRuleRow Row(AlertRule rule, AlertRuleState? state, IReadOnlyDictionary<int, string> people) =>
        new(
            rule.Key,
            rule.Title,
            rule.Description,
            rule.Unit,
            rule.IsLowerBound,
            state?.Enabled ?? true,
            state?.Threshold ?? rule.Threshold,
            rule.Threshold
        )
        {
            Value = state?.Value,
            Detail = state?.Detail,
            RaisedSince = state?.RaisedSince,
            CheckedAt = state?.CheckedAt,
            ChangedBy = state?.ChangedById is { } id ? people.GetValueOrDefault(id, "System") : null,
            ChangedAt = state?.ChangedAt,
            Href = rule.Href,
        };
}

/// <summary>Changes thresholds, and switches rules on and off.</summary>
public sealed class AlertRuleCommands(IDbContextFactory<ReportsDb> contexts, AlertChecks checks, TimeProvider time)
{
    public const double MaxThreshold = 10_000_000;

    /// <summary>Changes a rule; it is checked against the new threshold within the next period, and one that is switched off ends then.</summary>
    /// <exception cref="DomainException">There is no such rule, or the threshold is out of range.</exception>
    public async Task ChangeAsync(
        CurrentUser currentUser,
        string key,
        bool enabled,
        double threshold,
        CancellationToken ct
    )
    {
        currentUser.Require(AlertRuleQueries.ManagePermission);
        if (checks.Rules.All(r => r.Key != key))
            throw DomainException.NotFound("Alert rule not found.");
        if (threshold is not (> 0 and <= MaxThreshold))
            throw DomainException.Invalid("threshold", $"Give a number from 1 to {MaxThreshold:0}.");
        await checks.PrepareAsync(ct);
        await using var db = contexts.CreateDbContext();
        var rule = await db.Set<AlertRuleState>().AsTracking().SingleAsync(r => r.Key == key, ct);
        (rule.Enabled, rule.Threshold) = (enabled, threshold);
        (rule.ChangedById, rule.ChangedAt) = (currentUser.UserId, time.GetUtcNow().UtcDateTime);
        // The next look of any node sees it.
        rule.CheckedAt = null;
        await db.SaveChangesAsync(ct);
    }
}
