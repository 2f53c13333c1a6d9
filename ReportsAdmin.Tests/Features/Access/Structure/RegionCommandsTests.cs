using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access.Structure;

/// <summary>The regions in memory are one list for the whole process, so whatever changes it runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RegionsCollection
{
    public const string Name = "Regions";
}

[Collection(RegionsCollection.Name)]
public sealed class RegionCommandsTests : IDisposable
{
    public void Dispose() => Regions.Apply(Regions.Defaults);

    [Theory]
    [EachDatabase]
    public async Task The_eighteen_of_the_spec_are_there_at_the_start_and_stay_as_they_were_changed(
        TestProvider provider
    )
    {
        await using var fixture = await OpenAsync(provider);
        var rows = await ListAsync(fixture);
        Assert.Equal(Regions.Defaults.All.Select(r => r.Code), rows.Select(r => r.Code).Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Null(r.ChangedAt));

        await Commands(fixture).ChangeAsync(Asha, "wie", 0, new("West Infra East", []), default);
        await fixture.Get<StructureDirectory>().StartAsync(default);

        var wie = (await ListAsync(fixture)).Single(r => r.Code == "wie");
        Assert.Equal(("West Infra East", "WIE", "System"), (wie.Name, wie.DefaultName, wie.ChangedBy));
        Assert.Equal(18, (await ListAsync(fixture)).Count);
    }

    [Theory]
    [EachDatabase]
    public async Task A_change_is_known_at_once_and_the_wire_name_stays(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);

        await Commands(fixture)
            .AddAsync(Asha, "thane", new("Thane", ["Kalyan-Dombivli", "", "THANE", "Bhiwandi"]), default);
        await Commands(fixture).ChangeAsync(Asha, "banglore", 0, new("Bangalore City", ["blr"]), default);

        Assert.Equal("thane", Regions.Parse("kalyan dombivli"));
        Assert.Equal("Thane", Regions.Display("thane"));
        Assert.Contains("Thane", Regions.ActiveNames);
        Assert.Equal("banglore", Regions.Parse("banglore"));
        Assert.Equal("banglore", Regions.Parse("Bangalore City"));
        Assert.Null(Regions.Parse("Bengaluru"));
        var thane = (await ListAsync(fixture)).Single(r => r.Code == "thane");
        Assert.Equal(["bhiwandi", "kalyan dombivli"], thane.Aliases);
        Assert.Equal((null, 1), (thane.DefaultName, thane.Version));
    }

    [Theory]
    [InlineData("name", "new", "Bombay")]
    [InlineData("name", "new", "mumbai region")]
    [InlineData("aliases", "new", "New", "Pune")]
    [InlineData("aliases", "new", "New", "blr")]
    [InlineData("code", "ncr", "New")]
    [InlineData("code", "pune", "New")]
    [InlineData("code", "all", "New")]
    [InlineData("code", "Two Words", "New")]
    [InlineData("code", "a-code-of-more-than-20", "New")]
    [InlineData("name", "new", " ")]
    public async Task A_spelling_means_one_region(string field, string code, string name, params string[] aliases)
    {
        await using var fixture = await OpenAsync();

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            Commands(fixture).AddAsync(Asha, code, new(name, aliases), default)
        );

        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.Contains(field, error.Fields!.Keys);
        Assert.Equal(18, (await ListAsync(fixture)).Count);
    }

    [Fact]
    public async Task Two_administrators_do_not_overwrite_each_other()
    {
        await using var fixture = await OpenAsync();
        await Commands(fixture).ChangeAsync(Asha, "goa", 0, new("Goa North", []), default);

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            Commands(fixture).ChangeAsync(Asha, "goa", 0, new("Goa South", []), default)
        );

        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Equal("Goa North", Regions.Display("goa"));
    }

    [Theory]
    [EachDatabase]
    public async Task A_used_region_is_deactivated_not_removed_and_takes_nothing_new(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of(Header, "C-1|Old|Goa|G-1|100"), "Apr-25");
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            Commands(fixture).RemoveAsync(Asha, "goa", default)
        );
        Assert.Contains("1 customers", error.Message, StringComparison.Ordinal);
        await Commands(fixture).RemoveAsync(Asha, "wie", default);
        Assert.Null(Regions.Parse("wie"));

        await Commands(fixture).ChangeAsync(Asha, "goa", 0, new("Goa", [], Active: false), default);

        Assert.DoesNotContain("Goa", Regions.ActiveNames);
        Assert.Equal("goa", Regions.Parse("Goa"));
        var upload = await fixture.StageAsync(
            Sheet.Of(Header, "C-1|Old|Goa|G-1|90", "C-2|New|Goa|G-2|100", "C-3|New|Pune|P-2|100"),
            "May-25"
        );
        var rows = await fixture.Uploads.DetailsAsync(CurrentUser.System, upload, default);
        Assert.Equal(1, rows.Counts.Errors);
        Assert.Equal(100_00, (await fixture.DashboardAsync("Apr-25", region: "goa")).Figures.Outstanding.Paise);
    }

    [Fact]
    public async Task An_inactive_region_is_not_given_to_a_person_and_whoever_has_it_keeps_it()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        await people.Get<StructureDirectory>().StartAsync(default);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "goa");
        await people.Get<RegionCommands>().ChangeAsync(people.Asha, "goa", 0, new("Goa", [], Active: false), default);

        await Assert.ThrowsAsync<DomainException>(() =>
            people.JoinAsync(people.Asha, "Meera Das", RoleNames.Engineer, "goa")
        );
        var row = await people.RowAsync("Ravi Iyer");
        await people.Commands.ChangeAsync(
            people.Asha,
            ravi.UserId,
            row.Version,
            new PersonAssignment(RoleNames.Engineer, "goa", [], null, "TSM"),
            default
        );
        Assert.Equal("TSM", (await people.RowAsync("Ravi Iyer")).Designation);
    }

    [Fact]
    public async Task Only_who_manages_regions_sees_and_changes_them()
    {
        await using var fixture = await OpenAsync();
        var manager = Asha with
        {
            UserId = 7,
            Permissions = new HashSet<string> { PeopleCommands.ManagePermission },
        };

        foreach (
            var act in (Func<Task>[])
                [
                    () => fixture.Get<RegionQueries>().ListAsync(manager, default),
                    () => Commands(fixture).AddAsync(manager, "thane", new("Thane", []), default),
                    () => Commands(fixture).ChangeAsync(manager, "goa", 0, new("Goa", []), default),
                    () => Commands(fixture).RemoveAsync(manager, "goa", default),
                ]
        )
            Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
    }

    [Fact]
    public async Task A_name_learned_from_an_upload_is_listed_and_forgotten()
    {
        await using var fixture = await OpenAsync();
        var sheet = Sheet.Of(Header, "C-1|New|Lonavala|L-1|100");
        await fixture.UploadAsync(
            sheet,
            "Apr-25",
            answers: new Dictionary<string, string> { ["region:lonavala"] = "pune" }
        );
        await RememberAsync(fixture, "lonavala", "pune");

        var learned = Assert.Single(await fixture.Get<RememberedAnswerQueries>().RegionNamesAsync(Asha, default));
        Assert.Equal(("lonavala", "pune", "Asha Menon"), (learned.Text, learned.Option, learned.ByName));
        await fixture.Get<RememberedAnswerCommands>().ForgetAsync(Asha, learned.Id, default);

        Assert.Empty(await fixture.Get<RememberedAnswerQueries>().RegionNamesAsync(Asha, default));
        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Get<RememberedAnswerCommands>().ForgetAsync(Asha, learned.Id, default)
        );
    }

    private const string Header = "Customer Code|Customer Name|Region|Invoice Number|Outstanding";

    private static readonly CurrentUser Asha = CurrentUser.System;

    private static async Task RememberAsync(TestFixture fixture, string name, string code)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        db.Add(
            new RememberedAnswer
            {
                Kind = "outstanding",
                HeaderHash = "",
                Question = RememberedAnswerQueries.RegionPrefix + name,
                Answer = code,
                ByName = "Asha Menon",
                At = fixture.Clock.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync();
    }

    private static async Task<TestFixture> OpenAsync(TestProvider provider = TestProvider.Sqlite)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.Get<StructureDirectory>().StartAsync(default);
        return fixture;
    }

    private static RegionCommands Commands(TestFixture fixture) => fixture.Get<RegionCommands>();

    private static Task<IReadOnlyList<RegionRow>> ListAsync(TestFixture fixture) =>
        fixture.Get<RegionQueries>().ListAsync(Asha, default);
}
