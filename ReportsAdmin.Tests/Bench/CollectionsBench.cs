using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Forecast;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// Worklist, key figures, cash forecast and movement over 10,000 customers with 20,000 open invoices and 36 months, beside one hand-written statement
/// that adds the latest month up by customer; and what an upload pays for the promises that stand.
/// <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~CollectionsBench --logger "console;verbosity=detailed"</c>.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class CollectionsBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Customers = 10_000;
    private const int Invoices = 20_000;
    private const int Months = 36;
    private const int Promises = 20_000;
    private const int Rounds = 5;

    private const string Floor = """
        SELECT b.customer_id AS "Key", SUM(b.outstanding_paise) AS "Paise"
        FROM invoice_balances b JOIN customers c ON c.id = b.customer_id
        WHERE b.snapshot_id IN (SELECT id FROM snapshots WHERE period = {0}) GROUP BY b.customer_id
        """;

    [Theory, EachDatabase]
    public async Task Pages_over_10_000_customers_and_36_months(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        await using var fixture = await TestFixture.OpenAsync(provider);
        var latest = Period.Of(fixture.Get<BusinessClock>().Today).AddMonths(-1);
        for (var i = 1; i < Months; i++)
            await fixture.UploadAsync(Month(i), latest.AddMonths(i - Months).ToString());
        var without = await TimeAsync(1, async () => await fixture.UploadAsync(Month(Months), latest.ToString()));
        await PromiseAsync(fixture);
        var with = await TimeAsync(1, async () =>
            await fixture.UploadAsync(Month(Months + 1), latest.AddMonths(1).ToString())
        );
        Tell($"{provider}: upload of {Invoices} rows, {Promises} promises {with:0} ms, none", without, with);

        await using var db = fixture.Contexts.CreateDbContext();
        var floor = await TimeAsync(Rounds, async () =>
            await db.Database.SqlQueryRaw<Owed>(Floor, latest.Number).ToListAsync()
        );
        Tell($"{provider}: hand-written SQL", floor, floor);
        foreach (
            var (name, read) in (IEnumerable<(string, Func<Task>)>)
                [
                    ("worklist", () =>
                        fixture
                            .Get<CollectionQueries>()
                            .WorklistAsync(CurrentUser.System, new WorklistFilter(), new PageRequest(1, 25), default)
                    ),
                    ("key figures", () =>
                        fixture.Get<KpiQueries>().BoardAsync(CurrentUser.System, new CollectionFilter(), default)
                    ),
                    ("cash forecast", () =>
                        fixture
                            .Get<ForecastQueries>()
                            .ReadAsync(CurrentUser.System, new CollectionFilter(), new PageRequest(1, 25), default)
                    ),
                    ("movement", () =>
                        fixture
                            .Get<MovementQueries>()
                            .ReadAsync(
                                CurrentUser.System,
                                new MovementFilter(latest.AddMonths(-1), latest, null, null),
                                MovementBy.Customer,
                                null,
                                new PageRequest(1, 25),
                                default
                            )
                    ),
                ]
        )
            Tell($"{provider}: {name}", floor, await TimeAsync(Rounds, read));
    }

    /// <summary>A sheet whose invoices move on by a tenth each month.</summary>
    private static byte[] Month(int number) =>
        Sheet.Of([
            StagedUploads.ByInvoice,
            .. Enumerable
                .Range(number * Invoices / 10, Invoices)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"C-{i % Customers:00000}|Customer {i % Customers}|{(i % Customers % 3 == 0 ? "Mumbai" : "Pune")}|SI/{i:000000}|2026-{1 + (i % 9):00}-02|{1_000 + (i % 5_000)}|{1_000 + (i % 5_000)}"
                    )
                ),
        ]);

    private static async Task PromiseAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var (now, today) = (fixture.Get<BusinessClock>().UtcNow, fixture.Get<BusinessClock>().Today);
        var balances = await db.Set<InvoiceBalance>()
            .OrderByDescending(b => b.SnapshotId)
            .Take(Promises)
            .Select(b => new
            {
                b.CustomerId,
                b.InvoiceId,
                b.OutstandingPaise,
            })
            .ToListAsync();
        foreach (var some in balances.Chunk(500))
        {
            var entries = some.Select(b => new ContactEntry
                {
                    CustomerId = b.CustomerId,
                    At = now,
                    ById = 1,
                    ByName = "Asha",
                    Outcome = ContactOutcome.Promised,
                })
                .ToList();
            db.AddRange(entries);
            await db.SaveChangesAsync();
            var promises = some.Zip(entries, (b, entry) => new Promise
                    {
                        CustomerId = b.CustomerId,
                        EntryId = entry.Id,
                        MadeAt = now,
                        ById = 1,
                        ByName = "Asha",
                        AmountPaise = b.OutstandingPaise,
                        OwedPaise = b.OutstandingPaise,
                        DueOn = today,
                        DuePeriod = Period.Of(today).Number,
                        DecidableFrom = now,
                    })
                .ToList();
            db.AddRange(promises);
            await db.SaveChangesAsync();
            db.AddRange(some.Zip(promises, (b, promise) => new PromiseItem
                    {
                        PromiseId = promise.Id,
                        InvoiceId = b.InvoiceId,
                        OwedPaise = b.OutstandingPaise,
                    }));
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    }

    private static async Task<double> TimeAsync(int rounds, Func<Task> read)
    {
        if (rounds > 1)
            await read();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < rounds; i++)
            await read();
        return watch.Elapsed.TotalMilliseconds / rounds;
    }

    private void Tell(string what, double floor, double time) =>
        output.WriteLine($"{what}: {time:0.0} ms, {time / floor:0.0} × {floor:0.0} ms");

    private sealed record Owed(int Key, long Paise);
}
