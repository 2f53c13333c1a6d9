using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Documents.Templates;

/// <summary>Makes layouts of people's own. Everybody may use them; their owner and those who manage reports change them.</summary>
public sealed partial class DocumentTemplateCommands(IDbContextFactory<ReportsDb> contexts, TimeProvider time)
{
    private const int MaxTitle = 200;
    private const int MaxText = 2000;
    private const int MaxDefinition = 8000;

    /// <param name="key">As requests name it; null makes it of the title.</param>
    public async Task<string> CreateAsync(
        CurrentUser currentUser,
        string title,
        string? key,
        DocumentTemplateDefinition definition,
        CancellationToken ct
    )
    {
        currentUser.Require(DocumentCommands.CreatePermission);
        var json = Checked(title, definition);
        key = string.IsNullOrWhiteSpace(key) ? KeyOf(title) : key.Trim();
        if (!Key().IsMatch(key))
            throw DomainException.Invalid(
                "key",
                "A key has 1 to 60 lower-case letters, digits and underscores, such as site_report."
            );
        await using var db = contexts.CreateDbContext();
        if (
            DocumentTemplateDefinition.BuiltIn.ContainsKey(key)
            || await db.Set<DocumentTemplate>().AnyAsync(l => l.Key == key, ct)
        )
            throw DomainException.Invalid("key", $"There is a template '{key}' already.");
        db.Add(
            new DocumentTemplate
            {
                Key = key,
                Title = title.Trim(),
                Definition = json,
                OwnerId = currentUser.UserId,
                UpdatedAt = time.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(ct);
        return key;
    }

    public async Task ChangeAsync(
        CurrentUser currentUser,
        int id,
        string title,
        DocumentTemplateDefinition definition,
        CancellationToken ct
    )
    {
        var (json, now) = (Checked(title, definition), time.GetUtcNow().UtcDateTime);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var template = await DemandAsync(db, currentUser, id, ct);
        await db.Set<DocumentTemplate>()
            .Where(l => l.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(l => l.Title, title.Trim())
                        .SetProperty(l => l.Definition, json)
                        .SetProperty(l => l.UpdatedAt, now),
                ct
            );
        AuditField[] changes =
        [
            .. AuditField.Changes(("Title", template.Title, title.Trim())),
            new AuditField("Layout", null, null),
        ];
        await db.RecordAsync(AuditActions.Changed, DocumentsAudit.Template, id, title.Trim(), ct, changes);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Deletes a layout that no report uses.</summary>
    public async Task DeleteAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var layout = await DemandAsync(db, currentUser, id, ct);
        var named = $"\"template\":\"{layout.Key}\"";
        if (await db.Set<ReportVersion>().AnyAsync(v => v.Config.Contains(named), ct))
            throw DomainException.Conflict("Documents use this template and could not be generated again without it.");
        await db.Set<DocumentTemplate>().Where(l => l.Id == id).ExecuteDeleteAsync(ct);
        await db.RecordAsync(AuditActions.Removed, DocumentsAudit.Template, id, layout.Title, ct);
        await transaction.CommitAsync(ct);
    }

    internal static bool MayChange(CurrentUser currentUser, DocumentTemplate layout) =>
        currentUser.Can(DocumentCommands.CreatePermission)
        && (layout.OwnerId == currentUser.UserId || currentUser.Can(DocumentQueries.ManagePermission));

    private static async Task<DocumentTemplate> DemandAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int id,
        CancellationToken ct
    )
    {
        var layout = await db.Set<DocumentTemplate>().SingleOrDefaultAsync(l => l.Id == id, ct)
            ?? throw DomainException.NotFound("Template not found.");
        return MayChange(currentUser, layout)
            ? layout
            : throw DomainException.Forbidden("Only its owner changes this template.");
    }

    private static string Checked(string title, DocumentTemplateDefinition definition)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Trim().Length > MaxTitle)
            throw DomainException.Invalid("title", $"A template has a title of at most {MaxTitle} characters.");
        if (definition.Intro.Length > MaxText || definition.Closing.Length > MaxText)
            throw DomainException.Invalid("intro", $"The texts may have {MaxText} characters each.");
        return definition.ToJson() is { Length: <= MaxDefinition } json
            ? json
            : throw new DomainException(ErrorKind.TooLarge, "The template is too large.");
    }

    private static string KeyOf(string title)
    {
        var key = NotKey().Replace(title.Trim().ToLowerInvariant(), "_").Trim('_');
        return key.Length > 60 ? key[..60] : key;
    }

    [GeneratedRegex("^[a-z0-9_]{1,60}$")]
    private static partial Regex Key();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotKey();
}
