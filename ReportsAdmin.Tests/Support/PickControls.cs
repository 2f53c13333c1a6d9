using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ReportsAdmin.Tests.Support;

/// <summary>Uses the choice controls of the application as a person does: by mouse, through their popovers.</summary>
public static class PickControls
{
    /// <summary>Chooses a value of a <c>FilterPick</c>.</summary>
    /// <param name="label">The name of the filter: <c>Status</c>.</param>
    /// <param name="value">The value of the option, not its text.</param>
    public static async Task FilterAsync(IPage page, string label, string value)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{Regex.Escape(label)} ") }).ClickAsync();
        await page.Locator($".pick-list [data-value='{value}']").ClickAsync();
    }

    /// <summary>Chooses an option of a <c>Pick</c> by its text.</summary>
    public static async Task PickAsync(ILocator field, string text)
    {
        await field.ClickAsync();
        await ChooseAsync(field.Page, text);
    }

    /// <summary>
    /// Chooses an option of the list that is open, and waits until the server has given the focus back to the field: what is
    /// typed into another field before that would go into this one.
    /// </summary>
    public static async Task ChooseAsync(IPage page, string text)
    {
        await page.Locator(".mud-popover-open .mud-list-item").GetByText(text, new() { Exact = true }).ClickAsync();
        await page.WaitForFunctionAsync("() => document.activeElement?.tagName === 'INPUT'");
    }
}
