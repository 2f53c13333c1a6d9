using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>Takes a committed sheet back: its events go, corrected ones are as they were, and what no event needs any more goes too.</summary>
internal static class TrainingUndo
{
    public static async Task<IReadOnlyList<PreservedEdit>> UndoAsync(
        ReportsDb db,
        UploadToMerge upload,
        CancellationToken ct
    )
    {
        if (
            await db.Set<TrainingEvent>()
                .Where(e => e.BatchId == upload.Id && e.WrittenBy != upload.Id)
                .MaxAsync(e => (int?)e.WrittenBy, ct) is
            { } later
        )
            throw BuiltUpon(later);
        var kept = new List<PreservedEdit>();
        await foreach (var chunk in StagedRows.ReadAsync(db, upload.Id, ct))
        {
            foreach (
                var row in chunk
                    .Where(r => r.Effect is RowEffect.New or RowEffect.Changed)
                    .Select(r => StagedEvent.FromJson(r.Payload))
            )
                await RestoreAsync(db, upload, row, kept, ct);
        }

        await db.Set<TrainingEvent>().Where(e => e.BatchId == upload.Id).ExecuteDeleteAsync(ct);
        await RemoveUnneededAsync(db, ct);
        return kept;
    }

    private static async Task RestoreAsync(
        ReportsDb db,
        UploadToMerge upload,
        StagedEvent row,
        List<PreservedEdit> kept,
        CancellationToken ct
    )
    {
        if (row is { EventId: { } id, OutcomeBefore: { } was })
        {
            var restored = await db.Set<TrainingEvent>()
                .Where(e => e.Id == id && e.WrittenBy == upload.Id)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(e => e.Status, was.Status)
                            .SetProperty(e => e.ScoreHundredths, was.ScoreHundredths)
                            .SetProperty(e => e.Minutes, was.Minutes)
                            .SetProperty(e => e.WrittenBy, was.WrittenBy ?? 0),
                    ct
                );
            if (restored == 0)
                throw BuiltUpon(
                    await db.Set<TrainingEvent>().Where(e => e.Id == id).Select(e => e.WrittenBy).SingleAsync(ct)
                );
        }

        if (row is { LearnerId: { } learner, LearnerBefore: { } person })
        {
            var restored = await db.Set<Learner>()
                .Where(l => l.Id == learner && l.WrittenBy == upload.Id)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(l => l.Name, person.Name)
                            .SetProperty(l => l.DepartmentId, person.DepartmentId)
                            .SetProperty(l => l.Active, person.Active)
                            .SetProperty(l => l.WrittenBy, person.WrittenBy ?? 0),
                    ct
                );
            if (restored == 0)
                kept.Add(new PreservedEdit(row.Learner.Code, "A later upload changed this learner."));
        }

        if (row is { CourseId: { } course, CourseBefore: { } before })
        {
            var restored = await db.Set<Course>()
                .Where(c => c.Id == course && c.WrittenBy == upload.Id)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(c => c.Title, before.Title)
                            .SetProperty(c => c.Category, before.Category)
                            .SetProperty(c => c.WrittenBy, before.WrittenBy ?? 0),
                    ct
                );
            if (restored == 0)
                kept.Add(new PreservedEdit(row.Course.Code, "A later upload changed this course."));
        }
    }

    /// <summary>What undone uploads made and no event speaks of. Other uploads may have come to use it, so it does not go by its upload alone.</summary>
    private static async Task RemoveUnneededAsync(ReportsDb db, CancellationToken ct)
    {
        var standing = UploadOrder.Of(db, TrainingImport.TargetKind).Select(u => u.Id);
        var events = db.Set<TrainingEvent>();
        await db.Set<TrainingClass>()
            .Where(c =>
                !standing.Contains(c.BatchId) && !events.Any(e => e.CourseId == c.CourseId && e.ClassId == c.Id)
            )
            .ExecuteDeleteAsync(ct);
        await db.Set<TrainingContent>()
            .Where(c =>
                !standing.Contains(c.BatchId) && !events.Any(e => e.CourseId == c.CourseId && e.ContentId == c.Id)
            )
            .ExecuteDeleteAsync(ct);
        await db.Set<Course>()
            .Where(c => !standing.Contains(c.BatchId) && !events.Any(e => e.CourseId == c.Id))
            .ExecuteDeleteAsync(ct);
        await db.Set<Learner>()
            .Where(l => !standing.Contains(l.BatchId) && !events.Any(e => e.LearnerId == l.Id))
            .ExecuteDeleteAsync(ct);
    }

    private static DomainException BuiltUpon(int later) =>
        DomainException.Conflict($"Upload #{later} corrects events of this one. Undo upload #{later} first.");
}
