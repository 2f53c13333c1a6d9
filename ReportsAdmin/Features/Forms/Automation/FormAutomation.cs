using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Export;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Forms.Automation;

/// <summary>Something that was started, to be announced after the commit.</summary>
public sealed record StartedRun(long JobId, int OwnerId, int? ReportId);

/// <summary>
/// What happens by itself on submissions, on approval, on every so many, or by the clock: exports and reports, made for the form's
/// owner with their rights. All is started in the transaction of what set it off, so neither can be without the other; what cannot be
/// started is noted there with its reason.
/// </summary>
public sealed class FormAutomation(
    IDbContextFactory<ReportsDb> contexts,
    DocumentCommands reports,
    JobQueue queue,
    CurrentUserAccessor viewers,
    ChangeNotifier notifier,
    TimeProvider time,
    ILogger<FormAutomation> log
)
{
    internal const int MaxInReport = 500;
    internal const int MaxFault = 500;
    private const string ReportKind = "report";

    internal async Task<IReadOnlyList<StartedRun>> OnSubmissionAsync(
        ReportsDb db,
        Form form,
        Submission submission,
        CancellationToken ct
    )
    {
        var automation = AutomationSettings.FromJson(form.AutomationSettings);
        var begun = new List<StartedRun>();
        if (automation.OnSubmission)
            await BeginAsync(new TriggerContext(db, form, automation, "submission", submission, begun), ct);
        if (automation.EveryN is { } n && await db.Set<Submission>().CountAsync(s => s.FormId == form.Id, ct) % n == 0)
            await BeginAsync(new TriggerContext(db, form, automation, "count", null, begun), ct);
        return begun;
    }

    internal async Task<IReadOnlyList<StartedRun>> OnApprovalAsync(
        ReportsDb db,
        Submission submission,
        CancellationToken ct
    )
    {
        var form = await db.Set<Form>().SingleAsync(f => f.Id == submission.FormId, ct);
        var automation = AutomationSettings.FromJson(form.AutomationSettings);
        var begun = new List<StartedRun>();
        if (automation.OnApproval)
            await BeginAsync(new TriggerContext(db, form, automation, "approval", submission, begun), ct);
        return begun;
    }

    /// <summary>Makes a report of the form's submissions now, whatever its automation says.</summary>
    public async Task<(int RunId, QueuedReport Report)> ReportNowAsync(
        CurrentUser currentUser,
        int formId,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, currentUser, formId, ct);
        var queued = await AddReportAsync(
            db,
            currentUser,
            form,
            AutomationSettings.FromJson(form.AutomationSettings),
            "manual",
            null,
            ct
        );
        var run = await NoteAsync(
            db,
            form.Id,
            ReportKind,
            "manual",
            null,
            queued.JobId,
            queued.ReportId,
            "{}",
            currentUser.UserId,
            ct
        );
        await transaction.CommitAsync(ct);
        await reports.AnnounceAsync(currentUser, queued);
        return (run, queued);
    }

    /// <summary>An occurrence of the schedule; what cannot be made is noted, not thrown.</summary>
    public async Task OnScheduleAsync(int formId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<Form>().SingleOrDefaultAsync(f => f.Id == formId, ct) is not { } form)
            return;
        var begun = new List<StartedRun>();
        await BeginAsync(
            new TriggerContext(db, form, AutomationSettings.FromJson(form.AutomationSettings), "schedule", null, begun),
            ct
        );
        await transaction.CommitAsync(ct);
        await AnnounceAsync(begun);
        await notifier.PublishAsync(FormCommands.TopicOf(formId));
    }

    public Task AnnounceAsync(IReadOnlyCollection<StartedRun> begun) =>
        begun.Count == 0 ? Task.CompletedTask : queue.AnnounceAllAsync([.. begun.Select(b => (b.JobId, b.OwnerId))]);

    internal async Task<int> NoteAsync(
        ReportsDb db,
        int formId,
        string kind,
        string trigger,
        int? submissionId,
        long jobId,
        int? reportId,
        string options,
        int byId,
        CancellationToken ct
    )
    {
        var run = new FormRun
        {
            FormId = formId,
            Kind = kind,
            Trigger = trigger,
            SubmissionId = submissionId,
            JobId = jobId,
            ReportId = reportId,
            Options = options,
            ById = byId,
            At = time.GetUtcNow().UtcDateTime,
        };
        db.Add(run);
        await db.SaveChangesAsync(ct);
        return run.Id;
    }

    private async Task BeginAsync(TriggerContext on, CancellationToken ct)
    {
        if (on.AutomationSettings.Export)
            await TryAsync(on, FormExportHandler.RunKind, owner => ExportAsync(on, owner, ct), ct);
        if (on.AutomationSettings.Report)
            await TryAsync(on, ReportKind, owner => ReportAsync(on, owner, ct), ct);
    }

    /// <summary>What cannot be made (an owner who has left, a template that is gone, content beyond the limits) must never cost somebody their submission: refusals come before anything is written.</summary>
    private async Task TryAsync(
        TriggerContext on,
        string kind,
        Func<CurrentUser, Task<StartedRun>> begin,
        CancellationToken ct
    )
    {
        try
        {
            on.Begun.Add(await begin(await OwnerAsync(on.Form, ct)));
        }
        catch (DomainException error)
        {
            log.LogWarning(
                "Form {Form} made no {Kind} on {Trigger}: {Reason}",
                on.Form.Id,
                kind,
                on.Trigger,
                error.Message
            );
            var why = error.Message.Length > MaxFault ? error.Message[..MaxFault] : error.Message;
            on.Db.Add(
                new FormRun
                {
                    FormId = on.Form.Id,
                    Kind = kind,
                    Trigger = on.Trigger,
                    SubmissionId = on.Submission?.Id,
                    Fault = why,
                    ById = on.Form.OwnerId,
                    At = time.GetUtcNow().UtcDateTime,
                }
            );
            await on.Db.SaveChangesAsync(ct);
        }
    }

    private async Task<StartedRun> ExportAsync(TriggerContext on, CurrentUser owner, CancellationToken ct)
    {
        if (!FormQueries.Manages(owner, on.Form.OwnerId))
            throw DomainException.Forbidden("The form's owner may no longer export its submissions.");
        var job = await queue.EnqueueAsync(
            on.Db,
            FormExportHandler.JobOf(
                on.Form.Title,
                new FormExport([on.Form.Id], new SubmissionFilter()),
                owner.UserId,
                $"forms.export:{on.Form.Id}"
            ),
            ct
        );
        // A waiting export takes this submission along; it is in the log once.
        if (!await on.Db.Set<FormRun>().AnyAsync(r => r.JobId == job, ct))
            await NoteAsync(
                on.Db,
                on.Form.Id,
                FormExportHandler.RunKind,
                on.Trigger,
                on.Submission?.Id,
                job,
                null,
                "{}",
                owner.UserId,
                ct
            );
        return new StartedRun(job, owner.UserId, null);
    }

    private async Task<StartedRun> ReportAsync(TriggerContext on, CurrentUser owner, CancellationToken ct)
    {
        if (!owner.Can(DocumentCommands.CreatePermission))
            throw DomainException.Forbidden("The form's owner may no longer make reports.");
        var queued = await AddReportAsync(on.Db, owner, on.Form, on.AutomationSettings, on.Trigger, on.Submission, ct);
        await NoteAsync(
            on.Db,
            on.Form.Id,
            ReportKind,
            on.Trigger,
            on.Submission?.Id,
            queued.JobId,
            queued.ReportId,
            "{}",
            owner.UserId,
            ct
        );
        return new StartedRun(queued.JobId, owner.UserId, queued.ReportId);
    }

    private async Task<CurrentUser> OwnerAsync(Form form, CancellationToken ct)
    {
        try
        {
            return await viewers.OfUserAsync(form.OwnerId, ct);
        }
        catch (DomainException)
        {
            throw DomainException.Forbidden("The account of the form's owner is no longer active.");
        }
    }

    private async Task<QueuedReport> AddReportAsync(
        ReportsDb db,
        CurrentUser owner,
        Form form,
        AutomationSettings automation,
        string trigger,
        Submission? submission,
        CancellationToken ct
    )
    {
        var config = JsonSerializer.SerializeToElement(
            new Dictionary<string, object>
            {
                ["template"] = automation.Template,
                ["include_charts"] = automation.IncludeCharts,
                ["format"] = new[] { "pdf", "docx", "excel" },
            }
        );
        var title = submission is null
            ? $"Auto-Generated Report - {form.Title}"
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{form.Title} - submission {submission.Id}"
            );
        if (title.Length > DocumentCommands.MaxTitle)
            title = title[..DocumentCommands.MaxTitle];
        var data = submission is null
            ? await AllAsync(db, form, trigger, ct)
            : await OneAsync(db, form, submission, ct);
        return await reports.AddAsync(
            db,
            owner,
            new GenerateReport(
                title,
                form.Description,
                JsonSerializer.SerializeToElement(data),
                config,
                GenerateReport.Automatic,
                form.Id
            ),
            ct
        );
    }

    private static async Task<JsonObject> OneAsync(ReportsDb db, Form form, Submission submission, CancellationToken ct)
    {
        var definition = await FormQueries.DefinitionAsync(db, form.Id, submission.Version, ct);
        var names = await db.Set<SubmissionFile>()
            .Where(f => f.SubmissionId == submission.Id)
            .ToDictionaryAsync(f => f.Token, f => f.FileName, ct);
        var content = SubmissionContent.Of(definition, JsonNode.Parse(submission.Answers)!.AsObject(), names);
        content.Insert(
            0,
            "Submission",
            new JsonObject
            {
                ["Number"] = submission.Id,
                ["Received"] = SubmissionContent.Instant(submission.SubmittedAt),
                ["From"] = submission.SubmitterEmail,
                ["Status"] = SubmissionWords.Of(submission.Status),
            }
        );
        return content;
    }

    private async Task<JsonObject> AllAsync(ReportsDb db, Form form, string trigger, CancellationToken ct)
    {
        var total = await db.Set<Submission>().CountAsync(s => s.FormId == form.Id, ct);
        if (total == 0)
            throw DomainException.Conflict("The form has no submissions yet.");
        var newest = await db.Set<Submission>()
            .Where(s => s.FormId == form.Id)
            .OrderByDescending(s => s.SubmittedAt)
            .ThenByDescending(s => s.Id)
            .Take(MaxInReport)
            .ToListAsync(ct);
        var table = await FormTable.LoadAsync(db, form.Id, ct);
        return new JsonObject
        {
            ["form_info"] = new JsonObject
            {
                ["title"] = form.Title,
                ["description"] = form.Description,
                ["version"] = form.PublishedVersion,
            },
            ["summary"] = new JsonObject
            {
                ["total_submissions"] = total,
                ["shown"] = newest.Count,
                ["generation_trigger"] = trigger,
                ["generated_at"] = SubmissionContent.Instant(time.GetUtcNow().UtcDateTime),
                ["by_status"] = new JsonObject([
                    .. newest
                        .GroupBy(s => s.Status)
                        .OrderBy(g => g.Key)
                        .Select(g => KeyValuePair.Create(SubmissionWords.Of(g.Key), (JsonNode?)g.Count())),
                ]),
            },
            ["submissions"] = new JsonArray([.. newest.Select(s => (JsonNode)table.RowOf(s))]),
        };
    }

    /// <summary>What set it off, within whose transaction, and what was started so far.</summary>
    private sealed record TriggerContext(
        ReportsDb Db,
        Form Form,
        AutomationSettings AutomationSettings,
        string Trigger,
        Submission? Submission,
        List<StartedRun> Begun
    );
}
