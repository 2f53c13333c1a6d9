using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Administration.Retention;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Administration;

/// <summary>The clean-up deletes what its page shows, and nothing else.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_days_show_their_default_and_who_changed_them()
    {
        var queries = app.Services.GetRequiredService<RetentionQueries>();
        Assert.All(await queries.ListAsync(CurrentUser.System, default), r => Assert.Null(r.Change));

        var commands = app.Services.GetRequiredService<RetentionCommands>();
        await commands.KeepAsync(CurrentUser.System, "alerts", 40, default);
        await commands.KeepAsync(CurrentUser.System, "alerts", 50, default);

        var alerts = (await queries.ListAsync(CurrentUser.System, default)).Single(r => r.Kind == "alerts");
        Assert.Equal((50, 90, "System"), (alerts.Days, alerts.DefaultDays, alerts.Change!.By));
    }

    [Fact]
    public async Task What_is_due_is_shown_then_deleted_and_the_rest_stays()
    {
        var (queries, commands) = (
            app.Services.GetRequiredService<RetentionQueries>(),
            app.Services.GetRequiredService<RetentionCommands>()
        );
        Assert.Equal(
            [
                "alerts",
                "audit",
                "form-exports",
                "mails",
                "notifications",
                "report-files",
                "sessions",
                "uncommitted-uploads",
                "webhook-deliveries",
            ],
            (await queries.ListAsync(CurrentUser.System, default)).Select(r => r.Kind).Order()
        );
        var client = await app.AsAsync(TestApp.Manager);
        var (old, young) = (await GenerateAsync(client, "Old"), await GenerateAsync(client, "Young"));
        await using (
            var db = app
                .Services.GetRequiredService<IDbContextFactory<ReportsAdmin.Platform.Data.ReportsDb>>()
                .CreateDbContext()
        )
        {
            var job = await db.Set<ReportVersion>().Where(v => v.ReportId == old).Select(v => v.JobId).SingleAsync();
            var before = DateTime.UtcNow.AddDays(-31);
            Assert.Equal(
                3,
                await db.Set<Artifact>()
                    .Where(a => a.JobId == job)
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.CreatedAt, before))
            );
        }

        var due = (await queries.ListAsync(CurrentUser.System, default)).Single(r => r.Kind == "report-files").Due;
        Assert.Equal((3, true, 3), (due.Count, due.Bytes > 0, due.Examples.Count));
        await commands.KeepAsync(CurrentUser.System, "report-files", 40, default);
        Assert.Equal(
            0,
            (await queries.ListAsync(CurrentUser.System, default)).Single(r => r.Kind == "report-files").Due.Count
        );
        await commands.KeepAsync(CurrentUser.System, "report-files", 30, default);
        await Assert.ThrowsAsync<DomainException>(() =>
            commands.KeepAsync(CurrentUser.System, "report-files", 0, default)
        );
        await Assert.ThrowsAsync<DomainException>(() => commands.KeepAsync(CurrentUser.System, "made up", 3, default));

        var cleanUp = await commands.CleanUpAsync(CurrentUser.System, default);
        await using (
            var db = app
                .Services.GetRequiredService<IDbContextFactory<ReportsAdmin.Platform.Data.ReportsDb>>()
                .CreateDbContext()
        )
        {
            for (var i = 0; await db.Set<Job>().AnyAsync(j => j.Id == cleanUp && j.State != JobState.Completed); i++)
            {
                Assert.True(i < 1200, "The clean-up did not end.");
                await Task.Delay(50);
            }
        }

        var reports = app.Services.GetRequiredService<DocumentQueries>();
        Assert.Equal(DocumentStatus.Archived, (await reports.RowAsync(CurrentUser.System, old, default)).Status);
        Assert.Equal(DocumentStatus.Completed, (await reports.RowAsync(CurrentUser.System, young, default)).Status);
        Assert.Equal(
            ErrorKind.NotFound,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    reports.FileAsync(CurrentUser.System, old, "pdf", null, default)
                )
            ).Kind
        );
        await app.Services.GetRequiredService<DocumentCommands>().RegenerateAsync(CurrentUser.System, old, default);
        Assert.Equal(
            "completed",
            (await GenerationContractTests.CompletedAsync(client, old)).GetProperty("status").GetString()
        );
    }

    [Fact]
    public async Task Uploads_and_files_that_nobody_finished_go_and_finished_ones_stay()
    {
        var committed = await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                "C-1|Asha|Mumbai|S-1|2025-05-02|500|500"
            ),
            "May-25"
        );
        var imports = app.Services.GetRequiredService<ImportCommands>();
        var left = await imports.StageNowAsync(
            CurrentUser.System,
            new NewUpload("outstanding", "left.xlsx", 202506, null),
            new MemoryStream(
                Sheet.Of(
                    "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                    "C-2|Usha|Mumbai|S-2|2025-05-02|500|500"
                )
            ),
            DateOrder.DayFirst,
            default
        );
        var retention = app
            .Services.GetServices<ReportsAdmin.Platform.Retention.IRetention>()
            .Single(r => r.Kind == "uncommitted-uploads");
        Assert.Equal(["left.xlsx"], (await retention.DueAsync(DateTime.UtcNow.AddMinutes(1), default)).Examples);
        Assert.Equal(1, await retention.DeleteAsync(DateTime.UtcNow.AddMinutes(1), default));
        await using (
            var db = app
                .Services.GetRequiredService<IDbContextFactory<ReportsAdmin.Platform.Data.ReportsDb>>()
                .CreateDbContext()
        )
        {
            var states = await db.Set<ImportBatch>().ToDictionaryAsync(b => b.Id, b => b.State);
            Assert.Equal((ImportState.Discarded, ImportState.Committed), (states[left], states[committed]));
            Assert.False(await db.Set<ImportRow>().AnyAsync(r => r.BatchId == left));
        }
    }

    private static async Task<int> GenerateAsync(HttpClient client, string title)
    {
        var id = (
            await GenerationContractTests.SendAsync(
                client,
                HttpMethod.Post,
                "/api/reports/generate",
                $$$"""{"title":"{{{title}}}","data":{"a":1},"config":{}}"""
            )
        )
            .Answer.GetProperty("report_id")
            .GetInt32();
        await GenerationContractTests.CompletedAsync(client, id);
        return id;
    }
}
