using Bunit;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using MudBlazor.Services;
using ReportsAdmin.Features.FieldSales.Pages;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales;

/// <summary>Filters of field sales whose choices are in a panel.</summary>
public sealed class SalesFiltersTests : BunitContext
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    private readonly IRenderedComponent<MudPopoverProvider> panels;

    public SalesFiltersTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        panels = Render<MudPopoverProvider>();
    }

    [Fact]
    public void A_place_shows_its_narrowest_level_and_opens_at_the_next_one()
    {
        var cut = Places("North Zone", null);

        Assert.Equal("Place: North Zone", cut.Find("button").GetAttribute("aria-label"));
        cut.Find("button").Click();
        Assert.Equal("Region", panels.WaitForElement(".seg [aria-pressed=true]").TextContent);
        Assert.Equal(
            ["/?region=", "/?region=Delhi", "/?region=Punjab"],
            panels.FindAll(".menu-list a").Select(a => a.GetAttribute("href"))
        );
        Assert.Equal("true", panels.Find(".menu-list a").GetAttribute("aria-current"));

        panels.FindAll(".seg button")[0].Click();
        Assert.Equal("North Zone", panels.Find(".menu-list a[aria-current]").TextContent);
    }

    [Fact]
    public void A_chosen_place_without_data_is_still_named()
    {
        Assert.Equal("Place: Nowhere", Places("North Zone", "Nowhere").Find("button").GetAttribute("aria-label"));
        Assert.Equal("Place: All", Places(null, null).Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_long_level_is_searched()
    {
        var cut = Render<LevelPick>(p =>
            p.Add(l => l.Label, "Place")
                .Add(
                    l => l.Levels,
                    [
                        new FilterLevel(
                            "Territory",
                            "All territories",
                            [.. Enumerable.Range(1, 30).Select(i => new Option($"t{i}", $"Territory {i}"))],
                            null,
                            v => "/?territory=" + v
                        ),
                    ]
                )
        );
        cut.Find("button").Click();
        Assert.Equal(31, panels.WaitForElements(".menu-list a").Count);

        panels.Find("input").Input("12");
        panels.WaitForState(() => panels.FindAll(".menu-list a").Count == 1);
        Assert.Equal("/?territory=t12", panels.Find(".menu-list a").GetAttribute("href"));
        panels.Find("input").Input("nowhere");
        panels.WaitForState(() => panels.FindAll(".menu-list a").Count == 0);
        Assert.Contains("No results", panels.Find(".menu-list").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_period_is_named_and_another_replaces_chosen_days()
    {
        var given = new List<SalesQuery>();
        var cut = Period(new SalesQuery { Start = "2026-05-01", End = "2026-05-31" }, given);

        Assert.Equal("Period: 1 May 2026 – 31 May 2026", cut.Find("button").GetAttribute("aria-label"));
        cut.Find("button").Click();
        Assert.DoesNotContain(panels.WaitForElements(".menu-list button"), b => b.HasAttribute("aria-current"));
        panels
            .FindAll(".menu-list button")
            .Single(b => b.TextContent.StartsWith("Last month", StringComparison.Ordinal))
            .Click();
        Assert.Equal([new SalesQuery { Period = "last-month" }], given);
    }

    [Fact]
    public async Task A_range_never_ends_before_it_starts()
    {
        var given = new List<SalesQuery>();
        var cut = Period(new SalesQuery { Start = "2026-05-01", End = "2026-05-31" }, given);
        cut.Find("button").Click();
        panels.WaitForElement(".period-days");
        var boxes = panels.FindComponents<ReportsAdmin.Ui.DateBox>();

        await panels.InvokeAsync(() => boxes[0].Instance.DateChanged.InvokeAsync(new DateTime(2026, 6, 10)));
        await panels.InvokeAsync(() => boxes[1].Instance.DateChanged.InvokeAsync(new DateTime(2026, 4, 2)));
        await panels.InvokeAsync(() => boxes[1].Instance.DateChanged.InvokeAsync(new DateTime(2026, 7, 1)));

        Assert.Equal(
            [("2026-06-10", "2026-06-10"), ("2026-04-02", "2026-04-02"), ("2026-05-01", "2026-07-01")],
            given.Select(q => (q.Start, q.End))
        );
    }

    private IRenderedComponent<LevelPick> Places(string? zone, string? region) =>
        Render<LevelPick>(p =>
            p.Add(l => l.Label, "Place")
                .Add(
                    l => l.Levels,
                    [
                        new FilterLevel("Zone", "All zones", Names("North Zone", "East Zone"), zone, v =>
                            "/?zone=" + v
                        ),
                        new FilterLevel("Region", "All regions", Names("Delhi", "Punjab"), region, v =>
                            "/?region=" + v
                        ),
                    ]
                )
        );

    private IRenderedComponent<PeriodField> Period(SalesQuery query, List<SalesQuery> given) =>
        Render<PeriodField>(p =>
            p.Add(f => f.Query, query)
                .Add(f => f.Today, Today)
                .Add(f => f.Changed, EventCallback.Factory.Create<SalesQuery>(this, given.Add))
        );

    private static IReadOnlyList<Option> Names(params string[] names) => [.. names.Select(n => new Option(n, n))];
}
