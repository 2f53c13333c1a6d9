using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>A public link cannot fill the disk: what waits is limited and does not wait long, and so is what stays.</summary>
public sealed class FileQuotaTests : IAsyncLifetime
{
    private const int Kilobyte = 1024;
    private const int TooManyRequests = 429;

    private readonly FakeClock clock = new();
    private TestApp app = null!;
    private int form;

    public async ValueTask InitializeAsync()
    {
        app = await new TestApp()
            .With("Forms:MaxWaitingMegabytesPerLink", "1")
            .With("Forms:MaxWaitingMegabytesPerForm", "2")
            .With("Forms:MaxMegabytesPerForm", "3")
            .With("RateLimits:Public", "1000")
            .With(services => services.AddSingleton<TimeProvider>(clock))
            .StartAsync();
        form = await NewFormAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_link_holds_so_many_files_that_wait_and_other_links_are_not_its_victims()
    {
        var (first, second) = (await NewLinkAsync(form), await NewLinkAsync(form));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(first, 1024)).StatusCode);

        var refused = await SendAsync(first, 1);

        Assert.Equal(
            (TooManyRequests, 3600),
            ((int)refused.StatusCode, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds)
        );
        Assert.Contains("not submitted", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(second, 1023)).StatusCode);
    }

    [Fact]
    public async Task A_form_holds_so_many_over_all_its_links_and_other_forms_go_on()
    {
        foreach (var link in new[] { await NewLinkAsync(form), await NewLinkAsync(form) })
            Assert.Equal(HttpStatusCode.Created, (await SendAsync(link, 1024)).StatusCode);

        Assert.Equal(TooManyRequests, (int)(await SendAsync(await NewLinkAsync(form), 1)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(await NewLinkAsync(await NewFormAsync()), 1)).StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_not_submitted_is_deleted_within_the_hour_and_a_submitted_one_stays()
    {
        var link = await NewLinkAsync(form);
        var kept = await TokenAsync(await SendAsync(link, 1));
        await SendAsync(link, 1023);
        var submission = await SubmitAsync(link, kept);
        var sweep = app.Services.GetRequiredService<WaitingFiles>();

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await sweep.SweepAsync(default));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await sweep.SweepAsync(default));

        Assert.Equal(HttpStatusCode.Created, (await SendAsync(link, 1024)).StatusCode);
        var submissions = app.Services.GetRequiredService<SubmissionQueries>();
        var details = await submissions.DetailsAsync(CurrentUser.System, submission, default);
        await using var content = (
            await submissions.FileAsync(CurrentUser.System, submission, Assert.Single(details.Files).Id, default)
        ).Content;
        Assert.Equal(Kilobyte, content.Length);
    }

    [Fact]
    public async Task A_form_takes_no_more_files_when_those_that_stay_fill_it()
    {
        var link = await NewLinkAsync(form);
        for (var i = 0; i < 3; i++)
            await SubmitAsync(link, await TokenAsync(await SendAsync(link, 1024)));

        var refused = await SendAsync(link, 1);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("no more room", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<int> NewFormAsync() =>
        app
            .Services.GetRequiredService<FormCommands>()
            .CreateAsync(
                CurrentUser.System,
                new NewForm(
                    "Visit",
                    null,
                    new FormDefinition([
                        new FormSection("s", "") { Fields = [new FormField("f", "File", FieldTypes.File)] },
                    ]),
                    Public: true,
                    Publish: true
                ),
                default
            );

    private Task<string> NewLinkAsync(int formId) =>
        app
            .Services.GetRequiredService<FormCommands>()
            .MakeLinkAsync(CurrentUser.System, formId, "Gate", singleUse: false, default);

    private async Task<HttpResponseMessage> SendAsync(string link, int kilobytes)
    {
        var bytes = new byte[kilobytes * Kilobyte];
        "%PDF-1.7"u8.CopyTo(bytes);
        using var file = new ByteArrayContent(bytes)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") },
        };
        using var body = new MultipartFormDataContent
        {
            { new StringContent("f"), "field" },
            { file, "file", "a.pdf" },
        };
        using var client = app.Anonymous();
        return await client.PostAsync($"/api/public/forms/{link}/files", body);
    }

    private static async Task<string> TokenAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;

    private async Task<int> SubmitAsync(string link, string file)
    {
        using var client = app.Anonymous();
        using var answer = await client.PostAsJsonAsync(
            "/api/public/forms/submit",
            new { token = link, data = new { f = file } }
        );
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
    }
}
