using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;
using ReportsAdmin.Features;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Ui.Shell;

/// <summary>The dialog behind Ctrl K. What it finds is the current user's own: sources check permission and scope.</summary>
public sealed partial class CommandPalette(
    IEnumerable<IPaletteSource> sources,
    CurrentUserOf viewerOf,
    NavigationManager nav,
    IJSRuntime js
) : ComponentBase, IDisposable
{
    private const int AtStart = 6;
    private const int PerGroup = 5;
    private const string Actions = "Actions";
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(120);

    private static readonly DialogOptions Options = new()
    {
        NoHeader = true,
        Position = DialogPosition.TopCenter,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
        DefaultFocus = DefaultFocus.None,
    };

    private readonly CancellationTokenSource stopping = new();
    private IReadOnlyList<PaletteHit> hits = [];
    private CurrentUser? currentUser;
    private string text = "";
    private int at;
    private int asked;
    private bool shown;
    private bool focus;
    private bool busy;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    [CascadingParameter]
    private Menu Menu { get; set; } = Menu.None;

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    // The provider draws the dialog a moment after this component.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!focus)
            return;
        focus = false;
        await js.InvokeVoidAsync("ra.focusSoon", stopping.Token, "#palette-q");
    }

    private async Task OpenAsync()
    {
        if (SignedIn is null)
            return;
        currentUser ??= await viewerOf((await SignedIn).User, stopping.Token);
        (text, at, hits) = ("", 0, Start());
        shown = focus = true;
    }

    // Opened by a key, the dialog cannot know where the focus belongs afterwards.
    private async Task ClosedAsync()
    {
        if (!shown)
            await js.InvokeVoidAsync("ra.focus", stopping.Token, "[data-palette]");
    }

    private async Task SearchAsync(string? typed)
    {
        text = typed ?? "";
        var mine = ++asked;
        (at, hits) = (0, Known(text.Trim()));
        if (text.Trim().Length < 2 || currentUser is null)
            return;
        busy = true;
        await Task.Delay(Typing, stopping.Token);
        if (mine != asked)
            return;
        var found = await Task.WhenAll(
            sources.OrderBy(s => s.Order).Select(s => s.FindAsync(currentUser, text.Trim(), stopping.Token))
        );
        // An answer that was overtaken by more typing is dropped.
        if (mine != asked)
            return;
        (busy, hits) = (false, [.. Known(text.Trim()), .. found.SelectMany(f => f)]);
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (hits.Count == 0)
            return;
        if (e.Key is "ArrowDown" or "ArrowUp")
        {
            at = (at + (e.Key == "ArrowDown" ? 1 : hits.Count - 1)) % hits.Count;
            await js.InvokeVoidAsync("ra.bring", stopping.Token, $"#p-{at}");
        }
        else if (e.Key == "Enter")
        {
            Go(hits[Math.Min(at, hits.Count - 1)]);
        }
    }

    private void Go(PaletteHit hit)
    {
        shown = false;
        nav.NavigateTo(hit.Href);
    }

    private IReadOnlyList<PaletteHit> Start() =>
        [.. Menu.Entries.Take(AtStart).Select(e => Hit("Pages", e)), .. Begun().Select(e => Hit(Actions, e))];

    private IReadOnlyList<PaletteHit> Known(string typed) =>
        typed.Length == 0
            ? Start()
            :
            [
                .. Menu.Entries.Where(e => Fits(e, typed)).Take(PerGroup).Select(e => Hit("Pages", e)),
                .. Begun().Where(e => Fits(e, typed)).Take(PerGroup).Select(e => Hit(Actions, e)),
            ];

    private IEnumerable<MenuEntry> Begun() =>
        currentUser is null
            ? []
            : AllFeatures.List.SelectMany(f => f.Actions).Where(a => a.IsFor(currentUser)).OrderBy(a => a.Order);

    private static bool Fits(MenuEntry entry, string typed) =>
        entry.Title.Contains(typed, StringComparison.OrdinalIgnoreCase)
        || entry.Group.Contains(typed, StringComparison.OrdinalIgnoreCase);

    private static PaletteHit Hit(string kind, MenuEntry entry) =>
        new(kind, entry.Title, kind == Actions ? "" : entry.Group, entry.Icon, entry.Href);
}
