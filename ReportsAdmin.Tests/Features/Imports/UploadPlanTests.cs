using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Tests.Features.FieldSales.Import;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>
/// No statement of an upload's life may read a table that grows from end to end: a missing index is met by nobody on a developer's ten rows,
/// and made the undo of a large upload quadratic.
/// </summary>
public sealed class UploadPlanTests
{
    private const string Bounded =
        "It has some hundred rows at most: one for each department, region and month, or for each header.";
    private const string Nightly =
        "The clean-up reads it once a night, outside of any transaction that others wait for.";

    /// <summary>Tables that may be read whole, with the reason.</summary>
    private static readonly Dictionary<string, string> MayBeScanned = new(StringComparer.Ordinal)
    {
        ["closed_months"] = Bounded,
        ["departments"] = Bounded,
        ["snapshots"] = Bounded,
        ["webhook_endpoints"] = Bounded,
        ["remembered_answers"] = Bounded,
        ["audit_anchors"] = Bounded,
        ["customer_changes"] = "An undo reads once what people wrote since; there is no index of its moments.",
        ["promises"] =
            "An upload derives every promise that stands: they are as many as people logged, not as rows of sheets.",
        ["sessions"] = Nightly,
        ["refresh_tokens"] = Nightly,
        ["api_tokens"] = Nightly,
        ["import_batches"] = Nightly,
        ["artifacts"] = Nightly,
        ["jobs"] = Nightly,
    };

    /// <summary>A sheet is compared with the whole ledger, which is counted and read once for each upload: by its customers and by its invoices.</summary>
    private static bool LoadsLedger(TableScan scan) =>
        // A count may go over an index, which the plan names in place of the table.
        (scan.Table is "customers" or "invoices" || scan.Table.StartsWith("IX_invoices_", StringComparison.Ordinal))
        && scan.Statement.StartsWith("SELECT", StringComparison.Ordinal)
        && !scan.Statement.Contains("WHERE", StringComparison.Ordinal);

    [Theory, EachDatabase]
    public async Task Staging_committing_and_undoing_a_month_read_no_growing_table_from_end_to_end(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        // What was there before, so that PostgreSQL's planner has something to choose by.
        await fixture.UploadAsync(Month(0, 2_000), "Feb-26", departmentId: 2);
        await fixture.UploadAsync(Month(5_000, 300), "Feb-26");
        await LogContactsAsync(fixture);
        using var plans = StatementPlans.Note(fixture);

        foreach (var choice in (string[])[MissingChoice.Carry, MissingChoice.Paid, MissingChoice.Query])
        {
            var first = await fixture.UploadAsync(Month(5_020, 300), "Mar-26", missing: choice);
            // The same month again displaces the balances of the first.
            var second = await fixture.UploadAsync(Month(5_040, 300), "Mar-26", missing: choice);
            await fixture.Imports.UndoAsync(CurrentUser.System, second, default);
            await fixture.Imports.UndoAsync(CurrentUser.System, first, default);
        }

        await fixture.Imports.DiscardAsync(
            CurrentUser.System,
            await fixture.StageAsync(Month(5_060, 300), "Mar-26"),
            default
        );

        Assert.True(plans.Count > 60, $"{plans.Count} statements were noted.");
        await NoneAsync(plans);
    }

    /// <summary>On SQLite alone: PostgreSQL's planner needs rows in all tables to prefer an index. Comparing reads whole lists and months; it holds no writer.</summary>
    [Fact]
    public async Task Nor_does_what_the_lists_of_the_field_write()
    {
        await using var fixture = await FieldSheets.SeedAsync();
        await fixture.UploadAsync("outlets", Outlets(0, 1_500));
        using var plans = StatementPlans.Note(fixture);

        foreach (
            var (kind, header, row) in (IEnumerable<(string, string, string)>)
                [
                    ("distributors", FieldSheets.Distributors, "D-01|Asha|Yard 9|West|Pune|MH|Satara|Pune|yes|100|20"),
                    ("products", FieldSheets.Products, "P-01|Urea|Fertilizer|5 Kg|Kg|yes"),
                    ("outlets", FieldSheets.Outlets, "R-01|Maa|retailer|West|Pune|Satara|Pune|415001|||100|yes|yes|10"),
                    ("stock-ledger", FieldSheets.Ledger, "D-01|P-01|2026-04-01|opening|10|1000|"),
                    ("outlet-purchases", FieldSheets.Purchases, "R-01|P-01|2026-04-02|10|1000"),
                    ("visits", FieldSheets.Visits, "asha@example.com|R-01|2026-04-02|10:30|20"),
                    ("visit-targets", FieldSheets.Targets, "asha@example.com|Apr-26|20"),
                ]
        )
        {
            var id = await fixture.UploadAsync(kind, header, row);
            await fixture.Imports.UndoAsync(CurrentUser.System, id, default);
        }

        Assert.True(plans.Count > 60, $"{plans.Count} statements were noted.");
        await NoneAsync(plans, s => s.Statement.StartsWith("SELECT", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task So_do_the_clean_up_and_its_preview(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Month(0, 2_000), "Feb-26");
        await fixture.StageAsync(Month(20, 300), "Mar-26");
        var before = fixture.Clock.GetUtcNow().UtcDateTime.AddDays(1);
        using var plans = StatementPlans.Note(fixture);

        foreach (var retention in fixture.Get<IEnumerable<IRetention>>())
        {
            await retention.DueAsync(before, default);
            await retention.DeleteAsync(before, default);
        }

        await fixture.Get<JobMaintenance>().PruneAsync(default);

        Assert.True(plans.Count > 10, $"{plans.Count} statements were noted.");
        await NoneAsync(plans);
    }

    /// <summary>The check itself: a statement without an index is found on both databases.</summary>
    [Theory, EachDatabase]
    public async Task A_scan_is_found(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        using var plans = StatementPlans.Note(fixture);
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(
                db.Database,
                $"UPDATE invoices SET paid = TRUE WHERE amount_paise = {7L}"
            );
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(
                db.Database,
                $"UPDATE invoices SET paid = TRUE WHERE id = {7}"
            );
        }

        Assert.Equal("invoices", Assert.Single(await plans.ScansAsync()).Table);
    }

    /// <summary>A call, a promise and a dispute about each invoice.</summary>
    private static async Task LogContactsAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var (at, invoices) = (fixture.Clock.GetUtcNow().UtcDateTime, await db.Set<Invoice>().ToListAsync());
        var entries = invoices
            .Select(i => new ContactEntry
            {
                CustomerId = i.CustomerId,
                At = at,
                ById = 1,
                ByName = "Asha",
                Outcome = ContactOutcome.Promised,
            })
            .ToList();
        db.AddRange(entries);
        await db.SaveChangesAsync();
        var promises = invoices
            .Select(
                (i, at) =>
                    new Promise
                    {
                        CustomerId = i.CustomerId,
                        EntryId = entries[at].Id,
                        MadeAt = entries[at].At,
                        ById = 1,
                        ByName = "Asha",
                        AmountPaise = 100,
                        OwedPaise = 100,
                        DueOn = new DateOnly(2026, 4, 2),
                        DuePeriod = 202604,
                        DecidableFrom = entries[at].At,
                    }
            )
            .ToList();
        db.AddRange(promises);
        await db.SaveChangesAsync();
        db.AddRange(
            invoices.Select(
                (i, at) =>
                    new PromiseItem
                    {
                        PromiseId = promises[at].Id,
                        InvoiceId = i.Id,
                        OwedPaise = 100,
                    }
            )
        );
        db.AddRange(
            invoices.Select(i => new Dispute
            {
                InvoiceId = i.Id,
                CustomerId = i.CustomerId,
                AmountPaise = 100,
                OpenedAt = at,
                OpenedById = 1,
                OpenedByName = "Asha",
                AnswerBy = new DateOnly(2026, 4, 2),
                // One in ten is open.
                ClosedAt = i.Id % 10 == 0 ? null : at,
            })
        );
        var reminders = invoices
            .Select(i => new Reminder
            {
                RunId = 1,
                CustomerId = i.CustomerId,
                Day = new DateOnly(2026, 4, 2),
                StepDays = 3,
                Fingerprint = "",
            })
            .ToList();
        db.AddRange(reminders);
        await db.SaveChangesAsync();
        db.AddRange(
            invoices.Select(
                (i, at) =>
                    new ReminderItem
                    {
                        ReminderId = reminders[at].Id,
                        InvoiceId = i.Id,
                        StepDays = 3,
                        AmountPaise = 100,
                        Counts = i.Id % 10 == 0,
                    }
            )
        );
        await db.SaveChangesAsync();
    }

    private static async Task NoneAsync(StatementPlans plans, Func<TableScan, bool>? passedOver = null)
    {
        var scans = (await plans.ScansAsync())
            .Where(s => !MayBeScanned.ContainsKey(s.Table) && !LoadsLedger(s) && passedOver?.Invoke(s) != true)
            .ToList();
        Assert.True(
            scans.Count == 0,
            $"{scans.Count} scans:\n" + string.Join("\n", scans.Select(s => s.ToString()).Distinct())
        );
    }

    /// <summary>A sheet of so many invoices from a number on, five a customer; every tenth is partly paid.</summary>
    private static byte[] Month(int from, int rows) =>
        Sheet.Of([
            StagedUploads.ByInvoice,
            .. Enumerable
                .Range(from, rows)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"C-{i / 5:00000}|Customer {i / 5}|Mumbai|SI/{i:00000}|2026-01-02|{1_000 + i}|{(i % 10 == 0 ? 500 : 1_000 + i)}"
                    )
                ),
        ]);

    private static string[] Outlets(int from, int rows) =>
        [
            FieldSheets.Outlets,
            .. Enumerable
                .Range(from, rows)
                .Select(i => $"T-{i:0000}|Outlet {i}|retailer|West|Pune|Satara|Pune|415001|||100|yes|yes|{i + 1}"),
        ];
}
