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
/// Worklist, key figures, cash forecast and movement over 10,000 customers and 36 months, each beside one hand-written statement
/// that reads the least that its figures rest on; and what an upload pays for the promises that stand.
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

    /// <summary>What each customer owes at the end of a month: the least that a list of customers reads.</summary>
    private const string OneMonth = """
        SELECT b.customer_id AS "Key", SUM(b.outstanding_paise) AS "Paise"
        FROM invoice_balances b JOIN customers c ON c.id = b.customer_id
        WHERE b.snapshot_id IN (SELECT id FROM snapshots WHERE period = {0}) GROUP BY b.customer_id
        """;

    /// <summary>What was overdue at the end of each of twelve months: the least that their key figures read.</summary>
    private const string TwelveMonths = """
        SELECT s.period AS "Key", SUM(CASE WHEN b.due_date < '2026-01-01' OR b.invoice_date < '2026-01-01' THEN b.outstanding_paise ELSE 0 END) AS "Paise"
        FROM invoice_balances b JOIN snapshots s ON s.id = b.snapshot_id
        WHERE s.period > {0} - 100 AND s.period <= {0} GROUP BY s.period
        """;

    /// <summary>What each customer owed and paid in each of the thirteen months that six earlier forecasts rest on.</summary>
    private const string Paces = """
        SELECT b.customer_id AS "Key", SUM(b.outstanding_paise + b.recovered_paise - b.new_paise) AS "Paise"
        FROM balances b JOIN snapshots s ON s.id = b.snapshot_id
        WHERE s.period > {0} - 101 AND s.period <= {0} GROUP BY b.customer_id, s.period
        """;

    /// <summary>The change of each customer's invoices between two months.</summary>
    private const string TwoMonths = """
        SELECT m.customer_id AS "Key", SUM(m.now_paise - m.then_paise) AS "Paise" FROM (
            SELECT b.invoice_id, b.customer_id,
                SUM(CASE WHEN s.period = {0} THEN b.outstanding_paise ELSE 0 END) AS now_paise,
                SUM(CASE WHEN s.period < {0} THEN b.outstanding_paise ELSE 0 END) AS then_paise
            FROM invoice_balances b JOIN snapshots s ON s.id = b.snapshot_id
            WHERE s.period IN ({0}, {1}) GROUP BY b.invoice_id, b.customer_id) m
        GROUP BY m.customer_id
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
        Tell($"{provider}: upload of {Invoices} rows with {Promises} promises, beside without", without, with);

        await using var db = fixture.Contexts.CreateDbContext();
        foreach (var (name, floor, read) in Pages(fixture, latest))
        {
            var least = await TimeAsync(Rounds, async () =>
                await db.Database.SqlQueryRaw<Owed>(floor, latest.Number, latest.AddMonths(-1).Number).ToListAsync()
            );
            Tell($"{provider}: {name}, beside a statement by hand", least, await TimeAsync(Rounds, read));
        }
    }

    private static IEnumerable<(string Name, string Floor, Func<Task> Read)> Pages(TestFixture fixture, Period latest)
    {
        var page = new PageRequest(1, 25);
        yield return ("worklist", OneMonth, () =>
            fixture.Get<CollectionQueries>().WorklistAsync(CurrentUser.System, new WorklistFilter(), page, default)
        );
        yield return ("key figures", TwelveMonths, () =>
            fixture.Get<KpiQueries>().BoardAsync(CurrentUser.System, new CollectionFilter(), default)
        );
        yield return ("cash forecast", Paces, () =>
            fixture.Get<ForecastQueries>().ReadAsync(CurrentUser.System, new CollectionFilter(), page, default)
        );
        yield return ("movement", TwoMonths, () =>
            fixture
                .Get<MovementQueries>()
                .ReadAsync(
                    CurrentUser.System,
                    new MovementFilter(latest.AddMonths(-1), latest),
                    MovementBy.Customer,
                    null,
                    page,
                    default
                )
        );
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
                        $"C-{i % Customers:00000}|Customer {i % Customers}|{(i % Customers % 3 == 0 ? "Mumbai" : "Pune")}|SI/{i:000000}|2022-{1 + (i % 9):00}-02|{1_000 + (i % 5_000)}|{1_000 + (i % 5_000)}"
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
