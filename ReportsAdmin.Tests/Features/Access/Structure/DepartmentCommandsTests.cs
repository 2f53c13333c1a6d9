using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access.Structure;

public sealed class DepartmentCommandsTests
{
    private static readonly int[] Standard = [30, 90, 180, 365];

    [Theory]
    [EachDatabase]
    public async Task Departments_form_a_tree_without_cycles(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var spares = await Commands(fixture).AddAsync(System, Draft("Spares", "SP", parent: 2), default);
        var seals = await Commands(fixture).AddAsync(System, Draft("Seals", "SEAL", parent: spares), default);

        Assert.Equal(
            ["0 Batching Plant", "0 Pump", "1 Spares", "2 Seals"],
            (await TreeAsync(fixture)).Select(d => $"{d.Depth} {d.Name}")
        );
        foreach (var below in new[] { spares, seals, 2 })
        {
            var error = await Assert.ThrowsAsync<DomainException>(() =>
                Commands(fixture).ChangeAsync(System, 2, 0, Draft("Pump", "PUMP", parent: below), default)
            );
            Assert.Contains("parentId", error.Fields!.Keys);
        }

        await Commands(fixture).ChangeAsync(System, spares, 1, Draft("Spare parts", "SP"), default);
        Assert.Equal(
            ["0 Batching Plant", "0 Pump", "0 Spare parts", "1 Seals"],
            (await TreeAsync(fixture)).Select(d => $"{d.Depth} {d.Name}")
        );
    }

    [Theory]
    [EachDatabase]
    public async Task Who_works_for_a_department_sees_those_below_it_and_a_move_counts_at_once(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var commands = people.Get<DepartmentCommands>();
        var spares = await commands.AddAsync(people.Asha, Draft("Spares", "SP", parent: 2), default);
        var link = await people.Invitations.InviteAsync(
            people.Asha,
            PeopleFixture.Person("Ravi Iyer", RoleNames.Manager, null, 2),
            default
        );
        Assert.Equal([2, spares], (await people.UserAsync(link.UserId)).Scope.DepartmentIds);

        await commands.ChangeAsync(people.Asha, spares, 1, Draft("Spares", "SP", parent: 1), default);

        Assert.Equal([2], (await people.UserAsync(link.UserId)).Scope.DepartmentIds);
    }

    [Theory]
    [EachDatabase]
    public async Task Other_age_groups_show_in_the_figures_at_once(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Due Date|Outstanding",
                "C-1|Ganesh|Pune|P-1|2025-03-21|2025-04-20|100"
            ),
            "Apr-25"
        );
        var before = await fixture.Outstanding.VersionAsync(default);
        Assert.Equal("0 10000 0 0 0", await AgesAsync(fixture));
        var heard = 0;
        using var listener = fixture
            .Get<ChangeNotifier>()
            .Subscribe("outstanding", () => Task.FromResult(Interlocked.Increment(ref heard)));

        await Commands(fixture)
            .ChangeAsync(System, 1, 0, Draft("Batching Plant", "BP", [45, 60, 75, 90], isDefault: true), default);
        Assert.Equal("10000 0 0 0 0", await AgesAsync(fixture));
        Assert.NotEqual(before, await fixture.Outstanding.VersionAsync(default));
        Assert.Equal(1, heard);

        await Commands(fixture)
            .ChangeAsync(System, 1, 1, Draft("Batching Plant", "BP", [5, 20, 75, 90], isDefault: true), default);
        Assert.Equal("0 0 10000 0 0", await AgesAsync(fixture));
        await Commands(fixture)
            .ChangeAsync(System, 1, 2, Draft("Batching Plant", "BP", [5, 20, 75, 90], true, isDefault: true), default);
        Assert.Equal("0 10000 0 0 0", await AgesAsync(fixture));
    }

    [Theory]
    [InlineData("edges", "Spares", "SP", 30, 30, 90, 180)]
    [InlineData("edges", "Spares", "SP", 0, 30, 90, 180)]
    [InlineData("edges", "Spares", "SP", 30, 90, 180, 4000)]
    [InlineData("edges", "Spares", "SP", 30, 90, 180)]
    [InlineData("name", " ", "SP", 30, 90, 180, 365)]
    [InlineData("name", "pump", "SP", 30, 90, 180, 365)]
    [InlineData("code", "Spares", "bp", 30, 90, 180, 365)]
    [InlineData("code", "Spares", "", 30, 90, 180, 365)]
    public async Task A_wrong_department_is_refused_with_the_field(
        string field,
        string name,
        string code,
        params int[] edges
    )
    {
        await using var fixture = await TestFixture.OpenAsync();

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            Commands(fixture).AddAsync(System, Draft(name, code, edges), default)
        );

        Assert.Contains(field, error.Fields!.Keys);
        Assert.Equal(2, (await TreeAsync(fixture)).Count);
    }

    [Theory]
    [EachDatabase]
    public async Task One_department_is_the_default_and_stays_active(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await Assert.ThrowsAsync<DomainException>(() =>
            Commands(fixture)
                .ChangeAsync(System, 1, 0, Draft("Batching Plant", "BP", isDefault: true, active: false), default)
        );
        await Assert.ThrowsAsync<DomainException>(() =>
            Commands(fixture).ChangeAsync(System, 1, 0, Draft("Batching Plant", "BP"), default)
        );

        await Commands(fixture).ChangeAsync(System, 2, 0, Draft("Pump", "PUMP", isDefault: true), default);
        Assert.Equal("Pump", (await TreeAsync(fixture)).Single(d => d.IsDefault).Name);
        var old = (await TreeAsync(fixture)).Single(d => d.Id == 1);
        await Commands(fixture)
            .ChangeAsync(System, 1, old.Version, Draft("Batching Plant", "BP", active: false), default);

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.StageAsync(Sheet.Of("Customer Code|Outstanding", "C-1|5"), "Apr-25", 1)
        );
        Assert.Contains("inactive", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_with_active_ones_below_it_is_not_deactivated_and_a_stale_change_is_refused()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await Commands(fixture).AddAsync(System, Draft("Spares", "SP", parent: 2), default);

        foreach (var (version, text) in new[] { (0, "below Pump"), (5, "changed meanwhile") })
        {
            var error = await Assert.ThrowsAsync<DomainException>(() =>
                Commands(fixture).ChangeAsync(System, 2, version, Draft("Pump", "PUMP", active: false), default)
            );
            Assert.Equal(ErrorKind.Conflict, error.Kind);
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_who_manages_departments_sees_and_changes_them()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var manager = System with
        {
            UserId = 7,
            Permissions = new HashSet<string> { PeopleCommands.ManagePermission },
        };

        foreach (
            var act in (Func<Task>[])
                [
                    () => fixture.Get<DepartmentQueries>().TreeAsync(manager, default),
                    () => Commands(fixture).AddAsync(manager, Draft("Spares", "SP"), default),
                    () => Commands(fixture).ChangeAsync(manager, 2, 0, Draft("Pump", "PUMP"), default),
                ]
        )
            Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
    }

    private static CurrentUser System => CurrentUser.System;

    private static DepartmentCommands Commands(TestFixture fixture) => fixture.Get<DepartmentCommands>();

    private static Task<IReadOnlyList<DepartmentRow>> TreeAsync(TestFixture fixture) =>
        fixture.Get<DepartmentQueries>().TreeAsync(System, default);

    private static async Task<string> AgesAsync(TestFixture fixture)
    {
        var ages = Assert.Single((await fixture.DashboardAsync("Apr-25", 1)).Ageing).Amounts;
        return $"{ages.UpTo30.Paise} {ages.UpTo90.Paise} {ages.UpTo180.Paise} {ages.UpTo365.Paise} {ages.Older.Paise}";
    }

    private static DepartmentDraft Draft(
        string name,
        string code,
        int[]? edges = null,
        bool due = false,
        bool isDefault = false,
        bool active = true,
        int? parent = null
    ) => new(name, code, parent, edges ?? Standard, due, isDefault, active);
}
