using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.Cover;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>The dialogs of people who leave and people on leave, and the menu of an open page when rights change.</summary>
public sealed class LeaversJourneyTests : IAsyncLifetime
{
    private const string Neha = "Neha Kulkarni";

    private readonly TestApp app = new();
    private int engineerId;
    private int managerId;

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh|Mumbai|SI-1|2025-03-20|200000|150000.25",
                "C-2|Om Sai|Mumbai|SI-2|2025-03-21|3000|3000"
            ),
            "Apr-25"
        );
        await using var db = Db();
        engineerId = await db.Set<User>().Where(u => u.Email == TestApp.Engineer).Select(u => u.Id).SingleAsync();
        managerId = await db.Set<User>().Where(u => u.Email == TestApp.Manager).Select(u => u.Id).SingleAsync();
        await db.Set<Customer>().ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, engineerId));
        await db.Set<User>()
            .Where(u => u.Id == managerId || u.Id == engineerId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.Region, "mumbai"));
        await app
            .Services.GetRequiredService<ReportsAdmin.Features.Access.Identity.CurrentUserAccessor>()
            .ChangedAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Work_is_handed_over_after_it_was_said_what_moves()
    {
        var second = await InviteEngineerAsync();
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: $"/admin/people/{engineerId}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand over work" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var move = dialog.GetByRole(AriaRole.Button, new() { Name = "Hand over", Exact = true });
        await Expect(move).ToBeDisabledAsync();
        await ChooseAsync(page, dialog.GetByLabel("Successor"), "Ravi");

        await Expect(dialog.GetByRole(AriaRole.Row, new() { NameRegex = new("^Customers") })).ToContainTextAsync("2");
        Assert.Empty(await Axe.FindAsync(page));
        await AssertOwnerAsync(engineerId);
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Hand over [0-9]+ item") }).ClickAsync();
        await Expect(dialog.GetByText($"Ravi Iyer now has")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await Expect(page.GetByText("To Ravi Iyer")).ToBeVisibleAsync();
        await AssertOwnerAsync(second);
    }

    [Fact]
    public async Task A_leave_cover_says_what_the_delegate_gets_and_is_set_and_ended()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, 390, $"/admin/people/{engineerId}");
        var card = page.Locator("section", new() { HasText = "Leave cover" }).Last;
        await ChooseAsync(page, card.GetByLabel("Delegate"), Neha[..4]);
        await Expect(card.GetByText("Sees", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(await Axe.FindAsync(page));
        await card.GetByRole(AriaRole.Button, new() { Name = "Set leave cover" }).ClickAsync();

        await Expect(card.GetByText($"{Neha} stands in")).ToBeVisibleAsync();
        await using var db = Db();
        var cover = await db.Set<LeaveCover>().SingleAsync();
        Assert.Equal((engineerId, managerId), (cover.PersonId, cover.DelegateId));
        await card.GetByRole(AriaRole.Button, new() { Name = $"End the cover: {Neha}" }).ClickAsync();
        await Expect(card.GetByText($"{Neha} stands in")).ToHaveCountAsync(0);
        Assert.NotNull((await db.Set<LeaveCover>().AsNoTracking().SingleAsync()).EndedAt);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task The_menu_of_an_open_page_follows_a_role_change_at_once()
    {
        var manager = await Browser.SignInAsync(app, TestApp.Manager, path: "/customers");
        var team = manager.Locator(".side").GetByRole(AriaRole.Link, new() { Name = "Team", Exact = true });
        await Expect(team).ToHaveCountAsync(1);
        var admin = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/roles");
        await Browser.LiveAsync(admin);

        await admin.GetByLabel("Manager: See the team", new() { Exact = true }).UncheckAsync();

        await Expect(team).ToHaveCountAsync(0);
        await Expect(manager.GetByRole(AriaRole.Heading, new() { Name = "Customers" })).ToBeVisibleAsync();
        await admin.GetByLabel("Manager: See the team, differs from the default").CheckAsync();
        await Expect(team).ToHaveCountAsync(1);
    }

    private static async Task ChooseAsync(IPage page, ILocator field, string text)
    {
        await field.FillAsync(text);
        await Expect(page.Locator(".mud-popover-open .mud-list-item")).ToHaveCountAsync(1);
        await field.PressAsync("Enter");
        await Expect(page.Locator(".mud-popover-open .mud-list-item")).ToHaveCountAsync(0);
    }

    private async Task<int> InviteEngineerAsync()
    {
        var admin = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Admin, default);
        var link = await app
            .Services.GetRequiredService<Invitations>()
            .InviteAsync(
                admin,
                new NewPerson(
                    "Ravi Iyer",
                    "ravi.iyer@example.com",
                    new PersonAssignment(RoleNames.Engineer, "mumbai", [], null, null)
                ),
                default
            );
        await app
            .Services.GetRequiredService<ReportsAdmin.Features.Access.Identity.AccountLinks>()
            .UseAsync(
                link.Address!.Segments[^1],
                ReportsAdmin.Features.Access.Identity.LinkPurposes.Invite,
                null,
                "four unrelated words",
                default
            );
        return link.UserId;
    }

    private async Task AssertOwnerAsync(int id)
    {
        await using var db = Db();
        Assert.All(await db.Set<Customer>().ToListAsync(), c => Assert.Equal(id, c.EngineerId));
    }

    private ReportsDb Db() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
}
