using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Features.Access.Structure;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Import;

/// <summary>What sheets of the field call zones and territories, and what the filters offer.</summary>
[Collection(RegionsCollection.Name)]
public sealed class PlaceNamesTests : IDisposable
{
    public void Dispose() => Regions.Apply(Regions.Defaults);

    [Theory, EachDatabase]
    public async Task Other_spellings_become_the_company_s_and_a_blank_zone_is_the_branch_s(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        Apply();
        var id = await fixture.StageAsync(
            "distributors",
            null,
            FieldSheets.Distributors,
            "D-11|Other Spelling|Yard|WESTERN|Pune|MH|satara hq|Pune|||",
            "D-12|Blank Zone|Yard||Pune|MH|Wai|Pune|||",
            "D-13|As Written|Yard|Far East|Kohima|NL|Kohima||||",
            "D-14|No Zone|Yard||Kolkata|WB|Nadia|Kolkata|||"
        );
        Assert.Equal(["New", "New", "New", "Error The zone is blank."], await fixture.SaidAsync(id));
        await fixture.Imports.CommitAsync(CurrentUser.System, id, null, ErrorRows.LeaveOut, default);
        await fixture.UploadAsync(
            "outlets",
            FieldSheets.Outlets,
            "R-11|Blank Zone|retailer||Pune|satara-HQ|Pune|||||||"
        );

        await using var db = fixture.Contexts.CreateDbContext();
        var written = await db.Set<Distributor>().Where(d => d.WrittenBy == id).OrderBy(d => d.Code).ToListAsync();
        Assert.Equal(
            [("West", "Satara"), ("West", "Wai"), ("Far East", "Kohima")],
            written.Select(d => (d.Zone, d.Territory))
        );
        var outlet = await db.Set<Outlet>().SingleAsync(o => o.Code == "R-11");
        Assert.Equal(("West", "Satara"), (outlet.Zone, outlet.Territory));
    }

    [Theory, EachDatabase]
    public async Task A_filter_offers_the_company_s_places_and_those_in_the_rows(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        Apply();
        var sales = fixture.Get<SalesQueries>();
        var places = await sales.PositionsAsync(CurrentUser.System, default);

        Assert.Equal(["North", "West"], places.Zones);
        Assert.Equal(["Karnal", "Nashik", "Sangli", "Satara"], places.Territories);
        Assert.Equal(["Karnal"], places.Within("North").Territories);
        var usha = CurrentUser.System with { UserId = 7, Scope = new Scope(["pune"], null, false) };
        Assert.Equal(["West"], (await sales.PositionsAsync(usha, default)).Zones);
        Assert.DoesNotContain("Karnal", (await sales.PositionsAsync(usha, default)).Territories);
    }

    private static void Apply() =>
        Regions.Apply(
            new RegionCatalog(
                Regions.Defaults.All.Select(r =>
                    r.Code switch
                    {
                        "pune" or "mumbai" => r with { Zone = "west" },
                        "delhi" => r with { Zone = "north" },
                        _ => r,
                    }
                ),
                [new Zone("west", "West", ["western"]), new Zone("north", "North", [])],
                [
                    new Territory("Satara", "pune", ["satara hq"]),
                    new Territory("Karnal", "delhi", []),
                    new Territory("Closed", "delhi", [], Active: false),
                ]
            )
        );
}
