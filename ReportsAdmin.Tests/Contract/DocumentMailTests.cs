using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Contract;

/// <summary><c>POST /api/reports/{id}/email</c> as the client of spec 002 calls it, and the button on the document's page.</summary>
public sealed class DocumentMailTests : IAsyncLifetime
{
    private readonly SmtpSink sink = new();
    private readonly LogLines log = new();
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        foreach (var (key, value) in sink.Settings)
            app.With(key, value);
        app.With("RateLimits:Mail", "1000").With(s => s.AddSingleton<ILoggerProvider>(log));
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task Each_address_gets_a_mail_with_the_files_and_no_log_names_it()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = await ReadyAsync(client, "Secret quarter");

        var (status, body) = await SendAsync(
            client,
            id,
            new { emails = (string[])["asha.rao@example.com", "ravi@example.org", "ASHA.RAO@example.com"] }
        );

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.True(body.GetProperty("success").GetBoolean());
        Assert.Equal(2, body.GetProperty("queued").GetInt32());
        Assert.Equal(2, body.GetProperty("mail_ids").GetArrayLength());
        Assert.Equal("queued", body.GetProperty("status").GetString());
        Assert.Equal(id, body.GetProperty("report_id").GetInt32());
        var mails = await sink.WaitAsync(2);
        Assert.Equal(
            ["asha.rao@example.com", "ravi@example.org"],
            mails.Select(m => m.To.Mailboxes.Single().Address).Order()
        );
        Assert.All(mails, m =>
        {
            Assert.Equal("Secret quarter", m.Subject);
            Assert.Equal(3, m.Attachments.Count());
            Assert.Contains($"https://reports.example.com/documents/{id}", m.TextBody, StringComparison.Ordinal);
        });
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, l => l.Contains("asha.rao", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(log.Lines, l => l.Contains("Secret quarter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_wrong_address_is_named_and_nothing_is_sent()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = await ReadyAsync(client, "Quarter");

        var (status, body) = await SendAsync(
            client,
            id,
            new { emails = (string?[])["a@example.com", "not one", "b@example.com\nBcc: c@example.com", ""] }
        );

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            ["emails[1]", "emails[2]", "emails[3]"],
            body.GetProperty("errors").EnumerateObject().Select(p => p.Name).Order()
        );
        foreach (
            var bad in (object[])
                [
                    new { emails = Array.Empty<string>() },
                    new { },
                    new { emails = Enumerable.Range(0, 21).Select(i => $"a{i}@example.com") },
                ]
        )
        {
            var (refused, answer) = await SendAsync(client, id, bad);
            Assert.Equal(HttpStatusCode.BadRequest, refused);
            Assert.Contains("1 to 20", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(0, await MailsAsync());
    }

    [Fact]
    public async Task Only_who_may_see_the_report_may_send_it()
    {
        var manager = await app.AsAsync(TestApp.Manager);
        var id = await ReadyAsync(manager, "Private");
        var engineer = await app.AsAsync(TestApp.Engineer);

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(engineer, id, Someone)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(manager, id + 1000, Someone)).Status);
        using var anonymous = app.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(anonymous, id, Someone)).Status);
        Assert.Equal(0, await MailsAsync());
    }

    [Fact]
    public async Task A_request_that_is_repeated_with_its_key_sends_once()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = await ReadyAsync(client, "Once");
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/reports/{id}/email")
            {
                Content = JsonContent.Create(Someone),
            };
            request.Headers.Add("Idempotency-Key", "press-1");
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            answers.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(answers[0], answers[1]);
        await sink.WaitAsync();
        Assert.Equal(1, await MailsAsync());
    }

    [Fact]
    public async Task A_person_may_send_only_so_often()
    {
        await using var strict = new TestApp();
        await strict.StartAsync();
        var client = await strict.AsAsync(TestApp.Manager);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 21; i++)
            codes.Add((await SendAsync(client, 999, Someone)).Status);

        // The window may turn in between: of two windows' worth at least one is refused.
        Assert.Contains(HttpStatusCode.TooManyRequests, codes);
        Assert.Equal(HttpStatusCode.NotFound, codes[0]);
    }

    [Fact]
    public async Task Large_files_are_not_attached_and_without_a_server_the_mail_is_kept()
    {
        await using var small = new TestApp();
        await small.With("Mail:AttachmentMegabytes", "0").StartAsync();
        var client = await small.AsAsync(TestApp.Manager);
        var id = await ReadyAsync(client, "Large");

        var (status, body) = await SendAsync(client, id, Someone);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(
            ("held", false),
            (body.GetProperty("status").GetString(), body.GetProperty("attached").GetBoolean())
        );
        await using var db = small.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var mail = await db.Set<OutgoingMail>().SingleAsync();
        Assert.Equal(MailState.Held, mail.State);
        Assert.Contains("too large for a mail", mail.Text, StringComparison.Ordinal);
        Assert.Equal(0, await db.Set<MailAttachment>().CountAsync());
    }

    [Fact]
    public async Task The_page_sends_by_mail_and_the_administrator_sees_it()
    {
        var id = await ReadyAsync(await app.AsAsync(TestApp.Manager), "From the page");
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: $"/documents/{id}");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Send by mail" }).ClickAsync();
        var dialog = page.GetByRole(Microsoft.Playwright.AriaRole.Dialog);
        await dialog.GetByLabel("To").FillAsync("nobody");
        await dialog
            .GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Send", Exact = true })
            .ClickAsync();
        await Expect(dialog.GetByRole(Microsoft.Playwright.AriaRole.Alert))
            .ToContainTextAsync("'nobody' is not an e-mail address");
        await dialog.GetByLabel("To").FillAsync("asha@example.com\nravi@example.com");
        await dialog
            .GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Send", Exact = true })
            .ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        var mails = await sink.WaitAsync(2);
        Assert.All(mails, m => Assert.IsType<Multipart>(m.Body));

        var admin = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/mail");
        await Expect(admin.GetByRole(Microsoft.Playwright.AriaRole.Row).Filter(new() { HasText = "asha@example.com" }))
            .ToContainTextAsync("Sent");
        await admin.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Send a test mail" }).ClickAsync();
        await admin
            .GetByRole(Microsoft.Playwright.AriaRole.Dialog)
            .GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Send", Exact = true })
            .ClickAsync();
        Assert.Contains(await sink.WaitAsync(3), m =>
            m.Subject == "Test mail" && m.To.Mailboxes.Single().Address == TestApp.Admin
        );
    }

    private static object Someone => new { emails = (string[])["asha@example.com"] };

    private async Task<int> MailsAsync()
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        return await db.Set<OutgoingMail>().CountAsync();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpClient client,
        int id,
        object body
    )
    {
        using var answer = await client.PostAsJsonAsync($"/api/reports/{id}/email", body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<int> ReadyAsync(HttpClient client, string title)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/reports/generate",
            new
            {
                title,
                data = new { period = "Q1" },
                config = new { format = (string[])["pdf", "docx", "excel"] },
            }
        );
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report_id").GetInt32();
        await Until.TrueAsync(
            async () =>
                (await client.GetFromJsonAsync<JsonElement>($"/api/reports/{id}/status"))
                    .GetProperty("status")
                    .GetString() == "completed",
            "the report is ready"
        );
        return id;
    }
}
