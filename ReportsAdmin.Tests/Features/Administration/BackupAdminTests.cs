using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Administration.Backups;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Administration;

/// <summary>Backups on their page and over HTTP.</summary>
public sealed class BackupAdminTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task An_administrator_makes_a_backup_checks_it_and_sees_what_became_of_it()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/backups");
        await Expect(page.GetByText("No backup is made at night")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        var check = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Check reportsadmin-") });
        await Expect(check).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await check.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { NameRegex = new("^Check of reportsadmin-") }))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Done" }))
            .ToHaveCountAsync(2, new() { Timeout = 60_000 });
        Assert.Empty(await Axe.FindAsync(page));

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Delete reportsadmin-") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the backup" }).ClickAsync();
        await Expect(page.GetByText("No backups yet")).ToBeVisibleAsync();
        Assert.Empty(await app.Services.GetRequiredService<BackupStore>().ListAsync(default));
    }

    [Fact]
    public async Task A_program_lists_backups_and_takes_one_which_is_noted()
    {
        var folder = app.Services.GetRequiredService<BackupFolder>().Path;
        var made = await app.Services.GetRequiredService<BackupMaker>().MakeAsync(folder, (_, _) => { }, default);
        using var admin = await app.AsAsync(TestApp.Admin);

        var list = JsonDocument.Parse(await admin.GetStringAsync("/api/v2/backups")).RootElement.GetProperty("data");
        var entry = Assert.Single(list.GetProperty("backups").EnumerateArray());
        Assert.Equal(made.Name, entry.GetProperty("name").GetString());
        Assert.Equal(made.Rows, entry.GetProperty("rows").GetInt64());

        await using (var content = await admin.GetStreamAsync($"/api/v2/backups/{made.Name}/file"))
        using (var copy = new MemoryStream())
        {
            await content.CopyToAsync(copy);
            using var archive = new ZipArchive(copy);
            Assert.NotNull(archive.GetEntry("database.sqlite"));
        }

        await Until.TrueAsync(
            async () =>
            {
                await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
                return await db.Set<AuditEntry>()
                    .AnyAsync(e =>
                        e.Action == AuditActions.Downloaded && e.Kind == "backup" && e.RecordId == made.Name
                    );
            },
            "the download is in the audit log"
        );
    }

    [Fact]
    public async Task Nobody_else_reaches_them_and_names_are_no_paths()
    {
        using var manager = await app.AsAsync(TestApp.Manager);
        using var admin = await app.AsAsync(TestApp.Admin);
        const string None = "/api/v2/backups/reportsadmin-20260101-000000-aaaaaa.backup.zip/file";

        Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync("/api/v2/backups")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync(None)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.PostAsync("/api/v2/backups", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(None)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await admin.GetAsync("/api/v2/backups/..%2Freportsadmin.db/file")).StatusCode
        );
    }

    [Fact]
    public async Task Taking_or_deleting_one_asks_who_it_is()
    {
        var signedInLongAgo = CurrentUser.System with { MustConfirm = true };
        var folder = app.Services.GetRequiredService<BackupFolder>().Path;
        var made = await app.Services.GetRequiredService<BackupMaker>().MakeAsync(folder, (_, _) => { }, default);

        var take = Assert.Throws<DomainException>(() =>
            app.Services.GetRequiredService<BackupQueries>().Open(signedInLongAgo, made.Name)
        );
        var delete = await Assert.ThrowsAsync<DomainException>(() =>
            app.Services.GetRequiredService<BackupCommands>().DeleteAsync(signedInLongAgo, made.Name, default)
        );

        Assert.Equal(DomainException.ConfirmationCode, take.Code);
        Assert.Equal(DomainException.ConfirmationCode, delete.Code);
        Assert.True(File.Exists(Path.Combine(folder, made.Name)));
    }
}
