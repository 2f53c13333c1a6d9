using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>Whose form it is, as people without an account see it.</summary>
public sealed class PublicFormPageTests
{
    private static readonly byte[] Logo = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );

    [Fact]
    public async Task A_public_form_shows_the_company_that_the_settings_name()
    {
        await using var app = await new TestApp().With("Branding:Company", "Ravi Machines").StartAsync();
        var page = await PageAsync(app);
        Assert.Contains("<div class=\"fill-company\">Ravi Machines</div>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_form_shows_the_logo_in_place_of_the_name()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, Logo);
            await using var app = await new TestApp()
                .With("Branding:Company", "Ravi Machines")
                .With("Branding:LogoFile", file)
                .StartAsync();
            var page = await PageAsync(app);
            Assert.Contains("alt=\"Ravi Machines\"", page, StringComparison.Ordinal);
            var address = Regex.Match(page, "src=\"(/brand/logo[^\"]+)\" alt=\"Ravi").Groups[1].Value;
            using var client = app.Anonymous();
            Assert.Equal(Logo, await client.GetByteArrayAsync(address));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Without_a_company_in_the_settings_a_public_form_shows_the_product()
    {
        await using var app = await new TestApp().StartAsync();
        Assert.DoesNotContain("fill-company", await PageAsync(app), StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(TestApp app)
    {
        var forms = app.Services.GetRequiredService<FormCommands>();
        var definition = new FormDefinition([
            new FormSection("s", "") { Fields = [new("name", "Name", FieldTypes.Text)] },
        ]);
        var form = new NewForm("Visit", null, definition, Public: true, Publish: true);
        var id = await forms.CreateAsync(CurrentUser.System, form, default);
        var token = await forms.MakeLinkAsync(CurrentUser.System, id, "Everyone", false, default);
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        return System.Net.WebUtility.HtmlDecode(await client.GetStringAsync("/f/" + token));
    }
}
