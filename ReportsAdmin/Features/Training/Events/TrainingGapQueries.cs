using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>What a report is about, so that it is empty while no upload has it.</summary>
internal enum TrainingNeed
{
    Events,
    Scores,
    Contents,
    Programs,
    Instructors,
    Expiry,
}

/// <summary>What no upload has yet. The whole company counts: a column that others fill is not lacking.</summary>
public sealed class TrainingGapQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>What is lacking and how to add it, in a sentence; null when it is there.</summary>
    internal async Task<string?> LackingAsync(TrainingNeed need, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await IsThereAsync(db, need, ct) ? null : Text(need);
    }

    private static Task<bool> IsThereAsync(ReportsDb db, TrainingNeed need, CancellationToken ct)
    {
        var events = db.Set<TrainingEvent>();
        return need switch
        {
            TrainingNeed.Events => events.AnyAsync(ct),
            TrainingNeed.Scores => events.AnyAsync(e => e.ScoreHundredths != null, ct),
            TrainingNeed.Contents => events.AnyAsync(e => e.ContentId != 0, ct),
            TrainingNeed.Programs => db.Set<Course>().AnyAsync(c => c.Program != "", ct),
            TrainingNeed.Instructors => db.Set<TrainingClass>().AnyAsync(c => c.Instructor != "", ct),
            _ => events.AnyAsync(e => e.ValidUntil != null, ct),
        };
    }

    private static string Text(TrainingNeed need) =>
        need switch
        {
            TrainingNeed.Events => "No training has been uploaded yet; upload a training sheet.",
            TrainingNeed.Scores => "No upload gives scores yet; add the column Score to the training sheet.",
            TrainingNeed.Contents => "No upload names contents yet; add the column Content Code to the training sheet.",
            TrainingNeed.Programs => "No upload names programs yet; add the column Program to the training sheet.",
            TrainingNeed.Instructors =>
                "No upload names instructors yet; add the column Instructor to the training sheet.",
            _ =>
                "No upload says how long certificates are valid yet; add the column Valid Until to the training sheet.",
        };
}
