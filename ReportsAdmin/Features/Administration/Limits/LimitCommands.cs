using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Administration.Limits;

/// <summary>Changes limits; every node keeps the new one at once. What is above a lowered limit stays, and nothing more is taken.</summary>
public sealed class LimitCommands(
    IDbContextFactory<ReportsDb> contexts,
    ReportsAdmin.Platform.Limits limits,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <param name="value">Null takes the default again.</param>
    /// <exception cref="DomainException">Not found: no such limit. Invalid: outside of what is possible. Conflict: somebody else changed it at the same moment.</exception>
    public async Task SetAsync(CurrentUser currentUser, string key, int? value, CancellationToken ct)
    {
        currentUser.Require(LimitQueries.ManagePermission);
        var limit = limits.Known.FirstOrDefault(l => l.Key == key)
            ?? throw DomainException.NotFound("There is no such limit.");
        if (value < limit.Least || value > limit.Most)
            throw DomainException.Invalid(
                "value",
                $"{limit.Title}: {limit.Least} to {Money.GroupWhole(limit.Most)} {limit.Unit}."
            );
        await using var db = contexts.CreateDbContext();
        var setting = await db.Set<LimitSetting>().AsTracking().SingleOrDefaultAsync(s => s.Key == key, ct);
        var before = setting?.Value ?? limit.Default;
        if (setting is null)
            db.Add(setting = new LimitSetting { Key = key });
        (setting.Value, setting.ChangedById, setting.ChangedAt) = (
            value,
            currentUser.UserId,
            time.GetUtcNow().UtcDateTime
        );
        db.Record(
            AuditActions.Changed,
            "limit",
            key,
            limit.Title,
            new AuditField("Value", Text(before), value is { } now ? Text(now) : "default")
        );
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            throw DomainException.Conflict("Somebody else changed this at the same moment. Try again.");
        }

        await notifier.PublishAsync(LimitQueries.Topic);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
