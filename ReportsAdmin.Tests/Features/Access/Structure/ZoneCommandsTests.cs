using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Features.FieldSales.Import;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access.Structure;

/// <summary>Zones and territories as an administrator keeps them.</summary>
[Collection(RegionsCollection.Name)]
public sealed class ZoneCommandsTests : IDisposable
{
    private static readonly CurrentUser Asha = CurrentUser.System;

    public void Dispose() => Regions.Apply(Regions.Defaults);

    [Theory, EachDatabase]
    public async Task Zones_are_made_filled_ordered_renamed_and_known_at_once(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var zones = fixture.Get<ZoneCommands>();
        await zones.AddAsync(Asha, "west", new("West", ["Western", " ", "WEST ZONE"], ["pune", "mumbai"]), default);
        await zones.AddAsync(Asha, "north", new("North", [], ["delhi"]), default);
        Assert.Equal(["west", "north"], Regions.Zones.Select(z => z.Code));

        await zones.MoveAsync(Asha, "north", -1, default);
        await zones.MoveAsync(Asha, "north", -1, default);
        await zones.ChangeAsync(Asha, "north", 2, new("North India", [], ["delhi", "pune"]), default);

        var rows = await ZonesAsync(fixture);
        Assert.Equal([("north", 3), ("west", 1)], rows.Select(r => (r.Code, r.Version)));
        Assert.Equal(["western"], rows[1].Aliases);
        Assert.Equal(["mumbai"], rows[1].Regions);
        Assert.Equal(["delhi", "pune"], rows[0].Regions);
        Assert.Equal(("System", fixture.Clock.GetUtcNow().UtcDateTime), (rows[0].ChangedBy, rows[0].ChangedAt));
        Assert.Equal(["North India", "West"], Regions.Zones.Select(z => z.Name));
        Assert.Equal("North India", Regions.ZoneOf("pune")!.Name);
        Assert.Equal("West", Regions.ZoneText("western-ZONE"));
        Assert.Equal("Neverland", Regions.ZoneText("Neverland"));
        Assert.Equal("north", (await RegionAsync(fixture, "pune")).Zone);
    }

    [Theory]
    [InlineData("name", "new", "West Zone")]
    [InlineData("name", "new", "western")]
    [InlineData("aliases", "new", "New", "west")]
    [InlineData("name", "new", " ")]
    [InlineData("code", "west", "New")]
    [InlineData("code", "Two Words", "New")]
    public async Task A_spelling_means_one_zone(string field, string code, string name, params string[] aliases)
    {
        await using var fixture = await OpenAsync();
        var zones = fixture.Get<ZoneCommands>();
        await zones.AddAsync(Asha, "west", new("West", ["western"], []), default);

        await RefusedAsync(field, () => zones.AddAsync(Asha, code, new(name, aliases, []), default));
        await RefusedAsync("regions", () => zones.AddAsync(Asha, "new", new("New", [], ["atlantis"]), default));
        Assert.Single(await ZonesAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task A_removed_zone_leaves_its_regions(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var zones = fixture.Get<ZoneCommands>();
        await zones.AddAsync(Asha, "west", new("West", ["western"], ["pune"]), default);
        await zones.RemoveAsync(Asha, "west", default);

        Assert.Empty(Regions.Zones);
        Assert.Equal(
            (null, 2),
            ((await RegionAsync(fixture, "pune")).Zone, (await RegionAsync(fixture, "pune")).Version)
        );
        await zones.AddAsync(Asha, "western", new("Western", [], []), default);
        foreach (
            var act in (Func<Task>[])
                [
                    () => zones.RemoveAsync(Asha, "west", default),
                    () => zones.MoveAsync(Asha, "west", 1, default),
                    () => zones.ChangeAsync(Asha, "west", 1, new("West", [], []), default),
                ]
        )
            Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
        var conflict = await Assert.ThrowsAsync<DomainException>(() =>
            zones.ChangeAsync(Asha, "western", 0, new("West", [], []), default)
        );
        Assert.Equal(ErrorKind.Conflict, conflict.Kind);
    }

    [Theory, EachDatabase]
    public async Task A_change_is_recorded_from_old_to_new(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var zones = fixture.Get<ZoneCommands>();
        var territories = fixture.Get<TerritoryCommands>();
        await zones.AddAsync(Asha, "west", new("West", ["western"], ["pune"]), default);
        await zones.ChangeAsync(Asha, "west", 1, new("Western India", ["western"], []), default);
        await territories.AddAsync(Asha, new("Satara", "pune", ["Satara HQ"]), default);
        var satara = Assert.Single(await TerritoriesAsync(fixture));
        await territories.ChangeAsync(Asha, satara.Id, 1, new("Satara", "mumbai", [], Active: false), default);

        await using var db = fixture.Contexts.CreateDbContext();
        var all = await db.Set<AuditEntry>().OrderBy(e => e.Id).ToListAsync();
        Assert.Contains(all, e => e.Kind == "zone" && Says(e, "West") && Says(e, "Western India"));
        Assert.Contains(all, e => e.Kind == "zone" && Says(e, "western"));
        Assert.Contains(all, e => e.Kind == "region" && e.RecordId == "pune" && Says(e, "Zone"));
        Assert.Contains(all, e => e.Kind == "territory" && Says(e, "Pune") && Says(e, "Mumbai") && Says(e, "Active"));
        Assert.Contains(all, e => e.Kind == "territory" && Says(e, "satara hq"));
    }

    [Theory, EachDatabase]
    public async Task A_region_names_its_zone_itself_too(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        await fixture.Get<ZoneCommands>().AddAsync(Asha, "west", new("West", [], []), default);
        var regions = fixture.Get<RegionCommands>();
        await regions.ChangeAsync(Asha, "goa", 0, new("Goa", [], Zone: "west"), default);

        Assert.Equal(["goa"], Regions.Within("zone:west"));
        await RefusedAsync("zone", () => regions.ChangeAsync(Asha, "goa", 1, new("Goa", [], Zone: "east"), default));
        await regions.ChangeAsync(Asha, "goa", 1, new("Goa", []), default);
        Assert.Equal(["zone:west"], Regions.Within("zone:west"));
    }

    [Theory, EachDatabase]
    public async Task Territories_are_below_a_region_and_one_that_is_used_stays(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        await fixture.Get<StructureDirectory>().StartAsync(default);
        var territories = fixture.Get<TerritoryCommands>();
        await territories.AddAsync(Asha, new("Satara", "pune", ["satara city"]), default);
        await territories.AddAsync(Asha, new("Kolhapur", "pune", []), default);
        await RefusedAsync("name", () => territories.AddAsync(Asha, new("SATARA territory", "pune", []), default));
        await RefusedAsync("aliases", () => territories.AddAsync(Asha, new("New", "pune", ["Satara City"]), default));
        await RefusedAsync("region", () => territories.AddAsync(Asha, new("New", "atlantis", []), default));

        var rows = await TerritoriesAsync(fixture);
        Assert.Equal(["Kolhapur", "Satara"], rows.Select(r => r.Name));
        Assert.Equal(["distributors 1", "outlets 1"], rows[1].Uses.Select(u => $"{u.Title} {u.Count}"));
        var used = await Assert.ThrowsAsync<DomainException>(() => territories.RemoveAsync(Asha, rows[1].Id, default));
        Assert.Contains("Deactivate it instead", used.Message, StringComparison.Ordinal);
        await territories.RemoveAsync(Asha, rows[0].Id, default);
        await territories.ChangeAsync(Asha, rows[1].Id, 1, new("Satara", "pune", [], Active: false), default);
        Assert.False(Assert.Single(Regions.Territories).Active);
        var inUse = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Get<RegionCommands>().RemoveAsync(Asha, "pune", default)
        );
        Assert.Equal(ErrorKind.Conflict, inUse.Kind);
        var late = await Assert.ThrowsAsync<DomainException>(() =>
            territories.ChangeAsync(Asha, rows[1].Id, 1, new("Satara", "pune", []), default)
        );
        Assert.Equal(ErrorKind.Conflict, late.Kind);
    }

    [Theory, EachDatabase]
    public async Task Rows_of_field_sales_follow_a_name(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        await fixture.Get<StructureDirectory>().StartAsync(default);
        var (zones, territories) = (fixture.Get<ZoneCommands>(), fixture.Get<TerritoryCommands>());
        await zones.AddAsync(Asha, "west", new("West", [], ["pune"]), default);
        await territories.AddAsync(Asha, new("Satara", "pune", []), default);
        var version = await fixture.Get<SalesQueries>().VersionAsync(default);
        await zones.ChangeAsync(Asha, "west", 1, new("Western India", [], ["pune"]), default);
        await territories.ChangeAsync(
            Asha,
            (await TerritoriesAsync(fixture))[0].Id,
            1,
            new("Satara City", "pune", []),
            default
        );

        Assert.NotEqual(version, await fixture.Get<SalesQueries>().VersionAsync(default));
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.All(await db.Set<Distributor>().ToListAsync(), d => Assert.Equal("Western India", d.Zone));
        Assert.Equal(
            ["Satara City"],
            await db.Set<Outlet>().Where(o => o.Code == "R-01").Select(o => o.Territory).ToListAsync()
        );
        Assert.Equal("distributors 3", (await ZonesAsync(fixture))[0].Uses.Select(u => $"{u.Title} {u.Count}").First());
    }

    [Fact]
    public async Task Only_who_manages_regions_sees_and_changes_zones_and_territories()
    {
        await using var fixture = await OpenAsync();
        var manager = Asha with
        {
            UserId = 7,
            Permissions = new HashSet<string> { PeopleCommands.ManagePermission },
        };
        var (zones, territories) = (fixture.Get<ZoneCommands>(), fixture.Get<TerritoryCommands>());
        foreach (
            var act in (Func<Task>[])
                [
                    () => fixture.Get<ZoneQueries>().ZonesAsync(manager, default),
                    () => fixture.Get<ZoneQueries>().TerritoriesAsync(manager, default),
                    () => zones.AddAsync(manager, "west", new("West", [], []), default),
                    () => zones.ChangeAsync(manager, "west", 1, new("West", [], []), default),
                    () => zones.MoveAsync(manager, "west", 1, default),
                    () => zones.RemoveAsync(manager, "west", default),
                    () => territories.AddAsync(manager, new("Satara", "pune", []), default),
                    () => territories.ChangeAsync(manager, 1, 1, new("Satara", "pune", []), default),
                    () => territories.RemoveAsync(manager, 1, default),
                ]
        )
            Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
    }

    [Fact]
    public async Task The_demo_company_has_zones_over_its_regions()
    {
        // Somebody is there already, so that the demo adds nothing but what is missing.
        await using var fixture = await FieldSheets.SeedAsync();
        await fixture.Get<StructureDirectory>().StartAsync(default);
        await new AccessFeature().SeedDemoAsync(fixture.Get<IServiceProvider>(), default);
        await new AccessFeature().SeedDemoAsync(fixture.Get<IServiceProvider>(), default);

        Assert.Equal(
            ["North Zone", "South Zone", "East Zone", "West Zone", "Central Zone"],
            Regions.Zones.Select(z => z.Name)
        );
        Assert.Equal("West Zone", Regions.ZoneOf("mumbai")!.Name);
        Assert.Equal("Nashik", Regions.TerritoryText("nasik"));
        // What the demo made is changed like everything else.
        var nashik = (await TerritoriesAsync(fixture)).Single(t => t.Name == "Nashik");
        await fixture
            .Get<TerritoryCommands>()
            .ChangeAsync(Asha, nashik.Id, nashik.Version, new("Nashik", "pune", []), default);
        Assert.Equal("pune", Regions.Territories.Single(t => t.Name == "Nashik").Region);
    }

    private static bool Says(AuditEntry entry, string text) =>
        entry.Details?.Contains(text, StringComparison.Ordinal) == true;

    private static async Task RefusedAsync(string field, Func<Task> act)
    {
        var error = await Assert.ThrowsAsync<DomainException>(act);
        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.Contains(field, error.Fields!.Keys);
    }

    private static async Task<TestFixture> OpenAsync(TestProvider provider = TestProvider.Sqlite)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.Get<StructureDirectory>().StartAsync(default);
        return fixture;
    }

    private static Task<IReadOnlyList<ZoneRow>> ZonesAsync(TestFixture fixture) =>
        fixture.Get<ZoneQueries>().ZonesAsync(Asha, default);

    private static Task<IReadOnlyList<TerritoryRow>> TerritoriesAsync(TestFixture fixture) =>
        fixture.Get<ZoneQueries>().TerritoriesAsync(Asha, default);

    private static async Task<RegionRow> RegionAsync(TestFixture fixture, string code) =>
        (await fixture.Get<RegionQueries>().ListAsync(Asha, default)).Single(r => r.Code == code);
}
