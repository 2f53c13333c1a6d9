using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>A value that was given, perhaps as null; what was not given is left as it is.</summary>
public readonly record struct Given<T>(T Value);

/// <summary>What to change of a form; null leaves it as it is.</summary>
public sealed record FormUpdate
{
    public string? Title { get; init; }

    public Given<string?>? Description { get; init; }

    /// <summary>Replaces the questions: a new version where the form was published or is opened.</summary>
    public FormDefinition? Definition { get; init; }

    public bool? Active { get; init; }

    public bool? Public { get; init; }

    public FormSettings? Settings { get; init; }

    public Given<int?>? SubmissionLimit { get; init; }

    /// <summary>UTC.</summary>
    public Given<DateTime?>? ClosesAt { get; init; }

    public AutomationSettings? Automation { get; init; }

    /// <summary>The published version that the change was made from; a conflict when there is another by now.</summary>
    public int? Version { get; init; }

    /// <summary>Whether a public form without a link gets one.</summary>
    public bool WithLink { get; init; }
}

/// <summary>Several changes of a form at once: all of them or none.</summary>
public sealed class FormUpdates(
    IDbContextFactory<ReportsDb> contexts,
    RecurringJobs recurring,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    private const string Meanwhile =
        "Somebody else saved this form in the meantime. Read it again; nothing was changed.";

    /// <exception cref="DomainException">With the field; a conflict when somebody else saved or published in the meantime.</exception>
    public async Task UpdateAsync(CurrentUser currentUser, int id, FormUpdate update, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var form = await FormQueries.FindToManageAsync(db, currentUser, id, ct);
        db.Attach(form);
        if (update.Version is { } version && version != form.PublishedVersion)
            throw DomainException.Conflict(Meanwhile);
        Describe(form, update);
        await DefineAsync(db, currentUser, form, update, ct);
        await OpenAsync(db, form, update, ct);
        if (update.Automation is { } automation)
        {
            automation.Check();
            form.AutomationSettings = automation.ToJson();
            form.RecurringId = await new FormSchedules(recurring).SetAsync(db, form, automation, ct);
        }

        form.UpdatedAt = time.GetUtcNow().UtcDateTime;
        await SaveAsync(db, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(FormCommands.Topic);
        await notifier.PublishAsync(FormCommands.TopicOf(id));
    }

    private static void Describe(Form form, FormUpdate update)
    {
        var (title, description) = (
            update.Title ?? form.Title,
            update.Description is { } given ? given.Value : form.Description
        );
        FormCommands.Check(title, description);
        description = string.IsNullOrWhiteSpace(description) ? null : description.Trim();
        if ((title.Trim(), description) == (form.Title, form.Description))
            return;
        (form.Title, form.Description) = (title.Trim(), description);
        // A builder that is open elsewhere holds the old title; its save must not put that back.
        form.DraftRevision++;
    }

    private async Task DefineAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Form form,
        FormUpdate update,
        CancellationToken ct
    )
    {
        var published = await db.Set<FormVersion>()
            .Where(v => v.FormId == form.Id && v.Number == form.PublishedVersion)
            .Select(v => v.Definition)
            .SingleOrDefaultAsync(ct);
        if (
            update.Definition is { } definition
            && FormCommands.Json(definition) is var json
            && json != (published ?? form.Draft)
        )
        {
            FormRules.Check(definition);
            if (published is not null && form.Draft != published)
                throw DomainException.Conflict(
                    "The form has changes in the form builder that are not published. Publish or undo them first."
                );
            form.Draft = json;
            form.DraftRevision++;
            if (published is not null)
                await PublishAsync(db, currentUser, form, ct);
        }

        if (update.Active == true && form.PublishedVersion is null)
        {
            FormRules.Check(FormDefinition.FromJson(form.Draft));
            await PublishAsync(db, currentUser, form, ct);
        }
    }

    private async Task PublishAsync(ReportsDb db, CurrentUser currentUser, Form form, CancellationToken ct)
    {
        var last = await db.Set<FormVersion>().Where(v => v.FormId == form.Id).MaxAsync(v => (int?)v.Number, ct) ?? 0;
        form.PublishedVersion = last + 1;
        db.Add(FormCommands.VersionOf(form, last + 1, time.GetUtcNow().UtcDateTime, currentUser));
    }

    private async Task OpenAsync(ReportsDb db, Form form, FormUpdate update, CancellationToken ct)
    {
        form.Active = update.Active ?? form.Active;
        form.Public = update.Public ?? form.Public;
        if (update.Settings is { } settings)
        {
            settings.Check();
            form.Settings = settings.ToJson();
        }

        if (update.SubmissionLimit is { } limit)
        {
            FormSettings.CheckLimit(limit.Value);
            form.SubmissionLimit = limit.Value;
        }

        if (update.ClosesAt is { } closes)
            form.ClosesAt = closes.Value;
        if (
            update is { WithLink: true, Public: true }
            && !await db.Set<FormLink>().AnyAsync(l => l.FormId == form.Id && l.RevokedAt == null && !l.SingleUse, ct)
        )
            db.Add(FormCommands.LinkOf(form.Id, "", singleUse: false, time.GetUtcNow().UtcDateTime));
    }

    private static async Task SaveAsync(ReportsDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        // A changed revision, or the number of a version that another update has just taken.
        catch (DbUpdateException)
        {
            throw DomainException.Conflict(Meanwhile);
        }
    }
}
