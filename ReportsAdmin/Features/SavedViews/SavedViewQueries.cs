using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.SavedViews;

/// <summary>A saved view as its page offers it.</summary>
/// <param name="Query">As the page writes it, without the question mark.</param>
/// <param name="Href">Opens it.</param>
/// <param name="Owner">Null for one's own.</param>
/// <param name="DefaultFor">The role whose people meet it first.</param>
public sealed record SavedViewRow(
    int Id,
    string Name,
    string Query,
    string Href,
    bool Mine,
    bool Shared,
    string? Owner,
    string? DefaultFor
);

/// <summary>The views of a page that the current user may open: their own and the shared ones. Nobody sees another's private view.</summary>
public sealed class SavedViewQueries(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<SavedViewPage> pages,
    AccessQueries access
)
{
    /// <summary>Signal topic: views were saved, shared or deleted.</summary>
    public const string Topic = "views";

    /// <summary>More shared views of one page than this are not offered.</summary>
    private const int MaxShared = 200;

    /// <summary>One's own first, then the shared ones of others, each in the order of their names.</summary>
    public async Task<IReadOnlyList<SavedViewRow>> ListAsync(
        CurrentUser currentUser,
        string pageKey,
        CancellationToken ct
    )
    {
        var page = Require(currentUser, pageKey);
        await using var db = contexts.Reader();
        var me = currentUser.UserId;
        var views = await db.Set<SavedView>()
            .Where(v => v.Page == pageKey && (v.OwnerId == me || v.Shared))
            .OrderBy(v => v.OwnerId == me ? 0 : 1)
            .ThenBy(v => v.Name)
            .ThenBy(v => v.Id)
            .Take(SavedViewCommands.MaxViews + MaxShared)
            .ToListAsync(ct);
        var owners = await access.PeopleAsync(
            [.. views.Where(v => v.OwnerId != me).Select(v => v.OwnerId).Distinct()],
            ct
        );
        return
        [
            .. views.Select(v => new SavedViewRow(
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

    /// <summary>The view that people of the current user's role meet first; null when there is none.</summary>
    public async Task<SavedViewRow?> DefaultAsync(CurrentUser currentUser, string pageKey, CancellationToken ct)
    {
        var page = Require(currentUser, pageKey);
        await using var db = contexts.Reader();
        var view = await db.Set<SavedView>()
            .SingleOrDefaultAsync(v => v.Page == pageKey && v.Shared && v.DefaultFor == currentUser.Role, ct);
        return view is null
            ? null
            : new SavedViewRow(
                view.Id,
                view.Name,
                page.Canonical(view.Query),
                page.Href(view.Id, view.Query),
                view.OwnerId == currentUser.UserId,
                true,
                null,
                view.DefaultFor
            );
    }

    /// <summary>The page, when there is one of this name and the current user may open it.</summary>
    internal SavedViewPage Require(CurrentUser currentUser, string key)
    {
        var page = pages.FirstOrDefault(p => p.Key == key)
            ?? throw DomainException.NotFound($"Page '{key}' has no saved views.");
        currentUser.Require(page.Permission);
        return page;
    }
}
