using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.SavedViews;

/// <summary>Saves views, and changes those that the current user owns. A view of somebody else is not found, whatever is asked of it.</summary>
public sealed class SavedViewCommands(
    IDbContextFactory<ReportsDb> contexts,
    SavedViewQueries queries,
    RoleQueries roles,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const string SharePermission = "views:share";

    /// <summary>Of one person on one page.</summary>
    public const int MaxViews = 100;

    public const int MaxName = 100;
    public const int MaxQuery = 2000;

    /// <param name="query">Of the page's address; names that the page does not know are refused.</param>
    /// <returns>The key of the new view.</returns>
    public async Task<int> SaveAsync(
        CurrentUser currentUser,
        string pageKey,
        string name,
        string query,
        CancellationToken ct
    )
    {
        var page = queries.Require(currentUser, pageKey);
        var (named, canonical) = (Named(name), Known(page, query));
        await using var db = contexts.CreateDbContext();
        await DemandFreeAsync(db, currentUser, pageKey, named, 0, ct);
        if (
            await db.Set<SavedView>().CountAsync(v => v.Page == pageKey && v.OwnerId == currentUser.UserId, ct)
            >= MaxViews
        )
            throw DomainException.Conflict($"You keep {MaxViews} views of this page already. Delete one first.");
        var view = new SavedView
        {
            Page = pageKey,
            Name = named,
            Query = canonical,
            OwnerId = currentUser.UserId,
            UpdatedAt = time.GetUtcNow().UtcDateTime,
        };
        db.Add(view);
        await StoreAsync(db, named, ct);
        return view.Id;
    }

    /// <summary>Keeps another query under the same name.</summary>
    public async Task ReplaceAsync(CurrentUser currentUser, int id, string query, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var view = await OwnAsync(db, currentUser, id, ct);
        view.Query = Known(queries.Require(currentUser, view.Page), query);
        view.UpdatedAt = time.GetUtcNow().UtcDateTime;
        await StoreAsync(db, view.Name, ct);
    }

    public async Task RenameAsync(CurrentUser currentUser, int id, string name, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var view = await OwnAsync(db, currentUser, id, ct);
        var named = Named(name);
        await DemandFreeAsync(db, currentUser, view.Page, named, id, ct);
        view.Name = named;
        view.UpdatedAt = time.GetUtcNow().UtcDateTime;
        await StoreAsync(db, named, ct);
    }

    public async Task DeleteAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        if (
            await db.Set<SavedView>().Where(v => v.Id == id && v.OwnerId == currentUser.UserId).ExecuteDeleteAsync(ct)
            == 0
        )
            throw NotFound();
        await notifier.PublishAsync(SavedViewQueries.Topic);
    }

    /// <summary>Shows the view to everybody who may open its page.</summary>
    public async Task ShareAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(SharePermission);
        await using var db = contexts.CreateDbContext();
        var view = await OwnAsync(db, currentUser, id, ct);
        view.Shared = true;
        await StoreAsync(db, view.Name, ct);
    }

    /// <summary>Keeps the view to oneself again; it is no role's default then.</summary>
    public async Task HideAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var view = await OwnAsync(db, currentUser, id, ct);
        (view.Shared, view.DefaultFor) = (false, null);
        await StoreAsync(db, view.Name, ct);
    }

    /// <summary>Makes people of a role meet this view first, in place of the one before, and shares it. Null takes that back.</summary>
    public async Task MakeDefaultAsync(CurrentUser currentUser, int id, string? role, CancellationToken ct)
    {
        currentUser.Require(SharePermission);
        if (role is not null)
            await CheckRoleAsync(currentUser, role, ct);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var view = await OwnAsync(db, currentUser, id, ct);
        if (role is not null)
            await db.Set<SavedView>()
                .Where(v => v.Page == view.Page && v.DefaultFor == role && v.Id != id)
                .ExecuteUpdateAsync(v => v.SetProperty(x => x.DefaultFor, (string?)null), ct);
        (view.Shared, view.DefaultFor) = (view.Shared || role is not null, role);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(SavedViewQueries.Topic);
    }

    private async Task CheckRoleAsync(CurrentUser currentUser, string role, CancellationToken ct)
    {
        var all = await roles.SetAsync(ct);
        if (all.Find(role) is null)
            throw DomainException.Invalid(
                "role",
                $"'{role}' is not a role. Use one of: {string.Join(", ", all.Names)}."
            );
        if (!all.MayGive(currentUser, role))
            throw DomainException.Forbidden(
                $"The role {role} is above yours: its default view is set by somebody else."
            );
    }

    private static DomainException NotFound() => DomainException.NotFound("Saved view not found.");

    private static string Named(string name) =>
        name.Trim() is { Length: > 0 and <= MaxName } named
            ? named
            : throw DomainException.Invalid("name", $"A view's name has 1 to {MaxName} characters.");

    private static string Known(SavedViewPage page, string query)
    {
        if (query.Length > MaxQuery)
            throw DomainException.Invalid(
                "query",
                $"This view holds more than {MaxQuery} characters. Choose fewer filters or columns."
            );
        var unknown = Microsoft
            .AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)
            .Keys.Except(page.Keys, StringComparer.Ordinal)
            .FirstOrDefault();
        if (unknown is not null)
            throw DomainException.Invalid("query", $"The page knows no '{unknown}'.");
        var canonical = page.Canonical(query);
        return canonical.Length <= MaxQuery
            ? canonical
            : throw DomainException.Invalid(
                "query",
                $"This view holds more than {MaxQuery} characters. Choose fewer filters or columns."
            );
    }

    private static async Task<SavedView> OwnAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int id,
        CancellationToken ct
    ) =>
        await db.Set<SavedView>()
            .AsTracking()
            .SingleOrDefaultAsync(v => v.Id == id && v.OwnerId == currentUser.UserId, ct)
        ?? throw NotFound();

    private static async Task DemandFreeAsync(
        ReportsDb db,
        CurrentUser currentUser,
        string page,
        string name,
        int butId,
        CancellationToken ct
    )
    {
        if (
            await db.Set<SavedView>()
                .AnyAsync(v => v.Page == page && v.OwnerId == currentUser.UserId && v.Name == name && v.Id != butId, ct)
        )
            throw Taken(name);
    }

    private static DomainException Taken(string name) =>
        DomainException.Conflict(
            $"You have a view \"{name}\" of this page already. Choose another name, or change that one."
        );

    private async Task StoreAsync(ReportsDb db, string name, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Asked for above; another window of the same person was faster, or the view has just gone.
            throw Taken(name);
        }

        await notifier.PublishAsync(SavedViewQueries.Topic);
    }
}
