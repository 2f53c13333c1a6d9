using System.Text.Json;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Forecast;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement;
using ReportsAdmin.Features.Receivables.Movement.Pages;
using ReportsAdmin.Features.Receivables.Reports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Movement;

/// <summary>Files of Movement and of the cash forecast hold what their pages show, all of it.</summary>
public sealed class ComparisonReportTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly Period March = new(2026, 3);
    private static readonly Period April = new(2026, 4);

    [Theory, EachDatabase]
    public async Task Every_row_of_the_page_is_in_the_file_by_whatever_it_is_asked(TestProvider provider)
    {
        await using var fixture = await FilledAsync(provider);
        foreach (var by in Enum.GetValues<MovementBy>())
        {
            var rows = await PageAsync(fixture, new MovementFilter(March, April), by, null);
            var file = await FileAsync(fixture, ComparisonReport.Key, ("by", MovementNames.Of(by)));
            Assert.Equal(
                rows.Select(r => (r.Then.Rupees, r.Now.Rupees, r.Change.Rupees)),
                Rows(file, 1).Select(r => (Number(r, "then"), Number(r, "now"), Number(r, "change")))
            );
            if (by == MovementBy.Invoice)
                Assert.Equal(
                    rows.Select(r => (r.Invoice!.Number, r.Customer!.Code)),
                    Rows(file, 1)
                        .Select(r => (r.GetProperty("number").GetString()!, r.GetProperty("code").GetString()!))
                );
        }
    }

    [Fact]
    public async Task The_matrix_adds_up_to_both_sides_and_says_what_came_in()
    {
        await using var fixture = await FilledAsync(TestProvider.Sqlite);
        var file = await FileAsync(fixture, ComparisonReport.Key);
        var figures = file.GetProperty("keyFigures").EnumerateArray().ToDictionary(Label, f => Number(f, "value"));
        // 700 customers owe 1,000 + their number; the odd ones paid a tenth, the last 200 are new in April.
        var before = Enumerable.Range(1, 500).Sum(i => 1000m + i);
        var after =
            Enumerable.Range(1, 500).Sum(i => i % 2 == 1 ? (1000m + i) * 0.9m : 1000m + i)
            + Enumerable.Range(501, 200).Sum(i => 1000m + i);
        Assert.Equal((after, before), (figures["Apr-26"], figures["Mar-26"]));
        Assert.Equal(Enumerable.Range(501, 200).Sum(i => 1000m + i), figures["New or grown"]);
        Assert.Equal(before + figures["New or grown"] - after, figures["Received or gone"]);

        var matrix = Rows(file, 0).ToList();
        var opening = matrix.Where(r => r.GetProperty("then").GetString() is not ("New" or "Grown"));
        Assert.Equal(before, opening.Sum(r => Number(r, "all")));
        var totals = file.GetProperty("tables")[0].GetProperty("totals");
        var now = totals.EnumerateObject().Where(t => t.Name.StartsWith("now", StringComparison.Ordinal));
        Assert.Equal(after, now.Sum(t => t.Value.GetDecimal()));
        Assert.Equal(figures["Received or gone"], Number(totals, "received") + Number(totals, "gone"));
    }

    [Fact]
    public async Task Two_uploads_are_compared_as_on_the_page_and_its_address_of_the_file_says_the_same()
    {
        await using var fixture = await FilledAsync(TestProvider.Sqlite);
        var correction = await fixture.UploadAsync(
            Sheet.Of(Header, "C-0001|Customer 1|Mumbai|I-1|2026-01-10|9000|77"),
            "Apr-26"
        );
        var state = new MovementState(April, April)
        {
            Uploads = new UploadPair(correction, null),
            By = MovementBy.Customer,
            Region = "mumbai",
        };
        Assert.Equal(
            FormattableString.Invariant(
                $"/api/v2/reports/export/month-comparison?upload={correction}&regions=mumbai&by=customer&format=excel"
            ),
            state.Export("excel")
        );

        var file = await FileAsync(
            fixture,
            ComparisonReport.Key,
            ("upload", correction.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("by", "customer"),
            ("regions", "mumbai")
        );
        var row = Rows(file, 1).First(r => r.GetProperty("code").GetString() == "C-0001");
        Assert.Equal((900.9m, 77m), (Number(row, "then"), Number(row, "now")));
        Assert.Equal(
            await PageAsync(fixture, state.Filter, state.By, null),
            await AllAsync(fixture, state.Filter, state.By)
        );
    }

    [Fact]
    public async Task A_cell_narrows_the_file_as_it_narrows_the_page()
    {
        await using var fixture = await FilledAsync(TestProvider.Sqlite);
        var cell = RollCell.Parse("new:0-30")!;
        var file = await FileAsync(fixture, ComparisonReport.Key, ("by", "invoice"), ("cell", cell.ToString()));
        var rows = await PageAsync(fixture, new MovementFilter(March, April), MovementBy.Invoice, cell);
        Assert.NotEmpty(rows);
        Assert.Equal(rows.Count, Rows(file, 1).Count());
        Assert.All(Rows(file, 1), r => Assert.Equal(0, Number(r, "then")));
    }

    [Theory]
    [InlineData("from", "Apr-26", "is not before")]
    [InlineData("by", "colour", "not among")]
    [InlineData("cell", "left:right", "not among")]
    [InlineData("upload", "-7", "not among")]
    [InlineData("upload", "4711", "wrote no receivables")]
    [InlineData("against", "1", "needs upload")]
    public async Task What_cannot_be_compared_is_refused(string filter, string value, string says)
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(Sheet.Of(Header, "C-1|Asha|Pune|I-1|2026-01-10|9|9"), "Mar-26");
        await fixture.UploadAsync(Sheet.Of(Header, "C-1|Asha|Pune|I-1|2026-01-10|9|8"), "Apr-26");
        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            FileAsync(fixture, ComparisonReport.Key, (filter, value))
        );
        Assert.Equal(ErrorKind.Invalid, refused.Kind);
        Assert.Contains(says, string.Join(' ', refused.Fields.Values), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Every_customer_of_the_forecast_is_in_its_file(TestProvider provider)
    {
        await using var fixture = await FilledAsync(provider);
        var file = await FileAsync(fixture, "cash-forecast", ("month", "Apr-26"));
        var queries = fixture.Get<ForecastQueries>();
        var shown = new List<ForecastCustomer>();
        CashForecast page;
        do
        {
            page = await queries.ReadAsync(
                CurrentUser.System,
                new CollectionFilter(April),
                new PageRequest(shown.Count / 100 + 1, 100),
                default
            );
            shown.AddRange(page.Page.Rows);
        } while (shown.Count < page.Page.Total);

        var rows = Rows(file, 1).ToList();
        Assert.Equal(700, rows.Count);
        Assert.Equal(
            shown.Select(c => (c.Code, c.Owed.Rupees, c.Expected[0].Rupees, c.Expected[2].Rupees)),
            rows.Select(r =>
                (r.GetProperty("code").GetString()!, Number(r, "owed"), Number(r, "month1"), Number(r, "month3"))
            )
        );
        Assert.Equal(
            page.Months.Select(m => m.Expected.Rupees).Append(page.Later.Rupees),
            file.GetProperty("keyFigures").EnumerateArray().Take(4).Select(f => Number(f, "value"))
        );
        var past = Assert.Single(Rows(file, 0));
        Assert.Equal(
            (page.Past[0].Expected.Rupees, page.Past[0].Received.Rupees),
            (Number(past, "expected"), Number(past, "received"))
        );
    }

    /// <summary>More customers than a page or a batch of names holds: in March 500, who owed more in February; in April these, the odd ones a tenth less, and 200 more.</summary>
    private static async Task<TestFixture> FilledAsync(TestProvider provider)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Month(500, _ => 2m, "2026-01-10"), "Feb-26");
        await fixture.UploadAsync(Month(500, _ => 1m, "2026-01-10"), "Mar-26");
        await fixture.UploadAsync(Month(700, i => i <= 500 && i % 2 == 1 ? 0.9m : 1m, "2026-01-10"), "Apr-26");
        return fixture;
    }

    private static byte[] Month(int customers, Func<int, decimal> left, string date) =>
        Sheet.Of([
            Header,
            .. Enumerable
                .Range(1, customers)
                .Select(i =>
                    FormattableString.Invariant(
                        $"C-{i:0000}|Customer {i}|{(i % 3 == 0 ? "Pune" : "Mumbai")}|I-{i}|{(i > 500 ? "2026-04-10" : date)}|9000|{(1000 + i) * left(i)}"
                    )
                ),
        ]);

    private static async Task<List<MovementRow>> PageAsync(
        TestFixture fixture,
        MovementFilter filter,
        MovementBy by,
        RollCell? cell
    )
    {
        var queries = fixture.Get<MovementQueries>();
        return await PageRequest
            .AllAsync(async page =>
                (await queries.ReadAsync(CurrentUser.System, filter, by, cell, page, default)).Diff.Page
            )
            .ToListAsync();
    }

    private static async Task<List<MovementRow>> AllAsync(TestFixture fixture, MovementFilter filter, MovementBy by) =>
        await fixture.Get<MovementQueries>().StreamAsync(CurrentUser.System, filter, by, null, default).ToListAsync();

    private static async Task<JsonElement> FileAsync(
        TestFixture fixture,
        string type,
        params (string Key, string Value)[] filters
    )
    {
        var report = fixture.Get<ReportCatalog>().Find(type)!;
        var request = new ReportRequest
        {
            Filters = filters.ToDictionary(f => f.Key, f => (IReadOnlyList<string>)[f.Value]),
        };
        var document = await report.BuildAsync(
            CurrentUser.System,
            await ReportCatalog.CheckAsync(CurrentUser.System, report, request, default),
            default
        );
        using var output = new MemoryStream();
        await fixture.Get<ReportRenderers>().RenderAsync(document, ReportFormat.Json, output, null, default);
        return JsonDocument.Parse(output.ToArray()).RootElement.Clone();
    }

    private static IEnumerable<JsonElement> Rows(JsonElement file, int table) =>
        file.GetProperty("tables")[table].GetProperty("rows").EnumerateArray();

    private static string Label(JsonElement figure) => figure.GetProperty("label").GetString()!;

    private static decimal Number(JsonElement row, string key) => row.GetProperty(key).GetDecimal();
}
