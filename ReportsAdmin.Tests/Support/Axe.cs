using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace ReportsAdmin.Tests.Support;

/// <summary>The axe-core accessibility checker, fetched once from the package registry into a folder that git ignores.</summary>
public static class Axe
{
    private const string Version = "4.14.1";

    private static readonly Lazy<Task<string?>> Script = new(FetchAsync);

    /// <summary>What axe finds on the page as it stands, one line for each rule; the test is skipped where axe cannot be had.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page)
    {
        var script = await Script.Value;
        if (script is null)
            Assert.Skip("axe-core cannot be fetched: npm or its registry is not available.");
        await page.EvaluateAsync(script);
        var result = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run()).violations.map(v => ({ rule: v.id, impact: v.impact, html: v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3).join(' | ') }))"
        );
        return
        [
            .. result
                .EnumerateArray()
                .Select(v =>
                    $"{v.GetProperty("impact").GetString()} {v.GetProperty("rule").GetString()}: {v.GetProperty("html").GetString()}"
                ),
        ];
    }

    private static async Task<string?> FetchAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "axe-" + Version)).FullName;
        var file = Path.Combine(folder, "package", "axe.min.js");
        if (File.Exists(file))
            return await File.ReadAllTextAsync(file);
        if (!Commands.Exists("npm") || !Commands.Exists("tar"))
            return null;
        try
        {
            await Commands.RunAsync("npm", ["pack", "axe-core@" + Version, "--silent", "--pack-destination", folder]);
            await Commands.RunAsync("tar", ["xzf", Path.Combine(folder, $"axe-core-{Version}.tgz"), "-C", folder]);
            return await File.ReadAllTextAsync(file);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException)
        {
            // No registry is a reason to skip, not to fail: the pages are not at fault.
            return null;
        }
    }
}
