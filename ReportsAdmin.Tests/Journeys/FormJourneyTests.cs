using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>A form from the first question to the report of its answers, in two browsers of which one has no account.</summary>
public sealed partial class FormJourneyTests : IAsyncLifetime
{
    private static readonly FormDefinition Visit = new([
        new FormSection("site", "Site", "Where you were.")
        {
            Fields =
            [
                new("name", "Name", FieldTypes.Text, Required: true, Help: "As on the card."),
                new("about", "About", FieldTypes.TextArea),
                new("mail", "Mail", FieldTypes.Email),
                new("count", "Count", FieldTypes.Number, Min: 1, Max: 9),
                new("kind", "Kind", FieldTypes.Select) { Options = ["Pump", "Plant"] },
                new("fault", "Fault?", FieldTypes.Radio, Required: true) { Options = ["No", "Yes"] },
                new("parts", "Parts", FieldTypes.Checkbox) { Options = ["Seal", "Hose"] },
                new("sure", "I am sure", FieldTypes.Checkbox),
                new("day", "Day", FieldTypes.Date),
                new("hour", "Hour", FieldTypes.Time),
                new("moment", "Moment", FieldTypes.DateTime),
                new("photo", "Photo", FieldTypes.File),
                new("phone", "Phone", FieldTypes.Phone),
                new("page", "Page", FieldTypes.Url),
                new("stars", "Stars", FieldTypes.Rating, Required: true),
                new("place", "Place", FieldTypes.Location),
            ],
        },
        new FormSection("machines", "Machine", Repeat: new FormRepeat(1, 3))
        {
            Fields = [new("serial", "Serial", FieldTypes.Text, Required: true)],
        },
    ]);

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_form_is_built_published_answered_without_an_account_and_becomes_a_report()
    {
        var maker = await Browser.SignInAsync(app, TestApp.Manager, path: "/forms");
        await maker.GetByRole(AriaRole.Button, new() { Name = "New form" }).First.ClickAsync();
        await maker.GetByLabel("Title").FillAsync("Site visit");
        await maker.GetByRole(AriaRole.Button, new() { Name = "Create form" }).ClickAsync();
        await Expect(maker).ToHaveURLAsync(new Regex(@"/forms/\d+$"));
        var form = new Uri(maker.Url).AbsolutePath;
        await BuildAsync(maker);
        await maker.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(maker.Locator(".bld-bar")).ToContainTextAsync("Published as version 1");

        await OpenAsync(maker, form + "?tab=settings");
        await maker.GetByLabel("Public links").CheckAsync(new() { Force = true });
        await maker.GetByText("Public links are on").WaitForAsync();
        await OpenAsync(maker, form + "?tab=automation");
        await maker.GetByLabel("On each submission").CheckAsync(new() { Force = true });
        await maker.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(maker.GetByText("Applies from the next submission on.")).ToBeVisibleAsync();
        await OpenAsync(maker, form + "?tab=links");
        await maker.GetByLabel("Who the link is for").FillAsync("Dealers");
        await maker.GetByLabel("Works only once").CheckAsync(new() { Force = true });
        await maker.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        var link = new Uri(await maker.Locator(".form-links .form-url").InnerTextAsync());
        await ShowQrCodeAsync(maker);

        await OpenAsync(maker, form + "?tab=submissions");
        await Expect(maker.GetByText("No submissions yet")).ToBeVisibleAsync();
        var boss = await Browser.SignInAsync(app, TestApp.Admin, path: form + "?tab=automation");
        var stranger = await Browser.OpenAsync(app, 390, 844);
        await AnswerAsync(stranger, link.AbsolutePath);
        await Expect(maker.Locator(".form-answers tbody tr")).ToHaveCountAsync(1);
        await Expect(maker.Locator(".form-answers tbody tr")).ToContainTextAsync("Asha Rao");
        await stranger.ReloadAsync();
        await Expect(stranger.GetByText("This link has been used already.")).ToBeVisibleAsync();

        // Somebody else's open page sees the runs begin and end by themselves.
        var runs = boss.Locator(".form-run");
        await Expect(runs).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Expect(runs.Filter(new() { HasText = "Ready" })).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Expect(runs.First).ToContainTextAsync("on submission #1");
        await Expect(runs.GetByRole(AriaRole.Link, new() { Name = "Open" }))
            .ToHaveAttributeAsync("href", "/documents/1");
        await OpenAsync(maker, "/documents/1?tab=downloads");
        await Expect(maker.Locator(".doc-downloads li")).ToHaveCountAsync(3);
        await CorrectAndTakeBackAsync(maker);
        await OpenAsync(maker, form + "/submissions/1");
        await EditAndReviewAsync(maker);
    }

    [Fact]
    public async Task What_was_typed_survives_a_reload_and_a_closed_form_is_told_kindly()
    {
        var (manager, id, token) = await FoundAsync();
        var page = await Browser.OpenAsync(app, 390, 844);
        await OpenAsync(page, "/f/" + token);
        await page.GetByLabel("Name").FillAsync("Asha");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add another" }).ClickAsync();
        await page.GetByLabel("Serial").Nth(1).FillAsync("S-2");
        await page.GetByLabel("Serial").Nth(1).BlurAsync();
        await page.WaitForFunctionAsync("() => Object.values(sessionStorage).some(v => v.includes('S-2'))");
        await page.ReloadAsync();
        await Browser.LiveAsync(page);
        await Expect(page.GetByLabel("Serial").Nth(1)).ToHaveValueAsync("S-2");
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Asha");

        await Services<FormCommands>().SwitchAsync(manager, id, active: false, isPublic: true, default);
        await page.GetByText("Yes", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("4 of 5").CheckAsync(new() { Force = true });
        await page.GetByLabel("Serial").First.FillAsync("S-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(page.GetByText("This form takes no submissions at present.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Asha");
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This form is not open" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_published_meanwhile_takes_nothing_from_who_fills_in_and_what_could_not_be_made_is_seen_at_once()
    {
        var (manager, id, token) = await FoundAsync();
        var forms = Services<FormCommands>();
        await forms.AutomateAsync(
            manager,
            id,
            new AutomationSettings(OnSubmission: true, Export: false, Template: "gone"),
            default
        );
        var maker = await Browser.SignInAsync(app, TestApp.Manager, path: $"/forms/{id}?tab=automation");
        await Expect(maker.GetByText("Nothing yet")).ToBeVisibleAsync();
        var page = await Browser.OpenAsync(app, 390, 844);
        await OpenAsync(page, "/f/" + token);
        await page.GetByLabel("Name").FillAsync("Asha");
        await forms.SaveAsync(
            manager,
            id,
            "Visit",
            null,
            new FormDefinition([
                new FormSection("new", "") { Fields = [new("other", "Other", FieldTypes.Text, Required: true)] },
            ]),
            1,
            default
        );
        Assert.Equal(2, await forms.PublishAsync(manager, id, 2, default));

        await page.GetByLabel("Photo")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "site.txt",
                    MimeType = "text/plain",
                    Buffer = "The site."u8.ToArray(),
                }
            );
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove site.txt" })).ToBeVisibleAsync();
        await page.GetByText("Yes", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("4 of 5").CheckAsync(new() { Force = true });
        await page.GetByLabel("Serial").First.FillAsync("S-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Thank you" })).ToBeVisibleAsync();

        await Expect(maker.Locator(".form-run"))
            .ToContainTextAsync("Template 'gone' not found.", new() { Timeout = 10_000 });
        await Expect(maker.Locator(".form-run")).ToContainTextAsync("on submission #1");
        await Expect(maker.Locator(".form-run")).ToContainTextAsync("Failed");
        Assert.Equal(1, (await Services<SubmissionQueries>().DetailsAsync(manager, 1, default)).Row.Version);
    }

    [Fact]
    public async Task The_columns_of_submissions_are_chosen_and_stay_in_the_address()
    {
        var (_, id, token) = await FoundAsync();
        await Services<SubmissionCommands>()
            .SubmitAsync(
                token,
                System.Text.Json.JsonSerializer.SerializeToElement(
                    new
                    {
                        name = "Asha",
                        fault = "No",
                        stars = 4,
                        machines = new[] { new { serial = "S-1" } },
                    }
                ),
                null,
                default
            );
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: $"/forms/{id}?tab=submissions");
        var heads = page.Locator(".form-answers thead");
        await Expect(heads).ToContainTextAsync("Mail");
        await page.GetByRole(AriaRole.Button, new() { Name = "Columns" }).ClickAsync();
        await page.Locator(".form-chooser").GetByLabel("Mail").UncheckAsync();
        await Expect(heads).Not.ToContainTextAsync("Mail");
        await page.Locator(".form-chooser").GetByLabel("Stars").CheckAsync();
        await Expect(heads).ToContainTextAsync("Stars");
        await Expect(page).ToHaveURLAsync(new Regex(@"columns=name\.count\.stars"));
        await page.ReloadAsync();
        await Expect(page.Locator(".form-answers tbody tr")).ToContainTextAsync("Asha");
        await Expect(heads).Not.ToContainTextAsync("Mail");
        // Number, when, from, three answers, status.
        await Expect(page.Locator(".form-answers thead th")).ToHaveCountAsync(7);
    }

    [Fact]
    public async Task A_form_is_copied_several_are_exported_at_once_and_filters_stay_in_the_address()
    {
        var (_, id, token) = await FoundAsync();
        await FoundAsync();
        await Services<SubmissionCommands>()
            .SubmitAsync(
                token,
                System.Text.Json.JsonSerializer.SerializeToElement(
                    new
                    {
                        name = "Asha",
                        fault = "No",
                        stars = 4,
                        machines = new[] { new { serial = "S-1" } },
                    }
                ),
                null,
                default
            );
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/forms");
        foreach (var box in await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select Visit" }).AllAsync())
            await box.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Export 2 forms" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        await Expect(page.Locator(".form-run")).ToContainTextAsync("Ready", new() { Timeout = 30_000 });
        var file = page.Locator(".form-run").GetByRole(AriaRole.Link);
        var saved = await page.RunAndWaitForDownloadAsync(() => file.ClickAsync());
        Assert.EndsWith(".zip", saved.SuggestedFilename, StringComparison.Ordinal);

        await FilterAsync(page, "Status", "draft");
        await Expect(page.GetByText("No results for these filters")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("state=draft"));
        await OpenAsync(page, "/forms");
        await page.GetByRole(AriaRole.Button, new() { Name = "New form" }).First.ClickAsync();
        await page.GetByLabel("Title").FillAsync("Second visit");
        await PickAsync(page, page.GetByLabel("Start with"), "A copy of “Visit”");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create form" }).ClickAsync();
        await Expect(page.Locator(".bld-fields li")).ToHaveCountAsync(17);
        await Expect(page.Locator(".head")).ToContainTextAsync("Not published yet");

        await OpenAsync(page, $"/forms/{id}?tab=submissions&status=approved");
        await Expect(page.GetByText("No results for these filters")).ToBeVisibleAsync();
        await FilterAsync(page, "Status", "submitted");
        await Expect(page).ToHaveURLAsync(new Regex("status=submitted"));
        await Expect(page.Locator(".form-answers tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_pages_have_no_fault_that_axe_finds_and_fit_a_phone()
    {
        var (manager, id, token) = await FoundAsync();
        var intake = Services<SubmissionCommands>();
        var one = await intake.SubmitAsync(
            token,
            System.Text.Json.JsonSerializer.SerializeToElement(
                new
                {
                    name = "Asha",
                    fault = "No",
                    stars = 4,
                    machines = new[] { new { serial = "S-1" } },
                }
            ),
            null,
            default
        );
        await intake.ReviewAsync(manager, one.Id, SubmissionStatus.Rejected, "Not enough.", default);
        await Services<FormCommands>().AutomateAsync(manager, id, new AutomationSettings(Cron: "0 8 * * 1"), default);
        var faults = new List<string>();
        foreach (var width in (int[])[1440, 390])
        {
            var page = await Browser.SignInAsync(app, TestApp.Manager, width);
            foreach (
                var path in (string[])
                    [
                        "/forms",
                        $"/forms/{id}",
                        $"/forms/{id}?tab=submissions",
                        $"/forms/{id}?tab=links",
                        $"/forms/{id}?tab=automation",
                        $"/forms/{id}?tab=settings",
                        $"/forms/{id}/fill",
                        $"/forms/{id}/submissions/{one.Id}",
                        "/f/" + token,
                        "/f/nowhere",
                    ]
            )
            {
                await OpenAsync(page, path);
                if (path.StartsWith("/f/" + token, StringComparison.Ordinal))
                    await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
                faults.AddRange((await Axe.FindInBothThemesAsync(page)).Select(f => $"{width} {path} {f}"));
                if (await Browser.TooWideAsync(page, width) is > 0 and var over)
                    faults.Add($"{path} is {over} px too wide at {width}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task BuildAsync(IPage maker)
    {
        await AddAsync(maker, "Short text", "Your name");
        await maker.Locator(".bld-panel").GetByLabel("Required").CheckAsync(new() { Force = true });
        await AddAsync(maker, "Number", "Hours run");
        await maker.Locator(".bld-panel").GetByLabel("Maximum", new() { Exact = true }).FillAsync("100");
        await maker.Locator(".bld-panel").GetByLabel("Maximum", new() { Exact = true }).BlurAsync();
        await AddAsync(maker, "Long text", "Why so many?");
        await PickAsync(maker, maker.Locator(".bld-panel").GetByLabel("Show when"), "Hours run");
        await PickAsync(maker, maker.Locator(".bld-panel").GetByLabel("Comparison"), "is more than");
        await maker.Locator(".bld-panel").GetByLabel("Answer", new() { Exact = true }).FillAsync("50");
        await maker.Locator(".bld-panel").GetByLabel("Answer", new() { Exact = true }).BlurAsync();
        await AddAsync(maker, "File", "Photo");
        await maker.GetByRole(AriaRole.Button, new() { Name = "New section" }).ClickAsync();
        await maker.Locator(".bld-panel").GetByLabel("Title").FillAsync("Machine");
        await maker.Locator(".bld-panel").GetByLabel("Title").BlurAsync();
        await maker.Locator(".bld-panel").GetByLabel("Repeats").CheckAsync(new() { Force = true });
        await AddAsync(maker, "Short text", "Serial number");
        await maker.Locator(".bld-panel").GetByLabel("Required").CheckAsync(new() { Force = true });

        // The preview works like the form.
        await maker.GetByRole(AriaRole.Button, new() { Name = "Preview", Exact = true }).ClickAsync();
        var preview = maker.Locator(".bld-preview");
        await Expect(preview.GetByLabel("Why so many?")).ToHaveCountAsync(0);
        await preview.GetByLabel("Hours run").FillAsync("60");
        await preview.GetByLabel("Hours run").BlurAsync();
        await Expect(preview.GetByLabel("Why so many?")).ToBeVisibleAsync();
        await preview.GetByRole(AriaRole.Button, new() { Name = "Add another" }).ClickAsync();
        await Expect(preview.GetByRole(AriaRole.Group, new() { Name = "Machine 2" })).ToBeVisibleAsync();
    }

    /// <summary>The code is shown, and both files that are offered are what they say they are.</summary>
    private static async Task ShowQrCodeAsync(IPage maker)
    {
        await maker.GetByRole(AriaRole.Button, new() { Name = "QR code of the link for Dealers" }).ClickAsync();
        var dialog = maker.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Img, new() { Name = "QR code of the form link" })).ToBeVisibleAsync();
        var png = await maker.RunAndWaitForDownloadAsync(() =>
            dialog.GetByRole(AriaRole.Link, new() { Name = "PNG" }).ClickAsync()
        );
        Assert.Equal("form-1-link-1.png", png.SuggestedFilename);
        Assert.Equal(
            [0x89, (byte)'P', (byte)'N', (byte)'G'],
            (await File.ReadAllBytesAsync(await png.PathAsync()))[..4]
        );
        var svg = await maker.RunAndWaitForDownloadAsync(() =>
            dialog.GetByRole(AriaRole.Link, new() { Name = "SVG" }).ClickAsync()
        );
        Assert.Contains("<svg", await File.ReadAllTextAsync(await svg.PathAsync()), StringComparison.Ordinal);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }

    private static async Task PickAsync(IPage page, ILocator field, string choice)
    {
        await field.ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item")
            .GetByText(choice, new() { Exact = true })
            .First.ClickAsync();
        await Expect(page.Locator(".mud-popover-open .mud-list-item")).ToHaveCountAsync(0);
    }

    private static async Task FilterAsync(IPage page, string filter, string value)
    {
        await page.Locator(".filters .pill", new() { HasText = filter }).First.ClickAsync();
        await page.Locator($".mud-popover-open [data-value='{value}']").ClickAsync();
    }

    private static async Task AddAsync(IPage maker, string kind, string label)
    {
        await maker
            .Locator(".bld-palette")
            .GetByRole(AriaRole.Button, new() { Name = kind, Exact = true })
            .ClickAsync();
        var field = maker.Locator(".bld-panel").GetByLabel("Label");
        await Expect(field).ToHaveValueAsync(kind);
        await field.FillAsync(label);
        await field.BlurAsync();
        await Expect(maker.Locator(".bld-list").GetByText(label, new() { Exact = true })).ToBeVisibleAsync();
    }

    private static async Task AnswerAsync(IPage stranger, string path)
    {
        await OpenAsync(stranger, path);
        await Expect(stranger.Locator("meta[name=robots]")).ToHaveAttributeAsync("content", new Regex("noindex"));
        await stranger.GetByLabel("Hours run").FillAsync("500");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(stranger.GetByText("At most 100.")).ToBeVisibleAsync();
        await Expect(stranger.GetByText("This is required.")).ToHaveCountAsync(2);
        await Expect(stranger.GetByLabel("Your name")).ToBeFocusedAsync();
        await Expect(stranger.GetByLabel("Hours run")).ToHaveValueAsync("500");

        await stranger.GetByLabel("Your name").FillAsync("Asha Rao");
        await stranger.GetByLabel("Hours run").FillAsync("60");
        await stranger.GetByLabel("Hours run").BlurAsync();
        await stranger.GetByLabel("Why so many?").FillAsync("Two shifts.");
        await stranger
            .GetByLabel("Photo")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "site.txt",
                    MimeType = "text/plain",
                    Buffer = "The site."u8.ToArray(),
                }
            );
        await Expect(stranger.GetByRole(AriaRole.Button, new() { Name = "Remove site.txt" })).ToBeVisibleAsync();
        await stranger.GetByLabel("Serial number").FillAsync("CP-1");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Add another" }).ClickAsync(new() { Delay = 300 });
        await stranger.GetByLabel("Serial number").Nth(1).FillAsync("CP-2");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Name = "Thank you" })).ToBeVisibleAsync();
        await Expect(stranger.GetByText("Your answers have arrived as number 1")).ToBeVisibleAsync();
    }

    /// <summary>A value is edited in the document of the submission, found in all three files, and taken back with its old version.</summary>
    private async Task CorrectAndTakeBackAsync(IPage maker)
    {
        var client = await app.AsAsync(TestApp.Manager);
        Assert.Equal((true, true, true), await DocumentFiles.SayAsync(client, 1, "Two shifts."));
        await OpenAsync(maker, "/documents/1?tab=edit");
        await maker.GetByLabel("Why so many?").FillAsync("Three shifts since May.");
        await maker
            .GetByRole(AriaRole.Button, new() { Name = "Save and generate files" })
            .ClickAsync(new() { Delay = 300 });
        await Expect(maker.Locator(".head")).ToContainTextAsync("version 2");
        await GenerationContractTests.CompletedAsync(client, 1);
        Assert.Equal((true, true, true), await DocumentFiles.SayAsync(client, 1, "Three shifts since May."));
        Assert.Equal((false, false, false), await DocumentFiles.SayAsync(client, 1, "Two shifts."));
        await OpenAsync(maker, "/documents/1?tab=versions");
        await maker.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        await Expect(maker.Locator(".head")).ToContainTextAsync("version 3");
        await GenerationContractTests.CompletedAsync(client, 1);
        Assert.Equal((true, true, true), await DocumentFiles.SayAsync(client, 1, "Two shifts."));
    }

    private static async Task EditAndReviewAsync(IPage maker)
    {
        await Expect(maker.Locator(".sub-answers")).ToContainTextAsync("CP-2");
        await Expect(maker.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("site.txt") }))
            .ToHaveAttributeAsync("href", "/api/forms/submissions/1/files/1");
        await maker.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await maker.GetByLabel("Hours run").FillAsync("70");
        await maker.GetByLabel("Reason for the change").FillAsync("Read wrongly");
        await maker.GetByRole(AriaRole.Button, new() { Name = "Save the answers" }).ClickAsync();
        var history = maker.Locator(".sub-events");
        await Expect(history).ToContainTextAsync("Hours run: 6070");
        await Expect(history).ToContainTextAsync("Read wrongly");
        await maker.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(maker.GetByText("Give a reason for the rejection.")).ToBeVisibleAsync();
        await maker.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(maker.Locator(".head")).ToContainTextAsync("Approved");
        await Expect(history).ToContainTextAsync("submittedapproved");
    }

    private static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await Browser.LiveAsync(page);
    }

    /// <summary>A published form with every kind of field, and a link to it.</summary>
    private async Task<(CurrentUser Manager, int Id, string Token)> FoundAsync()
    {
        var manager = await Services<AccessQueries>().DemoViewerAsync(TestApp.Manager, default);
        var id = await Services<FormCommands>()
            .CreateAsync(manager, new NewForm("Visit", "What you found.", Visit, Public: true, Publish: true), default);
        return (manager, id, await Services<FormCommands>().MakeLinkAsync(manager, id, "Everybody", false, default));
    }

    private T Services<T>()
        where T : notnull => app.Services.GetRequiredService<T>();
}
