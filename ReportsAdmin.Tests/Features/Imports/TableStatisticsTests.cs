using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>
/// PostgreSQL plans by what it knew of a table at its last look. A look at tables that an undo had just emptied made the next
/// upload's merge read all invoices once for each row of the sheet.
/// </summary>
public sealed class TableStatisticsTests
{
    private const int Rows = TableStatistics.LeastRows + 200;

    [Fact]
    public async Task An_upload_is_planned_by_its_own_rows_and_not_by_the_last_look()
    {
        await using var fixture = await TestFixture.OpenAsync(TestProvider.Postgres);
        var undone = await fixture.UploadAsync(Month(Rows), "Mar-26");
        await fixture.Imports.UndoAsync(CurrentUser.System, undone, default);
        foreach (var table in (string[])["invoices", "invoice_balances", "staged_items", "import_rows"])
        {
            await LookAsync(fixture, table);
        }

        Assert.Equal((0, 0), (await KnownAsync(fixture, "staged_items"), await KnownAsync(fixture, "invoices")));
        var upload = await fixture.StageAsync(Month(Rows), "Mar-26");
        Assert.Equal(Rows, await KnownAsync(fixture, "staged_items"));
        await fixture.CommitAsync(upload);
        Assert.Equal(Rows, await KnownAsync(fixture, "invoices"));
        Assert.Equal(Rows, await KnownAsync(fixture, "invoice_balances"));
    }

    [Fact]
    public async Task A_few_rows_more_need_no_look()
    {
        await using var fixture = await TestFixture.OpenAsync(TestProvider.Postgres);
        await fixture.UploadAsync(Month(50), "Mar-26");
        await LookAsync(fixture, "invoices");
        await fixture.UploadAsync(Month(60), "Apr-26");
        Assert.Equal(50, await KnownAsync(fixture, "invoices"));
    }

    [Fact]
    public async Task A_table_that_grows_by_less_than_a_tenth_needs_no_look()
    {
        await using var fixture = await TestFixture.OpenAsync(TestProvider.Postgres);
        await using var db = fixture.Contexts.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE grown (id int)");
        await db.Database.ExecuteSqlRawAsync("INSERT INTO grown SELECT generate_series(1, 30000)");
        await TableStatistics.FollowAsync(db, "grown", 30_000, default);
        Assert.Equal(30_000, await KnownAsync(fixture, "grown"));
        await db.Database.ExecuteSqlRawAsync("INSERT INTO grown SELECT generate_series(1, 2000)");
        await TableStatistics.FollowAsync(db, "grown", 2_000, default);
        Assert.Equal(30_000, await KnownAsync(fixture, "grown"));
        Assert.Null(db.Database.CurrentTransaction);
    }

    private static async Task LookAsync(TestFixture fixture, string table)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var sql = $"VACUUM (ANALYZE, TRUNCATE FALSE) {table}";
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private static async Task<int> KnownAsync(TestFixture fixture, string table)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return (int)
            await db
                .Database.SqlQuery<float>($"SELECT reltuples AS \"Value\" FROM pg_class WHERE relname = {table}")
                .SingleAsync();
    }

    private static byte[] Month(int rows) =>
        Sheet.Of([
            "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
            .. Enumerable
                .Range(0, rows)
                .Select(i =>
                    $"{i / 20:000000}|Narmada Engineers {i / 20}|Pune|SI/{i}|2026-01-{1 + (i % 28):00}|1000|1000"
                ),
        ]);
}
