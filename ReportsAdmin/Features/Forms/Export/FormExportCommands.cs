using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Forms.Export;

/// <summary>Asks for exports of forms.</summary>
public sealed class FormExportCommands(
    IDbContextFactory<ReportsDb> contexts,
    FormAutomation automation,
    SubmissionQueries submissions,
    JobQueue queue,
    ChangeNotifier notifier
)
{
    public const int MaxForms = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Queues an export; answers the number of the run for each form, which all name the same file.</summary>
    public async Task<IReadOnlyList<int>> QueueAsync(CurrentUser currentUser, FormExport export, CancellationToken ct)
    {
        Check(export);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var titles = new List<string>();
        foreach (var id in export.FormIds)
            titles.Add((await FormQueries.FindToManageAsync(db, currentUser, id, ct)).Title);
        var job = await queue.EnqueueAsync(
            db,
            FormExportHandler.JobOf(
                titles.Count == 1 ? titles[0] : $"{titles.Count} forms",
                export,
                currentUser.UserId
            ),
            ct
        );
        var options = JsonSerializer.Serialize(export.Filter, JsonSerializerOptions.Web);
        var runs = new List<int>();
        foreach (var id in export.FormIds)
        {
            var run = new FormRun
            {
                FormId = id,
                Kind = FormExportHandler.RunKind,
                Trigger = "manual",
                JobId = job,
                Options = options,
                ById = currentUser.UserId,
            };
            runs.Add(await automation.NoteAsync(db, run, ct));
        }

        await transaction.CommitAsync(ct);
        await queue.AnnounceAsync(job, currentUser.UserId);
        foreach (var id in export.FormIds)
            await notifier.PublishAsync(FormCommands.TopicOf(id));
        return runs;
    }

    /// <summary>Waits a little for a run to end: for callers that want the file at once. It may still be at work when this returns.</summary>
    public async Task<FormRunRow> AwaitAsync(CurrentUser currentUser, int runId, CancellationToken ct)
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var run = await submissions.RunAsync(currentUser, runId, ct);
            if (
                run.Status is not ("pending" or "running")
                || System.Diagnostics.Stopwatch.GetElapsedTime(since) >= Patience
            )
                return run;
            await Task.Delay(Look, ct);
        }
    }

    private static void Check(FormExport export)
    {
        if (export.FormIds.Count is 0 or > MaxForms)
            throw DomainException.Invalid("form_ids", $"form_ids names 1 to {MaxForms} forms.");
        if (export.MaxRecords is < 1)
            throw DomainException.Invalid("max_records", "max_records counts from 1.");
        if (export.Filter.From >= export.Filter.To)
            throw DomainException.Invalid("date_range", "The range starts after it ends.");
    }
}
