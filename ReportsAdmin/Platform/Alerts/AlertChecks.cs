using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>
/// Looks at every rule once in each period, on one node: whoever moves the time of a rule on looks at it. A rule is raised once, and over
/// once, by conditional updates in the transaction that tells of it.
/// </summary>
public sealed class AlertChecks(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<AlertRule> rules,
    AlertOptions options,
    AlertNews news,
    ChangeNotifier notifier,
    TimeProvider time,
    ILogger<AlertChecks> log
)
{
    private const int MaxDetail = 500;

    /// <summary>Every rule, in the order of modules and rooms.</summary>
    public IReadOnlyList<AlertRule> Rules { get; } = [.. rules];

    /// <summary>Gives each rule its row.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        foreach (var rule in Rules)
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO alert_rules (key, enabled, threshold) VALUES ({rule.Key}, {true}, {rule.Threshold}) ON CONFLICT DO NOTHING",
                ct
            );
    }

    /// <summary>Looks at the rules that no node has looked at in this period.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        foreach (var rule in Rules)
        {
            try
            {
                await CheckAsync(rule, ct);
            }
            catch (Exception e) when (e is DbException or DbUpdateException or IOException or InvalidOperationException)
            {
                // One rule that cannot be measured must not silence the others.
                log.LogWarning(e, "The alert rule {Rule} could not be checked", rule.Key);
            }
        }
    }

    private async Task CheckAsync(AlertRule rule, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var before = now - (options.CheckPeriod * 0.9);
        await using var db = contexts.CreateDbContext();
        var rows = db.Set<AlertRuleState>().Where(r => r.Key == rule.Key);
        var mine = await rows.Where(r => r.CheckedAt == null || r.CheckedAt <= before)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.CheckedAt, now), ct);
        if (mine == 0)
            return;
        var state = await rows.SingleAsync(ct);
        var found = state.Enabled ? await rule.Measure(db, now, ct) : null;
        var detail = found?.Detail is { Length: > MaxDetail } text ? text[..MaxDetail] : found?.Detail;
        await rows.ExecuteUpdateAsync(
            s =>
                s.SetProperty(r => r.Value, found == null ? (double?)null : found.Value)
                    .SetProperty(r => r.Detail, detail),
            ct
        );
        if (found is not null && rule.IsRaised(found.Value, state.Threshold))
            await RaiseAsync(db, rule, found, now, ct);
        else if (state.RaisedSince is { } since)
            await EndAsync(db, rule, since, now, ct);
    }

    private async Task RaiseAsync(ReportsDb db, AlertRule rule, AlertMeasure found, DateTime now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var raised = await db.Set<AlertRuleState>()
            .Where(r => r.Key == rule.Key && r.Enabled && r.RaisedSince == null)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.RaisedSince, now), ct);
        if (raised == 0)
            return;
        var told = await news.WriteRaisedAsync(db, rule, found, now, ct);
        await transaction.CommitAsync(ct);
        await news.AnnounceAsync(told);
        await notifier.PublishAsync(AlertList.Topic);
    }

    private async Task EndAsync(ReportsDb db, AlertRule rule, DateTime since, DateTime now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ended = await db.Set<AlertRuleState>()
            .Where(r => r.Key == rule.Key && r.RaisedSince == since)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.RaisedSince, (DateTime?)null), ct);
        if (ended == 0)
            return;
        var told = await news.WriteOverAsync(db, rule, now - since, ct);
        await transaction.CommitAsync(ct);
        await news.AnnounceAsync(told);
        await notifier.PublishAsync(AlertList.Topic);
    }
}

/// <summary>Checks the rules as long as the process runs; what fails is logged and tried again.</summary>
internal sealed class AlertLoop(AlertChecks checks, AlertOptions options, AlertInbox inbox, ILogger<AlertLoop> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        inbox.Quiet();
        var prepared = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.CheckPeriod, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!prepared)
                    await checks.PrepareAsync(stoppingToken);
                prepared = true;
                await checks.CheckAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "Alert rules could not be checked; they are again in {Period}", options.CheckPeriod);
            }
        }
    }
}
