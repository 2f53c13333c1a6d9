using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ReportsAdmin.Tests.Support;

/// <summary>
/// The axe-core accessibility checker. Its script is put into the page once: the wrapper of the same makers opens an empty page for
/// every answer, which takes longer than the rules.
/// </summary>
public static class Axe
{
    // What passes is not asked for, nor are selectors: finding one for every element takes axe longer than its rules.
    private const string Run = """
        async rules => {
            const only = rules.length > 0 ? { runOnly: { type: 'rule', values: rules } } : {};
            const { violations } = await axe.run(document, { resultTypes: ['violations'], selectors: false, ...only });
            const shown = nodes => nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ');
            return violations.map(v => `${v.impact} ${v.id}: ${shown(v.nodes)}`);
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();
    private static readonly string[] Everything = [];
    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

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

    private static async Task<IReadOnlyList<string>> FindAsync(IPage page, string[] rules)
    {
        foreach (var frame in page.Frames)
        {
            if (!await frame.EvaluateAsync<bool>("() => 'axe' in window"))
                await frame.EvaluateAsync(Script);
        }

        return await page.EvaluateAsync<string[]>(Run, rules);
    }

    /// <summary>While it fades, its contrast is not yet its own; without motion it need not be waited for.</summary>
    private static async Task ChangeAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.playState !== 'running')");
    }
}
