using Microsoft.Playwright;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>The builder: order by mouse and keyboard, undo, unsaved changes, phones.</summary>
public sealed partial class FormJourneyTests
{
    [Fact]
    public async Task Who_saves_second_is_told_and_loses_nothing_unasked()
    {
        var (manager, id, _) = await FoundAsync();
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: $"/forms/{id}");
        await page.Locator(".bld-head").GetByLabel("Title").FillAsync("Mine");
        await page.Locator(".bld-head").GetByLabel("Title").BlurAsync();
        await Expect(page.GetByText("Unsaved changes")).ToBeVisibleAsync();
        await Services<FormCommands>().SaveAsync(manager, id, "Theirs", null, Visit, 1, default);
        await Expect(page.GetByText("Somebody else saved this form.")).ToBeVisibleAsync();
        await Expect(page.Locator(".bld-head").GetByLabel("Title")).ToHaveValueAsync("Mine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("your changes were not written")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Load theirs" }).ClickAsync();
        await Expect(page.Locator(".bld-head").GetByLabel("Title")).ToHaveValueAsync("Theirs");
    }

    [Fact]
    public async Task Questions_move_by_the_keyboard_and_changes_are_told_before_they_are_published()
    {
        var (_, id, _) = await FoundAsync();
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: $"/forms/{id}");
        await page.Locator("#item-about").FocusAsync();
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(page.Locator(".bld-fields .bld-choose b").First).ToHaveTextAsync("About");
        await Expect(page.Locator("#item-about")).ToBeFocusedAsync();
        await page.Locator("#item-page").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Page" }).ClickAsync();
        await page.Locator(".bld-count").ClickAsync();
        await Expect(page.Locator(".bld-changes li")).ToHaveCountAsync(1);
        await Expect(page.Locator(".bld-changes li")).ToContainTextAsync("removed: answers given so far stay");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(page.Locator(".bld-bar")).ToContainTextAsync("Published as version 2");
    }

    [Fact]
    public async Task Questions_are_dragged_into_place_and_changes_are_undone_and_redone()
    {
        var (_, id, _) = await FoundAsync();
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: $"/forms/{id}");
        var labels = page.Locator("[data-zone=site] .bld-choose b");
        await DragAsync(page, page.Locator("[data-drag=count]"), page.Locator("li[data-item=about]"), above: 2);
        await Expect(labels.Nth(1)).ToHaveTextAsync("Count");
        await Expect(page.Locator("#item-count")).ToBeFocusedAsync();
        await DragAsync(page, page.Locator("[data-drag='new:date']"), page.Locator("li[data-item=count]"), above: 2);
        await Expect(labels.Nth(1)).ToHaveTextAsync("Date");
        await Expect(labels).ToHaveCountAsync(17);

        await page.Locator("#item-date").FocusAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Expect(labels).ToHaveCountAsync(16);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(labels.Nth(1)).ToHaveTextAsync("About");
        await Expect(page.GetByText("Unsaved changes")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Redo" }).ClickAsync();
        await Expect(labels.Nth(1)).ToHaveTextAsync("Count");

        // A page that is loaded again has the changes still.
        await page.WaitForFunctionAsync("() => Object.keys(sessionStorage).some(k => k.startsWith('build:'))");
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.ReloadAsync();
        await Browser.LiveAsync(page);
        await Expect(labels.Nth(1)).ToHaveTextAsync("Count");
        await Expect(page.GetByText("Unsaved changes", new() { Exact = true })).ToBeVisibleAsync();

        // Leaving asks first and keeps the changes when the answer is no.
        await page.Locator("#side").GetByRole(AriaRole.Link, new() { Name = "Documents" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(labels.Nth(1)).ToHaveTextAsync("Count");
    }

    [Fact]
    public async Task A_phone_gets_settings_and_preview_over_the_questions()
    {
        var (_, id, _) = await FoundAsync();
        var page = await Browser.SignInAsync(app, TestApp.Manager, 390, $"/forms/{id}");
        var panel = page.Locator(".bld-panel");
        await Expect(panel).ToBeHiddenAsync();
        await page.Locator("#item-mail").ClickAsync();
        await Expect(panel.GetByLabel("Label")).ToHaveValueAsync("Mail");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Close the panel" }).ClickAsync();
        await Expect(panel).ToBeHiddenAsync();
        await Expect(page.Locator("#item-mail")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Mail up" }).ClickAsync();
        await Expect(page.Locator("[data-zone=site] .bld-choose b").Nth(1)).ToHaveTextAsync("Mail");
        await page.Locator(".bld-tools").GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Try it" })).ToBeVisibleAsync();
    }

    private static async Task DragAsync(IPage page, ILocator from, ILocator to, float above)
    {
        var start = (await from.BoundingBoxAsync())!;
        var end = (await to.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(start.X + (start.Width / 2), start.Y + (start.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(end.X + 60, end.Y - above + 20, new() { Steps = 4 });
        await page.Mouse.MoveAsync(end.X + 60, end.Y - above, new() { Steps = 4 });
        await page.Mouse.UpAsync();
    }
}
