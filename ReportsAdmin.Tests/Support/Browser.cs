using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ReportsAdmin.Tests.Support;

/// <summary>One headless Chromium for all browser tests, from the distribution; a context of its own for each person.</summary>
public static class Browser
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        // Debian's wrapper turns it on, and without a graphics card that is the slow way.
        "--disable-gpu-rasterization",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);
    private static readonly ConcurrentDictionary<TestApp, ConcurrentBag<IBrowserContext>> Opened = new();

    /// <summary>A fresh browser profile on the application.</summary>
    public static async Task<IPage> OpenAsync(
        TestApp app,
        int width = 1440,
        int height = 900,
        ColorScheme scheme = ColorScheme.Light
    )
    {
        var browser = await Started.Value;
        var context = await browser.NewContextAsync(
            new()
            {
                BaseURL = app.Address,
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = scheme,
                AcceptDownloads = true,
                // What moves only to please costs a machine without a graphics card as much as the page itself.
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(30_000);
        Opened.GetOrAdd(app, _ => []).Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>A fresh browser profile on any address, for a published application or one behind a proxy.</summary>
    /// <param name="anyCertificate">Accepts a certificate that nobody vouches for.</param>
    public static async Task<IPage> OpenAtAsync(string address, bool anyCertificate = false) =>
        await (
            await (await Started.Value).NewContextAsync(new() { BaseURL = address, IgnoreHTTPSErrors = anyCertificate })
        ).NewPageAsync();

    /// <summary>Closes what was opened on an application that ends: its pages would try for minutes to reach it again, beside the tests that follow.</summary>
    public static async Task CloseAsync(TestApp app)
    {
        if (!Opened.TryRemove(app, out var contexts))
            return;
        foreach (var context in contexts)
            await context.CloseAsync();
    }

    /// <summary>Signs a demo account in through the sign-in page and waits until the page is live.</summary>
    public static async Task<IPage> SignInAsync(TestApp app, string email, int width = 1440, string path = "/")
    {
        var page = await OpenAsync(app, width);
        await page.GotoAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(path));
        await page.FillAsync("input[type=email]", email);
        await page.FillAsync("input[type=password]", ReportsAdmin.Features.Access.AccessDemo.Password);
        await page.ClickAsync("button[type=submit]");
        await LiveAsync(page);
        return page;
    }

    /// <summary>Waits for the circuit: clicks on a page that is only prerendered are lost.</summary>
    public static Task LiveAsync(IPage page) =>
        page.Locator("[data-interactive=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>How many pixels the page is wider than its window at this width: 0 where nothing scrolls sideways.</summary>
    public static async Task<int> TooWideAsync(IPage page, int width)
    {
        await page.SetViewportSizeAsync(width, 900);
        return await page.EvaluateAsync<int>(
            "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(Math.max(0, document.documentElement.scrollWidth - window.innerWidth)))))"
        );
    }

    private static async Task<IBrowser> StartAsync()
    {
        if (Executable() is null)
            await Commands.TryInstallAsync("chromium");

        var path = Executable()
            ?? throw new InvalidOperationException(
                "The browser tests need Chromium: install the package 'chromium' of your distribution, or name one in CHROMIUM_PATH."
            );
        // Tests say what a page comes to show, not how fast: a loaded machine takes longer than the five seconds that are usual.
        Assertions.SetDefaultExpectTimeout(20_000);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    private static string? Executable()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM_PATH");
        if (named is not null)
            return named;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder =>
                // The one without a window is lighter, but has no viewer for the previews of documents.
                new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))
            )
            .FirstOrDefault(File.Exists);
    }
}
