using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>Makes and publishes forms. A published version never changes: saving alters the draft alone.</summary>
public sealed class FormCommands(
    IDbContextFactory<ReportsDb> contexts,
    RecurringJobs recurring,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const string MakePermission = "forms:make";

    private const int MaxTitle = 200;
    private const int MaxDescription = 2000;
    private const int MaxDraft = 500_000;
    private const int MaxLinks = 1000;

    /// <summary>Signal topic: a form of any kind was made, saved or deleted.</summary>
    public const string Topic = "forms";

    /// <summary>Signal topic of one form: it, its submissions or what was made of them changed.</summary>
    public static string TopicOf(int formId) => $"form:{formId}";

    public async Task<int> CreateAsync(CurrentUser currentUser, NewForm form, CancellationToken ct)
    {
        currentUser.Require(MakePermission);
        Check(form.Title, form.Description);
        form.Settings.Check();
        FormSettings.CheckLimit(form.SubmissionLimit);
        form.Automation?.Check();
        // A form may be started empty; it can only not be published so.
        if (form.Publish || form.Definition.Fields.Any())
            FormRules.Check(form.Definition);
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var made = new Form
        {
            Title = form.Title.Trim(),
            Description = form.Description?.Trim(),
            OwnerId = currentUser.UserId,
            Draft = Json(form.Definition),
            DraftRevision = 1,
            Public = form.Public,
            Active = form.Publish,
            PublishedVersion = form.Publish ? 1 : null,
            SubmissionLimit = form.SubmissionLimit,
            ClosesAt = form.ClosesAt,
            Settings = form.Settings.ToJson(),
            AutomationSettings = form.Automation?.ToJson() ?? "{}",
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(made);
        await db.SaveChangesAsync(ct);
        if (form.Publish)
            db.Add(VersionOf(made, 1, now, currentUser));
        if (form is { Public: true, WithLink: true })
            db.Add(LinkOf(made.Id, "", singleUse: false, now));
        if (form.Automation is { } automation)
            made.RecurringId = await new FormSchedules(recurring).SetAsync(db, made, automation, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await ChangedAsync(made.Id);
        return made.Id;
    }

    /// <summary>Saves title and draft; answers the new revision. A conflict when somebody saved since <paramref name="revision"/>.</summary>
    public async Task<int> SaveAsync(
        CurrentUser currentUser,
        int id,
        string title,
        string? description,
        FormDefinition draft,
        int revision,
        CancellationToken ct
    )
    {
        Check(title, description);
        var (json, now) = (Json(draft), time.GetUtcNow().UtcDateTime);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
        var saved = await db.Set<Form>()
            .Where(f => f.Id == id && f.DraftRevision == revision)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(f => f.Title, title.Trim())
                        .SetProperty(
                            f => f.Description,
                            string.IsNullOrWhiteSpace(description) ? null : description.Trim()
                        )
                        .SetProperty(f => f.Draft, json)
                        .SetProperty(f => f.DraftRevision, revision + 1)
                        .SetProperty(f => f.UpdatedAt, now),
                ct
            );
        if (saved == 0)
            throw DomainException.Conflict(
                "Somebody else saved this form in the meantime. Reload it; your changes were not written."
            );
        await RecordAsync(
            db,
            form,
            ct,
            [
                .. AuditField.Changes(("Title", form.Title, title.Trim())),
                .. (AuditField[])(json == form.Draft ? [] : [new AuditField("Questions", null, null)]),
            ]
        );
        await transaction.CommitAsync(ct);
        await ChangedAsync(id);
        return revision + 1;
    }

    /// <summary>Opens the draft for submissions, as a version that never changes again; answers its number.</summary>
    public async Task<int> PublishAsync(CurrentUser currentUser, int id, int revision, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
        if (form.DraftRevision != revision)
            throw DomainException.Conflict("Somebody else saved this form in the meantime. Reload it, then publish.");
        FormRules.Check(FormDefinition.FromJson(form.Draft));
        var number =
            (await db.Set<FormVersion>().Where(v => v.FormId == id).MaxAsync(v => (int?)v.Number, ct) ?? 0) + 1;
        db.Add(VersionOf(form, number, now, currentUser));
        await db.SaveChangesAsync(ct);
        var taken = await db.Set<Form>()
            .Where(f => f.Id == id && f.DraftRevision == revision)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(f => f.PublishedVersion, number)
                        .SetProperty(f => f.Active, true)
                        .SetProperty(f => f.UpdatedAt, now),
                ct
            );
        if (taken == 0)
            throw DomainException.Conflict("Somebody else saved this form in the meantime. Reload it, then publish.");
        await db.RecordAsync(
            FormsAudit.Published,
            FormsAudit.Form,
            id,
            form.Title,
            ct,
            AuditField.Fact("Version", number)
        );
        await transaction.CommitAsync(ct);
        await ChangedAsync(id);
        return number;
    }

    /// <summary>Opens or closes a form, and decides whether its links need no account.</summary>
    public async Task SwitchAsync(CurrentUser currentUser, int id, bool active, bool isPublic, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
        if (active && form.PublishedVersion is null)
            throw DomainException.Conflict("Publish the form before you open it.");
        await db.Set<Form>()
            .Where(f => f.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(f => f.Active, active).SetProperty(f => f.Public, isPublic), ct);
        var changes = AuditField.Changes(("Takes submissions", form.Active, active), ("Public", form.Public, isPublic));
        await RecordAsync(db, form, ct, changes);
        await transaction.CommitAsync(ct);
        await ChangedAsync(id);
    }

    /// <summary>Makes a public address; answers the part of it that nobody guesses.</summary>
    public async Task<string> MakeLinkAsync(
        CurrentUser currentUser,
        int id,
        string label,
        bool singleUse,
        CancellationToken ct
    )
    {
        if (label.Length > MaxTitle)
            throw DomainException.Invalid("label", $"At most {MaxTitle} characters.");
        await using var db = contexts.CreateDbContext();
        var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
        if (!form.Public)
            throw DomainException.Conflict("This form is not public. Make it public first.");
        if (await db.Set<FormLink>().CountAsync(l => l.FormId == id && l.RevokedAt == null, ct) >= MaxLinks)
            throw DomainException.Conflict($"A form has at most {MaxLinks} open links. Revoke some.");
        var link = LinkOf(id, label.Trim(), singleUse, time.GetUtcNow().UtcDateTime);
        db.Add(link);
        await db.SaveChangesAsync(ct);
        await ChangedAsync(id);
        return link.Token;
    }

    public async Task RevokeLinkAsync(CurrentUser currentUser, int id, int linkId, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
        var revoked = await db.Set<FormLink>()
            .Where(l => l.Id == linkId && l.FormId == id && l.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.RevokedAt, now), ct);
        if (revoked > 0)
            await RecordAsync(db, form, ct, [new AuditField("Public link", AuditField.TextOf(linkId), "revoked")]);
        await transaction.CommitAsync(ct);
        await ChangedAsync(id);
    }

    /// <summary>Settles what happens by itself; a cron that cannot be read is refused with the field.</summary>
    public async Task AutomateAsync(
        CurrentUser currentUser,
        int id,
        AutomationSettings automation,
        CancellationToken ct
    )
    {
        automation.Check();
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
        var recurringId = await new FormSchedules(recurring).SetAsync(db, form, automation, ct);
        await db.Set<Form>()
            .Where(f => f.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(f => f.AutomationSettings, automation.ToJson())
                        .SetProperty(f => f.RecurringId, recurringId),
                ct
            );
        await RecordAsync(db, form, ct, [new AuditField("Automation", null, null)]);
        await transaction.CommitAsync(ct);
        await ChangedAsync(id);
    }

    /// <summary>Deletes a form that nobody has answered; closes one that has submissions, so that none is lost.</summary>
    /// <returns>How many submissions kept it; 0 when it was deleted.</returns>
    public async Task<int> DeleteOrCloseAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        int kept;
        await using (var db = contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
            var now = time.GetUtcNow().UtcDateTime;
            // Closed first: a submission that comes now is refused instead of being deleted with the form.
            await db.Set<Form>()
                .Where(f => f.Id == id)
                .ExecuteUpdateAsync(s => s.SetProperty(f => f.Active, false).SetProperty(f => f.UpdatedAt, now), ct);
            await RecordAsync(db, form, ct, AuditField.Changes(("Takes submissions", form.Active, false)));
            await transaction.CommitAsync(ct);
            kept = await FormQueries.CountAsync(db, id, ct);
        }

        if (kept == 0)
            await DeleteAsync(currentUser, id, ct);
        else
            await ChangedAsync(id);
        return kept;
    }

    /// <summary>Deletes a form with its submissions. Reports that were made of them stay.</summary>
    public async Task DeleteAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
        if (form.RecurringId is { } schedule)
            await recurring.RemoveAsync(db, schedule, ct);
        // Without a submission the files belong to nobody, and the clean-up takes them.
        await db.Set<SubmissionFile>()
            .Where(f => f.FormId == id)
            .ExecuteUpdateAsync(s => s.SetProperty(f => f.SubmissionId, (int?)null), ct);
        await db.Set<Form>().Where(f => f.Id == id).ExecuteDeleteAsync(ct);
        await db.RecordAsync(AuditActions.Removed, FormsAudit.Form, id, form.Title, ct);
        await transaction.CommitAsync(ct);
        await ChangedAsync(id);
    }

    internal static FormLink LinkOf(int formId, string label, bool singleUse, DateTime now) =>
        new()
        {
            FormId = formId,
            Token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', '-').Replace('/', '_'),
            Label = label,
            SingleUse = singleUse,
            CreatedAt = now,
        };

    internal static FormVersion VersionOf(Form form, int number, DateTime at, CurrentUser by) =>
        new()
        {
            FormId = form.Id,
            Number = number,
            Definition = form.Draft,
            PublishedAt = at,
            PublishedById = by.UserId,
        };

    private static async Task RecordAsync(
        ReportsDb db,
        Form form,
        CancellationToken ct,
        IEnumerable<AuditField> changes
    )
    {
        AuditField[] fields = [.. changes];
        if (fields.Length > 0)
            await db.RecordAsync(AuditActions.Changed, FormsAudit.Form, form.Id, form.Title, ct, fields);
    }

    private async Task ChangedAsync(int id)
    {
        await notifier.PublishAsync(Topic);
        await notifier.PublishAsync(TopicOf(id));
    }

    internal static void Check(string title, string? description)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Trim().Length > MaxTitle)
            throw DomainException.Invalid("title", $"A form has a title of at most {MaxTitle} characters.");
        if (description is { Length: > MaxDescription })
            throw DomainException.Invalid("description", $"At most {MaxDescription} characters.");
    }

    internal static string Json(FormDefinition definition) =>
        definition.ToJson() is { Length: <= MaxDraft } json
            ? json
            : throw new DomainException(ErrorKind.TooLarge, "The form is too large.");
}
