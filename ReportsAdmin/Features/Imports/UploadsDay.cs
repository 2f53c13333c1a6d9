using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Imports;

/// <summary>Uploads of the current user that wait for an answer or for being committed.</summary>
public sealed class UploadsDay(IDbContextFactory<ReportsDb> contexts, BusinessClock clock) : IDaySource
{
    public int Order => 30;

    public IReadOnlyList<string> TopicsOf(CurrentUser currentUser) => [ImportCommands.HistoryTopic];

    public async Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        if (!currentUser.Can(ImportCommands.UploadPermission))
            return [];
        await using var db = contexts.CreateDbContext();
        var waiting = db.Set<ImportBatch>()
            .Where(b =>
                b.UploadedById == currentUser.UserId && (b.State == ImportState.Asking || b.State == ImportState.Staged)
            );
        var total = await waiting.CountAsync(ct);
        var latest = await waiting
            .OrderBy(b => b.Id)
            .Take(DaySection.Most)
            .Select(b => new
            {
                b.Id,
                b.FileName,
                b.State,
                b.UploadedAt,
            })
            .ToListAsync(ct);
        return
        [
            new DaySection(
                "Uploads to finish",
                "upload",
                total,
                "/uploads",
                [
                    .. latest.Select(b => new DayItem(
                        b.FileName,
                        b.State == ImportState.Asking ? "Has a question" : "Not committed yet",
                        FormattableString.Invariant($"/uploads/{b.Id}"),
                        Dates.Moment(clock.ToLocal(b.UploadedAt)),
                        DateOnly.FromDateTime(clock.ToLocal(b.UploadedAt)) < clock.Today
                    )),
                ]
            ),
        ];
    }
}
