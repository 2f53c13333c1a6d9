using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>Takes submissions, edits them with what changed noted down, and moves them through review.</summary>
public sealed partial class SubmissionCommands(
    IDbContextFactory<ReportsDb> contexts,
    AnswerFiles files,
    FormAutomation automation,
    SubmissionNews news,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    private const int MaxComment = 2000;
    private const int MaxEmail = 256;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Takes the answers of a person with an account, pinned to the version that is open now.</summary>
    /// <exception cref="DomainException">With one message for each field.</exception>
    public Task<SubmittedForm> SubmitAsync(
        CurrentUser currentUser,
        int formId,
        JsonElement answers,
        string? email,
        CancellationToken ct
    ) => SubmitAsync(currentUser, formId, null, answers, email, ct);

    /// <param name="opened">The published version that was filled in; it may have been followed by another since.</param>
    public async Task<SubmittedForm> SubmitAsync(
        CurrentUser currentUser,
        int formId,
        int? opened,
        JsonElement answers,
        string? email,
        CancellationToken ct
    )
    {
        currentUser.Require(FormQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var form = await db.Set<Form>().SingleOrDefaultAsync(f => f.Id == formId, ct) ?? throw FormQueries.Missing();
        return await TakeAsync(db, form, opened, null, currentUser, answers, email, ct);
    }

    /// <summary>Takes the answers that come by a public link. A link for one use is used up in the same transaction.</summary>
    public Task<SubmittedForm> SubmitAsync(string token, JsonElement answers, string? email, CancellationToken ct) =>
        SubmitAsync(token, null, answers, email, ct);

    public async Task<SubmittedForm> SubmitAsync(
        string token,
        int? opened,
        JsonElement answers,
        string? email,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var (form, link) = await FormQueries.FindLinkAsync(db, token, ct);
        return await TakeAsync(db, form, opened, link, null, answers, email, ct);
    }

    /// <summary>Takes the answers of somebody without an account to a public form that is named by its number.</summary>
    /// <exception cref="DomainException">A form that is not public asks to sign in, as an unknown one does.</exception>
    public async Task<SubmittedForm> SubmitPublicAsync(
        int formId,
        JsonElement answers,
        string? email,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var form = await db.Set<Form>().SingleOrDefaultAsync(f => f.Id == formId && f.Public, ct)
            ?? throw new DomainException(ErrorKind.Unauthenticated, "Sign in to fill in this form.");
        return await TakeAsync(db, form, null, null, null, answers, email, ct);
    }

    /// <summary>Replaces the answers, held to the version that was filled in. What changed is noted down.</summary>
    public async Task EditAsync(
        CurrentUser currentUser,
        int id,
        JsonElement answers,
        int revision,
        string? why,
        CancellationToken ct
    )
    {
        if (why is { Length: > MaxComment })
            throw DomainException.Invalid("why", $"At most {MaxComment} characters.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var submission = await SubmissionQueries.FindAsync(db, currentUser, id, ct);
        var definition = await FormQueries.DefinitionAsync(db, submission.FormId, submission.Version, ct);
        var read = Answers.Require(definition, answers);
        var changes = AnswerTexts.Changes(definition, JsonNode.Parse(submission.Answers)!.AsObject(), read.Kept);
        if (changes.Count == 0)
            throw DomainException.Invalid("data", "Nothing was changed.");
        await SaveAsync(db, id, revision, read, ct);
        await ClaimAsync(db, submission.FormId, id, read, ct);
        db.Add(SubmissionEvent.Of(currentUser, id, time.GetUtcNow().UtcDateTime, "edit", why, changes));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await ChangedAsync(submission.FormId);
    }

    private async Task SaveAsync(ReportsDb db, int id, int revision, Answers read, CancellationToken ct)
    {
        var (now, kept) = (time.GetUtcNow().UtcDateTime, AnswerTexts.Write(read.Kept));
        var saved = await db.Set<Submission>()
            .Where(s => s.Id == id && s.Revision == revision)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(x => x.Answers, kept)
                        .SetProperty(x => x.Revision, revision + 1)
                        .SetProperty(x => x.UpdatedAt, now),
                ct
            );
        if (saved == 0)
            throw DomainException.Conflict("Somebody else changed this submission in the meantime. Look at it again.");
    }

    /// <summary>Moves a submission through review, with a comment; approval may set off what happens by itself.</summary>
    public async Task ReviewAsync(
        CurrentUser currentUser,
        int id,
        SubmissionStatus status,
        string? comment,
        CancellationToken ct
    )
    {
        if (comment is { Length: > MaxComment })
            throw DomainException.Invalid("comment", $"At most {MaxComment} characters.");
        if (status == SubmissionStatus.Rejected && string.IsNullOrWhiteSpace(comment))
            throw DomainException.Invalid("comment", "Say why it is rejected.");
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var submission = await SubmissionQueries.FindAsync(db, currentUser, id, ct);
        var changed = await db.Set<Submission>()
            .Where(s => s.Id == id && s.Status != status)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.Status, status).SetProperty(x => x.UpdatedAt, now), ct);
        if (changed == 0)
            throw DomainException.Conflict($"The submission is {SubmissionWords.Of(status)} already.");
        AnswerChange[] change = [new("Status", SubmissionWords.Of(submission.Status), SubmissionWords.Of(status))];
        db.Add(SubmissionEvent.Of(currentUser, id, time.GetUtcNow().UtcDateTime, "status", comment, change));
        await db.SaveChangesAsync(ct);
        var begun = status == SubmissionStatus.Approved ? await automation.OnApprovalAsync(db, submission, ct) : [];
        await transaction.CommitAsync(ct);
        await automation.AnnounceAsync(begun);
        await ChangedAsync(submission.FormId);
    }

    public async Task CommentAsync(CurrentUser currentUser, int id, string text, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxComment)
            throw DomainException.Invalid("comment", $"A comment has 1 to {MaxComment} characters.");
        await using var db = contexts.CreateDbContext();
        var submission = await SubmissionQueries.FindAsync(db, currentUser, id, ct);
        db.Add(SubmissionEvent.Of(currentUser, id, time.GetUtcNow().UtcDateTime, "comment", text));
        await db.SaveChangesAsync(ct);
        await ChangedAsync(submission.FormId);
    }

    private async Task<SubmittedForm> TakeAsync(
        ReportsDb db,
        Form form,
        int? opened,
        FormLink? link,
        CurrentUser? currentUser,
        JsonElement answers,
        string? email,
        CancellationToken ct
    )
    {
        var now = Now;
        var open = await FormQueries.OpenAsync(db, form, opened, now, ct);
        var address = EmailOf(email);
        var read = Answers.Require(open.Definition, answers);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (link is not null)
            await UseAsync(db, link, now, ct);
        await SubmissionPlaces.TakeAsync(db, form, open.Settings, currentUser, address, ct);
        var submission = new Submission
        {
            FormId = form.Id,
            Version = open.Version,
            Answers = AnswerTexts.Write(read.Kept),
            Status = SubmissionStatus.Submitted,
            SubmitterId = currentUser?.UserId,
            SubmitterEmail = address,
            LinkId = link?.Id,
            SubmittedAt = now,
            UpdatedAt = now,
            Revision = 1,
        };
        db.Add(submission);
        await db.SaveChangesAsync(ct);
        await ClaimAsync(db, form.Id, submission.Id, read, ct);
        var begun = await automation.OnSubmissionAsync(db, form, submission, ct);
        var told = await news.WriteAsync(db, form, submission, ct);
        await transaction.CommitAsync(ct);
        await automation.AnnounceAsync(begun);
        await news.AnnounceAsync(told);
        await ChangedAsync(form.Id);
        return new SubmittedForm(submission.Id, form.Id, form.Title, [.. begun.Select(b => b.ReportId).OfType<int>()]);
    }

    /// <exception cref="DomainException">A link that was used up or revoked since it was read.</exception>
    private static async Task UseAsync(ReportsDb db, FormLink link, DateTime now, CancellationToken ct)
    {
        var used = await db.Set<FormLink>()
            .Where(l => l.Id == link.Id && l.RevokedAt == null && (!l.SingleUse || l.UsedAt == null))
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), ct);
        if (used == 0)
            throw DomainException.NotFound("This link has been used already. It works once.");
    }

    private static async Task ClaimAsync(ReportsDb db, int formId, int submissionId, Answers read, CancellationToken ct)
    {
        var lost = await AnswerFiles.ClaimAsync(db, formId, submissionId, read.Files, ct);
        if (lost.Count > 0)
            throw Answers.Faulty(
                lost.Distinct(StringComparer.Ordinal)
                    .ToDictionary(f => f, _ => "The file was not received. Choose it again.", StringComparer.Ordinal)
            );
    }

    private static string? EmailOf(string? text) =>
        text is { Length: > MaxEmail } ? throw DomainException.Invalid("email", "This is not an email address.")
        : string.IsNullOrWhiteSpace(text) ? null
        : text.Trim();

    private async Task ChangedAsync(int formId)
    {
        await notifier.PublishAsync(FormCommands.Topic);
        await notifier.PublishAsync(FormCommands.TopicOf(formId));
    }
}
