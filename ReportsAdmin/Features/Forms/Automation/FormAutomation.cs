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
    PeopleNames people,
    ChangeNotifier notifier,
    TimeProvider time,
    ILogger<FormAutomation> log
)
{
    internal const int MaxFault = 500;
    private const string ReportKind = "report";

    private readonly FormReports formReports = new(reports, people, time);

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
        var automation = AutomationSettings.FromJson(form.AutomationSettings);
        var context = new TriggerContext(db, form, automation, "manual", null, []);
        var queued = await formReports.AddAsync(context, currentUser, ct);
        var run = await NoteAsync(
            db,
            RunOf(context, ReportKind, currentUser.UserId, queued.JobId, queued.ReportId),
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

    /// <summary>Adds a run to the form's log, now; answers its key.</summary>
    internal async Task<int> NoteAsync(ReportsDb db, FormRun run, CancellationToken ct)
    {
        run.At = time.GetUtcNow().UtcDateTime;
        db.Add(run);
        await db.SaveChangesAsync(ct);
        return run.Id;
    }

    private static FormRun RunOf(
        TriggerContext on,
        string kind,
        int byId,
        long? jobId = null,
        int? reportId = null,
        string? fault = null
    ) =>
        new()
        {
            FormId = on.Form.Id,
            Kind = kind,
            Trigger = on.Trigger,
            SubmissionId = on.Submission?.Id,
            JobId = jobId,
            ReportId = reportId,
            Fault = fault,
            ById = byId,
        };

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
            await NoteAsync(on.Db, RunOf(on, kind, on.Form.OwnerId, fault: why), ct);
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
            await NoteAsync(on.Db, RunOf(on, FormExportHandler.RunKind, owner.UserId, job), ct);
        return new StartedRun(job, owner.UserId, null);
    }

    private async Task<StartedRun> ReportAsync(TriggerContext on, CurrentUser owner, CancellationToken ct)
    {
        if (!owner.Can(DocumentCommands.CreatePermission))
            throw DomainException.Forbidden("The form's owner may no longer make reports.");
        var queued = await formReports.AddAsync(on, owner, ct);
        await NoteAsync(on.Db, RunOf(on, ReportKind, owner.UserId, queued.JobId, queued.ReportId), ct);
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
}
