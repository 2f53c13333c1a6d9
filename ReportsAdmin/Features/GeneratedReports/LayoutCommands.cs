using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.GeneratedReports;

/// <summary>Makes layouts of people's own. Everybody may use them; their owner and those who manage reports change them.</summary>
public sealed partial class LayoutCommands(IDbContextFactory<ReportsDb> contexts, TimeProvider time)
{
    private const int MaxTitle = 200;
    private const int MaxText = 2000;
    private const int MaxDefinition = 8000;

    /// <param name="key">As requests name it; null makes it of the title.</param>
    public async Task<string> CreateAsync(
        Viewer viewer,
        string title,
        string? key,
        LayoutDefinition definition,
        CancellationToken ct
    )
    {
        viewer.Demand(GeneratedReportCommands.CreatePermission);
        var json = Checked(title, definition);
        key = string.IsNullOrWhiteSpace(key) ? KeyOf(title) : key.Trim();
        if (!Key().IsMatch(key))
            throw Refusal.Invalid(
                "key",
                "A key has 1 to 60 lower-case letters, digits and underscores, such as site_report."
            );
        await using var db = contexts.CreateDbContext();
        if (LayoutDefinition.BuiltIn.ContainsKey(key) || await db.Set<ReportLayout>().AnyAsync(l => l.Key == key, ct))
            throw Refusal.Invalid("key", $"There is a template '{key}' already.");
        db.Add(
            new ReportLayout
            {
                Key = key,
                Title = title.Trim(),
                Definition = json,
                OwnerId = viewer.UserId,
                UpdatedAt = time.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(ct);
        return key;
    }

    public async Task ChangeAsync(
        Viewer viewer,
        int id,
        string title,
        LayoutDefinition definition,
        CancellationToken ct
    )
    {
        var (json, now) = (Checked(title, definition), time.GetUtcNow().UtcDateTime);
        await using var db = contexts.CreateDbContext();
        await DemandAsync(db, viewer, id, ct);
        await db.Set<ReportLayout>()
            .Where(l => l.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(l => l.Title, title.Trim())
                        .SetProperty(l => l.Definition, json)
                        .SetProperty(l => l.UpdatedAt, now),
                ct
            );
    }

    /// <summary>Deletes a layout that no report uses.</summary>
    public async Task DeleteAsync(Viewer viewer, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var layout = await DemandAsync(db, viewer, id, ct);
        var named = $"\"template\":\"{layout.Key}\"";
        if (await db.Set<ReportVersion>().AnyAsync(v => v.Config.Contains(named), ct))
            throw Refusal.Conflict("Reports use this template; without it they could not be made again.");
        await db.Set<ReportLayout>().Where(l => l.Id == id).ExecuteDeleteAsync(ct);
    }

    internal static bool MayChange(Viewer viewer, ReportLayout layout) =>
        viewer.May(GeneratedReportCommands.CreatePermission)
        && (layout.OwnerId == viewer.UserId || viewer.May(GeneratedReportQueries.ManagePermission));

    private static async Task<ReportLayout> DemandAsync(ReportsDb db, Viewer viewer, int id, CancellationToken ct)
    {
        var layout = await db.Set<ReportLayout>().SingleOrDefaultAsync(l => l.Id == id, ct)
            ?? throw Refusal.NotFound("There is no such template.");
        return MayChange(viewer, layout) ? layout : throw Refusal.Forbidden("Only its owner changes this template.");
    }

    private static string Checked(string title, LayoutDefinition definition)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Trim().Length > MaxTitle)
            throw Refusal.Invalid("title", $"A template has a title of at most {MaxTitle} characters.");
        if (definition.Intro.Length > MaxText || definition.Closing.Length > MaxText)
            throw Refusal.Invalid("intro", $"The texts may have {MaxText} characters each.");
        return definition.ToJson() is { Length: <= MaxDefinition } json
            ? json
            : throw new Refusal(RefusalKind.TooLarge, "The template is too large.");
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
