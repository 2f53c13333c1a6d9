using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.MyDay;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.MyDay;

/// <summary>What waits for a person, of all rooms, and for nobody else.</summary>
public sealed class MyDayTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private readonly TestApp app = new();
    private CurrentUser rohan = null!;
    private CurrentUser neha = null!;
    private CurrentUser imran = null!;

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha Traders|Mumbai|S-1|2026-01-02|900000|900000",
                "C-2|Bharat Works|Pune|S-2|2026-01-02|90000|90000"
            ),
            "Jan-26"
        );
        (rohan, neha, imran) = (
            await AsAsync(TestApp.CountryManager),
            await AsAsync(TestApp.Manager),
            await AsAsync(TestApp.Engineer)
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_day_without_anything_has_no_section()
    {
        Assert.Empty(await SectionsAsync(rohan));
        Assert.Empty(await SectionsAsync(imran));
    }

    [Fact]
    public async Task A_follow_up_stays_until_somebody_speaks_to_the_customer_again()
    {
        var today = Get<BusinessClock>().Today;
        await LogAsync("C-1", new NewContact(ContactOutcome.Called, "Asks for the bills", today));
        await LogAsync("C-2", new NewContact(ContactOutcome.Called, FollowUpOn: today.AddDays(1)));
        var due = Assert.Single((await SectionsAsync(rohan)).Single(s => s.Title == "Follow-ups").Items);
        Assert.Equal(("Asha Traders", "Asks for the bills", false), (due.Title, due.Detail, due.IsLate));
        Assert.Empty(await SectionsAsync(neha));

        // The engineer of the customer is asked too, within his region.
        await using (var db = Contexts.CreateDbContext())
            await db.Set<Customer>().ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, imran.UserId));
        Assert.Equal("Asha Traders", Assert.Single((await SectionsAsync(imran))[0].Items).Title);

        var later = await LogAsync("C-1", new NewContact(ContactOutcome.NoAnswer));
        Assert.Empty(await SectionsAsync(rohan));
        await Get<CollectionCommands>().CorrectAsync(rohan, later.EntryId, default);
        Assert.Single(await SectionsAsync(rohan));
    }

    [Fact]
    public async Task A_promise_is_there_on_its_day()
    {
        var today = Get<BusinessClock>().Today;
        await LogAsync(
            "C-1",
            new NewContact(ContactOutcome.Promised, Promise: new PromiseTerms(Money.FromRupees(5000), today))
        );
        await LogAsync(
            "C-2",
            new NewContact(ContactOutcome.Promised, Promise: new PromiseTerms(Money.FromRupees(5), today.AddDays(1)))
        );
        var section = Assert.Single(await SectionsAsync(rohan));
        var due = Assert.Single(section.Items);
        Assert.Equal(("Promises due", 1, "Asha Traders"), (section.Title, section.Total, due.Title));
        Assert.Contains("₹5,000", due.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_mentioned_is_told_when_they_see_the_customer_and_nobody_else_is()
    {
        var elsewhere = (await TeamAsync()).First(p => p.Region == "delhi");
        await LogAsync(
            "C-1",
            new NewContact(
                ContactOutcome.Called,
                $"@Imran Shaikh and @{elsewhere.Name}: please look. @Rohan Kapoor will not be told by himself."
            )
        );
        var told = Assert.Single((await SectionsAsync(imran)).Single(s => s.Title == "Mentions").Items);
        Assert.Equal("Rohan Kapoor mentioned you: Asha Traders", told.Title);
        Assert.Empty(await SectionsAsync(rohan));
        Assert.Empty(await SectionsAsync(neha));
        await using var db = Contexts.CreateDbContext();
        Assert.Equal([imran.UserId], await db.Set<Notification>().Select(n => n.UserId).ToListAsync());

        var people = await Get<MentionQueries>().OfCustomerAsync(rohan, await KeyAsync("C-1"), default);
        Assert.Contains(people, p => p.Id == imran.UserId);
        Assert.DoesNotContain(people, p => p.Id == elsewhere.Id || p.Id == rohan.UserId);
        Assert.Empty(await Get<MentionQueries>().OfCustomerAsync(imran, await KeyAsync("C-2"), default));
    }

    [Fact]
    public async Task An_upload_waits_for_its_uploader_alone()
    {
        var id = await Get<ImportCommands>()
            .StageNowAsync(
                rohan,
                new NewUpload(ReceivablesImport.TargetKind, "february.xlsx", 202602, 1),
                new MemoryStream(Sheet.Of(Header, "C-1|Asha Traders|Mumbai|S-1|2026-01-02|900000|800000")),
                DateOrder.DayFirst,
                default
            );
        var item = Assert.Single(Assert.Single(await SectionsAsync(rohan)).Items);
        Assert.Equal(("february.xlsx", $"/uploads/{id}"), (item.Title, item.Href));
        Assert.Empty(await SectionsAsync(await AsAsync(TestApp.Admin)));
    }

    [Fact]
    public async Task A_name_is_completed_while_the_note_is_typed_and_the_day_of_the_other_shows_it()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/collections");
        await Expect(page.Locator("#call-card").GetByRole(AriaRole.Heading)).ToHaveTextAsync("Asha Traders");
        await page.GetByLabel("Note").PressSequentiallyAsync("Wants a discount @neh");
        await page.GetByRole(AriaRole.Button, new() { Name = "@Neha Kulkarni" }).ClickAsync();
        await Expect(page.GetByLabel("Note")).ToHaveValueAsync("Wants a discount @Neha Kulkarni ");
        var other = await Browser.SignInAsync(app, TestApp.Manager, 390, "/my-day");
        await Expect(other.GetByText("Nothing waits for you")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Called", Exact = false }).First.ClickAsync();
        await Expect(page.Locator("#call-card").GetByRole(AriaRole.Heading)).ToHaveTextAsync("Bharat Works");

        await Expect(other.GetByRole(AriaRole.Region, new() { Name = "Mentions" })).ToContainTextAsync("Asha Traders");
        Assert.Empty(await Axe.FindInBothThemesAsync(other));
        Assert.Equal(0, await Browser.TooWideAsync(other, 390));
        var links = other.GetByRole(AriaRole.Link, new() { Name = "Rohan Kapoor mentioned you: Asha Traders" });
        // The same words once more are one more line, not a page that breaks.
        await LogAsync("C-1", new NewContact(ContactOutcome.Called, "@Neha Kulkarni"));
        await LogAsync("C-1", new NewContact(ContactOutcome.Called, "@Neha Kulkarni"));
        await Expect(links).ToHaveCountAsync(3);
        await links.First.ClickAsync();
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Asha Traders" })).ToBeVisibleAsync();
    }

    private IDbContextFactory<ReportsDb> Contexts => Get<IDbContextFactory<ReportsDb>>();

    private T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    private async Task<CurrentUser> AsAsync(string email)
    {
        await using var db = Contexts.CreateDbContext();
        var id = await db.Set<User>().Where(u => u.Email == email).Select(u => u.Id).SingleAsync();
        return await Get<CurrentUserAccessor>().OfUserAsync(id, default);
    }

    private async Task<IReadOnlyList<TeamMember>> TeamAsync() => await Get<AccessQueries>().TeamAsync(rohan, default);

    private async Task<IReadOnlyList<DaySection>> SectionsAsync(CurrentUser user) =>
        await Get<MyDayQueries>().ReadAsync(user, default);

    private Task<int> KeyAsync(string code) => Get<CustomerCommands>().ResolveAsync(CurrentUser.System, code, default);

    private async Task<LoggedContact> LogAsync(string code, NewContact contact) =>
        await Get<CollectionCommands>().LogAsync(rohan, await KeyAsync(code), contact, default);
}
