using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Tracker;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Tracker;

/// <summary>The bytes of <c>GET /api/customers</c> are those of the plain way, and the rows are read at one instant and no further than they are taken.</summary>
public sealed class CustomerListTests
{
    private const int Histories = 25;
    private const int Steps = 5;

    [Theory, EachDatabase]
    public async Task The_bytes_are_those_of_the_model_after_any_history(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var engineers = await OneTruthTests.PrepareAsync(fixture);
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = new TruthHistory(fixture, 7000 + seed, engineers);
            for (var step = 0; step < Steps; step++)
                await history.StepAsync();
            await NoteAsync(fixture);
            foreach (var currentUser in Readers(engineers[0]))
            {
                var model = await CustomersModel.LoadAsync(fixture, currentUser);
                foreach (var (department, region, year) in Questions(history.Random))
                    Assert.Equal(
                        model.Json(department, region, year),
                        await JsonAsync(fixture, currentUser, department, region, year)
                    );
            }

            await OneTruthTests.EmptyAsync(fixture);
        }
    }

    [Theory, EachDatabase]
    public async Task Without_any_upload_the_list_is_empty(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        Assert.Equal("[]", await JsonAsync(fixture, CurrentUser.System, null, null, null));
    }

    [Theory, EachDatabase]
    public async Task An_upload_that_commits_meanwhile_is_not_seen(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Month(1), "Mar-26");
        var before = await JsonAsync(fixture, CurrentUser.System, null, null, null);

        var rows = fixture.Get<TrackerQueries>().CustomersAsync(CurrentUser.System, null, null, null, default);
        await using (var source = rows.GetAsyncEnumerator())
        {
            var read = new List<TrackerCustomer>();
            Assert.True(await source.MoveNextAsync());
            await WithoutSnapshotAsync(() => fixture.UploadAsync(Month(2), "Mar-26", missing: MissingChoice.Paid));
            do read.Add(source.Current);
            while (await source.MoveNextAsync());
            Assert.Equal(before, Written(read));
        }

        var after = await JsonAsync(fixture, CurrentUser.System, null, null, null);
        Assert.NotEqual(before, after);
        Assert.Equal((await CustomersModel.LoadAsync(fixture, CurrentUser.System)).Json(null, null, null), after);
    }

    [Theory, EachDatabase]
    public async Task Reading_ends_when_the_caller_leaves(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Month(1), "Mar-26");
        using var leaving = new CancellationTokenSource();
        var read = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var _ in fixture
                    .Get<TrackerQueries>()
                    .CustomersAsync(CurrentUser.System, null, null, null, leaving.Token)
            )
            {
                if (++read == 10)
                    await leaving.CancelAsync();
            }
        });
        Assert.InRange(read, 10, 1_000);
    }

    private static Task WithoutSnapshotAsync(Func<Task> write)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(write);
    }

    /// <summary>1,200 customers of two invoices: more than are read at once.</summary>
    private static byte[] Month(int factor) =>
        Sheet.Of([
            StagedUploads.ByInvoice,
            .. Enumerable
                .Range(0, 2_400)
                .Select(i =>
                    $"C-{i / 2:00000}|Customer {i / 2}|Mumbai|SI/{i}|2026-01-02|{100 + i}|{(100 + i) * factor}"
                ),
        ]);

    private static IEnumerable<CurrentUser> Readers(int engineer) =>
        [
            CurrentUser.System,
            new(
                engineer,
                "Ravi",
                "Manager",
                CurrentUser.System.Permissions,
                Scope.Everything with
                {
                    Regions = ["mumbai", "pune"],
                }
            ),
        ];

    private static IEnumerable<(int?, string?, FinancialYear?)> Questions(Random random) =>
        [
            (null, null, null),
            (null, null, new FinancialYear(2025)),
            (null, null, new FinancialYear(random.Next(2024, 2028))),
            (random.Next(1, 3), null, null),
            (null, TruthHistory.Regions[random.Next(TruthHistory.Regions.Length)], new FinancialYear(2026)),
        ];

    /// <summary>Text that JSON escapes, or that some escape and others do not.</summary>
    private static async Task NoteAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        await db.Set<Customer>()
            .Where(c => c.Id % 2 == 0)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Notes, "He said \"no\"\n<b>₹ & 'é' 😀</b>\t\\ \u007f\u2028"));
    }

    private static async Task<string> JsonAsync(
        TestFixture fixture,
        CurrentUser currentUser,
        int? department,
        string? region,
        FinancialYear? year
    ) =>
        Written(
            await fixture
                .Get<TrackerQueries>()
                .CustomersAsync(currentUser, department, region, year, default)
                .ToListAsync()
        );

    private static string Written(IEnumerable<TrackerCustomer> customers)
    {
        using var output = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = new TrackerFormat().Json.Encoder })
        )
        {
            json.WriteStartArray();
            foreach (var customer in customers)
                CustomerJson.Write(json, customer);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
