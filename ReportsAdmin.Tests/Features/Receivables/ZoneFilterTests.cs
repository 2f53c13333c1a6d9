using System.Text.Json;
using Bunit;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Pages;
using ReportsAdmin.Features.Receivables.Tracker;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Features.Access.Structure;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>A zone as a filter: the sum of its regions, never more than a person sees.</summary>
[Collection(RegionsCollection.Name)]
public sealed class ZoneFilterTests : BunitContext
{
    private const string Header = "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Outstanding";
    private const string West = "zone:west";

    private static readonly Period April = new(2026, 4);

    private static readonly CurrentUser Usha = CurrentUser.System with
    {
        UserId = 7,
        Scope = new Scope(["pune", "delhi"], null, false),
    };

    public ZoneFilterTests() =>
        Regions.Apply(
            new RegionCatalog(
                Regions.Defaults.All.Select(r =>
                    r.Code is "pune" or "mumbai" or "goa" ? r with { Zone = "west" }
                    : r.Code == "delhi" ? r with { Zone = "north" }
                    : r
                ),
                [new Zone("north", "North Zone", []), new Zone("west", "West Zone", []), new Zone("none", "Empty", [])]
            )
        );

    protected override void Dispose(bool disposing)
    {
        Regions.Apply(Regions.Defaults);
        base.Dispose(disposing);
    }

    [Theory, EachDatabase]
    public async Task Every_surface_of_a_zone_is_the_sum_of_its_regions(TestProvider provider)
    {
        await using var fixture = await FilledAsync(provider);
        var zone = await fixture.DashboardAsync("Apr-26", region: West);
        Assert.Equal(600_33, zone.Figures.Outstanding.Paise);
        Assert.Equal(["goa", "mumbai", "pune"], zone.Regions.Select(r => r.Region).Order(StringComparer.Ordinal));
        Assert.Equal(
            await SumAsync(async r => (await fixture.DashboardAsync("Apr-26", region: r)).Figures.Outstanding.Paise),
            zone.Figures.Outstanding.Paise
        );
        Assert.Equal(zone.Figures.Outstanding, zone.FilteredMonths[^1].Outstanding);
        Assert.Equal(750_33, zone.Months[^1].Outstanding.Paise);

        Assert.Equal((3, 600_33), await CustomersAsync(fixture, West, CurrentUser.System));
        Assert.Equal((3, 600_33), await InvoicesAsync(fixture, West, CurrentUser.System));
        var month = (await fixture.Outstanding.TrackerAsync(CurrentUser.System, null, West, null, default))[0];
        Assert.Equal((3, 600_33), (month.Invoices, month.Amount.Paise));
        Assert.Equal(3, await WorklistAsync(fixture, West, CurrentUser.System));
        Assert.Equal(1, await WorklistAsync(fixture, West, Usha));
        var largest = (
            await fixture.Get<KpiQueries>().BoardAsync(CurrentUser.System, new(April, null, West), default)
        ).Largest;
        Assert.Equal(600_33, largest.Sum(d => d.Outstanding.Paise));
    }

    [Theory, EachDatabase]
    public async Task A_zone_never_shows_more_than_a_person_sees(TestProvider provider)
    {
        await using var fixture = await FilledAsync(provider);

        Assert.Equal(
            200_22,
            (await fixture.DashboardAsync("Apr-26", region: West, currentUser: Usha)).Figures.Outstanding.Paise
        );
        Assert.Equal((1, 200_22), await CustomersAsync(fixture, West, Usha));
        Assert.Equal((1, 200_22), await InvoicesAsync(fixture, West, Usha));
        foreach (var nothing in (string[])["zone:none", "zone:gone", "zone:"])
        {
            Assert.Equal(0, (await fixture.DashboardAsync("Apr-26", region: nothing)).Figures.Outstanding.Paise);
            Assert.Equal(0, await WorklistAsync(fixture, nothing, CurrentUser.System));
        }
    }

    [Theory, EachDatabase]
    public async Task A_report_is_narrowed_to_a_zone_and_grouped_by_zones(TestProvider provider)
    {
        await using var fixture = await FilledAsync(provider);
        var rows = await RowsAsync(fixture, CurrentUser.System, [], ["zone"]);
        Assert.Equal(
            [("No zone", 50m), ("North Zone", 100m), ("West Zone", 600.33m)],
            rows.OrderBy(r => r.Zone, StringComparer.Ordinal)
        );
        Assert.Equal([("West Zone", 600.33m)], await RowsAsync(fixture, CurrentUser.System, [West], ["zone"]));
        Assert.Equal([("West Zone", 200.22m)], await RowsAsync(fixture, Usha, [West], ["zone"]));
        foreach (var nothing in (string[])["zone:none", "zone:gone"])
        {
            var refused = await Assert.ThrowsAsync<DomainException>(() =>
                RowsAsync(fixture, CurrentUser.System, [nothing], ["zone"])
            );
            Assert.Equal(ErrorKind.Invalid, refused.Kind);
        }

        var report = fixture.Get<ReportCatalog>().Find("outstanding-ageing")!;
        Assert.Contains(await report.OptionsAsync(Usha, "regions", default), o => o.Title == "West Zone");
        Regions.Apply(Regions.Defaults);
        Assert.DoesNotContain(report.Info.Groupings, g => g.Key == "zone");
    }

    [Fact]
    public void A_filter_offers_zones_with_their_regions_and_the_wire_knows_none()
    {
        var options = RegionChoices.For(CurrentUser.System);
        Assert.Equal(
            ["", "zone:north", "delhi", "zone:west", "goa", "mumbai", "pune"],
            options.Take(7).Select(o => o.Value)
        );
        Assert.Equal([false, false, true, false, true, true, true, false], options.Take(8).Select(o => o.IsInset));
        Assert.Equal(1 + 2 + 18, options.Count);
        Assert.Equal(["", "zone:north", "delhi", "zone:west", "pune"], RegionChoices.For(Usha).Select(o => o.Value));
        Assert.Equal(["", "delhi", "pune"], RegionChoices.WithoutZones(Usha).Select(o => o.Value));
        var one = Usha with { Scope = new Scope(["pune"], null, false) };
        Assert.Equal(["", "pune"], RegionChoices.For(one).Select(o => o.Value));

        Assert.Equal("West Zone", Regions.Display(West));
        Assert.Equal(
            West,
            new CustomerListQuery { Region = West }
                .ToBase(April)
                .Region
        );
        Assert.Throws<DomainException>(() => new CustomerListQuery { Region = "zone:gone" }.ToBase(April));
        Assert.Throws<DomainException>(() => new TrackerFilter { Region = West }.RegionCode());
    }

    [Fact]
    public async Task The_ageing_table_has_a_line_for_each_zone_that_is_the_sum_of_its_regions()
    {
        await using var fixture = await FilledAsync(TestProvider.Sqlite);
        var board = await fixture.DashboardAsync("Apr-26");
        var groups = ZoneAgeing.Of(board.Ageing);
        Assert.Equal(["North Zone", "West Zone", null], groups.Select(g => g.Zone?.Name));
        Assert.Equal(board.Figures.Outstanding.Paise, groups.Sum(g => g.Amounts.Total.Paise));
        Assert.Equal(
            (await fixture.DashboardAsync("Apr-26", region: West)).Figures.Outstanding,
            groups[1].Amounts.Total
        );

        var table = Render(board);
        Assert.Equal(
            ["North Zone", "West Zone", "No zone"],
            table.FindAll("tr.out-zone th").Select(h => h.TextContent.Trim())
        );
        Assert.Equal(
            "/customers?month=Apr-26&region=zone%3Awest",
            table.FindAll("tr.out-zone th a")[1].GetAttribute("href")
        );
        Assert.Equal(5, table.FindAll("tr.out-inset").Count);
        Assert.Empty(Render(await fixture.DashboardAsync("Apr-26", region: West)).FindAll("tr.out-zone"));
    }

    private IRenderedComponent<AgeingCard> Render(ReceivablesDashboard board) =>
        Render<AgeingCard>(p =>
            p.Add(c => c.Board, board)
                .Add(c => c.State, new CustomerListState("/", new CustomerListQuery { Month = "Apr-26" }, 1, April))
        );

    private static async Task<TestFixture> FilledAsync(TestProvider provider)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha|Pune|I-1|2026-01-10|200.22",
                "C-2|Usha|Mumbai|I-2|2026-04-10|300.11",
                "C-3|Nisha|Goa|I-3|2025-04-10|100",
                "C-4|Ravi|Delhi|I-4|2026-02-10|100",
                "C-5|Manoj|Kolkata|I-5|2026-02-10|50"
            ),
            "Apr-26"
        );
        return fixture;
    }

    private static async Task<long> SumAsync(Func<string, Task<long>> of)
    {
        var sum = 0L;
        foreach (var region in Regions.Within(West))
            sum += await of(region);
        return sum;
    }

    private static async Task<(int, long)> CustomersAsync(TestFixture fixture, string region, CurrentUser who)
    {
        var list = await fixture.Customers.SheetAsync(
            who,
            new CustomerFilter(new ReceivablesFilter(April, Region: region)),
            new PageRequest(1, 100),
            default
        );
        return (list.Page.Total, list.Page.Rows.Sum(r => r.Outstanding.Paise));
    }

    private static async Task<(int, long)> InvoicesAsync(TestFixture fixture, string region, CurrentUser who)
    {
        var list = await fixture.Invoices.SheetAsync(
            who,
            new InvoiceFilter(new ReceivablesFilter(April, Region: region)),
            new PageRequest(1, 100),
            default
        );
        return (list.Page.Total, list.Page.Rows.Sum(r => r.Outstanding.Paise));
    }

    private static async Task<int> WorklistAsync(TestFixture fixture, string region, CurrentUser who) =>
        (
            await fixture
                .Get<CollectionQueries>()
                .WorklistAsync(who, new WorklistFilter(null, region, WorklistPart.All), new PageRequest(1, 10), default)
        )
            .Page
            .Total;

    private static async Task<List<(string? Zone, decimal Outstanding)>> RowsAsync(
        TestFixture fixture,
        CurrentUser who,
        string[] regions,
        string[] groups
    )
    {
        var report = fixture.Get<ReportCatalog>().Find("outstanding-ageing")!;
        await using var held = await fixture.Contexts.SnapshotAsync(default);
        var request = new ReportRequest
        {
            Filters = new Dictionary<string, IReadOnlyList<string>> { ["month"] = ["Apr-26"], ["regions"] = regions },
            GroupBy = groups,
        };
        var document = await report.BuildAsync(
            who,
            await ReportCatalog.CheckAsync(who, report, request, default),
            default
        );
        using var output = new MemoryStream();
        await fixture.Get<ReportRenderers>().RenderAsync(document, ReportFormat.Json, output, null, default);
        using var json = JsonDocument.Parse(output.ToArray());
        return
        [
            .. json
                .RootElement.GetProperty("tables")[0]
                .GetProperty("rows")
                .EnumerateArray()
                .Select(r => (r.GetProperty("zone").GetString(), r.GetProperty("outstanding").GetDecimal())),
        ];
    }
}
