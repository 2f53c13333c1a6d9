using ReportsAdmin.Tests.Support;
using ReportsAdmin.Tests.Ui;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// What a click in the menu feels like: the time until the page changes and until it has changed for the last time, in a small company
/// and in one with 50,000 customers and 100,000 open invoices in each of two months. Browser and server share the processors. The first
/// visit reads what later ones are given from memory until something changes.
/// <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~ClickBench --logger "console;verbosity=detailed"</c>.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class ClickBench(ITestOutputHelper test)
{
    private const int Rounds = 4;
    private const double ChangeBar = 100;
    private const double SettledBar = 300;

    /// <summary>
    /// Presses a link of the menu; answers the milliseconds until anything changes, which shows that the press was taken, and until the page
    /// itself changed for the last time, which half a second without a change after all has been read shows.
    /// </summary>
    private const string Click = """
        href => new Promise(done => {
          const main = document.querySelector('#main');
          const start = performance.now();
          let first = 0, last = 0;
          const observer = new MutationObserver(changes => {
            const now = performance.now() - start;
            first ||= now;
            if (changes.some(c => main.contains(c.target))) last = now;
          });
          observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
          document.querySelector(`.side a[href="${href}"]`).click();
          const ask = setInterval(() => {
            const now = performance.now() - start;
            const reading = location.pathname !== href || main.querySelector('[aria-busy=true]');
            if ((last && !reading && now - last > 500) || now > 20_000) { clearInterval(ask); observer.disconnect(); done([first, last]); }
          }, 20);
        })
        """;

    private readonly BenchOutput output = new(test);

    [Fact]
    public Task In_a_small_company() => MeasureAsync(PagesApp.FillAsync);

    [Fact]
    public Task With_50_000_customers() =>
        MeasureAsync(async app =>
        {
            foreach (var month in (string[])["Feb-26", "Mar-26"])
                await app.UploadAsync(ListsBench.Month(), month);
        });

    private async Task MeasureAsync(Func<TestApp, Task> fillAsync)
    {
        BenchOutput.SkipUnlessAsked();
        await using var app = await new TestApp().WithoutContractCheck().StartAsync();
        await fillAsync(app);
        var page = await Browser.SignInAsync(app, TestApp.Admin);
        var links = await page.EvaluateAsync<string[]>(
            "() => [...new Set([...document.querySelectorAll('.side a[href^=\"/\"]')].map(a => a.getAttribute('href')))]"
        );
        var visits = links.ToDictionary(l => l, _ => new List<(double First, double Last)>());
        // The dashboard is shown already: its first visit is from the last page of all.
        foreach (var link in Enumerable.Repeat(links.Skip(1).Append(links[0]), Rounds).SelectMany(l => l))
        {
            var times = await page.EvaluateAsync<double[]>(Click, link);
            visits[link].Add((times[0], times[1]));
        }

        foreach (var link in links)
            Tell(link, visits[link]);
        var all = visits.Values.SelectMany(v => v.Skip(1)).ToList();
        Tell("all pages", [visits.Values.Select(v => v[0]).MaxBy(v => v.Last), .. all]);
    }

    private void Tell(string what, IReadOnlyList<(double First, double Last)> visits)
    {
        var later = visits.Skip(1).ToList();
        var (first, last) = (Median(later, v => v.First), Median(later, v => v.Last));
        output.WriteLine(
            $"{what}: first change {first:0} ms, settled {last:0} ms; on the first visit {visits[0].First:0} and {visits[0].Last:0} ms{(first > ChangeBar || last > SettledBar ? ", beyond the bar" : "")}"
        );
    }

    private static double Median(
        List<(double First, double Last)> visits,
        Func<(double First, double Last), double> time
    ) => visits.Select(time).Order().ElementAt(visits.Count / 2);
}
