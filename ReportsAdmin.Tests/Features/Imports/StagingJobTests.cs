using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Tests.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>Uploads are read by jobs of the one queue: they take turns, can be cancelled, and a late attempt writes nothing.</summary>
public sealed class StagingJobTests
{
    private const int Many = 30_000;

    private static readonly Lazy<byte[]> Big = new(() => Sheet.Of([StagedUploads.ByInvoice, .. Lines(Many)]));
    private static readonly Lazy<byte[]> Small = new(() => Sheet.Of([StagedUploads.ByInvoice, .. Lines(3)]));

    [Theory, EachDatabase]
    public async Task A_received_file_is_read_by_a_job(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var workers = await fixture.StartWorkersAsync();

        var id = await ReceiveAsync(fixture, Small.Value);

        await UntilAsync(fixture, id, ImportState.Staged);
        Assert.Equal(3, (await fixture.DetailsAsync(id)).Counts.New);
        await Eventually.IsTrueAsync(async () => (await JobOfAsync(fixture, id)).State == JobState.Completed);
        var job = await JobOfAsync(fixture, id);
        Assert.Equal((StagingHandler.JobKind, 1, "outstanding.xlsx"), (job.Kind, job.Attempt, job.Title));
    }

    [Theory, EachDatabase]
    public async Task An_answer_has_the_file_read_again_by_another_job(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var workers = await fixture.StartWorkersAsync();
        var id = await ReceiveAsync(fixture, Small.Value);
        await UntilAsync(fixture, id, ImportState.Staged);
        var first = await JobOfAsync(fixture, id);

        await fixture.Imports.CompareAgainAsync(CurrentUser.System, id, default);

        await UntilAsync(fixture, id, ImportState.Staged);
        Assert.NotEqual(first.Id, (await JobOfAsync(fixture, id)).Id);
        Assert.Equal(3, (await fixture.RowsAsync(id)).Count);
    }

    [Theory, EachDatabase]
    public async Task Waiting_for_a_file_ends_when_it_is_read(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var workers = await fixture.StartWorkersAsync();

        var id = await fixture.Imports.ReceiveAndWaitAsync(
            CurrentUser.System,
            Upload(),
            new MemoryStream(Small.Value),
            DateOrder.DayFirst,
            default
        );

        Assert.Equal(ImportState.Staged, (await fixture.DetailsAsync(id)).State);
    }

    [Theory, EachDatabase]
    public async Task Discarding_while_it_is_read_stops_the_job_within_two_seconds_and_leaves_no_row(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var workers = await fixture.StartWorkersAsync();
        var id = await ReceiveAsync(fixture, Big.Value);
        await UntilAsync(fixture, id, ImportState.Staging);

        await fixture.Imports.DiscardAsync(CurrentUser.System, id, default);

        await Eventually.IsTrueAsync(
            async () => (await JobOfAsync(fixture, id)).State == JobState.Cancelled,
            seconds: 2
        );
        Assert.Equal(ImportState.Discarded, (await fixture.DetailsAsync(id)).State);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await db.Set<ImportRow>().CountAsync(r => r.BatchId == id));
        Assert.Equal(
            0,
            await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM staged_items").SingleAsync()
        );
        Assert.Equal("System", (await JobOfAsync(fixture, id)).CancelledBy);
    }

    [Theory, EachDatabase]
    public async Task Discarding_a_file_that_waits_cancels_its_job(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var id = await ReceiveAsync(fixture, Small.Value);

        await fixture.Imports.DiscardAsync(CurrentUser.System, id, default);

        Assert.Equal(JobState.Cancelled, (await JobOfAsync(fixture, id)).State);
    }

    [Theory, EachDatabase]
    public async Task Owners_take_turns(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (busy, other) = (StagedUploads.Person(id: 7), StagedUploads.Person(id: 8));
        for (var i = 0; i < 4; i++)
            await ReceiveAsync(fixture, Small.Value, busy);
        await ReceiveAsync(fixture, Small.Value, other);

        var claimed = fixture.Get<JobDispatch>().Claim("w", 5, TimeSpan.FromSeconds(30));

        Assert.Equal([7, 8, 7, 7, 7], claimed.Select(c => c.OwnerId));
    }

    [Theory, EachDatabase]
    public async Task Long_jobs_on_all_workers_do_not_hold_an_upload_up(TestProvider provider)
    {
        await using var jobs = await JobsFixture.OpenAsync(provider);
        var slow = new TestKind("slow", (_, ct) => Task.Delay(Timeout.Infinite, ct));
        var quick = new TestKind(StagingHandler.JobKind, (_, _) => Task.CompletedTask);
        var node = await jobs.StartAsync([("Workers", "2"), ("DrainSeconds", "0")], slow, quick);
        for (var i = 0; i < 4; i++)
            await node.AddAsync("slow");
        await Eventually.IsTrueAsync(async () => (await jobs.JobsAsync()).Count(j => j.State == JobState.Running) == 2);

        var upload = await node.AddAsync(
            new NewJob(StagingHandler.JobKind, "x", "{}", 2) { Priority = JobPriority.High }
        );

        await jobs.UntilAsync(upload, JobState.Completed, 10);
        Assert.Equal(2, (await jobs.JobsAsync()).Count(j => j.State == JobState.Running));
    }

    [Theory, EachDatabase]
    public async Task A_late_attempt_writes_nothing(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var id = await ReceiveAsync(fixture, Small.Value);
        var job = await JobOfAsync(fixture, id);
        var (late, newer) = (new StagingHold(id, job.Id, 1), new StagingHold(id, job.Id, 2));
        var staging = fixture.Get<ImportStaging>();
        Assert.True(await staging.TakeAsync(late, default));
        Assert.True(await staging.TakeAsync(newer, default));

        await Assert.ThrowsAsync<StagingLostException>(() =>
            staging.StageAsync(CurrentUser.System, late, null, default)
        );
        await Assert.ThrowsAsync<StagingLostException>(() => staging.RefuseAsync(late, "No.", default));
        await staging.ReleaseAsync(late);
        Assert.False(await staging.TakeAsync(late, default));

        var details = await fixture.DetailsAsync(id);
        Assert.Equal((ImportState.Staging, null), (details.State, details.Failure));
        Assert.Empty(await fixture.RowsAsync(id));
        await staging.StageAsync(CurrentUser.System, newer, null, default);
        Assert.Equal(ImportState.Staged, (await fixture.DetailsAsync(id)).State);
        Assert.Equal(3, (await fixture.RowsAsync(id)).Count);
    }

    [Theory, EachDatabase]
    public async Task The_attempt_of_an_answered_question_writes_nothing(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var id = await ReceiveAsync(fixture, Small.Value);
        var before = new StagingHold(id, (await JobOfAsync(fixture, id)).Id, 9);
        await fixture.Get<ImportStaging>().StageAsync(CurrentUser.System, id, default);
        await fixture.Imports.CompareAgainAsync(CurrentUser.System, id, default);

        Assert.False(await fixture.Get<ImportStaging>().TakeAsync(before, default));
        Assert.Equal(ImportState.Received, (await fixture.DetailsAsync(id)).State);
    }

    [Theory, EachDatabase]
    public async Task Reading_that_was_broken_off_three_times_is_refused_in_words(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var id = await ReceiveAsync(fixture, Small.Value);
        await using (var db = fixture.Contexts.CreateDbContext())
            await db.Set<ImportBatch>()
                .Where(b => b.Id == id)
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(b => b.State, ImportState.Staging)
                        .SetProperty(b => b.Attempts, StagingHandler.MaxAttempts)
                );

        await using var workers = await fixture.StartWorkersAsync();

        await UntilAsync(fixture, id, ImportState.Refused);
        Assert.StartsWith(
            "This file could not be read in three attempts",
            (await fixture.DetailsAsync(id)).Failure,
            StringComparison.Ordinal
        );
        await Eventually.IsTrueAsync(async () => (await JobOfAsync(fixture, id)).State == JobState.Completed);
    }

    [Theory, EachDatabase]
    public async Task Shutdown_puts_it_back_without_counting_the_attempt(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider, ("Jobs:DrainSeconds", "0"));
        int id;
        await using (await fixture.StartWorkersAsync())
        {
            id = await ReceiveAsync(fixture, Big.Value);
            await UntilAsync(fixture, id, ImportState.Staging);
        }

        await using var db = fixture.Contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>().SingleAsync(b => b.Id == id);
        var job = await JobOfAsync(fixture, id);
        Assert.Equal((ImportState.Received, 0), (batch.State, batch.Attempts));
        Assert.Equal((JobState.Pending, 0), (job.State, job.Attempt));
        await using var again = await fixture.StartWorkersAsync();
        await UntilAsync(fixture, id, ImportState.Staged);
        Assert.Equal(Many, (await fixture.DetailsAsync(id)).Counts.Data);
    }

    [Fact]
    public async Task A_suspect_is_read_alone()
    {
        var gate = new StagingGate();
        var first = await gate.EnterAsync(alone: false, default);
        var second = await gate.EnterAsync(alone: false, default);
        var suspect = gate.EnterAsync(alone: true, default);
        first.Dispose();
        Assert.False(suspect.IsCompleted);
        second.Dispose();
        using (await suspect.WaitAsync(TimeSpan.FromSeconds(5)))
            Assert.False(gate.EnterAsync(alone: false, default).IsCompleted);
    }

    private static IEnumerable<string> Lines(int count) =>
        Enumerable.Range(0, count).Select(i => $"C{i / 20}|Name {i / 20}|Mumbai|I{i}|2026-01-11|100|{(i % 90) + 1}.25");

    private static NewUpload Upload() => new(ReceivablesImport.TargetKind, "outstanding.xlsx", 202603, 1);

    private static Task<int> ReceiveAsync(TestFixture fixture, byte[] sheet, CurrentUser? by = null) =>
        fixture.Imports.ReceiveAsync(by ?? CurrentUser.System, Upload(), new MemoryStream(sheet), default);

    private static Task UntilAsync(TestFixture fixture, int id, ImportState state) =>
        Eventually.IsTrueAsync(
            async () => (await fixture.DetailsAsync(id)).State == state,
            otherwise: async () => $"It is {(await fixture.DetailsAsync(id)).State}."
        );

    private static async Task<Job> JobOfAsync(TestFixture fixture, int id)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var job = await db.Set<ImportBatch>().Where(b => b.Id == id).Select(b => b.JobId).SingleAsync();
        return await db.Set<Job>().SingleAsync(j => j.Id == job);
    }
}
