using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>One application with something on every page, shared by the tests that only look.</summary>
public sealed class PagesApp : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    public TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await new TestApp().StartAsync();
        await FillAsync(App);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>Two months, a dispute, a document, a template, a schedule, jobs, and field sales.</summary>
    public static async Task FillAsync(TestApp app)
    {
        await app.UploadAsync(Sheet.Of([Header, .. Lines(60, 1m)]), "Sep-26");
        await app.UploadAsync(Sheet.Of([Header, .. Lines(70, .8m)]), "Oct-26");
        await AddFieldAsync(app);
        var client = await app.AsAsync(TestApp.CountryManager);
        async Task PostAsync(string path, string json)
        {
            using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            (await client.PostAsync(path, body)).EnsureSuccessStatusCode();
        }

        await PostAsync(
            "/api/v2/receivables/disputes",
            """{"invoiceId":"696e766f0000000000000001","reason":"Quantity","message":"They received 40 of 60 bags."}"""
        );
        await PostAsync(
            "/api/reports/generate",
            """{"title":"Site report","data":{"period":"Q1","rows":[{"name":"Mumbai","amount":100},{"name":"Pune","amount":200}],"site":{"city":"Nashik","open":true}},"config":{"include_charts":true}}"""
        );
        await PostAsync(
            "/api/v2/reports/templates",
            """{"name":"Monthly ageing","reportType":"outstanding-ageing","output":{"format":"pdf"}}"""
        );
        await PostAsync(
            "/api/v2/reports/schedules",
            """{"name":"Every Monday","templateId":"746d706c0000000000000001","cron":"0 8 * * 1"}"""
        );
        await PostAsync(
            "/api/v2/reports/jobs",
            """{"name":"Ageing of October","reportType":"outstanding-ageing","output":{"format":"excel"}}"""
        );
        await PostAsync(
            "/api/v2/reports/jobs",
            """{"name":"Later","reportType":"outstanding-ageing","output":{"format":"pdf"},"scheduledFor":"XX"}""".Replace(
                "XX",
                DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
        );
    }

    private static async Task AddFieldAsync(TestApp app)
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var product = new Product
        {
            Code = "P-1",
            Name = "Beej Cotton",
            SearchText = "beej cotton p-1",
            Category = "Seed",
            PackSize = "5 Kg",
        };
        var distributor = new Distributor
        {
            Code = "D-1",
            Name = "Shree Krishna Agro Distributors Pvt Ltd",
            SearchText = "shree d-1",
            Location = "Plot 4, Market Yard",
            Zone = "West Zone",
            Region = "Mumbai",
            State = "Maharashtra",
            Territory = "Nashik",
            Branch = "mumbai",
        };
        var outlet = new Outlet
        {
            Code = "R-1",
            Name = "Rajesh General Store",
            SearchText = "rajesh r-1",
            Type = "retailer",
            Zone = "West Zone",
            Region = "Mumbai",
            State = "Maharashtra",
            Territory = "Nashik",
            Branch = "mumbai",
            CreditLimitPaise = 1_00_000_00,
        };
        db.AddRange(product, distributor, outlet);
        await db.SaveChangesAsync();
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        db.AddRange(
            Enumerable
                .Range(0, 60)
                .Select(i => new StockMovement
                {
                    DistributorId = distributor.Id,
                    ProductId = product.Id,
                    Day = day.AddDays(-i * 9),
                    Kind = (MovementKind)(i % 4),
                    VolumeMilli = 12_500,
                    ValuePaise = 1_23_456_78,
                    BatchId = 1,
                    WrittenBy = 1,
                    SheetRow = i + 2,
                })
        );
        db.AddRange(
            Enumerable
                .Range(0, 8)
                .Select(i => new OutletPurchase
                {
                    OutletId = outlet.Id,
                    ProductId = product.Id,
                    Day = day.AddDays(-i * 20),
                    VolumeMilli = 1_500,
                    ValuePaise = 12_345_00,
                })
        );
        db.AddRange(
            new PartyBalance
            {
                DistributorId = distributor.Id,
                Day = day,
                OutstandingPaise = 5_00_000_00,
                OverduePaise = 50_000_00,
            },
            new PartyBalance
            {
                OutletId = outlet.Id,
                Day = day,
                OutstandingPaise = 2_00_000_00,
            },
            new Visit
            {
                OutletId = outlet.Id,
                UserId = 1,
                At = DateTime.UtcNow.AddDays(-3),
            }
        );
        await db.SaveChangesAsync();
        await StockTotals.RebuildAsync(db, default);
    }

    private static IEnumerable<string> Lines(int count, decimal part) =>
        Enumerable
            .Range(1, count)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"C-{i % 23:000}|Sample {i % 23} Constructions Pvt Ltd|{(i % 23 % 3) switch { 0 => "mumbai", 1 => "pune", _ => "delhi" }}|SI/26/{i}|2026-{1 + (i % 8):00}-11|{i * 13571}|{Math.Round(i * 13571 * part)}"
                )
            );
}
