using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>
/// Random sheets over several months and both departments: new, changed, paid, missing and moved items, in both shapes, late and
/// repeated months, and undo. After every step each sum in the database is what an independent model says, to the paisa.
/// </summary>
public sealed class RandomMonthsTests
{
    private static readonly string[] Regions = ["mumbai", "pune", "delhi"];
    private static readonly string[] Buckets = ["0-30", "31-90", "91-180", "181-365", ">365"];
    internal static readonly int[] Months = [202601, 202602, 202603, 202604, 202605];
    private static readonly int[] FirstSheets = [202603];

    public static TheoryData<TestProvider, int> Seeds =>
        new(
            Enum.GetValues<TestProvider>()
                .SelectMany(provider =>
                    Enumerable.Range(1, provider == TestProvider.Sqlite ? 12 : 6).Select(seed => (provider, seed))
                )
        );

    [Theory, MemberData(nameof(Seeds))]
    public async Task Every_sum_is_what_the_model_says(TestProvider provider, int seed)
    {
        var random = new Random(seed);
        await using var fixture = await TestFixture.OpenAsync(provider);
        var history = new Stack<(int Upload, LedgerModel Before)>();
        var model = new LedgerModel();
        for (var step = 0; step < 12; step++)
        {
            if (history.Count > 1 && random.Next(4) == 0)
            {
                var (upload, before) = history.Pop();
                await fixture.Imports.UndoAsync(CurrentUser.System, upload, default);
                model = before;
            }
            else
            {
                var before = model.Copy();
                history.Push((await UploadAsync(fixture, model, random, history.Count), before));
            }

            await AgreesAsync(fixture, model, $"seed {seed}, step {step}");
        }

        while (history.TryPop(out var last))
        {
            await fixture.Imports.UndoAsync(CurrentUser.System, last.Upload, default);
            await AgreesAsync(fixture, last.Before, $"seed {seed}, undoing #{last.Upload}");
        }

        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            (0, 0, 0),
            (
                await db.Set<Customer>().CountAsync(),
                await db.Set<Invoice>().CountAsync(),
                await db.Set<DisplacedBalance>().CountAsync()
            )
        );
    }

    internal static async Task<int> UploadAsync(TestFixture fixture, LedgerModel model, Random random, int depth)
    {
        var department = random.Next(1, 3);
        var period =
            depth == 0 ? FirstSheets[0] : Months[Math.Clamp((depth / 3) + random.Next(-1, 3), 0, Months.Length - 1)];
        var byCustomer = department == 2 && random.Next(3) != 0;
        var missing = ((string[])[MissingChoice.Carry, MissingChoice.Paid, MissingChoice.Query])[random.Next(3)];
        var rows = byCustomer
            ? CustomerRows(model, random, department)
            : InvoiceRows(model, random, department, period);
        var sheet = byCustomer ? CustomerSheet(rows) : InvoiceSheet(rows);
        var upload = await fixture.UploadAsync(sheet, Period.FromNumber(period).ToString(), department, missing);
        model.Upload(department, period, rows, byCustomer, missing == MissingChoice.Paid);
        return upload;
    }

    private static List<ModelRow> InvoiceRows(LedgerModel model, Random random, int department, int period)
    {
        var regions = Enumerable
            .Range(0, 6)
            .ToDictionary(c => $"D{department}-{c}", _ => Regions[random.Next(Regions.Length)]);
        var rows = new Dictionary<(string, string), ModelRow>();
        foreach (var item in model.Open(department, period).Where(i => !LedgerModel.IsBucket(i.Number)))
        {
            var fate = random.Next(10);
            if (fate < 3)
                continue;
            var region =
                random.Next(8) == 0
                    ? regions[item.Code]
                    : regions[item.Code] = rows.Values.FirstOrDefault(r => r.Code == item.Code)?.Region ?? item.Region;
            rows[(item.Code, item.Number)] = item with
            {
                Region = region,
                Paise =
                    fate == 3 ? 0
                    : fate < 6 ? item.Paise - random.Next(1, 5000)
                    : item.Paise,
            };
        }

        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var code = $"D{department}-{random.Next(6)}";
            rows[(code, $"I{random.Next(30)}")] = new ModelRow(
                code,
                regions[code],
                $"I{random.Next(30)}",
                random.Next(-20_000, 5_000_000)
            );
        }

        // One region for each customer of a sheet, as sheets have it.
        var home = rows.Values.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.First().Region);
        return [.. rows.Values.Select(r => r with { Region = home[r.Code] }).DistinctBy(r => (r.Code, r.Number))];
    }

    /// <summary>One row per customer becomes an item for each bucket that is not empty.</summary>
    private static List<ModelRow> CustomerRows(LedgerModel model, Random random, int department)
    {
        var rows = new List<ModelRow>();
        foreach (
            var code in Enumerable
                .Range(0, 6)
                .Where(_ => random.Next(3) > 0)
                .DefaultIfEmpty(0)
                .Select(c => $"D{department}-{c}")
        )
        {
            var region =
                random.Next(5) == 0
                    ? Regions[random.Next(Regions.Length)]
                    : model.Open(department, 209912).FirstOrDefault(i => i.Code == code)?.Region
                        ?? Regions[random.Next(Regions.Length)];
            var buckets = Buckets.Where(_ => random.Next(2) == 0).DefaultIfEmpty(Buckets[0]);
            rows.AddRange(buckets.Select(b => new ModelRow(code, region, $"Balance {b}", random.Next(1, 3_000_000))));
        }

        return rows;
    }

    private static byte[] InvoiceSheet(IEnumerable<ModelRow> rows) =>
        Sheet.Of([
            "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
            .. rows.Select(
                (r, i) =>
                    $"{r.Code}|Name of {r.Code}|{r.Region}|{r.Number}|{(r.Number.Length == 2 ? "" : "2025-11-2" + r.Number[^1])}|60000|{Rupees(r.Paise)}"
            ),
        ]);

    private static byte[] CustomerSheet(IEnumerable<ModelRow> rows) =>
        Sheet.Of([
            "Party Code|Party Name|Branch|0-30|31-90|91-180|181-365|>365|Outstanding",
            .. rows.GroupBy(r => r.Code)
                .Select(g =>
                    $"{g.Key}|Name of {g.Key}|{g.First().Region}|{string.Join('|', Buckets.Select(b => g.FirstOrDefault(r => r.Number == "Balance " + b) is { } r ? Rupees(r.Paise) : ""))}|{Rupees(g.Sum(r => r.Paise))}"
                ),
        ]);

    private static string Rupees(long paise) => (paise / 100m).ToString(CultureInfo.InvariantCulture);

    private static async Task AgreesAsync(TestFixture fixture, LedgerModel model, string when)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var items = await db.Set<InvoiceBalance>()
            .Join(db.Set<Snapshot>(), b => b.SnapshotId, s => s.Id, (b, s) => new { b, s })
            .Join(
                db.Set<Invoice>(),
                x => x.b.InvoiceId,
                i => i.Id,
                (x, i) =>
                    new
                    {
                        x.b,
                        x.s,
                        i.Number,
                        i.CustomerId,
                    }
            )
            .Join(
                db.Set<Customer>(),
                x => x.CustomerId,
                c => c.Id,
                (x, c) =>
                    new
                    {
                        Key = $"{x.s.DepartmentId} {x.s.Region} {x.s.Period} {c.Code} {x.Number}",
                        x.b.OutstandingPaise,
                    }
            )
            .ToListAsync();
        var expected = model
            .Positions.SelectMany(p =>
                p.Value.Where(i => i.Value != 0)
                    .Select(i =>
                        $"{p.Key.Department} {p.Key.Region} {p.Key.Period} {i.Key.Code} {i.Key.Number} = {i.Value}"
                    )
            )
            .Order(StringComparer.Ordinal);
        var actual = items
            .Where(i => i.OutstandingPaise != 0)
            .Select(i => $"{i.Key} = {i.OutstandingPaise}")
            .Order(StringComparer.Ordinal);
        Assert.True(
            expected.SequenceEqual(actual),
            $"{when}\nmodel alone:\n  {string.Join("\n  ", expected.Except(actual))}\ndatabase alone:\n  {string.Join("\n  ", actual.Except(expected))}"
        );

        var snapshots = await db.Set<Snapshot>().OrderBy(s => s.Period).ToListAsync();
        Assert.Equal(
            model.Positions.Select(p => p.Key).ToHashSet(),
            snapshots.Select(s => (s.DepartmentId, s.Region, s.Period)).ToHashSet()
        );
        foreach (var snapshot in snapshots)
            await SumsAgreeAsync(
                db,
                snapshot,
                snapshots.LastOrDefault(s =>
                    s.DepartmentId == snapshot.DepartmentId && s.Region == snapshot.Region && s.Period < snapshot.Period
                ),
                when
            );
        Assert.True(await fixture.Get<LedgerSums>().CheckAsync(default) == 0, $"{when}: the kept sums differ");
        foreach (var month in Months)
            await DashboardAgreesAsync(fixture, model, month, when);
    }

    private static async Task SumsAgreeAsync(DbContext db, Snapshot snapshot, Snapshot? previous, string when)
    {
        var items = await db.Set<InvoiceBalance>().Where(b => b.SnapshotId == snapshot.Id).ToListAsync();
        var balances = await db.Set<Balance>().Where(b => b.SnapshotId == snapshot.Id).ToListAsync();
        Assert.True(items.Sum(i => i.OutstandingPaise) == snapshot.OutstandingPaise, when);
        Assert.True(balances.Sum(b => b.OutstandingPaise) == snapshot.OutstandingPaise, when);
        Assert.All(items.GroupBy(i => i.CustomerId), g =>
            Assert.Equal(g.Sum(i => i.OutstandingPaise), balances.Single(b => b.CustomerId == g.Key).OutstandingPaise)
        );
        Assert.Equal(items.Count(i => i.Kind == InvoiceKind.Invoice && i.OutstandingPaise != 0), snapshot.Invoices);
        Assert.Equal(
            items.Where(i => i.OutstandingPaise != 0).Select(i => i.CustomerId).Distinct().Count(),
            snapshot.Customers
        );
        Assert.True(snapshot.NewPaise >= 0 && snapshot.RecoveredPaise >= 0, when);
        if (previous is not null)
            Assert.True(
                snapshot.OutstandingPaise == previous.OutstandingPaise + snapshot.NewPaise - snapshot.RecoveredPaise,
                $"{when}: closing of {snapshot.Region} {snapshot.Period}"
            );
    }

    private static async Task DashboardAgreesAsync(TestFixture fixture, LedgerModel model, int month, string when)
    {
        var dashboard = await fixture.Outstanding.DashboardAsync(
            CurrentUser.System,
            new ReceivablesFilter(Period.FromNumber(month)),
            default
        );
        Assert.True(
            model.Total(month) == dashboard.Figures.Outstanding.Paise,
            $"{when}: {month} is {dashboard.Figures.Outstanding}, the model says {new Money(model.Total(month))}"
        );
        Assert.Equal(dashboard.Figures.Outstanding.Paise, dashboard.Ageing.Sum(a => a.Amounts.Total.Paise));
        Assert.Equal(dashboard.Figures.Outstanding.Paise, dashboard.Regions.Sum(r => r.Outstanding.Paise));
    }
}
