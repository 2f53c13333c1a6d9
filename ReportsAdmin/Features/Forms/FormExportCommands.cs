using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Forms;

/// <summary>Asks for exports of forms.</summary>
public sealed class FormExportCommands(
    IDbContextFactory<ReportsDb> contexts,
    FormAutomation automation,
    SubmissionQueries submissions,
    JobQueue queue,
    Signals signals
)
{
    public const int MaxForms = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Queues an export; answers the number of the run for each form, which all name the same file.</summary>
    public async Task<IReadOnlyList<int>> QueueAsync(Viewer viewer, FormExport export, CancellationToken ct)
    {
        if (export.FormIds.Count is 0 or > MaxForms)
            throw Refusal.Invalid("form_ids", $"form_ids names 1 to {MaxForms} forms.");
        if (export.MaxRecords is < 1)
            throw Refusal.Invalid("max_records", "max_records counts from 1.");
        if (export.Filter.From >= export.Filter.To)
            throw Refusal.Invalid("date_range", "The range starts after it ends.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var titles = new List<string>();
        foreach (var id in export.FormIds)
            titles.Add((await FormQueries.FindToManageAsync(db, viewer, id, ct)).Title);
        var job = await queue.EnqueueAsync(
            db,
            FormExportHandler.JobOf(titles.Count == 1 ? titles[0] : $"{titles.Count} forms", export, viewer.UserId),
            ct
        );
        var options = JsonSerializer.Serialize(export.Filter, JsonSerializerOptions.Web);
        var runs = new List<int>();
        foreach (var id in export.FormIds)
            runs.Add(
                await automation.NoteAsync(
                    db,
                    id,
                    FormExportHandler.RunKind,
                    "manual",
                    null,
                    job,
                    null,
                    options,
                    viewer.UserId,
                    ct
                )
            );
        await transaction.CommitAsync(ct);
        await queue.AnnounceAsync(job, viewer.UserId);
        foreach (var id in export.FormIds)
            await signals.PublishAsync(FormCommands.TopicOf(id));
        return runs;
    }

    /// <summary>Waits a little for a run to end: for callers that want the file at once. It may still be at work when this returns.</summary>
    public async Task<FormRunRow> AwaitAsync(Viewer viewer, int runId, CancellationToken ct)
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var run = await submissions.RunAsync(viewer, runId, ct);
            if (
                run.Status is not ("pending" or "running")
                || System.Diagnostics.Stopwatch.GetElapsedTime(since) >= Patience
            )
                return run;
            await Task.Delay(Look, ct);
        }
    }
}
