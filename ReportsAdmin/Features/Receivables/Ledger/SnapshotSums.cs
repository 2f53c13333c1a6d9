using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>
/// Derives balances, sums by day and snapshot sums from invoice balances, in the database, inside the caller's transaction. Whoever
/// changes an invoice balance calls this for its snapshot, so the sums can never drift from the rows; <see cref="LedgerSums"/> looks
/// after that every night.
/// </summary>
internal static class SnapshotSums
{
    private const string BalanceColumns =
        "snapshot_id, customer_id, outstanding_paise, new_paise, recovered_paise, invoices, disputed, open_items";

    private const string DayColumns = "snapshot_id, invoice_date, due_date, bucket, outstanding_paise, disputed_paise";

    /// <summary>New and recovered are what each invoice grew and shrank by since the snapshot before, {1}.</summary>
    private const string FromMovement = """
        SELECT {0}, customer_id, SUM(now_paise) AS outstanding_paise,
            SUM(CASE WHEN now_paise > then_paise THEN now_paise - then_paise ELSE 0 END) AS new_paise,
            SUM(CASE WHEN then_paise > now_paise THEN then_paise - now_paise ELSE 0 END) AS recovered_paise,
            SUM(invoices) AS invoices, SUM(disputed) AS disputed, SUM(open_items) AS open_items
        FROM (
            SELECT invoice_id, customer_id, SUM(now_paise) AS now_paise, SUM(then_paise) AS then_paise,
                SUM(invoices) AS invoices, SUM(disputed) AS disputed, SUM(open_items) AS open_items
            FROM (
                SELECT invoice_id, customer_id, outstanding_paise AS now_paise, 0 AS then_paise,
                    CASE WHEN kind = 0 AND outstanding_paise <> 0 THEN 1 ELSE 0 END AS invoices,
                    CASE WHEN disputed AND outstanding_paise <> 0 THEN 1 ELSE 0 END AS disputed,
                    CASE WHEN outstanding_paise <> 0 THEN 1 ELSE 0 END AS open_items
                FROM invoice_balances WHERE snapshot_id = {0}
                UNION ALL
                SELECT invoice_id, customer_id, 0, outstanding_paise, 0, 0, 0 FROM invoice_balances WHERE snapshot_id = {1}
            ) items
            GROUP BY invoice_id, customer_id
        ) moved
        GROUP BY customer_id
        """;

    /// <summary>The first sheet of a department and region has nothing before it: what is dated from {1} on, in its month, counts as new, the rest as opening.</summary>
    private const string FromFirstSheet = """
        SELECT {0}, customer_id, SUM(outstanding_paise) AS outstanding_paise,
            SUM(CASE WHEN invoice_date >= {1} AND outstanding_paise > 0 THEN outstanding_paise ELSE 0 END) AS new_paise,
            0 AS recovered_paise,
            SUM(CASE WHEN kind = 0 AND outstanding_paise <> 0 THEN 1 ELSE 0 END) AS invoices,
            SUM(CASE WHEN disputed AND outstanding_paise <> 0 THEN 1 ELSE 0 END) AS disputed,
            SUM(CASE WHEN outstanding_paise <> 0 THEN 1 ELSE 0 END) AS open_items
        FROM invoice_balances WHERE snapshot_id = {0}
        GROUP BY customer_id
        """;

    /// <summary>How much of a balance is in dispute is <see cref="AgeingQuery.WithDisputed"/> in SQL.</summary>
    private const string ByDay = """
        SELECT snapshot_id, invoice_date, due_date, bucket, SUM(outstanding_paise) AS outstanding_paise,
            SUM(CASE WHEN NOT disputed OR outstanding_paise <= 0 THEN 0
                WHEN dispute_paise < outstanding_paise THEN dispute_paise
                ELSE outstanding_paise END) AS disputed_paise
        FROM invoice_balances WHERE snapshot_id = {0} AND outstanding_paise <> 0
        GROUP BY snapshot_id, invoice_date, due_date, bucket
        """;

    /// <summary>The sums of a snapshot, from its balances.</summary>
    private const string OfBalances = """
        COALESCE(SUM(b.outstanding_paise), 0) AS outstanding_paise, COALESCE(SUM(b.new_paise), 0) AS new_paise,
        COALESCE(SUM(b.recovered_paise), 0) AS recovered_paise,
        COALESCE(SUM(CASE WHEN b.open_items > 0 THEN 1 ELSE 0 END), 0) AS customers,
        COALESCE(SUM(b.invoices), 0) AS invoices, COALESCE(SUM(b.disputed), 0) AS disputed
        """;

    /// <summary>What its invoices are about; of these sums alone other months' sheets may change one.</summary>
    private const string OfInvoices = """
        COUNT(*) AS items, COALESCE(SUM(i.amount_paise), 0) AS amount_paise
        """;

    private const string UpdateAmounts = $$"""
        UPDATE snapshots SET items = s.items, amount_paise = s.amount_paise
        FROM (SELECT {{OfInvoices}} FROM invoice_balances b JOIN invoices i ON i.id = b.invoice_id WHERE b.snapshot_id = {0}) s
        WHERE id = {0}
        """;

    private const string InsertDays = $"""
        INSERT INTO balance_days (line, {DayColumns})
        SELECT ROW_NUMBER() OVER (ORDER BY invoice_date, due_date, bucket), {DayColumns} FROM ({ByDay}) days
        """;

    private const string UpdateSums = $$"""
        UPDATE snapshots SET outstanding_paise = s.outstanding_paise, new_paise = s.new_paise, recovered_paise = s.recovered_paise,
            customers = s.customers, invoices = s.invoices, disputed = s.disputed
        FROM (SELECT {{OfBalances}} FROM balances b WHERE b.snapshot_id = {0}) s
        WHERE id = {0}
        """;

    /// <summary>Derives these snapshots again, and the snapshots that follow them, whose movement counts from them.</summary>
    public static async Task DeriveAsync(ReportsDb db, IReadOnlyCollection<int> snapshotIds, CancellationToken ct)
    {
        foreach (var link in await LinksAsync(db, snapshotIds, ct))
            await DeriveOneAsync(db, link, ct);
    }

    /// <summary>
    /// The snapshots with invoices whose amount an upload changed: after its merge, or before it is undone. Whatever month it was of,
    /// <see cref="AmountsAsync"/> adds their amounts up again.
    /// </summary>
    public static Task<List<int>> WithOtherAmountsAsync(ReportsDb db, int uploadId, CancellationToken ct) =>
        db
            .Database.SqlQuery<int>(
                $"""
                SELECT DISTINCT b.snapshot_id AS "Value"
                FROM replaced_invoices r JOIN invoices i ON i.id = r.id JOIN invoice_balances b ON b.invoice_id = r.id
                WHERE r.upload_id = {uploadId} AND r.amount_paise <> i.amount_paise
                """
            )
            .ToListAsync(ct);

    public static async Task AmountsAsync(ReportsDb db, IEnumerable<int> snapshots, CancellationToken ct)
    {
        foreach (var snapshot in snapshots)
            await db.Database.ExecuteSqlRawAsync(UpdateAmounts, [snapshot], ct);
    }

    /// <summary>These snapshots and those that follow them, each with the one before it.</summary>
    public static async Task<IReadOnlyList<SnapshotLink>> LinksAsync(
        ReportsDb db,
        IReadOnlyCollection<int> snapshotIds,
        CancellationToken ct
    )
    {
        var touched = await db.Set<Snapshot>()
            .Where(s => snapshotIds.Contains(s.Id))
            .Select(s => new
            {
                s.DepartmentId,
                s.Region,
                s.Period,
            })
            .ToListAsync(ct);
        var departments = touched.Select(t => t.DepartmentId).Distinct().ToList();
        var chains = (
            await db.Set<Snapshot>()
                .Where(s => departments.Contains(s.DepartmentId))
                .Select(s => new
                {
                    s.Id,
                    s.DepartmentId,
                    s.Region,
                    s.Period,
                })
                .OrderBy(s => s.Period)
                .ToListAsync(ct)
        ).ToLookup(s => (s.DepartmentId, s.Region));
        var links = new List<SnapshotLink>();
        foreach (var place in touched.ToLookup(t => (t.DepartmentId, t.Region), t => t.Period))
        {
            var chain = chains[place.Key].ToList();
            for (var i = 0; i < chain.Count; i++)
            {
                var isTouched = place.Contains(chain[i].Period);
                var followsTouched = place.Any(p => p < chain[i].Period && (i == 0 || chain[i - 1].Period <= p));
                if (isTouched || followsTouched)
                    links.Add(
                        new SnapshotLink(
                            chain[i].Id,
                            i == 0 ? null : chain[i - 1].Id,
                            Period.FromNumber(chain[i].Period)
                        )
                    );
            }
        }

        return links;
    }

    /// <summary>How many of the sums that are kept of a snapshot differ from those of its invoice balances.</summary>
    public static async Task<long> WrongAsync(ReportsDb db, SnapshotLink link, CancellationToken ct)
    {
        var (balances, parameters) = Balances(link);
        var rows = await db
            .Database.SqlQueryRaw<long>(
                Differing(balances, $"SELECT {BalanceColumns} FROM balances WHERE snapshot_id = {{0}}"),
                parameters
            )
            .SingleAsync(ct);
        var days = await db
            .Database.SqlQueryRaw<long>(
                Differing(ByDay, $"SELECT {DayColumns} FROM balance_days WHERE snapshot_id = {{0}}"),
                link.Id
            )
            .SingleAsync(ct);
        var sums = await db
            .Database.SqlQueryRaw<long>(
                Differing(
                    $"SELECT {OfBalances} FROM balances b WHERE b.snapshot_id = {{0}}",
                    "SELECT outstanding_paise, new_paise, recovered_paise, customers, invoices, disputed FROM snapshots WHERE id = {0}"
                ),
                link.Id
            )
            .SingleAsync(ct);
        var amounts = await db
            .Database.SqlQueryRaw<long>(
                Differing(
                    $"SELECT {OfInvoices} FROM invoice_balances b JOIN invoices i ON i.id = b.invoice_id WHERE b.snapshot_id = {{0}}",
                    "SELECT items, amount_paise FROM snapshots WHERE id = {0}"
                ),
                link.Id
            )
            .SingleAsync(ct);
        return rows + days + sums + amounts;
    }

    private static string Differing(string right, string kept) =>
        $"""
            SELECT (SELECT COUNT(*) FROM (SELECT * FROM ({right}) r1 EXCEPT {kept}) more)
                + (SELECT COUNT(*) FROM ({kept} EXCEPT SELECT * FROM ({right}) r2) less) AS "Value"
            """;

    private static (string Select, object[] Parameters) Balances(SnapshotLink link) =>
        link.Previous is { } before
            ? (FromMovement, [link.Id, before])
            : (FromFirstSheet, [link.Id, link.Period.FirstDay]);

    private static async Task DeriveOneAsync(ReportsDb db, SnapshotLink link, CancellationToken ct)
    {
        var (balances, parameters) = Balances(link);
        await db.Database.ExecuteSqlAsync($"DELETE FROM balances WHERE snapshot_id = {link.Id}", ct);
        var insert = $"INSERT INTO balances ({BalanceColumns}) {balances}";
        await db.Database.ExecuteSqlRawAsync(insert, parameters, ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM balance_days WHERE snapshot_id = {link.Id}", ct);
        await db.Database.ExecuteSqlRawAsync(InsertDays, [link.Id], ct);
        await db.Database.ExecuteSqlRawAsync(UpdateSums, [link.Id], ct);
        await db.Database.ExecuteSqlRawAsync(UpdateAmounts, [link.Id], ct);
    }
}

/// <summary>A snapshot and the one of the same department and region before it; null for the first.</summary>
internal readonly record struct SnapshotLink(int Id, int? Previous, Period Period);
