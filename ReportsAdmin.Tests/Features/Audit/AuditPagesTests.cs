using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Receivables;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Audit;

/// <summary>The log in a browser and over HTTP: who may see it, what is found, what a download leaves.</summary>
public sealed class AuditPagesTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Outstanding Amount",
                "C-1|Asha Traders|Pune|S-1|2026-03-01|5000"
            ),
            "Mar-26"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_change_on_a_page_is_found_by_its_words_with_who_where_and_from_what_to_what()
    {
        await ChangeRemarkAsync();
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/audit?kind=customer");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Asha Traders" });

        await Expect(row).ToContainTextAsync("Remark");
        await Expect(row).ToContainTextAsync("dispute");
        await Expect(row).ToContainTextAsync("Neha Kulkarni");
        await Expect(row).ToContainTextAsync("127.0.0.1");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Request");
        Assert.Empty(await Axe.FindAsync(page));
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("no such words");
        await Expect(page.GetByText("No results for these filters")).ToBeVisibleAsync();
        Assert.Contains("text=no", page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light), InlineData(390, ColorScheme.Dark)]
    public async Task The_page_has_no_fault_that_axe_finds_and_does_not_scroll_sideways(int width, ColorScheme scheme)
    {
        await ChangeRemarkAsync();
        var page = await Browser.SignInAsync(app, TestApp.Admin, width, "/admin/audit");
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.EvaluateAsync(
            $"document.documentElement.dataset.theme = '{(scheme == ColorScheme.Dark ? "dark" : "light")}'"
        );
        await Expect(page.GetByText("Signed in").First).ToBeVisibleAsync();

        Assert.Empty(await Axe.FindAsync(page));
        Assert.True(
            await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
        );
    }

    [Fact]
    public async Task Who_may_not_read_the_log_gets_neither_page_nor_answer_nor_file()
    {
        using var manager = await app.AsAsync(TestApp.Manager);
        foreach (var path in new[] { "/api/v2/audit", "/api/v2/audit/export?format=csv" })
            Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync(path)).StatusCode);
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/admin/audit");
        await Expect(page.GetByText("Signed in")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_answer_goes_on_where_it_ended_and_the_file_has_everything_that_matches()
    {
        using var admin = await app.AsAsync(TestApp.Admin);
        for (var i = 0; i < 4; i++)
            await app.AsAsync(TestApp.Manager);
        var seen = new List<string>();
        long? before = null;
        do
        {
            var answer = await admin.GetFromJsonAsync<JsonElement>(
                $"/api/v2/audit?action=signed-in&limit=2{(before is null ? "" : $"&before={before}")}"
            );
            var data = answer.GetProperty("data");
            seen.AddRange(data.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            before =
                data.GetProperty("older").ValueKind == JsonValueKind.Null ? null : data.GetProperty("older").GetInt64();
        } while (before is not null);

        Assert.Equal(5, seen.Count);
        Assert.Equal(seen.Distinct().OrderByDescending(long.Parse), seen);
        var csv = await admin.GetStringAsync("/api/v2/audit/export?format=csv&action=signed-in");
        Assert.Equal(5, csv.Split('\n').Count(line => line.Contains(",Signed in,", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("/api/v2/audit?from=yesterday")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("/api/v2/audit/export?format=pdf")).StatusCode);
    }

    [Fact]
    public async Task A_download_is_recorded_once_with_its_file_and_filters_and_without_tokens()
    {
        using var admin = await app.AsAsync(TestApp.Admin);
        using (await admin.GetAsync("/api/v2/audit/export?format=csv&kind=customer&token=secret")) { }
        using (await admin.GetAsync("/api/v2/uploads/template?kind=outstanding")) { }
        using (await admin.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v2/audit/export?format=csv"))) { }

        var entry = Assert.Single(await DownloadsAsync());

        Assert.Equal(("audit log", "127.0.0.1"), (entry.Kind, entry.Address));
        Assert.NotNull(entry.ActorId);
        Assert.Contains("kind=customer", entry.Details, StringComparison.Ordinal);
        Assert.Contains("audit-log-", entry.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", entry.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_sealed_a_moment_later_and_verifies()
    {
        using var admin = await app.AsAsync(TestApp.Admin);
        await Until.TrueAsync(
            async () =>
            {
                var verdict = await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(null, default);
                return verdict is { Break: null, Unsealed: 0, Checked: > 2 };
            },
            "the log is sealed"
        );
    }

    [Fact]
    public async Task An_administrator_who_opens_a_person_is_recorded_with_the_address_of_the_circuit()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/people?q=neha");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit Neha Kulkarni" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).Locator(".history-card")).ToContainTextAsync("Audit log");
        await using var db = Contexts().CreateDbContext();
        var views = db.Set<AuditEntry>().Where(e => e.Action == AuditActions.Viewed);
        await Until.TrueAsync(() => views.AnyAsync(), "the view is recorded");

        var view = await views.SingleAsync();
        Assert.Equal(("person", "Neha Kulkarni", "Asha Menon"), (view.Kind, view.RecordName, view.ActorName));
        Assert.Equal(("page", "127.0.0.1"), (view.Via, view.Address));
        Assert.StartsWith("circuit ", view.RequestId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nightly_check_alerts_a_broken_chain()
    {
        await using var db = Contexts().CreateDbContext();
        await app.Services.GetRequiredService<AuditSealer>().SealAsync(default);
        await db.Database.ExecuteSqlRawAsync(
            "DROP TRIGGER audit_entries_update; UPDATE audit_entries SET actor_name = 'Somebody else' WHERE seq = 1"
        );
        var queue = app.Services.GetRequiredService<JobQueue>();
        var id = await queue.EnqueueAsync(db, new NewJob("audit.verify", "Check", "{}", 0), default);
        await queue.AnnounceAsync(id, 0);

        var alerts = db.Set<Alert>().Where(a => a.Kind == AlertKind.BrokenAudit);
        await Until.TrueAsync(() => alerts.AnyAsync(), "the break is alerted");
        Assert.StartsWith("Entry 1 ", (await alerts.SingleAsync()).Detail, StringComparison.Ordinal);
        Assert.True(
            await db.Set<RecurringJob>().AnyAsync(r => r.Kind == "audit.verify" && r.Enabled),
            "The check comes every night."
        );
    }

    [Fact]
    public async Task The_history_of_a_form_is_on_its_page()
    {
        using var admin = await app.AsAsync(TestApp.Admin);
        var made = await admin.PostAsJsonAsync(
            "/api/forms",
            new
            {
                title = "Site visit",
                schema = new
                {
                    fields = new[]
                    {
                        new
                        {
                            id = "a",
                            type = "text",
                            label = "Name",
                        },
                    },
                },
            }
        );
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        await using var db = Contexts().CreateDbContext();
        var id = await db.Set<Form>().MaxAsync(f => f.Id);
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: $"/forms/{id}?tab=settings");
        var card = page.Locator(".history-card");
        await Expect(card).ToContainTextAsync("Added");
        await Expect(card).ToContainTextAsync("127.0.0.1");
        Assert.Empty(await Axe.FindAsync(page));
    }

    private async Task ChangeRemarkAsync()
    {
        using var manager = await app.AsAsync(TestApp.Manager);
        await using var db = Contexts().CreateDbContext();
        var customer = await db.Set<Customer>().SingleAsync();
        var answer = await manager.PutAsJsonAsync(
            $"/api/customers/{ApiId.Of(OutstandingIds.Customer, customer.Id)}/remark",
            new { newRemark = "dispute" }
        );
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task<List<AuditEntry>> DownloadsAsync()
    {
        await using var db = Contexts().CreateDbContext();
        var downloads = db.Set<AuditEntry>().Where(e => e.Action == AuditActions.Downloaded);
        // Strangers' entries are written after all that people caused before.
        app.Services.GetRequiredService<AuditInbox>().NoteStranger(AuditExtensions.New("marked", null, null, null));
        await Until.TrueAsync(() => db.Set<AuditEntry>().AnyAsync(e => e.Action == "marked"), "the inbox is written");
        return await downloads.ToListAsync();
    }

    private IDbContextFactory<ReportsDb> Contexts() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>();
}
