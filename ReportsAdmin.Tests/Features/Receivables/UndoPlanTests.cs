using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>An undo must not read a whole table for each row that it takes back: 60,000 rows would take minutes.</summary>
public sealed class UndoPlanTests
{
    private static readonly string[] GrowingTables = ["invoice_balances", "customer_changes", "invoices"];

    [Fact]
    public async Task No_statement_of_an_undo_scans_a_growing_table_once_per_row()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var upload = await fixture.UploadAsync(
            Sheet.Of([
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                "000101|Shree Ganesh Constructions|Mumbai|SI/1|2026-03-02|1000|1000",
                "000102|Narmada Engineers|Pune|SI/2|2026-03-03|2000|500",
            ]),
            "Mar-26"
        );

        var statements = await StatementCount.TextsAsync(fixture, () =>
            fixture.Imports.UndoAsync(CurrentUser.System, upload, default)
        );

        Assert.Contains(statements, s => s.Contains("invoice_balances", StringComparison.Ordinal));
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await db.Set<Invoice>().CountAsync());
        Assert.Empty(await SubqueryScansAsync(db, statements));
    }

    /// <summary>The steps of query plans that scan a growing table inside a correlated subquery.</summary>
    private static async Task<List<string>> SubqueryScansAsync(DbContext db, IEnumerable<string> statements)
    {
        await db.Database.OpenConnectionAsync();
        var scans = new List<string>();
        foreach (var sql in statements.Where(IsPlanned))
        {
            await using var command = new SqliteCommand(
                $"EXPLAIN QUERY PLAN {sql}",
                (SqliteConnection)db.Database.GetDbConnection()
            );
            await using var reader = await command.ExecuteReaderAsync();
            var correlated = new HashSet<int>();
            while (await reader.ReadAsync())
            {
                var (id, parent, detail) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetString(3));
                if (detail.StartsWith("CORRELATED", StringComparison.Ordinal) || correlated.Contains(parent))
                    correlated.Add(id);
                if (
                    correlated.Contains(parent)
                    && detail.StartsWith("SCAN", StringComparison.Ordinal)
                    && GrowingTables.Any(t => sql.Contains(t, StringComparison.Ordinal))
                )
                    scans.Add($"{detail}: {sql}");
            }
        }

        return scans;
    }

    private static bool IsPlanned(string sql) =>
        ((string[])["SELECT", "DELETE", "UPDATE", "INSERT", "WITH"]).Any(w =>
            sql.TrimStart().StartsWith(w, StringComparison.OrdinalIgnoreCase)
        );
}
