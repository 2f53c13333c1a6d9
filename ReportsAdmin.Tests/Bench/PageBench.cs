using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// What a person waits for: a page change in the customers grid over 100,000 customers, the memory of a circuit, the weight of styles
/// and scripts, and the first page on a slow line. The last two measure a published application when <c>REPORTSADMIN_URL</c> names one.
/// <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~PageBench --logger "console;verbosity=detailed"</c>.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class PageBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Customers = 100_000;
    private const int Rounds = 15;
    private const int Circuits = 20;

    // 400 kbit/s with the delay of a mobile network.
    private const int SlowBytesPerSecond = 50_000;
    private const int SlowLatency = 150;

    /// <summary>Presses a link or button in the page and answers the milliseconds until the DOM changed and until that was painted.</summary>
    private const string Measure = """
        ([press, watched]) => new Promise(done => {
          const start = performance.now();
          let changed = 0;
          const observer = new MutationObserver(() => {
            if (changed) return;
            changed = performance.now() - start;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => done([changed, performance.now() - start])));
          });
          observer.observe(document.querySelector(watched), { childList: true, subtree: true, characterData: true, attributes: true });
          document.querySelector(press).click();
        })
        """;

    [Fact]
    public async Task A_page_change_over_100_000_customers()
    {
        BenchOutput.SkipUnlessAsked();
        await using var app = await new TestApp().StartAsync();
        await FillAsync(app);
        await ServerAsync(app);
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/customers");
        await page.Locator(".grid tbody tr").First.WaitForAsync();
        await BrowserAsync(page, "floor: a panel opens", "button.avatar", "body");
        await page.GotoAsync("/customers");
        await Browser.LiveAsync(page);
        await BrowserAsync(page, "next page", "a[aria-label='Next page']", ".grid tbody");
    }

    [Fact]
    public async Task Memory_of_a_circuit()
    {
        BenchOutput.SkipUnlessAsked();
        await using var app = await new TestApp().StartAsync();
        await app.UploadAsync(Sheet.Of([Header, .. Lines(600)]), "Oct-26");
        foreach (var path in (string[])["/", "/customers"])
        {
            // The first visit pays for caches that all share.
            var first = await Browser.SignInAsync(app, TestApp.Admin, path: path);
            await Task.Delay(2_000, TestContext.Current.CancellationToken);
            var before = Settled();
            for (var i = 0; i < Circuits; i++)
            {
                var page = await first.Context.NewPageAsync();
                await page.GotoAsync(path);
                await Browser.LiveAsync(page);
            }

            await Task.Delay(2_000, TestContext.Current.CancellationToken);
            output.WriteLine(
                $"{path}: {(Settled() - before) / 1024d / 1024 / Circuits:0.00} MB managed a circuit ({Circuits} held open; the test's own pages are counted too)"
            );
        }
    }

    [Fact]
    public async Task Weight_of_styles_and_scripts()
    {
        BenchOutput.SkipUnlessAsked();
        await using var app = await ServedAsync();
        using var client = new HttpClient { BaseAddress = new Uri(Address(app)) };
        var html = await client.GetStringAsync("/sign-in");
        long all = 0;
        foreach (
            var path in Regex
                .Matches(html, "[\" ]([^\" ]+\\.(?:css|js|woff2)(?:\\?[^\" ]*)?)(?=[\" ])")
                .Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value))
                .Distinct()
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/" + path.TrimStart('/'));
            request.Headers.AcceptEncoding.ParseAdd("br");
            var answer = await client.SendAsync(request);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            var encoding = string.Concat(answer.Content.Headers.ContentEncoding);
            all += bytes.Length;
            output.WriteLine($"{path}: {bytes.Length:N0} bytes {(encoding.Length == 0 ? "as it is" : encoding)}");
        }

        output.WriteLine($"together {all:N0} bytes; the sign-in page itself {html.Length:N0}");
    }

    [Fact]
    public async Task First_page_at_400_kbit()
    {
        BenchOutput.SkipUnlessAsked();
        await using var app = await ServedAsync();
        var browser = await Browser.OpenAtAsync(Address(app));
        var session = await browser.Context.NewCDPSessionAsync(browser);
        await session.SendAsync("Network.enable");
        await session.SendAsync(
            "Network.emulateNetworkConditions",
            new Dictionary<string, object>
            {
                ["offline"] = false,
                ["latency"] = SlowLatency,
                ["downloadThroughput"] = SlowBytesPerSecond,
                ["uploadThroughput"] = SlowBytesPerSecond,
            }
        );
        browser.SetDefaultTimeout(120_000);
        browser.SetDefaultNavigationTimeout(120_000);
        await VisitAsync("sign-in, nothing cached", "/sign-in");
        await browser.FillAsync("input[type=email]", TestApp.Admin);
        await browser.FillAsync("input[type=password]", ReportsAdmin.Features.Access.AccessDemo.Password);
        var watch = Stopwatch.StartNew();
        await browser.ClickAsync("button[type=submit]");
        await browser.Locator("h1").First.WaitForAsync();
        await Browser.LiveAsync(browser);
        output.WriteLine($"dashboard after sign-in, live: {watch.ElapsedMilliseconds:N0} ms");
        await VisitAsync("customers, styles cached", "/customers");

        async Task VisitAsync(string what, string path)
        {
            var clock = Stopwatch.StartNew();
            await browser.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            var paint = await browser.EvaluateAsync<double>(
                "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"
            );
            output.WriteLine($"{what}: first paint {paint:N0} ms, loaded {clock.ElapsedMilliseconds:N0} ms");
        }
    }

    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static IEnumerable<string> Lines(int count) =>
        Enumerable
            .Range(1, count)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"C-{i:000000}|Customer {i * 7919 % count:000000}|{(i % 3 == 0 ? "Mumbai" : i % 3 == 1 ? "Pune" : "Goa")}|S-{i}|2026-{1 + i % 9:00}-{1 + i % 27:00}|{1000 + i}|{500 + i * 31 % 90_000}"
                )
            );

    private static async Task FillAsync(TestApp app) =>
        await app.UploadAsync(Sheet.Of([Header, .. Lines(Customers)]), "Oct-26");

    private async Task ServerAsync(TestApp app)
    {
        var customers = app.Services.GetRequiredService<CustomerQueries>();
        var month = await app
            .Services.GetRequiredService<ReceivablesQueries>()
            .LatestPeriodAsync(CurrentUser.System, default);
        var filter = new CustomerFilter(new ReceivablesFilter(month));
        var known = await customers.SheetAsync(CurrentUser.System, filter, new PageRequest(1, 50), default);
        var times = new List<double>();
        for (var i = 2; i < Rounds + 2; i++)
        {
            var watch = Stopwatch.StartNew();
            await customers.SheetAsync(CurrentUser.System, filter, new PageRequest(i, 50), known, default);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        Report("server: 50 rows of the next page, totals known", times);
    }

    private async Task BrowserAsync(IPage page, string what, string press, string watched)
    {
        var (changed, painted) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            var times = await page.EvaluateAsync<double[]>(Measure, new[] { press, watched });
            changed.Add(times[0]);
            painted.Add(times[1]);
            await page.WaitForTimeoutAsync(500);
        }

        Report($"browser, {what}: first change", changed);
        Report($"browser, {what}: painted", painted);
    }

    private void Report(string what, List<double> times)
    {
        times.Sort();
        output.WriteLine($"{what}: median {times[times.Count / 2]:0} ms, min {times[0]:0} ms");
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task<TestApp?> ServedAsync() =>
        Environment.GetEnvironmentVariable("REPORTSADMIN_URL") is null ? await new TestApp().StartAsync() : null;

    private static string Address(TestApp? app) =>
        app?.Address ?? Environment.GetEnvironmentVariable("REPORTSADMIN_URL")!;
}
