using System.Globalization;
using System.Net;
using System.Text.Json;
using ExcelDataReader;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The three business reports of spec 001 and their export: names, order, types, errors, figures.</summary>
public sealed class SalesContractTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(5.5));
        var start = SalesFilter.YearToDate(today).Start;
        var product = new Product
        {
            Code = "FGASM00094",
            Name = "AgroPurna MP Gr-1",
            SearchText = "agropurna mp gr-1 fgasm00094",
            Category = "Fertilizer",
            PackSize = "1 Ltr",
            Unit = "Ltr",
        };
        var ram = new Distributor
        {
            Code = "DIS-001",
            Name = "Ram Kumar Distributors",
            SearchText = "ram kumar distributors dis-001",
            Location = "Green Valley, Sector 12",
            Zone = "North Zone",
            Region = "Delhi NCR",
            Territory = "North Delhi",
            State = "Delhi",
            Branch = "delhi",
            UpdatedAt = DateTime.UtcNow,
        };
        var sai = new Distributor
        {
            Code = "DIS-002",
            Name = "=Sai, Agencies",
            SearchText = "=sai, agencies dis-002",
            Zone = "West Zone",
            Region = "Mumbai",
            Territory = "Nashik",
            State = "Maharashtra",
            Branch = "mumbai",
            Active = false,
            UpdatedAt = DateTime.UtcNow,
        };
        var outlet = new Outlet
        {
            Code = "RET-001",
            Name = "Rajesh General Store",
            SearchText = "rajesh general store ret-001",
            Type = "retailer",
            Zone = "North Zone",
            Region = "Delhi NCR",
            Territory = "South Delhi",
            State = "Delhi",
            Pincode = "110024",
            Phone = "+91 98765 43214",
            Email = "rajesh@example.com",
            CreditLimitPaise = 100_000_00,
            GeoTagged = true,
            Branch = "delhi",
        };
        db.AddRange(product, ram, sai, outlet);
        await db.SaveChangesAsync();
        db.AddRange(
            new StockMovement
            {
                DistributorId = ram.Id,
                ProductId = product.Id,
                Day = start.AddDays(-40),
                Kind = MovementKind.Opening,
                VolumeMilli = 25_000,
                ValuePaise = 150_000_00,
            },
            new StockMovement
            {
                DistributorId = ram.Id,
                ProductId = product.Id,
                Day = start,
                Kind = MovementKind.Sale,
                VolumeMilli = 200_000,
                ValuePaise = 1_200_000_00,
            },
            new StockMovement
            {
                DistributorId = ram.Id,
                ProductId = product.Id,
                Day = today,
                Kind = MovementKind.Liquidation,
                VolumeMilli = 30_500,
                ValuePaise = 180_000_25,
            },
            new StockMovement
            {
                DistributorId = sai.Id,
                ProductId = product.Id,
                Day = start,
                Kind = MovementKind.Sale,
                VolumeMilli = 1,
                ValuePaise = 18_000_000_000_00,
            },
            new PartyBalance
            {
                DistributorId = ram.Id,
                Day = start,
                OutstandingPaise = 50_000_00,
                OverduePaise = 10_000_00,
            },
            new OutletPurchase
            {
                OutletId = outlet.Id,
                ProductId = product.Id,
                Day = start,
                VolumeMilli = 50_000,
                ValuePaise = 500_000_00,
            },
            new Visit
            {
                OutletId = outlet.Id,
                UserId = 1,
                At = start.ToDateTime(new TimeOnly(10, 30), DateTimeKind.Utc),
            }
        );
        await db.RaiseDataVersionAsync(SalesQueries.DataTopic, default);
        await db.SaveChangesAsync();
        await StockTotals.RebuildAsync(db, default);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Distributors_have_the_names_and_order_of_the_document()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var answer = await JsonAsync(client, "/api/reports/distributors");
        Assert.Equal(["success", "data", "pagination", "summary", "timestamp"], Names(answer));
        Assert.Equal(["total", "page", "pageSize", "totalPages"], Names(answer.GetProperty("pagination")));
        Assert.Equal(
            ["totalOpeningStock", "totalYTDSales", "totalLiquidation", "totalBalanceStock", "averageLiquidationRate"],
            Names(answer.GetProperty("summary"))
        );
        Assert.Equal(
            (2, 1, 10, 1),
            (
                Int(answer, "pagination", "total"),
                Int(answer, "pagination", "page"),
                Int(answer, "pagination", "pageSize"),
                Int(answer, "pagination", "totalPages")
            )
        );
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", answer.GetProperty("timestamp").GetString());

        var ram = answer.GetProperty("data")[1];
        Assert.Equal(
            [
                "id",
                "name",
                "code",
                "location",
                "territory",
                "region",
                "zone",
                "state",
                "openingStock",
                "ytdSales",
                "liquidation",
                "balanceStock",
                "outstandingAmount",
                "overdueAmount",
                "status",
                "lastUpdated",
            ],
            Names(ram)
        );
        Assert.Equal(["value", "volume", "unit"], Names(ram.GetProperty("openingStock")));
        Assert.Equal(["value", "volume", "unit", "percentage"], Names(ram.GetProperty("liquidation")));
        Assert.Equal("""{"value":150000,"volume":25,"unit":"Kg/Ltr"}""", ram.GetProperty("openingStock").GetRawText());
        Assert.Equal(
            """{"value":180000.25,"volume":30.5,"unit":"Kg/Ltr","percentage":13.33}""",
            ram.GetProperty("liquidation").GetRawText()
        );
        Assert.Equal(
            """{"value":1169999.75,"volume":194.5,"unit":"Kg/Ltr"}""",
            ram.GetProperty("balanceStock").GetRawText()
        );
        Assert.Equal("50000", ram.GetProperty("outstandingAmount").GetRawText());
        Assert.Equal(
            "18000000000",
            answer.GetProperty("data")[0].GetProperty("ytdSales").GetProperty("value").GetRawText()
        );
        Assert.Equal("18001200000", answer.GetProperty("summary").GetProperty("totalYTDSales").GetRawText());
        Assert.Equal("inactive", answer.GetProperty("data")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Products_and_customers_have_the_names_and_order_of_the_document()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var products = await JsonAsync(client, "/api/reports/products");
        Assert.Equal(
            ["totalProducts", "totalOpeningStock", "totalYTDSales", "totalLiquidation", "totalBalanceStock"],
            Names(products.GetProperty("summary"))
        );
        var product = products.GetProperty("data")[0];
        Assert.Equal(
            [
                "id",
                "name",
                "code",
                "category",
                "packSize",
                "openingStock",
                "ytdSales",
                "liquidation",
                "balanceStock",
                "averagePrice",
                "distributionCoverage",
            ],
            Names(product)
        );
        Assert.Equal("Ltr", product.GetProperty("openingStock").GetProperty("unit").GetString());
        Assert.Equal(
            """{"totalDistributors":2,"activeDistributors":2}""",
            product.GetProperty("distributionCoverage").GetRawText()
        );

        var customers = await JsonAsync(client, "/api/reports/customers");
        Assert.Equal(
            """{"totalCustomers":1,"activeCustomers":1,"totalPurchases":500000,"totalOutstanding":0,"geoTaggedPercentage":100}""",
            customers.GetProperty("summary").GetRawText()
        );
        var customer = customers.GetProperty("data")[0];
        Assert.Equal(
            [
                "id",
                "name",
                "code",
                "type",
                "location",
                "territory",
                "region",
                "zone",
                "state",
                "pincode",
                "contact",
                "purchases",
                "outstandingAmount",
                "creditLimit",
                "lastVisit",
                "status",
                "geoTagged",
            ],
            Names(customer)
        );
        Assert.Equal(["phone", "email"], Names(customer.GetProperty("contact")));
        Assert.Equal(["ytdValue", "ytdVolume", "unit", "frequency"], Names(customer.GetProperty("purchases")));
    }

    [Theory]
    [
        InlineData("zone=North Zone", 1),
        InlineData("region=All&zone=", 2),
        InlineData("state=Maharashtra", 1),
        InlineData("territory=Nashik&zone=North Zone", 0),
        InlineData("search=ram KUMAR", 1),
        InlineData("status=inactive", 1),
        InlineData("category=Fertilizer", 2),
        InlineData("category=Seed", 0),
        InlineData("_=123&unknown=1", 2)
    ]
    [InlineData("productId=70726f640000000000000001", 2), InlineData("pageSize=1&page=2", 2)]
    public async Task Filters_narrow_and_unknown_words_are_ignored(string query, int total)
    {
        var client = await app.AsAsync(TestApp.Manager);
        Assert.Equal(total, Int(await JsonAsync(client, "/api/reports/distributors?" + query), "pagination", "total"));
    }

    [Theory]
    [
        InlineData("distributors?page=0", "page"),
        InlineData("distributors?pageSize=101", "pageSize"),
        InlineData("products?startDate=2025-02-30", "startDate"),
        InlineData("products?startDate=2025-05-01&endDate=2025-04-01", "startDate"),
        InlineData("customers?type=shop", "type"),
        InlineData("customers?status=asleep", "status")
    ]
    [
        InlineData("products?productId=12", "productId"),
        InlineData("export?type=moons&format=csv", "type"),
        InlineData("export?type=products&format=gif", "format"),
        InlineData("export", "type")
    ]
    public async Task What_does_not_fit_is_refused_in_both_spellings_of_the_family(string path, string field)
    {
        var client = await app.AsAsync(TestApp.Manager);
        var answer = await client.GetAsync("/api/reports/" + path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["success", "error", "timestamp", "code", "message", "details"], Names(body));
        Assert.Equal("INVALID_PARAMETERS", body.GetProperty("error").GetProperty("code").GetString());
        Assert.True(body.GetProperty("error").GetProperty("details").TryGetProperty(field, out _), body.GetRawText());
    }

    [Fact]
    public async Task A_date_range_really_changes_the_figures_and_nothing_new_is_304()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var before = await JsonAsync(client, "/api/reports/distributors?endDate=2001-01-01&startDate=2000-01-01");
        Assert.Equal(
            """{"totalOpeningStock":0,"totalYTDSales":0,"totalLiquidation":0,"totalBalanceStock":0,"averageLiquidationRate":0}""",
            before.GetProperty("summary").GetRawText()
        );
        var first = await client.GetAsync("/api/reports/products");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/reports/products");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);
        Assert.Equal("30", first.Headers.GetValues("RateLimit-Limit").Single());
    }

    [Fact]
    public async Task An_export_is_the_report_with_the_same_filters_and_figures()
    {
        var client = await app.AsAsync(TestApp.Manager);
        foreach (var type in (string[])["distributors", "products", "customers"])
        {
            foreach (
                var (format, media) in ((string, string)[])
                    [
                        ("excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                        ("pdf", "application/pdf"),
                        ("csv", "text/csv"),
                    ]
            )
            {
                var file = await client.GetAsync($"/api/reports/export?type={type}&format={format}");
                Assert.Equal(media, file.Content.Headers.ContentType!.MediaType);
                Assert.Matches(
                    $"report-{type}-\\d{{8}}-\\d{{6}}\\.(xlsx|pdf|csv)",
                    file.Content.Headers.ContentDisposition!.FileName
                );
            }
        }

        var csv = (
            await client.GetStringAsync("/api/reports/export?type=distributors&format=csv&zone=West Zone")
        ).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, csv.Length);
        Assert.StartsWith("DIS-002,\"'=Sai, Agencies\",West Zone", csv[1]);
        Assert.Contains(",18000000000.00,", csv[1]);

        var report = (await JsonAsync(client, "/api/reports/distributors")).GetProperty("summary");
        using var reader = ExcelReaderFactory.CreateReader(
            new MemoryStream(await client.GetByteArrayAsync("/api/reports/export?type=distributors&format=excel"))
        );
        while (reader.Name != "Distributors")
            Assert.True(reader.NextResult());
        var sum = 0m;
        var column = -1;
        while (reader.Read())
        {
            if (column < 0)
                column = Enumerable
                    .Range(0, reader.FieldCount)
                    .FirstOrDefault(i => Equals(reader.GetValue(i), "YTD sales (₹)"), -1);
            else if (reader.GetValue(0) is string code && code.StartsWith("DIS", StringComparison.Ordinal))
                sum += Math.Round((decimal)reader.GetDouble(column), 2);
        }

        Assert.Equal(report.GetProperty("totalYTDSales").GetDecimal(), sum);
    }

    [Fact]
    public async Task An_engineer_sees_his_branch_alone_in_lists_summaries_and_files()
    {
        var client = await app.AsAsync(TestApp.Engineer);
        var distributors = await JsonAsync(client, "/api/reports/distributors");
        Assert.Equal(
            ["DIS-002"],
            distributors.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("code").GetString())
        );
        Assert.Equal("18000000000", distributors.GetProperty("summary").GetProperty("totalYTDSales").GetRawText());
        Assert.Equal(0, Int(await JsonAsync(client, "/api/reports/customers"), "pagination", "total"));
        Assert.DoesNotContain(
            "Ram Kumar",
            await client.GetStringAsync("/api/reports/export?type=distributors&format=csv")
        );
        Assert.Equal(
            """{"totalDistributors":1,"activeDistributors":1}""",
            (await JsonAsync(client, "/api/reports/products"))
                .GetProperty("data")[0]
                .GetProperty("distributionCoverage")
                .GetRawText()
        );
    }

    private static int Int(JsonElement answer, string part, string name) =>
        answer.GetProperty(part).GetProperty(name).GetInt32();

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(
            answer.IsSuccessStatusCode,
            string.Create(CultureInfo.InvariantCulture, $"{path}: {(int)answer.StatusCode} {text}")
        );
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
}
