using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ReportsAdmin.Tests.Support;

/// <summary>The axe-core accessibility checker.</summary>
public static class Axe
{
    private const int ShownNodes = 3;
    private const int ShownCharacters = 160;

    /// <summary>The violations that axe finds on the page in its present state, one line for each rule.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page) =>
        [
            .. (await page.RunAxe()).Violations.Select(v =>
                $"{v.Impact} {v.Id}: {string.Join(" | ", v.Nodes.Take(ShownNodes).Select(n => n.Html[..Math.Min(n.Html.Length, ShownCharacters)]))}"
            ),
        ];
}
