using System.Net;
using System.Text.Json;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.Answers;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The API of two months side by side: its shape, its refusals, and who sees what.</summary>
public sealed class MovementContractTests : IAsyncLifetime
{
    private const string Root = "/api/v2/receivables/movement";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI/1|2026-07-10|200000|150000.25",
                "C-3|Konkan Builders|Goa|K-1|2026-09-20|1000|1000.50"
            ),
            "Sep-26"
        );
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI/1|2026-07-10|200000|100000",
                "C-3|Konkan Builders|Goa|K-1|2026-09-20|1000|1000.50"
            ),
            "Oct-26"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Two_months_tie_and_a_cell_gives_its_invoices()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var data = (await JsonAsync(await manager.GetAsync(Root))).GetProperty("data");
        Assert.Equal(
            ("Sep-26", "Oct-26", 151000.75m, 101000.50m),
            (
                data.GetProperty("from").GetString(),
                data.GetProperty("to").GetString(),
                data.GetProperty("opening").GetDecimal(),
                data.GetProperty("closing").GetDecimal()
            )
        );
        Assert.Equal(
            ["0-30:31-90 1000.50 1", "31-90:91-180 100000.00 1", "31-90:received 50000.25 1"],
            data.GetProperty("cells")
                .EnumerateArray()
                .Select(c =>
                    FormattableString.Invariant(
                        $"{c.GetProperty("cell").GetString()} {c.GetProperty("amount").GetDecimal():0.00} {c.GetProperty("invoices").GetInt32()}"
                    )
                )
        );
        var buckets = data.GetProperty("buckets").EnumerateArray().ToList();
        Assert.Equal(151000.75m, buckets.Sum(b => b.GetProperty("opening").GetDecimal()));
        Assert.Equal(101000.50m, buckets.Sum(b => b.GetProperty("closing").GetDecimal()));
        Assert.Equal(
            ["mumbai", "goa"],
            data.GetProperty("diff")
                .GetProperty("rows")
                .EnumerateArray()
                .Select(r => r.GetProperty("region").GetString())
        );

        var list = await JsonAsync(
            await manager.GetAsync($"{Root}?by=invoice&cell=31-90:91-180&from=2026-09&to=Oct-26")
        );
        Assert.Equal(1, list.GetProperty("pagination").GetProperty("total").GetInt32());
        var diff = list.GetProperty("data").GetProperty("diff");
        var row = diff.GetProperty("rows")[0];
        Assert.Equal(-50000.25m, row.GetProperty("change").GetDecimal());
        Assert.Equal("SI/1", row.GetProperty("invoice").GetProperty("number").GetString());
        Assert.Equal("C-1", row.GetProperty("customer").GetProperty("code").GetString());
        Assert.Equal("31-90:91-180", diff.GetProperty("cell").GetString());
    }

    [Fact]
    public async Task An_upload_is_compared_with_what_stood_before_it()
    {
        await app.UploadAsync(
            Sheet.Of(ContractApp.Header, "C-1|Shree Ganesh Constructions|Mumbai|SI/1|2026-07-10|200000|100000.75"),
            "Oct-26"
        );
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var data = (await JsonAsync(await manager.GetAsync($"{Root}?upload=3&by=invoice"))).GetProperty("data");
        Assert.Equal(("Oct-26", "Oct-26", 3), (Text("from"), Text("to"), data.GetProperty("upload").GetInt32()));
        Assert.Equal(JsonValueKind.Null, data.GetProperty("against").ValueKind);
        Assert.Equal((100000m, 100000.75m), (Amount("opening"), Amount("closing")));
        Assert.Equal(
            0.75m,
            Assert
                .Single(data.GetProperty("diff").GetProperty("rows").EnumerateArray())
                .GetProperty("change")
                .GetDecimal()
        );
        data = (await JsonAsync(await manager.GetAsync($"{Root}?upload=3&against=2"))).GetProperty("data");
        Assert.Equal(2, data.GetProperty("against").GetInt32());
        // The second upload wrote Goa too; its engineer sees Mumbai alone.
        using var engineer = await app.AsAsync(TestApp.Engineer);
        var theirs = (await JsonAsync(await engineer.GetAsync($"{Root}?upload=2"))).GetProperty("data");
        Assert.Equal(100000m, theirs.GetProperty("closing").GetDecimal());

        string? Text(string name) => data.GetProperty(name).GetString();
        decimal Amount(string name) => data.GetProperty(name).GetDecimal();
    }

    [Theory]
    [InlineData("from=Oct-26&to=Oct-26", "to")]
    [InlineData("against=1", "upload")]
    [InlineData("upload=2&against=1", "against")]
    [InlineData("upload=2&region=pune", "upload")]
    [InlineData("upload=99", "upload")]
    [InlineData("from=Oct-26&to=Sep-26", "to")]
    [InlineData("from=Jan-26&to=Oct-26", "from")]
    [InlineData("to=1990-01", "to")]
    [InlineData("from=Smarch&to=Oct-26", "from")]
    [InlineData("to=2026", "to")]
    [InlineData("region=Atlantis", "region")]
    [InlineData("department=Nowhere", "department")]
    [InlineData("by=engineer", "by")]
    [InlineData("cell=new:gone", "cell")]
    [InlineData("region=pune", "from")]
    public async Task What_cannot_be_compared_is_refused_by_field(string query, string field)
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        await RefusesFieldAsync(await manager.GetAsync($"{Root}?{query}"), field);
    }

    [Fact]
    public async Task An_engineer_sees_their_region_and_a_stranger_nothing()
    {
        using var engineer = await app.AsAsync(TestApp.Engineer);
        var text = await engineer.GetStringAsync($"{Root}?by=customer");
        Assert.Contains("Shree Ganesh", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Konkan", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1000.5", text, StringComparison.Ordinal);
        using var stranger = app.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(Root)).StatusCode);
    }
}
