using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Views;

/// <summary>A saved view as its page offers it.</summary>
/// <param name="Query">As the page writes it, without the question mark.</param>
/// <param name="Href">Opens it.</param>
/// <param name="Owner">Null for one's own.</param>
/// <param name="DefaultFor">The role whose people meet it first.</param>
public sealed record ViewRow(
    int Id,
    string Name,
    string Query,
    string Href,
    bool Mine,
    bool Shared,
    string? Owner,
    string? DefaultFor
);

/// <summary>The views of a page that the viewer may open: his own and the shared ones. Nobody sees another's private view.</summary>
public sealed class ViewQueries(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<ViewPage> pages,
    AccessQueries access
)
{
    /// <summary>Signal topic: views were saved, shared or deleted.</summary>
    public const string Topic = "views";

    /// <summary>More shared views of one page than this are not offered.</summary>
    private const int MaxShared = 200;

    /// <summary>One's own first, then the shared ones of others, each in the order of their names.</summary>
    public async Task<IReadOnlyList<ViewRow>> ListAsync(Viewer viewer, string pageKey, CancellationToken ct)
    {
        var page = Demand(viewer, pageKey);
        await using var db = contexts.CreateDbContext();
        var me = viewer.UserId;
        var views = await db.Set<SavedView>()
            .Where(v => v.Page == pageKey && (v.OwnerId == me || v.Shared))
            .OrderBy(v => v.OwnerId == me ? 0 : 1)
            .ThenBy(v => v.Name)
            .ThenBy(v => v.Id)
            .Take(ViewCommands.MaxViews + MaxShared)
            .ToListAsync(ct);
        var owners = await access.PeopleAsync(
            [.. views.Where(v => v.OwnerId != me).Select(v => v.OwnerId).Distinct()],
            ct
        );
        return
        [
            .. views.Select(v => new ViewRow(
                v.Id,
                v.Name,
                page.Canonical(v.Query),
                page.Href(v.Id, v.Query),
                v.OwnerId == me,
                v.Shared,
                v.OwnerId == me ? null : owners.GetValueOrDefault(v.OwnerId)?.Name ?? "somebody",
                v.DefaultFor
            )),
        ];
    }

    /// <summary>The view that people of the viewer's role meet first; null when there is none.</summary>
    public async Task<ViewRow?> DefaultAsync(Viewer viewer, string pageKey, CancellationToken ct)
    {
        var page = Demand(viewer, pageKey);
        await using var db = contexts.CreateDbContext();
        var view = await db.Set<SavedView>()
            .SingleOrDefaultAsync(v => v.Page == pageKey && v.Shared && v.DefaultFor == viewer.Role, ct);
        return view is null
            ? null
            : new ViewRow(
                view.Id,
                view.Name,
                page.Canonical(view.Query),
                page.Href(view.Id, view.Query),
                view.OwnerId == viewer.UserId,
                true,
                null,
                view.DefaultFor
            );
    }

    /// <summary>The page, when there is one of this name and the viewer may open it.</summary>
    internal ViewPage Demand(Viewer viewer, string key)
    {
        var page = pages.FirstOrDefault(p => p.Key == key)
            ?? throw Refusal.NotFound($"There is no page '{key}' to keep views of.");
        viewer.Demand(page.Permission);
        return page;
    }
}
