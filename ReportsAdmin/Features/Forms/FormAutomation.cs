using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.GeneratedReports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Forms;

/// <summary>Something that was begun, to be announced after the commit.</summary>
public sealed record BegunRun(long JobId, int OwnerId, int? ReportId);

/// <summary>
/// What happens by itself on submissions, on approval, on every so many, or by the clock: exports and reports, made for the form's
/// owner with his rights. All is begun in the transaction of what set it off, so neither can be without the other.
/// </summary>
public sealed class FormAutomation(IDbContextFactory<ReportsDb> contexts, GeneratedReportCommands reports, JobQueue queue, Viewers viewers, TimeProvider time, ILogger<FormAutomation> log)
{
    internal const int MaxInReport = 500;

    internal async Task<IReadOnlyList<BegunRun>> OnSubmissionAsync(ReportsDb db, Form form, Submission submission, CancellationToken ct)
    {
        var automation = Automation.FromJson(form.Automation);
        var begun = new List<BegunRun>();
        if (automation.OnSubmission) await TryBeginAsync(db, form, automation, "submission", submission, begun, ct);
        if (automation.EveryN is { } n && await db.Set<Submission>().CountAsync(s => s.FormId == form.Id, ct) % n == 0) await TryBeginAsync(db, form, automation, "count", null, begun, ct);
        return begun;
    }

    internal async Task<IReadOnlyList<BegunRun>> OnApprovalAsync(ReportsDb db, Submission submission, CancellationToken ct)
    {
        var form = await db.Set<Form>().SingleAsync(f => f.Id == submission.FormId, ct);
        var automation = Automation.FromJson(form.Automation);
        var begun = new List<BegunRun>();
        if (automation.OnApproval) await TryBeginAsync(db, form, automation, "approval", submission, begun, ct);
        return begun;
    }

    /// <summary>Makes a report of the form's submissions now, whatever its automation says.</summary>
    public async Task<(int RunId, QueuedReport Report)> ReportNowAsync(Viewer viewer, int formId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, viewer, formId, ct);
        var queued = await AddReportAsync(db, viewer, form, Automation.FromJson(form.Automation), "manual", null, ct);
        var run = await NoteAsync(db, form.Id, "report", "manual", null, queued.JobId, queued.ReportId, "{}", viewer.UserId, ct);
        await transaction.CommitAsync(ct);
        await reports.AnnounceAsync(viewer, queued);
        return (run, queued);
    }

    internal async Task OnScheduleAsync(int formId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<Form>().SingleOrDefaultAsync(f => f.Id == formId, ct) is not { } form) return;
        var begun = new List<BegunRun>();
        await BeginAsync(db, form, Automation.FromJson(form.Automation), "schedule", null, begun, ct);
        await transaction.CommitAsync(ct);
        await AnnounceAsync(begun);
    }

    public Task AnnounceAsync(IReadOnlyCollection<BegunRun> begun) => begun.Count == 0 ? Task.CompletedTask : queue.AnnounceAllAsync([.. begun.Select(b => (b.JobId, b.OwnerId))]);

    internal async Task<int> NoteAsync(ReportsDb db, int formId, string kind, string trigger, int? submissionId, long jobId, int? reportId, string options, int byId, CancellationToken ct)
    {
        var run = new FormRun { FormId = formId, Kind = kind, Trigger = trigger, SubmissionId = submissionId, JobId = jobId, ReportId = reportId, Options = options, ById = byId, At = time.GetUtcNow().UtcDateTime };
        db.Add(run);
        await db.SaveChangesAsync(ct);
        return run.Id;
    }

    /// <summary>What cannot be made (an owner who has left, a template that is gone, content beyond the limits) must never cost somebody his submission: refusals come before anything is written.</summary>
    private async Task TryBeginAsync(ReportsDb db, Form form, Automation automation, string trigger, Submission? submission, List<BegunRun> begun, CancellationToken ct)
    {
        try
        {
            await BeginAsync(db, form, automation, trigger, submission, begun, ct);
        }
        catch (Refusal refusal)
        {
            log.LogWarning("Form {Form} made nothing on {Trigger}: {Reason}", form.Id, trigger, refusal.Message);
        }
    }

    private async Task BeginAsync(ReportsDb db, Form form, Automation automation, string trigger, Submission? submission, List<BegunRun> begun, CancellationToken ct)
    {
        var owner = await viewers.OfUserAsync(form.OwnerId, ct);
        if (automation.Export)
        {
            var job = await queue.EnqueueAsync(db, FormExportHandler.JobOf(form.Title, new FormExport([form.Id], new SubmissionFilter()), owner.UserId, $"forms.export:{form.Id}"), ct);
            // A waiting export takes this submission along; it stands in the log once.
            if (!await db.Set<FormRun>().AnyAsync(r => r.JobId == job, ct)) await NoteAsync(db, form.Id, FormExportHandler.RunKind, trigger, submission?.Id, job, null, "{}", owner.UserId, ct);
            begun.Add(new BegunRun(job, owner.UserId, null));
        }

        if (!automation.Report || !owner.May(GeneratedReportCommands.CreatePermission)) return;
        var queued = await AddReportAsync(db, owner, form, automation, trigger, submission, ct);
        await NoteAsync(db, form.Id, "report", trigger, submission?.Id, queued.JobId, queued.ReportId, "{}", owner.UserId, ct);
        begun.Add(new BegunRun(queued.JobId, owner.UserId, queued.ReportId));
    }

    private async Task<QueuedReport> AddReportAsync(ReportsDb db, Viewer owner, Form form, Automation automation, string trigger, Submission? submission, CancellationToken ct)
    {
        var config = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["template"] = automation.Template, ["include_charts"] = automation.IncludeCharts, ["format"] = new[] { "pdf", "docx", "excel" } });
        var title = submission is null ? $"Auto-Generated Report - {form.Title}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{form.Title} - submission {submission.Id}");
        if (title.Length > GeneratedReportCommands.MaxTitle) title = title[..GeneratedReportCommands.MaxTitle];
        var data = submission is null ? await AllAsync(db, form, trigger, ct) : await OneAsync(db, form, submission, ct);
        return await reports.AddAsync(db, owner, new GenerateReport(title, form.Description, JsonSerializer.SerializeToElement(data), config, GenerateReport.Automatic, form.Id), ct);
    }

    private static async Task<JsonObject> OneAsync(ReportsDb db, Form form, Submission submission, CancellationToken ct)
    {
        var definition = await FormQueries.DefinitionAsync(db, form.Id, submission.Version, ct);
        var names = await db.Set<SubmissionFile>().Where(f => f.SubmissionId == submission.Id).ToDictionaryAsync(f => f.Token, f => f.FileName, ct);
        var content = SubmissionContent.Of(definition, JsonNode.Parse(submission.Answers)!.AsObject(), names);
        content.Insert(0, "Submission", new JsonObject { ["Number"] = submission.Id, ["Received"] = SubmissionContent.Instant(submission.SubmittedAt), ["From"] = submission.SubmitterEmail, ["Status"] = SubmissionWords.Of(submission.Status) });
        return content;
    }

    private async Task<JsonObject> AllAsync(ReportsDb db, Form form, string trigger, CancellationToken ct)
    {
        var total = await db.Set<Submission>().CountAsync(s => s.FormId == form.Id, ct);
        var newest = await db.Set<Submission>().Where(s => s.FormId == form.Id).OrderByDescending(s => s.SubmittedAt).ThenByDescending(s => s.Id).Take(MaxInReport).ToListAsync(ct);
        var table = await FormTable.LoadAsync(db, form.Id, ct);
        return new JsonObject
        {
            ["form_info"] = new JsonObject { ["title"] = form.Title, ["description"] = form.Description, ["version"] = form.PublishedVersion },
            ["summary"] = new JsonObject { ["total_submissions"] = total, ["shown"] = newest.Count, ["generation_trigger"] = trigger, ["generated_at"] = SubmissionContent.Instant(time.GetUtcNow().UtcDateTime), ["by_status"] = new JsonObject([.. newest.GroupBy(s => s.Status).OrderBy(g => g.Key).Select(g => KeyValuePair.Create(SubmissionWords.Of(g.Key), (JsonNode?)g.Count()))]) },
            ["submissions"] = new JsonArray([.. newest.Select(s => (JsonNode)table.RowOf(s))]),
        };
    }
}
