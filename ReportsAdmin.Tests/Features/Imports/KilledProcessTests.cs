using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>kill -9 at random moments of staging and committing 30,000 rows: after a restart everything is as before or as after, never half.</summary>
public sealed class KilledProcessTests : IAsyncLifetime
{
    private const int Rows = 30_000;
    private const int Kills = 6;

    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-kill-").FullName;
    private readonly Random random = new(20_261_121);
    private TestDatabase database = null!;
    private string sheet = "";

    private string Connection => database.Options.ConnectionString!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        sheet = Path.Combine(folder, "big.xlsx");
        await File.WriteAllBytesAsync(
            sheet,
            Sheet.Of([
                StagedUploads.ByInvoice,
                .. Enumerable
                    .Range(0, Rows)
                    .Select(i =>
                        $"C{i % 900}|Name {i % 900}|{(i % 900 < 500 ? "Mumbai" : "Pune")}|I{i}|2026-0{1 + (i % 3)}-11|100|{(i % 90) + 1}.25"
                    ),
            ])
        );
        await using var fixture = Open();
        await fixture.SeedAsync();
        await fixture.UploadAsync(
            Sheet.Of(
                StagedUploads.ByInvoice,
                "C1|Name 1|Mumbai|I1|2026-01-11|100|90",
                "C1|Name 1|Mumbai|OLD|2026-01-11|100|11.50",
                "X|Other|Pune|OLD|2026-01-11|100|7"
            ),
            "Mar-26"
        );
    }

    [Fact]
    public async Task Staging_that_is_killed_is_taken_up_again()
    {
        var before = await FiguresAsync();
        var whole = await TimeAsync("stage", sheet);
        var alive = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using (var doomed = await KilledProcess.StartAsync("stage", Connection, folder, sheet))
                alive += await doomed.KillAfterAsync(whole * random.NextDouble()) ? 1 : 0;
            Assert.Equal(before, await FiguresAsync());
            await using var fixture = Open();
            await using var db = fixture.Contexts.CreateDbContext();
            Assert.Equal(
                "ok",
                await db
                    .Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check")
                    .SingleAsync()
            );
            // The newest upload, if the kill came after it was received.
            var left = await db.Set<ImportBatch>()
                .Where(b =>
                    b.State == ImportState.Received || b.State == ImportState.Staging || b.State == ImportState.Staged
                )
                .OrderBy(b => b.Id)
                .LastOrDefaultAsync();
            if (left is null)
                continue;
            await ResumeAsync(fixture, left.Id);
            var details = await fixture.DetailsAsync(left.Id);
            Assert.Equal((ImportState.Staged, Rows, 2), (details.State, details.Counts.Data, details.Counts.Missing));
            Assert.Equal(Rows + 2, await db.Set<ImportRow>().CountAsync(r => r.BatchId == left.Id));
            await fixture.Imports.DiscardAsync(CurrentUser.System, left.Id, default);
            Assert.Equal(0, await db.Set<ImportRow>().CountAsync(r => r.BatchId == left.Id));
        }

        Assert.True(alive > 0, "Every process was done before it was killed.");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{alive} of {Kills} were killed at work; the whole takes {whole.TotalMilliseconds:F0} ms."
        );
    }

    [Fact]
    public async Task A_file_that_kills_the_process_is_refused_after_three_attempts_and_other_uploads_go_on()
    {
        await using var fixture = Open();
        var (poison, good) = (
            await ReceiveAsync(fixture, KilledProcess.Poison),
            await ReceiveAsync(fixture, "good.xlsx")
        );

        var ended = false;
        var deaths = 0;
        for (var start = 0; start < 10 && !ended; start++)
        {
            using var doomed = await KilledProcess.StartAsync("die", Connection, folder, $"{start}");
            ended = await doomed.EndsAsync();
            deaths += ended ? 0 : 1;
        }

        Assert.True(ended, "The queue never came to rest.");
        Assert.Equal(StagingHandler.MaxAttempts, deaths);
        var refused = await fixture.DetailsAsync(poison);
        Assert.Equal(ImportState.Refused, refused.State);
        Assert.StartsWith("This file could not be read in three attempts", refused.Failure, StringComparison.Ordinal);
        var staged = await fixture.DetailsAsync(good);
        Assert.Equal((ImportState.Staged, Rows), (staged.State, staged.Counts.Data));
    }

    [Fact]
    public async Task A_commit_that_is_killed_has_happened_whole_or_not_at_all()
    {
        var before = await FiguresAsync();
        int id;
        string after;
        TimeSpan whole;
        await using (var fixture = Open())
        {
            id = await fixture.StageAsync(await File.ReadAllBytesAsync(sheet), "Apr-26");
            using (var doomed = await KilledProcess.StartAsync("commit", Connection, folder, $"{id}"))
                whole = await doomed.WaitAsync();
            after = await FiguresAsync();
            Assert.NotEqual(before, after);
        }

        var (wholes, nothings, alive) = (0, 0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var fixture = Open();
            if ((await fixture.DetailsAsync(id)).State == ImportState.Committed)
            {
                await fixture.Imports.UndoAsync(CurrentUser.System, id, default);
                Assert.Equal(before, await FiguresAsync());
                id = await fixture.StageAsync(await File.ReadAllBytesAsync(sheet), "Apr-26");
            }

            using (var doomed = await KilledProcess.StartAsync("commit", Connection, folder, $"{id}"))
                alive += await doomed.KillAfterAsync(whole * random.NextDouble()) ? 1 : 0;
            var state = (await fixture.DetailsAsync(id)).State;
            var figures = await FiguresAsync();
            Assert.True(state is ImportState.Staged or ImportState.Committed, $"{state}");
            Assert.Equal(state == ImportState.Staged ? before : after, figures);
            if (state == ImportState.Staged)
                nothings++;
            else
                wholes++;
        }

        await using var last = Open();
        if ((await last.DetailsAsync(id)).State == ImportState.Staged)
            await last.CommitAsync(id, missing: MissingChoice.Paid);
        Assert.Equal(after, await FiguresAsync());
        Assert.True(alive > 0, "Every process was done before it was killed.");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{alive} of {Kills} were killed at work: {wholes} commits stand, {nothings} never happened; the whole takes {whole.TotalMilliseconds:F0} ms."
        );
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<int> ReceiveAsync(TestFixture fixture, string name)
    {
        await using var file = File.OpenRead(sheet);
        return await fixture.Imports.ReceiveAsync(
            CurrentUser.System,
            new NewUpload(ReceivablesImport.TargetKind, name, 202604, 1),
            file,
            default
        );
    }

    private TestFixture Open() => TestFixture.Reopen(database.Options, folder);

    private async Task<TimeSpan> TimeAsync(params string[] work)
    {
        using var doomed = await KilledProcess.StartAsync([work[0], Connection, folder, .. work[1..]]);
        return await doomed.WaitAsync();
    }

    /// <summary>Starts the workers as a restarted node does, once the dead one's lease has run out.</summary>
    private static async Task ResumeAsync(TestFixture fixture, int id)
    {
        fixture.Clock.Advance(fixture.Get<JobOptions>().Lease + TimeSpan.FromSeconds(1));
        await fixture.Get<JobMaintenance>().RescueAsync(default);
        await using var workers = await fixture.StartWorkersAsync();
        await using var db = fixture.Contexts.CreateDbContext();
        await Eventually.IsTrueAsync(async () =>
            (await fixture.DetailsAsync(id)).State == ImportState.Staged
            && !await db.Set<Job>().AnyAsync(j => j.FinishedAt == null)
        );
    }

    /// <summary>Everything that a half commit could disturb, as text.</summary>
    private async Task<string> FiguresAsync()
    {
        SqliteConnection.ClearAllPools();
        await using var fixture = Open();
        await using var db = fixture.Contexts.CreateDbContext();
        var snapshots = await db.Set<Snapshot>()
            .OrderBy(s => s.Period)
            .ThenBy(s => s.Region)
            .Select(s => new
            {
                s.Region,
                s.Period,
                s.OutstandingPaise,
                s.NewPaise,
                s.RecoveredPaise,
                s.Customers,
                s.Invoices,
            })
            .ToListAsync();
        var items = await db.Set<InvoiceBalance>()
            .GroupBy(b => 1)
            .Select(g => new { Count = g.Count(), Sum = g.Sum(b => b.OutstandingPaise) })
            .SingleAsync();
        var sums = await db.Set<Balance>()
            .GroupBy(b => 1)
            .Select(g => new { Count = g.Count(), Sum = g.Sum(b => b.OutstandingPaise) })
            .SingleAsync();
        var counts = (
            await db.Set<Customer>().CountAsync(),
            await db.Set<Invoice>().CountAsync(),
            await db.Set<Invoice>().CountAsync(i => i.Paid),
            await db.Set<SnapshotWrite>().CountAsync()
        );
        Assert.Equal(items.Sum, sums.Sum);
        Assert.Equal(items.Sum, snapshots.Sum(s => s.OutstandingPaise));
        return $"{string.Join('\n', snapshots)}\n{items} {sums} {counts}";
    }
}
