using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Reminders;

/// <summary>A fixture with a ladder that is on, and the words of the tests for it. Today is 15 May 2026.</summary>
internal sealed class ReminderBook(TestFixture fixture)
{
    public const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Due Date|Invoice Amount|Outstanding Amount";

    public static readonly (string, string)[] MailSettings =
    [
        ("Mail:Host", "127.0.0.1"),
        ("Mail:Port", "9"),
        ("Mail:From", "reports@example.com"),
        ("Site:Address", "https://reports.example.com"),
    ];

    public DateOnly Today => DateOnly.FromDateTime(fixture.Clock.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(330));

    public static async Task<(TestFixture Fixture, ReminderBook Book)> OpenAsync(
        TestProvider provider,
        byte[] sheet,
        string month = "Apr-26",
        (string, string)[]? settings = null
    )
    {
        var fixture = await TestFixture.OpenAsync(provider, settings ?? MailSettings);
        var book = new ReminderBook(fixture);
        await fixture.UploadAsync(sheet, month);
        await book.SwitchOnAsync();
        return (fixture, book);
    }

    public Task SwitchOnAsync(Func<LadderDraft, LadderDraft>? change = null) =>
        SaveAsync(l => (change ?? (x => x))(l) with { IsOn = true });

    public async Task SaveAsync(Func<LadderDraft, LadderDraft> change)
    {
        var view = await fixture.Get<LadderQueries>().ReadAsync(CurrentUser.System, default);
        await fixture.Get<LadderCommands>().SaveAsync(CurrentUser.System, change(view.Ladder), view.Version, default);
    }

    public Task<int> KeyAsync(string code) => fixture.CustomerCommands.ResolveAsync(CurrentUser.System, code, default);

    public async Task AddressAsync(string code, string email) =>
        await fixture.CustomerCommands.EmailAsync(CurrentUser.System, await KeyAsync(code), email, null, default);

    public Task<ReminderSimulation> SimulateAsync(CurrentUser? user = null, DateOnly? day = null) =>
        fixture
            .Get<ReminderQueries>()
            .SimulateAsync(
                user ?? CurrentUser.System,
                new ReminderFilter(day ?? Today),
                null,
                new PageRequest(1, 100),
                default
            );

    public async Task<ReminderVerdict> VerdictAsync(string code) =>
        (await SimulateAsync()).Page.Rows.Single(r => r.Code == code).Verdict;

    public Task<int> StartAsync(string token, CurrentUser? user = null, IReadOnlyCollection<int>? customers = null) =>
        fixture
            .Get<ReminderRunCommands>()
            .StartAsync(user ?? CurrentUser.System, new ReminderFilter(Today), token, customers, default);

    /// <summary>Simulates, sends and waits until the job has ended.</summary>
    public async Task<int> RunAsync()
    {
        var run = await StartAsync((await SimulateAsync()).Token);
        await EndAsync(run);
        return run;
    }

    public async Task EndAsync(int run)
    {
        await using var workers = await fixture.StartWorkersAsync();
        await Until.TrueAsync(
            async () =>
            {
                await using var db = fixture.Contexts.CreateDbContext();
                var job = await db.Set<ReminderRun>()
                    .Where(r => r.Id == run)
                    .Join(db.Set<Job>(), r => r.JobId, j => j.Id, (r, j) => j.State)
                    .SingleAsync();
                Assert.NotEqual(JobState.Failed, job);
                return job == JobState.Completed;
            },
            "the run has ended"
        );
    }

    public async Task<ReminderRow> LastAsync(string code) =>
        (
            await fixture
                .Get<ReminderLogQueries>()
                .OfCustomerAsync(CurrentUser.System, await KeyAsync(code), new PageRequest(1, 10), default)
        ).Rows[0];

    /// <summary>The outstanding of the latest positions, straight from the tables.</summary>
    public async Task<long> LedgerAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var snapshots = await db.Set<Snapshot>().ToListAsync();
        return snapshots.GroupBy(s => (s.DepartmentId, s.Region)).Sum(g => g.MaxBy(s => s.Period)!.OutstandingPaise);
    }

    public async Task<DomainException> RefusedAsync(Func<Task> act) => await Assert.ThrowsAsync<DomainException>(act);
}
