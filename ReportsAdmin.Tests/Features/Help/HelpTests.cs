using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Help;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Help;

/// <summary>Articles and first steps lead to pages that exist and that their reader may open.</summary>
public sealed class HelpTests
{
    private static readonly HashSet<string> Permissions =
    [
        .. AllFeatures.List.SelectMany(f => f.Permissions).Select(p => p.Name),
    ];

    private static readonly HashSet<string> Routes =
    [
        .. typeof(Program)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetCustomAttributes<RouteAttribute>())
            .Select(r => r.Template),
    ];

    [Fact]
    public void Every_article_leads_to_a_page_and_names_a_permission_that_exists()
    {
        var articles = HelpArticle.Find(CurrentUser.System, "");
        Assert.True(articles.Count >= 18, $"{articles.Count} articles.");
        Assert.Equal(articles.Count, articles.Select(a => a.Title).Distinct().Count());
        Assert.All(articles, a => Assert.Contains(a.Href.Split('?')[0], Routes));
        Assert.All(articles, a => Assert.True(a.Permission is null || Permissions.Contains(a.Permission), a.Title));
        Assert.All(articles, a => Assert.InRange(a.Steps.Count, 2, 6));
    }

    [Theory]
    [InlineData("UNDO upload", "Undo an upload")]
    [InlineData("lakh", "Set the company's name, logo and number format")]
    [InlineData("schedule", "Have a report made by itself")]
    public void An_article_is_found_by_any_of_its_words(string text, string title) =>
        Assert.Equal(title, HelpArticle.Find(CurrentUser.System, text)[0].Title);

    [Fact]
    public void Articles_about_what_a_person_may_not_do_are_left_out()
    {
        var reader = new CurrentUser(
            5,
            "R",
            RoleNames.Engineer,
            new HashSet<string> { "outstanding:read" },
            Scope.Everything
        );
        var titles = HelpArticle.Find(reader, "").Select(a => a.Title).ToList();
        Assert.Contains("Find a customer or an invoice", titles);
        Assert.DoesNotContain("Upload a sheet", titles);
        Assert.Empty(HelpArticle.Find(reader, "nothing-has-this"));
    }

    [Fact]
    public async Task Each_role_has_three_to_five_steps_that_it_may_take()
    {
        await using var app = await new TestApp().StartAsync();
        var people = app.Services.GetRequiredService<AccessQueries>();
        foreach (var email in (string[])[TestApp.Admin, TestApp.CountryManager, TestApp.Manager, TestApp.Engineer])
        {
            var person = await people.DemoViewerAsync(email, default);
            var steps = FirstStep.Of(person);
            Assert.InRange(steps.Count, 3, 5);
            Assert.All(steps, s => Assert.Contains(s.Href.Split('?')[0], Routes));
            Assert.All(steps, s => Assert.Contains(s.Permission, Permissions));
        }
    }

    public static TheoryData<TestProvider> Providers => [TestProvider.Sqlite, TestProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Steps_are_kept_for_each_person_on_both_databases(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (queries, commands) = (fixture.Get<FirstStepQueries>(), fixture.Get<FirstStepCommands>());
        var permissions = new HashSet<string> { "outstanding:read", "outstanding:edit" };
        var (one, other) = (
            new CurrentUser(1, "One", RoleNames.Engineer, permissions, Scope.Everything),
            new CurrentUser(2, "Other", RoleNames.Engineer, permissions, Scope.Everything)
        );
        await commands.TakeAsync(one, "remark", default);
        await commands.TakeAsync(one, "remark", default);
        Assert.Equal(
            (1, true),
            ((await queries.ReadAsync(one, default)).DoneCount, (await queries.ReadAsync(one, default)).IsShown)
        );
        Assert.Equal(0, (await queries.ReadAsync(other, default)).DoneCount);
        var refused = await Assert.ThrowsAsync<DomainException>(() => commands.TakeAsync(one, "company", default));
        Assert.Equal(ErrorKind.NotFound, refused.Kind);
        await commands.CloseAsync(one, default);
        Assert.False((await queries.ReadAsync(one, default)).IsShown);
        await commands.RestartAsync(one, default);
        Assert.Equal(
            (0, true),
            ((await queries.ReadAsync(one, default)).DoneCount, (await queries.ReadAsync(one, default)).IsShown)
        );
    }

    [Fact]
    public async Task First_steps_are_remembered_for_each_person_until_they_are_asked_for_again()
    {
        await using var app = await new TestApp().WithFirstSteps().StartAsync();
        var page = await Browser.SignInAsync(app, TestApp.Engineer);
        var list = page.GetByRole(AriaRole.Region, new() { Name = "First steps" });
        await Expect(list).ToContainTextAsync("0 of 4 done");
        Assert.Empty(await Axe.FindAsync(page));
        await list.GetByRole(AriaRole.Link, new() { Name = "Write a remark" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(app.Address + "/customers");
        await Expect(list).ToHaveCountAsync(0);

        // On the server, not in the browser: another browser of the same person shows it.
        var other = await Browser.SignInAsync(app, TestApp.Engineer);
        var otherList = other.GetByRole(AriaRole.Region, new() { Name = "First steps" });
        await Expect(otherList).ToContainTextAsync("1 of 4 done");
        await otherList.GetByRole(AriaRole.Button, new() { Name = "Not now" }).ClickAsync();
        await Expect(otherList).ToHaveCountAsync(0);
        await other.ReloadAsync();
        await Browser.LiveAsync(other);
        await Expect(otherList).ToHaveCountAsync(0);

        await other.GotoAsync("/help");
        await Browser.LiveAsync(other);
        await other.GetByRole(AriaRole.Button, new() { Name = "Show first steps again" }).ClickAsync();
        await Expect(otherList).ToContainTextAsync("0 of 4 done");
    }

    [Fact]
    public async Task Help_is_searched_as_one_types_and_by_the_palette()
    {
        await using var app = await new TestApp().StartAsync();
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/help");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search help" }).FillAsync("undo upload");
        await Expect(page.Locator(".help-article")).ToHaveCountAsync(1);
        await Expect(page.GetByText("Every figure returns to what it was before.")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("schedule");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Have a report made by itself");
    }
}
