using Microsoft.Playwright;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Tests.Features.Access.Structure;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>An administrator changes regions, departments and roles; people who are signed in meet the change at once.</summary>
[Collection(RegionsCollection.Name)]
public sealed class StructureJourneyTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Regions.Apply(Regions.Defaults);
    }

    [Fact]
    public async Task A_permission_taken_from_a_role_is_refused_in_an_open_page_and_by_a_token_in_use()
    {
        using var client = await app.AsAsync(TestApp.Manager);
        Assert.True((await client.GetAsync("/api/users")).IsSuccessStatusCode);
        var manager = await Browser.SignInAsync(app, TestApp.Manager, path: "/team");
        var admin = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/roles");
        await Browser.LiveAsync(admin);
        Assert.Empty(await Axe.FindAsync(admin));

        await admin.GetByLabel("Manager: See the team", new() { Exact = true }).UncheckAsync();
        await Expect(admin.Locator(".notice")).ToContainTextAsync("Manager: See the team");
        await Expect(admin.GetByLabel("Manager: See the team, differs from the default")).Not.ToBeCheckedAsync();

        await manager.GotoAsync("/team?by=region");
        await Expect(manager.GetByRole(AriaRole.Heading, new() { Name = "Team" })).ToHaveCountAsync(0);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.GetAsync("/api/users")).StatusCode);

        await admin.GetByRole(AriaRole.Button, new() { Name = "Use the default for Manager" }).ClickAsync();
        await admin
            .GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Use the default" })
            .ClickAsync();
        await Expect(admin.GetByLabel("Manager: See the team", new() { Exact = true })).ToBeCheckedAsync();
        Assert.True((await client.GetAsync("/api/users")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_role_of_the_company_s_own_is_added_and_given()
    {
        var admin = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/roles");
        await Browser.LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add role" }).ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Auditor");
        await PickControls.PickAsync(dialog.GetByLabel("Sees", new() { Exact = true }), "All regions");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Edit Auditor" })).ToBeVisibleAsync();

        await admin.GotoAsync("/admin/people");
        await Browser.LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).First.ClickAsync();
        await PickControls.PickAsync(dialog.GetByLabel("Role", new() { Exact = true }), "Auditor");
    }

    [Fact]
    public async Task A_region_that_is_added_is_offered_to_people_at_once()
    {
        var admin = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/regions");
        await Browser.LiveAsync(admin);
        Assert.Empty(await Axe.FindAsync(admin));
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add region" }).ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Thane");
        await dialog.GetByLabel("Also spelled").FillAsync("Kalyan\nPune");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("means Pune already");
        await dialog.GetByLabel("Also spelled").FillAsync("Kalyan");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Edit Thane" })).ToBeVisibleAsync();
        Assert.Equal("thane", Regions.Parse("Kalyan Branch"));

        await admin.GotoAsync("/admin/people");
        await Browser.LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).First.ClickAsync();
        await PickControls.PickAsync(dialog.GetByLabel("Region", new() { Exact = true }), "Thane");
    }

    [Fact]
    public async Task Zones_and_territories_are_made_ordered_and_removed_on_their_pages()
    {
        var admin = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/regions");
        await Browser.LiveAsync(admin);
        await admin.GetByRole(AriaRole.Link, new() { Name = "Zones", Exact = true }).ClickAsync();
        await Expect(admin.GetByText("Add a zone to group regions")).ToBeVisibleAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        foreach (var name in (string[])["West", "North"])
        {
            await admin.GetByRole(AriaRole.Button, new() { Name = "Add zone" }).ClickAsync();
            await dialog.GetByLabel("Name").FillAsync(name);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
            await Expect(admin.GetByRole(AriaRole.Button, new() { Name = $"Edit {name}" })).ToBeVisibleAsync();
        }

        await admin.GetByRole(AriaRole.Button, new() { Name = "Move North up" }).ClickAsync();
        await Expect(admin.Locator("tbody tr").First).ToContainTextAsync("North");
        await admin.GotoAsync("/admin/regions");
        await Browser.LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Edit Pune" }).ClickAsync();
        await PickControls.PickAsync(dialog.GetByLabel("Zone", new() { Exact = true }), "West");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.Locator("tr", new() { HasText = "pune" })).ToContainTextAsync("West");

        await admin.GetByRole(AriaRole.Link, new() { Name = "Territories", Exact = true }).ClickAsync();
        await Browser.LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add territory" }).ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("Satara");
        await PickControls.PickAsync(dialog.GetByLabel("Region", new() { Exact = true }), "Pune");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.Locator("tr", new() { HasText = "Satara" })).ToContainTextAsync("West");
        Assert.Empty(await Axe.FindAsync(admin));

        await admin.GetByRole(AriaRole.Link, new() { Name = "Zones", Exact = true }).ClickAsync();
        await Browser.LiveAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Edit West" }).ClickAsync();
        Assert.Empty(await Axe.FindAsync(admin));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(admin.GetByText("are in no zone then: Pune")).ToBeVisibleAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Remove" }).Last.ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Edit West" })).ToHaveCountAsync(0);
        Assert.Null(Regions.ZoneOf("pune"));
    }

    [Fact]
    public async Task What_other_age_groups_do_is_said_before_they_are_saved()
    {
        var admin = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/departments");
        await Browser.LiveAsync(admin);
        Assert.Empty(await Axe.FindAsync(admin));
        await admin.GetByRole(AriaRole.Button, new() { Name = "Edit Pump" }).ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("will be grouped as")).ToHaveCountAsync(0);
        await dialog.GetByLabel("Group 1").FillAsync("45");
        await Expect(dialog.GetByText("0–45, 46–90, 91–180, 181–365, over 365 days")).ToBeVisibleAsync();
        Assert.Empty(await Axe.FindAsync(admin));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(admin.Locator("main").GetByText("0–45, 46–90, 91–180, 181–365, over 365")).ToBeVisibleAsync();
        await Expect(admin.Locator("main").GetByText("Asha Menon").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/admin/regions")]
    [InlineData("/admin/regions/zones")]
    [InlineData("/admin/regions/territories")]
    [InlineData("/admin/departments")]
    [InlineData("/admin/roles")]
    public async Task The_pages_fit_a_phone_in_the_dark(string path)
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, 390, path);
        await Browser.LiveAsync(page);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(await Axe.FindAsync(page));
    }
}
