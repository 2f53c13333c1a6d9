using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// Fills a database for <see cref="ReadPathBench"/>: one small sheet is uploaded, and the rest is made of numbers by the database itself.
/// The sums that the application keeps are made by the application's own rebuild.
/// </summary>
internal sealed class ReadPathData(TestFixture fixture, TestProvider provider, int invoices, int months)
{
    private const int Departments = 4;
    private const int Distributors = 500;
    private const int Products = 45;
    private const int Outlets = 5_000;
    private const int People = 300;
    private const int Promises = 20_000;

    private static readonly string[] Places = [.. Regions.Active.Select(r => r.Code)];

    private int Customers => Math.Max(invoices / 20, 100);

    private int PlaceCount => Departments * Places.Length;

    private bool IsPostgres => provider == TestProvider.Postgres;

    /// <summary>The last of the months.</summary>
    public Period Latest => Period.Of(fixture.Get<BusinessClock>().Today).AddMonths(-1);

    public async Task FillAsync()
    {
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            db.AddRange(
                Enumerable.Range(3, Departments - 2).Select(i => new Department { Name = $"Plant {i}", Code = $"P{i}" })
            );
            await db.SaveChangesAsync();
        }

        // Leaves a committed upload for the origin of the rows, and its version; its own rows make room.
        await fixture.UploadAsync(
            Sheet.Of([StagedUploads.ByInvoice, "C-1|Customer|Pune|SI/1|2025-01-02|100|100"]),
            Latest.ToString()
        );
        await using var context = fixture.Contexts.CreateDbContext();
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        foreach (
            var table in (string[])
                ["invoice_balances", "balances", "snapshot_writes", "snapshots", "invoices", "customers"]
        )
            await RunAsync(context, $"DELETE FROM {table}");
        await SnapshotsAsync(context);
        await PeopleAsync(context);
        await ReceivablesAsync(context);
        await CollectionsAsync(context);
        await SalesAsync(context);
        await StockTotals.RebuildAsync(context, default);
        await AuditAsync(context);
        if (IsPostgres)
            await RunAsync(context, "VACUUM (ANALYZE)");
        await fixture.Get<LedgerSums>().RebuildAsync(default);
        if (IsPostgres)
            await RunAsync(context, "VACUUM (ANALYZE)");
        else
            await RunAsync(context, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private async Task SnapshotsAsync(ReportsDb db)
    {
        for (var m = 0; m < months; m++)
        {
            var period = Latest.AddMonths(m + 1 - months).Number;
            db.AddRange(
                Enumerable
                    .Range(0, PlaceCount)
                    .Select(p => new Snapshot
                    {
                        Id = (m * PlaceCount) + p + 1,
                        DepartmentId = (p / Places.Length) + 1,
                        Region = Places[p % Places.Length],
                        Period = period,
                        BatchId = 1,
                    })
            );
        }

        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        await RunAsync(db, "INSERT INTO snapshot_writes (snapshot_id, batch_id) SELECT id, batch_id FROM snapshots");
    }

    /// <summary>Engineers of the offices, and MDOs of the field.</summary>
    private Task PeopleAsync(ReportsDb db) =>
        RunAsync(
            db,
            $$"""
            {{Numbers(People)}}
            INSERT INTO users (id, name, role, region, designation, in_field, zone, field_region, territory, active, created_at, updated_at,
                user_name, normalized_user_name, email, normalized_email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT i + 1000, 'Person ' || i, 'Engineer', {{Place(
                "i"
            )}}, CASE WHEN i % 3 = 0 THEN NULL ELSE 'MDO' END, i % 3 <> 0, 'Zone ' || (i % 5), 'Region ' || (i % 15), 'Territory ' || (i % 60), TRUE, {0}, {0},
                'p' || i, 'P' || i, 'p' || i || '@example.com', 'P' || i || '@EXAMPLE.COM', TRUE, FALSE, FALSE, FALSE, 0
            FROM n
            """
        );

    private async Task ReceivablesAsync(ReportsDb db)
    {
        await RunAsync(
            db,
            $$"""
            {{Numbers(Customers)}}
            INSERT INTO customers (id, code, name, search_text, region, department_id, remark, notes, engineer_id, phone, email, reminder_stop, batch_id, created_at, updated_at)
            SELECT i, 'C-' || (1000000 + i), 'Shree Ganesh Constructions ' || (i * 7919 % {{Customers}}), 'shree ganesh constructions ' || (i * 7919 % {{Customers}}) || ' c-' || (1000000 + i),
                s.region, s.department_id, '{{Remarks.None}}', '', CASE WHEN i % 4 = 0 THEN NULL ELSE 1000 + 3 * (1 + i % {{People
                / 3}}) END, '', '', '', 1, {0}, {0}
            FROM n JOIN snapshots s ON s.id = i % {{PlaceCount}} + 1
            """
        );
        await RunAsync(
            db,
            $$"""
            {{Numbers(invoices)}}
            INSERT INTO invoices (id, customer_id, number, kind, amount_paise, invoice_date, due_date, paid, disputed, batch_id, sheet_row, created_at, updated_at)
            SELECT i, 1 + i % {{Customers}}, 'SI/25-26/' || (10000000 + i * 7919 % {{invoices}}), 0, 100000 + i * 7919 % 9000000, {{Day(
                "i % 700"
            )}}, {{Day("i % 700 - 30")}}, FALSE, i % 50 = 0, 1, i, {0}, {0}
            FROM n
            """
        );
        var indexes = await DropIndexesAsync(db, "invoice_balances");
        for (var m = 0; m < months; m++)
            await RunAsync(
                db,
                $$"""
                INSERT INTO invoice_balances (snapshot_id, invoice_id, customer_id, outstanding_paise, settled_paise, invoice_date, due_date, bucket, kind, disputed, dispute_paise, origin, batch_id, row_number)
                SELECT {{m * PlaceCount}} + customer_id % {{PlaceCount}} + 1, id, customer_id,
                    CASE WHEN (id * 7 + {{m}}) % 23 = 0 THEN 0 WHEN (id + {{m}}) % 5 = 0 THEN amount_paise / 2 ELSE amount_paise END,
                    0, invoice_date, due_date, NULL, 0, disputed, NULL, 0, 1, id
                FROM invoices ORDER BY 1, 2
                """
            );
        foreach (var index in indexes)
            await RunAsync(db, index);
    }

    private async Task CollectionsAsync(ReportsDb db)
    {
        var count = Math.Min(Promises, Customers);
        await RunAsync(
            db,
            $$"""
            {{Numbers(count)}}
            INSERT INTO contact_log (id, customer_id, at, by_id, by_name, outcome, note)
            SELECT i, i, {{Instant("i % 90 * 24")}}, 1, 'Asha', {{(short)
                ReportsAdmin.Features.Receivables.Collections.ContactOutcome.Promised}}, '' FROM n
            """
        );
        await RunAsync(
            db,
            $$"""
            {{Numbers(count)}}
            INSERT INTO promises (customer_id, made_at, by_id, by_name, entry_id, amount_paise, due_on, due_period, decidable_from, owed_paise, by_total, received_paise, status)
            SELECT i, {0}, 1, 'Asha', i, 100000, {{Day(
                "i % 60 - 30"
            )}}, {{Latest.Number}}, {0}, 100000, FALSE, 0, i % 4 FROM n
            """
        );
    }

    private async Task SalesAsync(ReportsDb db)
    {
        await RunAsync(
            db,
            $$"""
            {{Numbers(Distributors)}}
            INSERT INTO distributors (id, code, name, search_text, location, zone, region, territory, state, branch, active, updated_at)
            SELECT i, 'D' || i, 'Distributor ' || (1000 + i), 'distributor ' || i, '', 'Zone ' || (i % 5), 'Region ' || (i % 15), 'Territory ' || (i % 60), '', {{Place(
                "i"
            )}}, TRUE, {0} FROM n
            """
        );
        await RunAsync(
            db,
            $$"""
            {{Numbers(Products)}}
            INSERT INTO products (id, code, name, search_text, category, pack_size, unit, active)
            SELECT i, 'P' || i, 'Product ' || (100 + i), 'product ' || i, 'Category ' || (i % 5), '', 'kg', TRUE FROM n
            """
        );
        await RunAsync(
            db,
            $$"""
            {{Numbers(Outlets)}}
            INSERT INTO outlets (id, code, name, search_text, type, location, zone, region, territory, state, branch, pincode, phone, email, credit_limit_paise, geo_tagged, active)
            SELECT i, 'O' || i, 'Outlet ' || (10000 + i), 'outlet ' || i, 'retailer', '', 'Zone ' || (i % 5), 'Region ' || (i % 15), 'Territory ' || (i % 60), '', {{Place(
                "i"
            )}}, '', '', '', 1000000, i % 2 = 0, TRUE FROM n
            """
        );
        await RunAsync(
            db,
            $$"""
            {{Numbers(invoices)}}
            INSERT INTO stock_movements (distributor_id, product_id, day, kind, volume_milli, value_paise, reference)
            SELECT 1 + i * 7919 % {{Distributors}}, 1 + i % {{Products}}, {{Day(
                "i % 730"
            )}}, CASE WHEN i % 20 = 0 THEN 0 ELSE 1 + i % 2 END, 1 + i % 100000, 100 + i * 31 % 10000000, '' FROM n
            """
        );
        await RunAsync(
            db,
            $$"""
            {{Numbers(invoices / 10)}}
            INSERT INTO outlet_purchases (outlet_id, product_id, day, volume_milli, value_paise)
            SELECT 1 + i * 7919 % {{Outlets}}, 1 + i % {{Products}}, {{Day(
                "i % 730"
            )}}, 1 + i % 100000, 100 + i * 31 % 10000000 FROM n
            """
        );
        await RunAsync(
            db,
            $$"""
            {{Numbers(invoices / 5)}}
            INSERT INTO visits (user_id, outlet_id, at, minutes)
            SELECT 1001 + i % {{People}}, 1 + i * 7919 % {{Outlets}}, {{Instant("i % 8000")}}, 20 FROM n
            """
        );
        await RunAsync(
            db,
            $$"""
            {{Numbers(invoices)}}
            INSERT INTO activities (at, type, title, description, status, user_id, branch, metadata)
            SELECT {{Instant(
                "i % 17000"
            )}}, CASE WHEN i % 3 = 0 THEN 'stock_mismatch' ELSE 'liquidation_done' END, 'Activity', 'What happened', 'completed', 1001 + i % {{People}}, {{Place(
                "i"
            )}}, '{}' FROM n
            """
        );
    }

    private Task AuditAsync(ReportsDb db) =>
        RunAsync(
            db,
            $$"""
            {{Numbers(invoices / 5)}}
            INSERT INTO audit_entries (at, action, kind, record_id, record_name, actor_id, actor_name, via)
            SELECT {{Instant("i % 8000")}}, 'changed', 'customer', i || '', 'Customer', 1, 'Asha', 'page' FROM n
            """
        );

    /// <summary>Whole numbers from 1 on, as the table <c>n(i)</c>.</summary>
    private static string Numbers(int count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {Math.Max(count, 1)})"
        );

    /// <summary>So many days before the last day of the last month.</summary>
    private string Day(string before) =>
        IsPostgres
            ? $"DATE '{Latest.LastDay:yyyy-MM-dd}' - CAST({before} AS integer)"
            : $"date('{Latest.LastDay:yyyy-MM-dd}', (-({before})) || ' days')";

    /// <summary>So many hours ago.</summary>
    private string Instant(string hours) =>
        IsPostgres ? $"{{0}} - ({hours}) * INTERVAL '1 hour'" : $"datetime({{0}}, (-({hours})) || ' hours')";

    private static string Place(string number) =>
        $"CASE {number} % {Places.Length} {string.Concat(Places.Select((p, i) => $"WHEN {i} THEN '{p}' "))}END";

    private async Task<List<string>> DropIndexesAsync(ReportsDb db, string table)
    {
        if (!db.IsPostgres)
            return [];
        var found = await db
            .Database.SqlQuery<string>(
                $"SELECT indexdef AS \"Value\" FROM pg_indexes WHERE tablename = {table} AND indexname LIKE 'IX%'"
            )
            .ToListAsync();
        foreach (var index in found)
            await RunAsync(db, $"DROP INDEX \"{index.Split('"')[1]}\"");
        return found;
    }

    // Statements are made of constants alone; the one value is the time.
    private async Task RunAsync(ReportsDb db, string sql)
    {
        var now = fixture.Get<BusinessClock>().UtcNow;
        object value = IsPostgres ? now : now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var text = sql.Replace("'{}'", "'{{}}'", StringComparison.Ordinal);
        await db.Database.ExecuteSqlRawAsync(text, text.Contains("{0}", StringComparison.Ordinal) ? [value] : []);
    }
}
