using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales;

/// <summary>Field reports with columns, order and groups of one's own: declared, checked, honoured.</summary>
public sealed class SalesReportsTests : IAsyncLifetime
{
    private const string Exports = "/api/v2/reports/export/";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var products = new[]
        {
            new Product
            {
                Code = "P-1",
                Name = "Beej",
                SearchText = "beej p-1",
                Category = "Seed",
            },
            new Product
            {
                Code = "P-2",
                Name = "Khad",
                SearchText = "khad p-2",
                Category = "Fertilizer",
            },
        };
        var distributors = Enumerable
            .Range(1, 130)
            .Select(i => new Distributor
            {
                Code = $"D-{i:000}",
                Name = $"Dist {i:000}",
                SearchText = $"dist {i:000} d-{i:000}",
                Zone = i % 2 == 0 ? "East" : "West",
                Region = "R",
                Territory = $"T{i:000}",
                Branch = "mumbai",
            })
            .ToList();
        var outlet = new Outlet
        {
            Code = "R-1",
            Name = "Rajesh",
            SearchText = "rajesh r-1",
            Type = "retailer",
            Zone = "East",
            Region = "R",
            Territory = "T",
            Branch = "mumbai",
            CreditLimitPaise = 500_00,
        };
        db.AddRange(products);
        db.AddRange(distributors);
        db.Add(outlet);
        await db.SaveChangesAsync();
        db.AddRange(
            distributors.Select(
                (d, i) =>
                    new StockMovement
                    {
                        DistributorId = d.Id,
                        ProductId = products[i % 2].Id,
                        Day = new DateOnly(2025, 5, 1),
                        Kind = MovementKind.Sale,
                        VolumeMilli = 1000,
                        ValuePaise = (i + 1) * 100_00,
                    }
            )
        );
        db.Add(
            new OutletPurchase
            {
                OutletId = outlet.Id,
                ProductId = products[0].Id,
                Day = new DateOnly(2025, 5, 1),
                VolumeMilli = 1000,
                ValuePaise = 321_50,
            }
        );
        await db.SaveChangesAsync();
        await StockTotals.RebuildAsync(db, default);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(
        "field-distributors?sort=-salesValue&columns=salesValue&columns=code",
        131,
        "Code,Name,YTD sales (₹)",
        "D-130,Dist 130,13000.00"
    )]
    [InlineData(
        "field-distributors?group=zone&sort=-salesValue&columns=salesValue",
        3,
        "Name,Distributors,YTD sales (₹)",
        "East,65,429000.00"
    )]
    [InlineData(
        "field-distributors?group=territory&sort=-name&columns=salesVolume",
        131,
        "Name,Distributors,YTD sales (Kg/Ltr)",
        "T130,1,1"
    )]
    [InlineData(
        "field-products?group=category&columns=salesValue",
        3,
        "Name,Products,YTD sales (₹)",
        "Fertilizer,1,429000.00"
    )]
    [InlineData("field-products?sort=-price&columns=price", 3, "Name,Average price (₹)", "Khad,6600.00")]
    [InlineData(
        "field-customers?group=zone&columns=value&customerType=retailer",
        2,
        "Name,Outlets,Purchases (₹)",
        "East,1,321.50"
    )]
    [InlineData(
        "field-customers?columns=limit&columns=type",
        2,
        "Name,Type,Credit limit (₹)",
        "Rajesh,retailer,500.00"
    )]
    [InlineData(
        "stock-ledger?figure=sales&distributorId=646973740000000000000003",
        2,
        "Date,Kind,Distributor,Product,Reference,Value (₹),Volume (Kg/Ltr),Sum so far (₹),Upload,Sheet row",
        "2025-05-01,Sale,Dist 003,Beej,,300.00,1,300.00,,"
    )]
    [InlineData(
        "stock-ledger?productId=70726f640000000000000002&zone=East",
        66,
        "Date,Kind,Distributor,Product,Reference,Value (₹),Volume (Kg/Ltr),Balance (₹),Upload,Sheet row",
        "2025-05-01,Sale,Dist 002,Khad,,200.00,1,200.00,,"
    )]
    public async Task A_file_has_the_columns_order_and_groups_that_were_asked_for(
        string query,
        int lines,
        string head,
        string first
    )
    {
        var client = await app.AsAsync(TestApp.Manager);
        var csv = (await client.GetStringAsync($"{Exports}{query}&startDate=2025-04-01&endDate=2026-03-31&format=csv"))
            .TrimStart('\uFEFF')
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines, csv.Length);
        Assert.Equal((head, first), (csv[0], csv[1]));
    }

    [Theory]
    [
        InlineData("field-distributors?sort=moon", "sort"),
        InlineData("field-distributors?columns=moon", "columns"),
        InlineData("field-distributors?group=category", "group"),
        InlineData("field-products?group=zone", "group")
    ]
    [
        InlineData("field-distributors?group=zone&sort=code", "sort"),
        InlineData("field-products?sort=-outstanding", "sort"),
        InlineData("field-distributors?sort=count", "sort")
    ]
    [
        InlineData("stock-ledger?figure=moon", "figure"),
        InlineData("stock-ledger?distributorId=7", "distributorId"),
        InlineData("field-products?productId=12", "productId")
    ]
    public async Task What_the_report_does_not_know_is_refused_by_name(string query, string field)
    {
        var client = await app.AsAsync(TestApp.Manager);
        var answer = await client.GetAsync($"{Exports}{query}&format=csv");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            $"parameters.filters.{field}",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_format_renders_groups()
    {
        var client = await app.AsAsync(TestApp.Manager);
        foreach (var type in (string[])["field-distributors", "field-customers"])
        {
            foreach (var format in (string[])["excel", "pdf", "docx", "csv", "json"])
                Assert.Equal(
                    HttpStatusCode.OK,
                    (
                        await client.GetAsync(
                            $"{Exports}{type}?group=zone&sort=-outstanding&columns=outstanding&format={format}"
                        )
                    ).StatusCode
                );
        }
    }
}
