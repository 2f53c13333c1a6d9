using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.SavedViews;

/// <summary>The bar of saved views.</summary>
public sealed partial class SavedViewBar
{
    private IReadOnlyList<SavedViewRow> views = [];
    private IReadOnlyList<Option> choices = [];
    private SavedViewRow? current;
    private SavedViewRow? renamed;
    private bool changed;
    private bool mayShare;
    private string name = "";
    private string? problem;
    private Modal? naming;
    private Modal? roles;
    private Drop? menu;

    /// <summary>Key of the <see cref="SavedViewPage"/>.</summary>
    [Parameter, EditorRequired]
    public string Page { get; set; } = "";

    /// <summary>The current query string of the page, without the question mark and the view.</summary>
    [Parameter, EditorRequired]
    public string Query { get; set; } = "";

    /// <summary>Id of the view that the address names; null, or a text that is no number, for none.</summary>
    [Parameter]
    public string? ViewId { get; set; }

    [Inject]
    private SavedViewQueries Views { get; set; } = null!;

    [Inject]
    private SavedViewCommands Commands { get; set; } = null!;

    [Inject]
    private RoleQueries RoleQueries { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    private string StandardHref => new Uri(Nav.Uri).AbsolutePath + "?view=none";

    protected override async Task StartAsync()
    {
        mayShare = CurrentUser.Can(SavedViewCommands.SharePermission);
        Watch(SavedViewQueries.Topic, LoadAsync);
        if (!mayShare)
            return;
        var all = await RoleQueries.SetAsync(PageClosed);
        choices =
        [
            new("", "No role"),
            .. all.Names.Where(r => all.MayGive(CurrentUser, r)).Select(r => new Option(r, r)),
        ];
    }

    protected override async Task LoadAsync()
    {
        views = await Views.ListAsync(CurrentUser, Page, PageClosed);
        var now = Views.Require(CurrentUser, Page).Canonical(Query);
        var named = int.TryParse(ViewId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? views.FirstOrDefault(v => v.Id == id)
            : null;
        current = named;
        changed = named is not null && named.Query != now;
    }

    private static string Note(SavedViewRow view) =>
        string.Join(
            " · ",
            new[]
            {
                view.Owner is null
                    ? view.Shared
                        ? "shared"
                        : null
                    : $"by {view.Owner}",
                view.DefaultFor is { } role ? $"default for {role}" : null,
            }.OfType<string>()
        );

    private Task CloseAsync() => menu!.CloseAsync();

    private async Task ThenAsync(Func<Task> action)
    {
        await CloseAsync();
        await action();
    }

    private async Task ThenAsync(Action action)
    {
        await CloseAsync();
        action();
    }

    private void Ask(SavedViewRow? view)
    {
        (renamed, name, problem) = (view, view?.Name ?? "", null);
        naming!.Open();
    }

    private async Task NameAsync()
    {
        if (renamed is { } view)
        {
            if (!await FitsAsync(() => Commands.RenameAsync(CurrentUser, view.Id, name, PageClosed)))
                return;
            await DoneAsync("View renamed");
            await naming!.CloseAsync();
            return;
        }

        var id = 0;
        if (!await FitsAsync(async () => id = await Commands.SaveAsync(CurrentUser, Page, name, Query, PageClosed)))
            return;
        Notify("View saved", name);
        await naming!.CloseAsync();
        Nav.NavigateTo(Views.Require(CurrentUser, Page).Href(id, Query));
    }

    /// <summary>An error is shown in the dialog: a notice would be behind it.</summary>
    private async Task<bool> FitsAsync(Func<Task> action)
    {
        problem = null;
        var done = await RunAsync(async () =>
        {
            try
            {
                await action();
            }
            catch (DomainException error)
            {
                problem = error.Message;
            }
        });
        return done && problem is null;
    }

    private Task ReplaceAsync() =>
        DoAsync(id => Commands.ReplaceAsync(CurrentUser, id, Query, PageClosed), "Changes saved");

    private Task ShareAsync() =>
        DoAsync(id => Commands.ShareAsync(CurrentUser, id, PageClosed), "Shared with everyone");

    private Task HideAsync() =>
        DoAsync(id => Commands.HideAsync(CurrentUser, id, PageClosed), "Only you see this view now");

    private async Task DefaultAsync(string role)
    {
        await DoAsync(
            id => Commands.MakeDefaultAsync(CurrentUser, id, role.Length == 0 ? null : role, PageClosed),
            role.Length == 0 ? "No longer a default" : $"Default view for {role}"
        );
        await roles!.CloseAsync();
    }

    private async Task DeleteAsync()
    {
        if (current is not { } view)
            return;
        var text = view.Shared ? "It is deleted for everyone who uses it." : "The page itself stays as it is.";
        if (!await Confirm.AskAsync(Dialogs, $"Delete “{view.Name}”?", text, "Delete the view", danger: true))
            return;
        if (!await RunAsync(() => Commands.DeleteAsync(CurrentUser, view.Id, PageClosed)))
            return;
        Notify("View deleted", view.Name);
        Nav.NavigateTo(StandardHref);
    }

    private async Task DoAsync(Func<int, Task> action, string done)
    {
        if (current is not { } view)
            return;
        if (await RunAsync(() => action(view.Id)))
            await DoneAsync(done);
    }

    private async Task DoneAsync(string done)
    {
        Notify(done);
        await RunAsync(LoadAsync);
    }
}
