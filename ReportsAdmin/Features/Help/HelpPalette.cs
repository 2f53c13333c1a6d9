using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Help;

/// <summary>Articles in the command palette.</summary>
public sealed class HelpPalette : IPaletteSource
{
    private const int Few = 4;

    public int Order => 90;

    public Task<IReadOnlyList<PaletteHit>> FindAsync(CurrentUser currentUser, string text, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PaletteHit>>([
            .. HelpArticle
                .Find(currentUser, text)
                .Take(Few)
                .Select(a => new PaletteHit("Help", a.Title, "", "help", $"/help?q={Uri.EscapeDataString(a.Title)}")),
        ]);
}
