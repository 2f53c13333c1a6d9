using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Reminders.Ladder;

/// <summary>Reads the ladder.</summary>
public sealed class LadderQueries(IDbContextFactory<ReportsDb> contexts)
{
    public async Task<LadderView> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReminderQueries.SendPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        return await ReadAsync(snapshot.Db, ct);
    }

    internal static async Task<LadderView> ReadAsync(ReportsDb db, CancellationToken ct)
    {
        var settings = await db.Set<LadderSettings>().SingleOrDefaultAsync(ct);
        if (settings is null)
            return new LadderView(LadderDraft.Default.Tidied(), 0, null, null);
        var steps = await db.Set<ReminderStep>().OrderBy(s => s.Days).ToListAsync(ct);
        return new LadderView(
            new LadderDraft(
                settings.IsOn,
                settings.Basis,
                settings.CreditDays,
                settings.PauseDays,
                settings.DailyHour,
                [
                    .. steps.Select(s => new StepDraft(
                        s.Days,
                        s.Action,
                        s.Subject,
                        s.Text,
                        s.Statement,
                        s.CopiesEngineer
                    )),
                ]
            ),
            settings.Version,
            settings.ChangedAt,
            settings.ChangedByName
        );
    }
}
