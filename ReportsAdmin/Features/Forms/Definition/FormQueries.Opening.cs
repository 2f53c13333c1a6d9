using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>What is filled in, and by whom.</summary>
public sealed partial class FormQueries
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>What is filled in, for people with an account.</summary>
    public async Task<OpenForm> OpenAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        return await OpenAsync(
            db,
            await db.Set<Form>().SingleOrDefaultAsync(f => f.Id == id, ct) ?? throw Missing(),
            null,
            Now,
            ct
        );
    }

    /// <summary>What a public link opens, without an account. A link that is revoked, used up or of a closed form says so and no more.</summary>
    public async Task<OpenForm> OpenAsync(string token, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var (form, _) = await FindLinkAsync(db, token, ct);
        return await OpenAsync(db, form, null, Now, ct);
    }

    /// <summary>The same, and whether the link works once only.</summary>
    public async Task<(OpenForm Form, bool SingleUse)> OpenLinkAsync(string token, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var (form, link) = await FindLinkAsync(db, token, ct);
        return (await OpenAsync(db, form, null, Now, ct), link.SingleUse);
    }

    internal static async Task<(Form Form, FormLink Link)> FindLinkAsync(
        ReportsDb db,
        string token,
        CancellationToken ct
    )
    {
        var link = token.Length is > 0 and <= 64
            ? await db.Set<FormLink>().SingleOrDefaultAsync(l => l.Token == token, ct)
            : null;
        if (link is null)
            throw DomainException.NotFound("This link leads nowhere. Ask whoever sent it for a new one.");
        if (link.RevokedAt is not null)
            throw DomainException.NotFound("This link has been withdrawn. Ask whoever sent it for a new one.");
        if (link.SingleUse && link.UsedAt is not null)
            throw DomainException.NotFound("This link has been used already. It works once.");
        var form = await db.Set<Form>().SingleAsync(f => f.Id == link.FormId, ct);
        return form.Public ? (form, link) : throw DomainException.NotFound("This form is not public any more.");
    }

    /// <param name="opened">The version that somebody has before them, though another was published since; null for the one that is open now.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">A form that is closed, past its closing time or full, with the reason.</exception>
    internal static async Task<OpenForm> OpenAsync(
        ReportsDb db,
        Form form,
        int? opened,
        DateTime now,
        CancellationToken ct
    )
    {
        if (!form.Active || form.PublishedVersion is not { } current)
            throw DomainException.NotFound("This form takes no submissions at present.");
        if (form.ClosesAt <= now)
            throw DomainException.Conflict("This form is closed: its closing date has passed.");
        if (form.SubmissionLimit is { } limit && await CountAsync(db, form.Id, ct) >= limit)
            throw Full();
        var version = opened ?? current;
        var definition = await db.Set<FormVersion>()
            .Where(v => v.FormId == form.Id && v.Number == version)
            .Select(v => v.Definition)
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.Invalid("version", $"Version {version} of this form was never published.");
        return new OpenForm(form.Id, form.Title, form.Description, version, FormDefinition.FromJson(definition))
        {
            Settings = FormSettings.FromJson(form.Settings),
        };
    }

    internal static Task<int> CountAsync(ReportsDb db, int formId, CancellationToken ct) =>
        db.Set<Submission>().CountAsync(s => s.FormId == formId, ct);

    internal static DomainException Full() =>
        DomainException.Conflict("This form is closed: it has received all the submissions it can take.");

    /// <summary>All submissions of a form, and those of the last seven days; null for those who may not see them.</summary>
    public async Task<(int Total, int Recent)?> StatisticsAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var owner = await db.Set<Form>().Where(f => f.Id == id).Select(f => (int?)f.OwnerId).SingleOrDefaultAsync(ct);
        if (owner is not { } of || !Manages(currentUser, of))
            return null;
        var since = Now.AddDays(-7);
        return (
            await CountAsync(db, id, ct),
            await db.Set<Submission>().CountAsync(s => s.FormId == id && s.SubmittedAt >= since, ct)
        );
    }
}
