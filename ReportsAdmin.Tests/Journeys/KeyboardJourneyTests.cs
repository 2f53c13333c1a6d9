using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>The main work without a mouse: Tab, Enter, arrows and typed text, nothing else.</summary>
public sealed class KeyboardJourneyTests : IAsyncLifetime
{
    private const int MaxTabs = 150;

    // The name that a screen reader says, roughly: label, then text.
    private const string FocusedName = """
        () => {
          const e = document.activeElement;
          if (!e || e === document.body) return '';
          const labels = e.labels ? [...e.labels].map(l => l.textContent).join(' ') : '';
          return (e.getAttribute('aria-label') ?? (labels || e.textContent || e.title || '')).replace(/\s+/g, ' ').trim();
        }
        """;

    // A page that is still being drawn may take the focus elsewhere.
    private const string KeepsFocus = """
        async () => {
          const e = document.activeElement;
          await new Promise(done => setTimeout(done, 150));
          return document.activeElement === e;
        }
        """;

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_sheet_is_uploaded_a_remark_set_and_a_report_made_by_keyboard_alone()
    {
        var page = await Browser.OpenAsync(app);
        await page.GotoAsync("/sign-in");
        await page.Keyboard.TypeAsync(TestApp.CountryManager);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(AccessDemo.Password);
        await page.Keyboard.PressAsync("Enter");
        await Browser.LiveAsync(page);

        await UploadAsync(page);
        await RemarkAsync(page);
        await ReportAsync(page);
    }

    private static async Task UploadAsync(IPage page)
    {
        await GoAsync(page, "^Uploads$");
        await GoAsync(page, "^Upload a sheet$");
        await ChooseAsync(
            page,
            new FilePayload
            {
                Name = "May.xlsx",
                MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                Buffer = Sheet.Of(
                    "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                    "C-1|Asha Traders|Mumbai|S-1|2025-05-02|500|500",
                    "C-2|Usha Works|Pune|S-2|2025-05-02|900|900"
                ),
            }
        );
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Upload and preview" })).ToBeEnabledAsync();
        await PressAsync(page, "^Upload and preview$");
        await Expect(page.GetByText("rows will be written")).ToBeVisibleAsync();
        await PressAsync(page, "^Commit$");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await PressAsync(page, "^Commit 2 rows$");
        await Expect(page.GetByText("Committed by")).ToBeVisibleAsync();
    }

    /// <summary>
    /// Opens the file chooser by keyboard and answers it, as it is the operating system's own. A press that comes while
    /// the page redraws opens none; whoever sees none presses again.
    /// </summary>
    private static async Task ChooseAsync(IPage page, FilePayload file)
    {
        var opened = new TaskCompletionSource<IFileChooser>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.FileChooser += (_, chooser) => opened.TrySetResult(chooser);
        for (var presses = 0; presses < 5 && !opened.Task.IsCompleted; presses++)
        {
            await TabToAsync(page, "file|sheet here", "input[type=file]");
            await page.Keyboard.PressAsync("Enter");
            await Task.WhenAny(opened.Task, Task.Delay(TimeSpan.FromSeconds(5)));
        }

        Assert.True(opened.Task.IsCompleted, "Enter on the file field opened no file chooser.");
        await (await opened.Task).SetFilesAsync(file);
    }

    private static async Task RemarkAsync(IPage page)
    {
        await GoAsync(page, "^Customers$");
        await Expect(page.GetByText("Asha Traders").First).ToBeVisibleAsync();
        await PressAsync(page, "^Remark of Asha Traders");
        var menu = page.Locator(".cell-menu");
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('.cell-menu')");
        await page.Keyboard.PressAsync("ArrowDown");
        var remark = await page.EvaluateAsync<string>(FocusedName);
        Assert.NotEqual("", remark);
        await page.Keyboard.PressAsync("Enter");
        await Expect(menu).ToHaveCountAsync(0);
        await Expect(page.Locator(".grid tr", new() { HasText = "Asha Traders" })).ToContainTextAsync(remark);
    }

    private static async Task ReportAsync(IPage page)
    {
        await GoAsync(page, "^Report catalogue$");
        await GoAsync(page, "^Outstanding by ageing");
        await Expect(page.GetByText("₹1,400").First).ToBeVisibleAsync();
        // The form has a "Download now" too: what counts is the page of the job.
        await GoAsync(page, "^Create report$");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Download") })).ToBeVisibleAsync();
        await TabToAsync(page, "^Download");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.EndsWith(".pdf", download.SuggestedFilename, StringComparison.Ordinal);
    }

    /// <summary>Presses what leads to another page. It takes the focus to its heading: what is pressed before that is lost.</summary>
    private static async Task GoAsync(IPage page, string name)
    {
        await PressAsync(page, name);
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
    }

    private static async Task PressAsync(IPage page, string name)
    {
        await TabToAsync(page, name);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Presses Tab until what has the focus is called so; fails when a whole round does not come by.</summary>
    private static async Task TabToAsync(IPage page, string name, string? selector = null)
    {
        var passed = new List<string>();
        for (var i = 0; i < MaxTabs; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string>(FocusedName);
            var matches = selector is null
                ? Regex.IsMatch(focused, name)
                : await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector);
            if (matches && await page.EvaluateAsync<bool>(KeepsFocus))
            {
                await VisibleAsync(page, focused);
                return;
            }

            passed.Add(focused);
        }

        Assert.Fail($"Tab never came to {name}; it passed {string.Join(" | ", passed)}.");
    }

    /// <summary>Whoever sees the screen must see where they are: the focused element is in view and has an outline or a ring.</summary>
    private static async Task VisibleAsync(IPage page, string name)
    {
        const string seen = """
            () => {
              let e = document.activeElement;
              const r = e.getBoundingClientRect();
              if (r.bottom < 0 || r.top > innerHeight) return false;
              for (let at = e; at && at !== document.body; at = at.parentElement) {
                const s = getComputedStyle(at);
                if (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none') return true;
              }
              return false;
            }
            """;
        try
        {
            // The page may still be scrolling to it.
            await page.WaitForFunctionAsync(seen, null, new() { Timeout = 5_000 });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The focus on “{name}” cannot be seen.");
        }
    }
}
