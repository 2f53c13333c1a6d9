using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>A document in real browsers: edited as a form, its three files generated again, an old version restored.</summary>
public sealed class DocumentJourneyTests : IAsyncLifetime
{
    private const string Body =
        """{"title":"Site report","data":{"period":"First draft","rows":[{"name":"Mumbai","amount":100}]},"config":{"template":"business_report","include_charts":true}}""";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task An_edited_value_is_in_all_three_files_and_the_old_version_is_restored()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await GenerationContractTests.SendAsync(client, HttpMethod.Post, "/api/reports/generate", Body))
            .Answer.GetProperty("report_id")
            .GetInt32();
        var other = await Browser.SignInAsync(app, TestApp.Admin, path: "/documents");
        await Expect(other.Locator("tr", new() { HasText = "Site report" })).ToContainTextAsync("version 1");

        var page = await Browser.SignInAsync(app, TestApp.Manager, path: $"/documents/{id}");
        await Expect(page.Locator("iframe")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await page.GetByLabel("Period").FillAsync("Corrected 4711");
        await page.GetByLabel("Amount, row 1").FillAsync("250");
        await page.GetByLabel("Reason (for the history)").FillAsync("The draft was wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and generate files" }).ClickAsync();
        await Expect(page.Locator(".head")).ToContainTextAsync("version 2");
        await Expect(other.Locator("tr", new() { HasText = "Site report" })).ToContainTextAsync("version 2");
        await GenerationContractTests.CompletedAsync(client, id);
        Assert.Equal((true, true, true), await DocumentFiles.SayAsync(client, id, "Corrected 4711"));
        Assert.Equal((false, false, false), await DocumentFiles.SayAsync(client, id, "First draft"));

        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Versions") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show changes" }).ClickAsync();
        await Expect(page.Locator(".doc-changes")).ToContainTextAsync("First draft");
        await Expect(page.Locator(".doc-changes ins").First).ToHaveTextAsync("Corrected 4711");
        await Expect(page.Locator(".doc-versions")).ToContainTextAsync("The draft was wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        await Expect(page.Locator(".head")).ToContainTextAsync("version 3");
        await GenerationContractTests.CompletedAsync(client, id);
        Assert.Equal((true, true, true), await DocumentFiles.SayAsync(client, id, "First draft"));
    }

    [Fact]
    public async Task Leaving_a_document_with_unsaved_edits_asks_first()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await GenerationContractTests.SendAsync(client, HttpMethod.Post, "/api/reports/generate", Body))
            .Answer.GetProperty("report_id")
            .GetInt32();
        await GenerationContractTests.CompletedAsync(client, id);
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: $"/documents/{id}?tab=edit");
        await page.GetByLabel("Period").FillAsync("Not saved yet");
        await page.GetByLabel("Period").BlurAsync();

        // Tabs of the document keep the edit.
        await page.GetByRole(AriaRole.Link, new() { Name = "Preview", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Period")).ToHaveValueAsync("Not saved yet");

        await page.Locator(".head").GetByRole(AriaRole.Link, new() { Name = "Documents" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync("Your changes to this document are not saved.");
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/documents/{id}"));
        await Expect(page.GetByLabel("Period")).ToHaveValueAsync("Not saved yet");

        await page.Locator(".head").GetByRole(AriaRole.Link, new() { Name = "Documents" }).ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Discard the changes" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/documents$"));
    }

    [Fact]
    public async Task Leaving_a_new_document_with_text_asks_first_and_creating_it_does_not()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/documents/new");
        await page.Locator(".head").GetByRole(AriaRole.Link, new() { Name = "Documents" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/documents$"));

        await page.GotoAsync("/documents/new");
        await Browser.LiveAsync(page);
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Half written");
        await page.Locator(".head").GetByRole(AriaRole.Link, new() { Name = "Documents" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync("Your changes to this document are not saved.");
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/documents/new$"));
        await Expect(page.GetByLabel("Title", new() { Exact = true })).ToHaveValueAsync("Half written");

        await page.GetByLabel("Period").FillAsync("Q1");
        await page.GetByLabel("Period").BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create document" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/documents/\\d+$"));
        await Expect(question).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_document_template_is_created_edited_and_deleted_after_a_question()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/documents/templates");
        await page.GetByRole(AriaRole.Button, new() { Name = "New template" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Title", new() { Exact = true }).FillAsync("Site visit");
        await dialog.GetByLabel("Labels of keys").FillAsync("amount = Amount due");
        await dialog.GetByLabel("Hidden keys").FillAsync("internal, draft");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var row = page.Locator("tr", new() { HasText = "Site visit" });
        await Expect(row).ToContainTextAsync("1 custom label, 2 keys hidden");

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit Site visit" }).ClickAsync();
        await Expect(dialog.GetByLabel("Hidden keys")).ToHaveValueAsync("internal, draft");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Site visit" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete the template" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Invalid_json_shows_its_position_and_is_never_saved()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/documents/new");
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Typed");
        // A new document opens as a form; JSON is a choice.
        await Expect(page.GetByLabel("Content as JSON")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Name, row 1")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "JSON", Exact = true }).ClickAsync();
        await page.GetByLabel("Content as JSON").FillAsync("{\n \"a\" 1\n}");
        await page.GetByLabel("Content as JSON").BlurAsync();
        await Expect(page.GetByText(new Regex("^Line 2, column"))).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create document" }).ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("Line 2, column");
        await Expect(page).ToHaveURLAsync(new Regex("/documents/new$"));
        await page.GetByLabel("Content as JSON")
            .FillAsync("""{"greeting":"नमस्ते","rows":[{"x":"a","y":1},{"x":"b","y":2}]}""");
        await page.GetByLabel("Content as JSON").BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Form", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Greeting")).ToHaveValueAsync("नमस्ते");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create document" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/documents/\\d+$"));
        await Expect(page.Locator("iframe")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_browser_without_a_pdf_viewer_gets_a_button_and_no_download_unasked()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await GenerationContractTests.SendAsync(client, HttpMethod.Post, "/api/reports/generate", Body))
            .Answer.GetProperty("report_id")
            .GetInt32();
        await GenerationContractTests.CompletedAsync(client, id);
        var page = await Browser.SignInAsync(app, TestApp.Manager, 390);
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.AddInitScriptAsync(
            "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => false });"
        );
        await page.GotoAsync($"/documents/{id}");
        await Browser.LiveAsync(page);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Open the PDF" }))
            .ToHaveAttributeAsync("href", new Regex($"/api/reports/{id}/download/pdf.*inline=true$"));
        await Expect(page.Locator("iframe")).ToBeHiddenAsync();
        Assert.DoesNotContain(asked, url => url.Contains("/download/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Private_documents_and_submissions_stay_with_their_owner()
    {
        const string Secret = "PRIVATE-PAPER";
        var admin = await app.AsAsync(TestApp.Admin);
        var id = (
            await GenerationContractTests.SendAsync(
                admin,
                HttpMethod.Post,
                "/api/reports/generate",
                $$$"""{"title":"{{{Secret}}}","data":{"a":"{{{Secret}}}"},"config":{}}"""
            )
        )
            .Answer.GetProperty("report_id")
            .GetInt32();
        await GenerationContractTests.CompletedAsync(admin, id);
        var form = (
            await GenerationContractTests.SendAsync(
                admin,
                HttpMethod.Post,
                "/api/forms",
                """{"title":"Open","schema":{"fields":[{"id":"a","label":"A","type":"text"}]}}"""
            )
        )
            .Answer.GetProperty("id")
            .GetInt32();
        await GenerationContractTests.SendAsync(
            admin,
            HttpMethod.Post,
            $"/api/forms/{form}/submissions",
            $$$"""{"data":{"a":"{{{Secret}}}"}}"""
        );
        await GenerationContractTests.SendAsync(
            admin,
            HttpMethod.Post,
            $"/api/forms/{form}/export-excel",
            """{"immediate":true}"""
        );
        string[] routes =
        [
            "/api/reports",
            $"/api/reports/{id}",
            $"/api/reports/{id}/status",
            $"/api/reports/{id}/preview",
            $"/api/reports/{id}/download/pdf",
            $"/api/reports/{id}/download/excel?version=1",
            "/api/v2/reports/export/generated-reports?format=csv",
            "/documents",
            $"/documents/{id}",
            $"/documents/{id}?tab=edit",
            $"/documents/{id}?tab=versions",
            "/api/forms",
            $"/api/forms/{form}",
            $"/api/forms/{form}/submissions",
            $"/api/forms/{form}/download-excel",
            $"/api/forms/{form}/export-history",
            $"/api/forms/{form}/export-status",
            "/documents/templates",
            "/admin/clean-up",
        ];
        foreach (var email in (string[])[TestApp.Manager, TestApp.Engineer])
        {
            var client = await app.AsAsync(email);
            foreach (var route in routes)
            {
                var answer = await client.GetAsync(route);
                Assert.True((int)answer.StatusCode < 500, $"{route} answered {(int)answer.StatusCode}");
                Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Address),
        };
        foreach (var route in routes)
            Assert.Contains((int)(await stranger.GetAsync(route)).StatusCode, (int[])[401, 302]);
        Assert.Contains(Secret, await admin.GetStringAsync("/api/reports"), StringComparison.Ordinal);
    }
}
