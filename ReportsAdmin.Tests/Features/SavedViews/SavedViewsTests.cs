using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.SavedViews;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.SavedViews;

/// <summary>Saved views: whose they are, who sees them, what they may hold; on both databases.</summary>
public sealed class SavedViewsTests
{
    private const string Page = "field-distributors";

    [Theory, EachDatabase]
    public async Task One_s_own_are_private_until_they_are_shared(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, ravi) = (
            await PersonAsync(fixture, "Asha", RoleNames.Manager),
            await PersonAsync(fixture, "Ravi", RoleNames.Engineer)
        );
        var (queries, commands) = (fixture.Get<SavedViewQueries>(), fixture.Get<SavedViewCommands>());
        var id = await commands.SaveAsync(
            asha,
            Page,
            "  Seeds of the north ",
            "category=Seed&zone=North Zone&sort=-salesValue",
            default
        );
        var own = Assert.Single(await queries.ListAsync(asha, Page, default));
        Assert.Equal(
            new SavedViewRow(
                id,
                "Seeds of the north",
                "zone=North%20Zone&category=Seed&sort=-salesValue",
                $"/field/distributors?zone=North%20Zone&category=Seed&sort=-salesValue&view={id}",
                true,
                false,
                null,
                null
            ),
            own
        );
        Assert.Empty(await queries.ListAsync(ravi, Page, default));
        Assert.Empty(await queries.ListAsync(asha, "field-products", default));

        await commands.ShareAsync(asha, id, default);
        var shared = Assert.Single(await queries.ListAsync(ravi, Page, default));
        Assert.Equal((false, true, "Asha"), (shared.Mine, shared.Shared, shared.Owner));
        foreach (
            var change in (Func<Task>[])
                [
                    () => commands.RenameAsync(ravi, id, "Mine", default),
                    () => commands.ReplaceAsync(ravi, id, "", default),
                    () => commands.DeleteAsync(ravi, id, default),
                    () => commands.HideAsync(ravi, id, default),
                ]
        )
        {
            Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<DomainException>(change)).Kind);
        }

        await commands.HideAsync(asha, id, default);
        Assert.Empty(await queries.ListAsync(ravi, Page, default));
        await commands.DeleteAsync(asha, id, default);
        Assert.Empty(await queries.ListAsync(asha, Page, default));
    }

    [Theory, EachDatabase]
    public async Task A_role_has_one_first_view_and_only_its_people_meet_it(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, meera, ravi) = (
            await PersonAsync(fixture, "Asha", RoleNames.Manager),
            await PersonAsync(fixture, "Meera", RoleNames.CountryManager),
            await PersonAsync(fixture, "Ravi", RoleNames.Engineer)
        );
        var (queries, commands) = (fixture.Get<SavedViewQueries>(), fixture.Get<SavedViewCommands>());
        var first = await commands.SaveAsync(asha, Page, "First", "zone=A", default);
        var second = await commands.SaveAsync(meera, Page, "Second", "zone=B", default);
        await commands.MakeDefaultAsync(asha, first, RoleNames.Engineer, default);
        Assert.Equal(first, (await queries.DefaultAsync(ravi, Page, default))?.Id);
        Assert.Null(await queries.DefaultAsync(asha, Page, default));
        Assert.True((await queries.ListAsync(ravi, Page, default)).Single().Shared);

        await commands.MakeDefaultAsync(meera, second, RoleNames.Engineer, default);
        Assert.Equal(second, (await queries.DefaultAsync(ravi, Page, default))?.Id);
        Assert.Null((await queries.ListAsync(asha, Page, default)).Single(v => v.Id == first).DefaultFor);
        await commands.HideAsync(meera, second, default);
        Assert.Null(await queries.DefaultAsync(ravi, Page, default));

        var own = await commands.SaveAsync(ravi, Page, "Mine", "zone=C", default);
        foreach (
            var change in (Func<Task>[])
                [
                    () => commands.ShareAsync(ravi, own, default),
                    () => commands.MakeDefaultAsync(ravi, own, RoleNames.Engineer, default),
                ]
        )
        {
            Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(change)).Kind);
        }

        Assert.Equal(
            ErrorKind.Invalid,
            (
                await Assert.ThrowsAsync<DomainException>(() => commands.MakeDefaultAsync(asha, first, "King", default))
            ).Kind
        );
    }

    [Theory, EachDatabase]
    public async Task Names_are_taken_once_a_person_and_page(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, meera) = (
            await PersonAsync(fixture, "Asha", RoleNames.Manager),
            await PersonAsync(fixture, "Meera", RoleNames.Manager)
        );
        var commands = fixture.Get<SavedViewCommands>();
        await commands.SaveAsync(asha, Page, "North", "zone=North", default);
        var other = await commands.SaveAsync(asha, Page, "South", "zone=South", default);
        foreach (
            var change in (Func<Task>[])
                [
                    () => commands.SaveAsync(asha, Page, "North", "", default),
                    () => commands.RenameAsync(asha, other, "North", default),
                ]
        )
        {
            var error = await Assert.ThrowsAsync<DomainException>(change);
            Assert.Equal(
                (ErrorKind.Conflict, true),
                (error.Kind, error.Message.Contains("\"North\"", StringComparison.Ordinal))
            );
        }

        await commands.RenameAsync(asha, other, "South", default);
        await commands.SaveAsync(meera, Page, "North", "", default);
        await commands.SaveAsync(asha, "field-products", "North", "", default);
        // Two windows at the same moment: one is stored, the other told.
        var both = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                    await Record.ExceptionAsync(() => commands.SaveAsync(asha, Page, "Race", "zone=X", default))
                )
        );
        Assert.Single(both, e => e is null);
        Assert.All(both.OfType<Exception>(), e =>
            Assert.Equal(ErrorKind.Conflict, Assert.IsType<DomainException>(e).Kind)
        );
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_stored_text_is_never_an_address()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var asha = await PersonAsync(fixture, "Asha", RoleNames.Manager);
        var commands = fixture.Get<SavedViewCommands>();
        foreach (
            var (page, name, query) in ((string, string, string)[])
                [
                    (Page, " ", ""),
                    (Page, new string('x', 101), ""),
                    (Page, "Long", "search=" + new string('x', 2000)),
                    (Page, "Wide", "search=" + new string('अ', 700)),
                    (Page, "Odd", "zone=A&returnUrl=https://example.org"),
                    ("moons", "A", ""),
                ]
        )
        {
            await Assert.ThrowsAsync<DomainException>(() => commands.SaveAsync(asha, page, name, query, default));
        }

        await Assert.ThrowsAsync<DomainException>(() =>
            commands.SaveAsync(asha with { Permissions = new HashSet<string>() }, Page, "A", "", default)
        );
        // Even if something else came to be in the table, the address is that of the page with the keys of the page.
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            db.Add(
                new SavedView
                {
                    Page = Page,
                    Name = "Planted",
                    Query = "zone=A&x=1#//example.org",
                    OwnerId = asha.UserId,
                }
            );
            db.Add(
                new SavedView
                {
                    Page = Page,
                    Name = "Planted too",
                    Query = "//example.org/?zone=B",
                    OwnerId = asha.UserId,
                }
            );
            await db.SaveChangesAsync();
        }

        Assert.All(await fixture.Get<SavedViewQueries>().ListAsync(asha, Page, default), v =>
            Assert.Matches(@"^/field/distributors\?(zone=A&)?view=\d+$", v.Href)
        );
    }

    [Fact]
    public async Task Nobody_keeps_more_than_a_hundred_of_a_page()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var asha = await PersonAsync(fixture, "Asha", RoleNames.Manager);
        var commands = fixture.Get<SavedViewCommands>();
        for (var i = 0; i < SavedViewCommands.MaxViews; i++)
            await commands.SaveAsync(asha, Page, $"View {i}", "", default);
        Assert.Equal(
            ErrorKind.Conflict,
            (
                await Assert.ThrowsAsync<DomainException>(() => commands.SaveAsync(asha, Page, "One more", "", default))
            ).Kind
        );
        await commands.SaveAsync(asha, "field-products", "One more", "", default);
    }

    private static async Task<CurrentUser> PersonAsync(TestFixture fixture, string name, string role)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var email = name.ToLowerInvariant() + "@example.com";
        var user = new User
        {
            Name = name,
            Role = role,
            UserName = email,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            NormalizedUserName = email.ToUpperInvariant(),
        };
        db.Add(user);
        await db.SaveChangesAsync();
        var may =
            role == RoleNames.Engineer
                ? new HashSet<string> { SalesQueries.ReadPermission }
                : [SalesQueries.ReadPermission, SavedViewCommands.SharePermission];
        return new CurrentUser(user.Id, name, role, may, Scope.Everything);
    }
}
