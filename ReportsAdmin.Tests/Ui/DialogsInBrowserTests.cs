using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Ui;

/// <summary>What opens above a page, in both themes: dialogs, sheets, the palette, panels.</summary>
public sealed class DialogsInBrowserTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    /// <summary>Page, and the button that opens something, by its name.</summary>
    private static readonly (string Path, string Button)[] Opened =
    [
        ("/", "^Search or go to"),
        ("/", "account menu$"),
        ("/", "^Notifications"),
        ("/customers", "^Columns"),
        ("/customers", "^Export"),
        ("/customers", "^Remark of Asha Traders"),
        ("/customers", "^Note of Asha Traders|^Add a note"),
        ("/invoices", "^Columns"),
        ("/invoices/1", "^Mark as paid|^Mark paid"),
        ("/uploads/1", "^Undo$"),
        ("/schedules", "^New schedule"),
        ("/forms", "^New form"),
        ("/field/approvals", "^New request"),
        ("/field/distributors", "^Period|^Days"),
        ("/team", "^Asha|^Rohan|^Neha"),
    ];

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha Traders|Mumbai|S-1|2026-05-02|500|500",
                "C-2|Usha Works|Pune|S-2|2026-01-02|900|900.25"
            ),
            "May-26"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Nothing_that_opens_has_a_fault_that_axe_finds()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager);
        var faults = new List<string>();
        foreach (var (path, button) in Opened)
        {
            await page.GotoAsync(path);
            await Browser.LiveAsync(page);
            var opener = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(button) }).First;
            await opener.ClickAsync();
            await Expect(page.Locator(".mud-dialog, .mud-popover-open, .drop-panel").First).ToBeVisibleAsync();
            // MudBlazor draws popovers at the end of the page, outside its landmarks; the focus moves into them.
            faults.AddRange(
                (await Axe.FindInBothThemesAsync(page))
                    .Where(f =>
                        !(
                            f.Contains(" region: ", StringComparison.Ordinal)
                            && f.Contains("mud-popover", StringComparison.Ordinal)
                        )
                    )
                    .Select(f => $"{path} {button}: {f}")
            );
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
