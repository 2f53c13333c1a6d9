using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Administration.Company;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Platform;
using ReportsAdmin.Tests.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Administration;

/// <summary>What an administrator sets for the company is what everyone sees. In a collection of its own: the digit grouping is the process's.</summary>
[Collection(DigitGroupingCollection.Name)]
public sealed class CompanySettingsTests : IAsyncLifetime
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );

    private static readonly byte[] Jpeg =
    [
        .. new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 20, 0, 40, 1, 1, 0x11, 0 },
        0xFF,
        0xD9,
    ];

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Digits.Grouping = DigitGrouping.Indian;
        FinancialCalendar.StartMonth = FinancialCalendar.DefaultStartMonth;
    }

    [Fact]
    public async Task Another_first_month_of_the_year_is_explained_saved_and_answers_at_once()
    {
        foreach (var (month, invoice) in new[] { ("May-25", "SI-1"), ("Jul-25", "SI-2") })
            await app.UploadAsync(
                Sheet.Of(
                    "Customer Code|Customer Name|Region|Invoice Number|Outstanding",
                    $"C-1|Shree Ganesh|Pune|{invoice}|1000"
                ),
                month
            );
        using var client = await app.AsAsync(TestApp.Admin);
        async Task<int> MonthsAsync(string year) =>
            (await client.GetFromJsonAsync<JsonElement>($"/api/invoice-tracker?financialYear={year}"))
                .EnumerateArray()
                .Count();
        Assert.Equal((0, 3), (await MonthsAsync("2024-2025"), await MonthsAsync("2025-2026")));
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/company");
        await Browser.LiveAsync(page);

        await PickControls.PickAsync(page.GetByLabel("Begins in", new() { Exact = true }), "July");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "It will be" }))
            .ToContainTextAsync("for everybody and also for years that are over");
        Assert.Equal((0, 3), (await MonthsAsync("2024-2025"), await MonthsAsync("2025-2026")));
        Assert.Empty(await Axe.FindAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save financial year" }).ClickAsync();
        await Expect(page.Locator(".setting", new() { HasText = "Begins in" }))
            .ToContainTextAsync("Default: April. Last changed by Asha Menon");

        Assert.Equal((2, 1), (await MonthsAsync("2024-2025"), await MonthsAsync("2025-2026")));
        var (_, commands) = Faces();
        var manager = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Manager, default);
        foreach (
            var (who, month, kind) in new[]
            {
                (await AdminAsync(), 13, ErrorKind.Invalid),
                (manager, 4, ErrorKind.Forbidden),
            }
        )
            Assert.Equal(
                kind,
                (await Assert.ThrowsAsync<DomainException>(() => commands.BeginYearAsync(who, month, default))).Kind
            );
    }

    [Fact]
    public async Task A_setting_shows_its_default_and_who_changed_it_when()
    {
        var (queries, commands) = Faces();
        var before = await queries.ReadAsync(CurrentUser.System, default);
        Assert.Equal(
            ("ReportsAdmin", null, DigitGrouping.Indian, null),
            (before.Name, before.NameChange, before.Grouping, before.GroupingChange)
        );

        var admin = await AdminAsync();
        await commands.RenameAsync(admin, "  Ravi Machines ", default);
        await commands.GroupAsync(admin, DigitGrouping.International, default);
        var after = await queries.ReadAsync(admin, default);
        Assert.Equal(("Ravi Machines", "ReportsAdmin"), (after.Name, after.DefaultName));
        Assert.Equal(admin.Name, after.NameChange!.By);
        Assert.InRange(after.GroupingChange!.At, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
        Assert.Equal("1,234,567.00", new Money(1_234_567_00).ToString());

        await commands.RenameAsync(admin, "", default);
        var again = await queries.ReadAsync(admin, default);
        Assert.Equal(("ReportsAdmin", admin.Name), (again.Name, again.NameChange!.By));
    }

    public static TheoryData<TestProvider> Providers => [TestProvider.Sqlite, TestProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Settings_are_kept_on_both_databases(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (queries, commands) = (fixture.Get<CompanyQueries>(), fixture.Get<CompanyCommands>());
        await commands.RenameAsync(CurrentUser.System, "Ravi Machines", default);
        await commands.RenameAsync(CurrentUser.System, "Ravi Machines Ltd", default);
        await commands.ReplaceLogoAsync(CurrentUser.System, new MemoryStream(Png), default);
        await queries.ApplyAsync(default);
        var brand = fixture.Get<CompanyBrand>();
        Assert.Equal("Ravi Machines Ltd", brand.Name);
        Assert.Equal("Ravi Machines Ltd · Confidential", brand.Branding.Footer);
        Assert.Equal("image/png", brand.Logo!.ContentType);
        Assert.Equal(Png, brand.Logo.Content);
        var view = await queries.ReadAsync(CurrentUser.System, default);
        Assert.Equal(("System", true), (view.NameChange!.By, view.OwnLogo));
    }

    [Fact]
    public async Task Only_who_may_manage_the_company_changes_it()
    {
        var (queries, commands) = Faces();
        var manager = await PersonAsync(TestApp.Manager);
        await RefusedAsync(() => queries.ReadAsync(manager, default));
        await RefusedAsync(() => commands.RenameAsync(manager, "Mine", default));
        await RefusedAsync(() => commands.GroupAsync(manager, DigitGrouping.International, default));
        await RefusedAsync(() => commands.RemoveLogoAsync(manager, default));
        var client = await app.AsAsync(TestApp.Manager);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(client, Png, "logo.png")).StatusCode);
        using var stranger = app.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(stranger, Png, "logo.png")).StatusCode);

        static async Task RefusedAsync(Func<Task> act) =>
            Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
    }

    [Fact]
    public async Task A_logo_is_taken_for_what_it_is_and_shown_before_sign_in()
    {
        var client = await app.AsAsync(TestApp.Admin);
        using var stranger = app.Anonymous();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/brand/logo")).StatusCode);

        // The name of a file proves nothing: the content decides.
        var answer = await SendAsync(client, Jpeg, "logo.png");
        answer.EnsureSuccessStatusCode();
        var address = JsonDocument
            .Parse(await answer.Content.ReadAsStringAsync())
            .RootElement.GetProperty("data")
            .GetProperty("logo")
            .GetString()!;
        Assert.Contains(
            WebUtility.HtmlEncode(address),
            await stranger.GetStringAsync("/sign-in"),
            StringComparison.Ordinal
        );
        var logo = await stranger.GetAsync(address);
        Assert.Equal("image/jpeg", logo.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Jpeg, await logo.Content.ReadAsByteArrayAsync());
        Assert.Equal("nosniff", Assert.Single(logo.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("immutable", logo.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        await Faces().Commands.RemoveLogoAsync(CurrentUser.System, default);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/brand/logo")).StatusCode);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415)]
    [InlineData("GIF89a", 415)]
    [InlineData("\u0089PNG\r\n\u001a\nnothing more", 400)]
    [InlineData("", 415)]
    public async Task Anything_but_a_whole_picture_is_refused(string content, int status)
    {
        var client = await app.AsAsync(TestApp.Admin);
        var answer = await SendAsync(client, System.Text.Encoding.Latin1.GetBytes(content), "logo.png");
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("error", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(app.Services.GetRequiredService<CompanyBrand>().Logo);
    }

    [Fact]
    public async Task A_logo_that_is_too_large_or_has_too_many_pixels_is_refused()
    {
        var client = await app.AsAsync(TestApp.Admin);
        byte[] large = [.. Png, .. new byte[CompanyCommands.MaxLogoBytes]];
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(client, large, "logo.png")).StatusCode);
        var wide = (byte[])Png.Clone();
        wide[17] = 1;
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, wide, "logo.png")).StatusCode);
    }

    [Fact]
    public async Task Documents_carry_the_name_and_the_logo_from_then_on()
    {
        var renderers = app.Services.GetRequiredService<ReportRenderers>();
        Assert.DoesNotContain("Ravi Machines", await HeaderAsync(), StringComparison.Ordinal);
        await Faces().Commands.RenameAsync(CurrentUser.System, "Ravi Machines", default);
        Assert.Contains("Ravi Machines", await HeaderAsync(), StringComparison.Ordinal);
        await Faces().Commands.ReplaceLogoAsync(CurrentUser.System, new MemoryStream(Png), default);
        Assert.Contains("r:embed", await HeaderAsync(), StringComparison.Ordinal);
        // Word cannot show it, so the name returns.
        await Faces().Commands.ReplaceLogoAsync(CurrentUser.System, new MemoryStream(Jpeg), default);
        Assert.DoesNotContain("r:embed", await HeaderAsync(), StringComparison.Ordinal);

        async Task<string> HeaderAsync()
        {
            var document = PdfSamples.Everything();
            await using var file = await renderers.RenderToFileAsync(document, ReportFormat.Word, default);
            using var zip = new System.IO.Compression.ZipArchive(file);
            using var reader = new StreamReader(zip.GetEntry("word/header1.xml")!.Open());
            return await reader.ReadToEndAsync();
        }
    }

    [Fact]
    public async Task An_administrator_changes_them_on_the_page_and_an_open_page_follows()
    {
        var other = await Browser.SignInAsync(app, TestApp.Engineer);
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/company");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Company name" }).FillAsync("Ravi Machines");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save name" }).ClickAsync();
        await Expect(page.GetByText("Last changed by")).ToBeVisibleAsync();
        await Expect(other.Locator(".side .brand")).ToHaveTextAsync("Ravi Machines");

        await page.SetInputFilesAsync(
            "input[type=file]",
            new FilePayload
            {
                Name = "logo.svg",
                MimeType = "image/svg+xml",
                Buffer = "<svg/>"u8.ToArray(),
            }
        );
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("PNG, JPEG or WebP");
        await page.SetInputFilesAsync(
            "input[type=file]",
            new FilePayload
            {
                Name = "logo.png",
                MimeType = "image/png",
                Buffer = Png,
            }
        );
        await Expect(page.GetByAltText("Present logo")).ToBeVisibleAsync();
        await Expect(other.Locator(".side .brand img.own")).ToHaveCountAsync(1);

        await page.GetByLabel("International").CheckAsync();
        await Expect(page.GetByText("Last changed by")).ToHaveCountAsync(3);
        Assert.Equal(DigitGrouping.International, Digits.Grouping);
        await page.ReloadAsync();
        await Browser.LiveAsync(page);
        await Expect(page.GetByLabel("International")).ToBeCheckedAsync();
    }

    [Theory]
    [InlineData(1440, "light"), InlineData(390, "dark")]
    public async Task The_pages_of_administration_have_no_fault_that_axe_finds_and_fit_their_width(
        int width,
        string theme
    )
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, width, "/admin/company");
        await page.Context.AddCookiesAsync([
            new()
            {
                Name = "Theme",
                Value = theme,
                Url = app.Address,
            },
        ]);
        foreach (var path in (string[])["/admin/company", "/admin/clean-up", "/admin/mail", "/admin/health"])
        {
            await page.GotoAsync(path);
            await Browser.LiveAsync(page);
            Assert.Empty(await Axe.FindAsync(page));
            Assert.Equal(
                0,
                await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)")
            );
        }
    }

    private (CompanyQueries Queries, CompanyCommands Commands) Faces() =>
        (app.Services.GetRequiredService<CompanyQueries>(), app.Services.GetRequiredService<CompanyCommands>());

    private Task<CurrentUser> AdminAsync() => PersonAsync(TestApp.Admin);

    private Task<CurrentUser> PersonAsync(string email) =>
        app
            .Services.GetRequiredService<ReportsAdmin.Features.Access.People.AccessQueries>()
            .DemoViewerAsync(email, default);

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, byte[] content, string name)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        return client.PostAsync("/api/v2/company/logo", form);
    }
}
