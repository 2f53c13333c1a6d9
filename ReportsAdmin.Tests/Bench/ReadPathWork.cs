using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Audit;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Forecast;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement;
using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Bench;

/// <summary>The queries of <see cref="ReadPathBench"/>, in a process of their own.</summary>
internal sealed class ReadPathWork(TestFixture fixture, Period latest, int customers, int invoices)
{
    private const int Rounds = 5;

    private static readonly PageRequest Page = new(1, 50);

    private static readonly CurrentUser Everybody = CurrentUser.System;

    private static readonly CurrentUser Manager = new(
        5,
        "Asha",
        "Manager",
        CurrentUser.System.Permissions,
        new Scope(["mumbai", "pune"], null, false)
    );

    private readonly ReceivablesFilter month = new(latest);

    /// <summary>Writes name, cold and warm milliseconds of each query; answers how many there are.</summary>
    public static async Task<string> RunAsync(string provider, string connection, string folder)
    {
        await using var fixture = TestFixture.Reopen(
            new DatabaseOptions { Provider = provider, ConnectionString = connection },
            folder
        );
        var latest = await fixture.Outstanding.LatestPeriodAsync(Everybody, default);
        await using var db = fixture.Contexts.CreateDbContext();
        var work = new ReadPathWork(
            fixture,
            latest,
            await db.Set<Customer>().CountAsync(),
            await db.Set<Invoice>().CountAsync()
        );
        var only = Environment.GetEnvironmentVariable("REPORTSADMIN_BENCH_ONLY");
        if (only is not null)
            SlowStatements.Tell(bar: 20);
        var count = 0;
        foreach (var (name, read) in work.Queries())
        {
            if (only is not null && !name.Contains(only, StringComparison.Ordinal))
                continue;
            var cold = await ElapsedAsync(read);
            var warm = new List<double>();
            for (var i = 0; i < Rounds; i++)
                warm.Add(await ElapsedAsync(read));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}|{cold:0.0}|{warm.Order().ElementAt(Rounds / 2):0.00}"
                )
            );
            count++;
        }

        return count.ToString(CultureInfo.InvariantCulture);
    }

    private IEnumerable<(string Name, Func<Task> Read)> Queries() =>
        [
            ("one pass over a month's balances by hand", FloorAsync),
            .. Boards(),
            .. Customers(),
            .. Invoices(),
            .. Collections(),
            .. Field(),
            ("audit, first page", () =>
                fixture.Get<AuditQueries>().ListAsync(Everybody, new AuditFilter(), null, 50, default)
            ),
            ("audit, count", () => fixture.Get<AuditQueries>().CountAsync(Everybody, new AuditFilter(), default)),
        ];

    private async Task FloorAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var number = latest.Number;
        await db.Set<InvoiceBalance>()
            .Where(b => db.Set<Snapshot>().Any(s => s.Id == b.SnapshotId && s.Period == number))
            .SumAsync(b => b.OutstandingPaise);
    }

    private IEnumerable<(string Name, Func<Task> Read)> Boards()
    {
        var (outstanding, ageing) = (fixture.Outstanding, fixture.Get<AgeingQueries>());
        yield return ("dashboard, all regions", () => outstanding.DashboardAsync(Everybody, month, default));
        yield return ("dashboard, one region", () =>
            outstanding.DashboardAsync(Everybody, month with { Region = "pune" }, default)
        );
        yield return ("dashboard, manager of two regions", () => outstanding.DashboardAsync(Manager, month, default));
        yield return ("dashboard, as of a day", () =>
            outstanding.DashboardAsync(Everybody, month with { AsOf = latest.FirstDay.AddDays(14) }, default)
        );
        yield return ("dashboard, earlier month", () =>
            outstanding.DashboardAsync(Everybody, new ReceivablesFilter(latest.AddMonths(-4)), default)
        );
        yield return ("invoice tracker", () => outstanding.TrackerAsync(Everybody, null, null, null, default));
        yield return ("ageing by region", () => ageing.GroupedAsync(Everybody, month, ["region"], default));
        yield return ("ageing by engineer", () => ageing.GroupedAsync(Everybody, month, ["engineer"], default));
        yield return ("movers of a year", () =>
            ageing.MoversAsync(Everybody, month, latest.AddMonths(-11), 20, default)
        );
    }

    private IEnumerable<(string Name, Func<Task> Read)> Customers()
    {
        var lists = fixture.Customers;
        Func<Task> Read(CustomerFilter filter, int page) =>
            () => lists.SheetAsync(Everybody, filter, new PageRequest(page, 50), default);
        var all = new CustomerFilter(month);
        yield return ("customers, page 1", Read(all, 1));
        yield return ("customers, page 51", Read(all, 51));
        yield return ("customers, last page", Read(all, customers / 50));
        yield return ("customers by name", Read(all with { Sort = "name" }, 1));
        yield return ("customers, search", Read(all with { Search = "constructions 777" }, 1));
        yield return ("customers of an engineer", Read(all with { EngineerId = 1003 }, 1));
        yield return ("customers, over 365 days", Read(all with { Bucket = AgeBucket.Older }, 1));
        yield return ("customers, manager", () => lists.SheetAsync(Manager, all, Page, default));
        yield return ("customer page", () => lists.DetailsAsync(Everybody, 77, default));
    }

    private IEnumerable<(string Name, Func<Task> Read)> Invoices()
    {
        var lists = fixture.Invoices;
        Func<Task> Read(InvoiceFilter filter, int page) =>
            () => lists.SheetAsync(Everybody, filter, new PageRequest(page, 50), default);
        var all = new InvoiceFilter(month);
        yield return ("invoices, page 1", Read(all, 1));
        yield return ("invoices, page 51", Read(all, 51));
        yield return ("invoices, page in the middle", Read(all, Math.Max(1, invoices / 100)));
        yield return ("invoices, last page", Read(all, invoices / 50));
        yield return ("invoices by amount", Read(all with { Sort = "-amount" }, 1));
        yield return ("invoices by date", Read(all with { Sort = "date" }, 1));
        yield return ("invoices by number", Read(all with { Sort = "number" }, 1));
        yield return ("invoices, search for a number", Read(all with { Search = "10777" }, 1));
        yield return ("invoices, search for a customer", Read(all with { Search = "constructions 777" }, 1));
        yield return ("invoices, disputed", Read(all with { Status = "dispute" }, 1));
        yield return ("invoices, over 365 days", Read(all with { Bucket = AgeBucket.Older }, 1));
        yield return ("invoices of a customer", Read(all with { CustomerId = 77 }, 1));
        yield return ("invoice page", () => lists.DetailsAsync(Everybody, 777, default));
    }

    private IEnumerable<(string Name, Func<Task> Read)> Collections()
    {
        var (chasing, kpis) = (fixture.Get<CollectionQueries>(), fixture.Get<KpiQueries>());
        yield return ("worklist", () => chasing.WorklistAsync(Everybody, new WorklistFilter(), Page, default));
        yield return ("worklist, manager", () => chasing.WorklistAsync(Manager, new WorklistFilter(), Page, default));
        yield return ("promises", () => chasing.PromisesAsync(Everybody, new PromiseFilter(), Page, default));
        yield return ("key figures of collections", () => kpis.BoardAsync(Everybody, new CollectionFilter(), default));
        yield return ("cash forecast", () =>
            fixture.Get<ForecastQueries>().ReadAsync(Everybody, new CollectionFilter(), Page, default)
        );
        var today = new ReminderFilter(fixture.Get<BusinessClock>().Today);
        yield return ("reminders of today", () =>
            fixture.Get<ReminderQueries>().SimulateAsync(Everybody, today, [ReminderVerdict.Due], Page, default)
        );
        if (fixture.Get<DatabaseOptions>().IsPostgres)
        {
            foreach (var by in Enum.GetValues<MovementBy>())
                yield return ($"movement by {by}", () =>
                    fixture
                        .Get<MovementQueries>()
                        .ReadAsync(Everybody, new MovementFilter(latest.AddMonths(-1), latest), by, null, Page, default)
                );
        }
    }

    private IEnumerable<(string Name, Func<Task> Read)> Field()
    {
        var filter = SalesFilter.YearToDate(fixture.Get<BusinessClock>().Today);
        var (sales, metrics) = (fixture.Get<SalesQueries>(), fixture.Get<SalesMetricsQueries>());
        var feed = fixture.Get<ActivityQueries>();
        yield return ("field metrics", () => metrics.MetricsAsync(Everybody, null, default));
        yield return ("field metrics, manager", () => metrics.MetricsAsync(Manager, null, default));
        yield return ("field, twelve months", () => metrics.MonthsAsync(Everybody, null, default));
        yield return ("field team", () =>
            fixture.Get<TeamFigureQueries>().TeamAsync(Everybody, new TeamFilter(), Page, default)
        );
        yield return ("activities, first page", () => feed.RecentAsync(Everybody, new ActivityFilter(), Page, default));
        yield return ("activities, page 51", () =>
            feed.RecentAsync(Everybody, new ActivityFilter(), new PageRequest(51, 50), default)
        );
        yield return ("activities, manager", () => feed.RecentAsync(Manager, new ActivityFilter(), Page, default));
        yield return ("distributors", () => sales.DistributorsAsync(Everybody, filter, Page, default));
        yield return ("products", () => sales.ProductsAsync(Everybody, filter, Page, default));
        yield return ("outlets", () => fixture.Get<OutletQueries>().OutletsAsync(Everybody, filter, Page, default));
    }

    private static async Task<double> ElapsedAsync(Func<Task> read)
    {
        var start = Stopwatch.GetTimestamp();
        await read();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
