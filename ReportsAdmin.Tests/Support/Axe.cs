using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ReportsAdmin.Tests.Support;

/// <summary>The axe-core accessibility checker.</summary>
public static class Axe
{
    private const int ShownNodes = 3;
    private const int ShownCharacters = 160;

    // What passes is not asked for: finding a selector for every element of a page takes axe longer than its rules.
    private static readonly AxeRunOptions Everything = new() { ResultTypes = [ResultType.Violations] };

    private static readonly AxeRunOptions Colours = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = new() { Type = "rule", Values = ["color-contrast", "link-in-text-block"] },
    };

    /// <summary>The violations that axe finds on the page in its present state, one line for each rule.</summary>
    public static Task<IReadOnlyList<string>> FindAsync(IPage page) => FindAsync(page, Everything);

    /// <summary>
    /// The violations in the light and in the dark theme of a person who has chosen "system". A theme changes nothing but colours, so that
    /// the dark one is asked for these alone.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FindInBothThemesAsync(IPage page)
    {
        await ChangeAsync(page, ColorScheme.Light);
        var light = await FindAsync(page, Everything);
        await ChangeAsync(page, ColorScheme.Dark);
        var dark = await FindAsync(page, Colours);
        await ChangeAsync(page, ColorScheme.Light);
        return [.. light.Select(f => "light: " + f), .. dark.Select(f => "dark: " + f)];
    }

    private static async Task<IReadOnlyList<string>> FindAsync(IPage page, AxeRunOptions options) =>
        [
            .. (await page.RunAxe(options)).Violations.Select(v =>
                $"{v.Impact} {v.Id}: {string.Join(" | ", v.Nodes.Take(ShownNodes).Select(n => n.Html[..Math.Min(n.Html.Length, ShownCharacters)]))}"
            ),
        ];

    /// <summary>While it fades, its contrast is not yet its own.</summary>
    private static async Task ChangeAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.playState !== 'running')");
    }
}
