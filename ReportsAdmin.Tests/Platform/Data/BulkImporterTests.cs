using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

/// <summary>The contract of bulk inserts: the same rows on both databases, read back by EF as they were given.</summary>
public sealed class BulkImporterTests
{
    private static readonly BulkColumn[] InvoiceColumns =
    [
        new("id", BulkType.Int32),
        new("customer_id", BulkType.Int32),
        new("number", BulkType.Text),
        new("kind", BulkType.Int16),
        new("amount_paise", BulkType.Int64),
        new("invoice_date", BulkType.Date),
        new("due_date", BulkType.Date),
        new("paid", BulkType.Boolean),
        new("disputed", BulkType.Boolean),
        new("batch_id", BulkType.Int32),
        new("created_at", BulkType.Instant),
        new("updated_at", BulkType.Instant),
    ];

    private static readonly DateTime Instant = new DateTime(2026, 3, 31, 18, 29, 59, DateTimeKind.Utc).AddTicks(
        1234560
    );

    [Theory, EachDatabase]
    public async Task Every_type_and_null_comes_back_as_it_went(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var db = fixture.Contexts.CreateDbContext();
        var rows = new List<object?[]>
        {
            new object?[]
            {
                1,
                int.MaxValue,
                "₹ 'quoted' \"text\" — नमस्ते 😀\t\\",
                (short)1,
                long.MaxValue,
                new DateOnly(2024, 2, 29),
                null,
                true,
                false,
                -5,
                Instant,
                Instant.Date,
            },
            new object?[]
            {
                2,
                0,
                "",
                (short)0,
                long.MinValue,
                null,
                new DateOnly(1999, 12, 31),
                false,
                true,
                0,
                DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Utc),
                Instant,
            },
        };

        Assert.Equal(2, await InsertAsync(fixture, db, "invoices", InvoiceColumns, rows));

        var (one, two) = (
            await db.Set<Invoice>().SingleAsync(i => i.Id == 1),
            await db.Set<Invoice>().SingleAsync(i => i.Id == 2)
        );
        Assert.Equal(
            (int.MaxValue, (string)rows[0][2]!, InvoiceKind.Summary, long.MaxValue),
            (one.CustomerId, one.Number, one.Kind, one.AmountPaise)
        );
        Assert.Equal(
            (new DateOnly(2024, 2, 29), null, true, false, -5),
            (one.InvoiceDate!.Value, one.DueDate, one.Paid, one.Disputed, one.BatchId)
        );
        Assert.Equal((Instant, Instant.Date, DateTimeKind.Utc), (one.CreatedAt, one.UpdatedAt, one.CreatedAt.Kind));
        Assert.Equal(
            ("", long.MinValue, null, new DateOnly(1999, 12, 31)),
            (two.Number, two.AmountPaise, two.InvoiceDate, two.DueDate!.Value)
        );
        // What EF writes and what the importer writes must compare alike in SQL.
        Assert.Equal(
            [1],
            await db.Set<Invoice>()
                .Where(i => i.CreatedAt == Instant && i.InvoiceDate >= new DateOnly(2024, 2, 29))
                .Select(i => i.Id)
                .ToListAsync()
        );
    }

    [Theory, EachDatabase]
    public async Task Ten_thousand_rows_arrive(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            10_000,
            await InsertAsync(fixture, db, "invoices", InvoiceColumns, Enumerable.Range(1, 10_000).Select(Row))
        );
        Assert.Equal(
            (10_000, 50_005_000L),
            (await db.Set<Invoice>().CountAsync(), await db.Set<Invoice>().SumAsync(i => i.AmountPaise))
        );
    }

    [Theory, EachDatabase]
    public async Task It_takes_part_in_the_callers_transaction(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await InsertAsync(fixture, db, "invoices", InvoiceColumns, Enumerable.Range(1, 10).Select(Row));
            await InsertAsync(fixture, db, "invoices", InvoiceColumns, Enumerable.Range(11, 10).Select(Row));
            Assert.Equal(20, await db.Set<Invoice>().CountAsync());
            await transaction.RollbackAsync();
        }

        await using var after = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await after.Set<Invoice>().CountAsync());
    }

    [Theory, EachDatabase]
    public async Task A_row_that_cannot_be_written_stops_it_and_the_connection_stays_usable(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
                InsertAsync(fixture, db, "invoices", InvoiceColumns, [Row(1), Row(2), Row(1)])
            );
        }

        await using var after = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await after.Set<Invoice>().CountAsync());
        Assert.Equal(1, await InsertAsync(fixture, after, "invoices", InvoiceColumns, [Row(1)]));
    }

    [Theory, EachDatabase]
    public async Task A_source_that_fails_leaves_nothing(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var rows = Enumerable.Range(1, 5_000).Select(i => i < 5_000 ? Row(i) : throw new FormatException("no row"));
            await Assert.ThrowsAsync<FormatException>(() => InsertAsync(fixture, db, "invoices", InvoiceColumns, rows));
        }

        await using var after = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await after.Set<Invoice>().CountAsync());
        Assert.Equal(1, await InsertAsync(fixture, after, "invoices", InvoiceColumns, [Row(1)]));
    }

    /// <summary>An upload whose database goes away waits for another attempt; for that it must learn of the database's error.</summary>
    [Fact]
    public async Task A_server_that_goes_away_meanwhile_is_named_as_the_cause()
    {
        await using var fixture = await TestFixture.OpenAsync(TestProvider.Postgres);
        await using (var db = fixture.Contexts.CreateDbContext())
        await using (var other = fixture.Contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var backend = await db.Database.SqlQuery<int>($"SELECT pg_backend_pid() AS \"Value\"").SingleAsync();
            var rows = Enumerable
                .Range(1, 100_000)
                .Select(i =>
                {
                    if (i == 2_000)
                        other
                            .Database.SqlQuery<bool>($"SELECT pg_terminate_backend({backend}, 5000) AS \"Value\"")
                            .Single();
                    return Row(i);
                });
            await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() =>
                InsertAsync(fixture, db, "invoices", InvoiceColumns, rows)
            );
        }

        await using var after = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await after.Set<Invoice>().CountAsync());
    }

    /// <summary>Texts and bytes of every length around the end of a buffer, and longer than one.</summary>
    [Theory, EachDatabase]
    public async Task Long_texts_and_bytes_arrive_whole(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var db = fixture.Contexts.CreateDbContext();
        int[] lengths = [0, 1, 21_000, 21_842, 21_843, 21_844, 30_000, 65_520, 65_533, 65_536, 70_000, 200_000];
        string TextOf(int length) => string.Concat(Enumerable.Range(0, length).Select(i => "ab₹é"[i % 4]));
        byte[] BytesOf(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        // A connection that goes back to the pool loses its temporary tables.
        await using var transaction = await db.Database.BeginTransactionAsync();
        var sql =
            $"CREATE TEMPORARY TABLE long_values (id int, body text, content {(db.IsPostgres ? "bytea" : "blob")}, ratio {(db.IsPostgres ? "double precision" : "real")})";
        await db.Database.ExecuteSqlRawAsync(sql);
        await InsertAsync(
            fixture,
            db,
            "long_values",
            [
                new("id", BulkType.Int32),
                new("body", BulkType.Text),
                new("content", BulkType.Bytes),
                new("ratio", BulkType.Double),
            ],
            lengths.Select(n => new object?[] { n, TextOf(n), BytesOf(n), n / 7d })
        );
        foreach (var length in lengths)
        {
            var read = await db
                .Database.SqlQuery<LongValue>(
                    $"SELECT body AS \"Body\", content AS \"Content\", ratio AS \"Ratio\" FROM long_values WHERE id = {length}"
                )
                .SingleAsync();
            Assert.Equal(TextOf(length), read.Body);
            Assert.Equal(BytesOf(length), read.Content);
            Assert.Equal(length / 7d, read.Ratio);
        }
    }

    private sealed record LongValue(string Body, byte[] Content, double Ratio);

    [Theory, EachDatabase]
    public async Task Nothing_to_write_is_fine(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await InsertAsync(fixture, db, "import_rows", [new("batch_id", BulkType.Int32)], []));
        Assert.Equal(0, await db.Set<ImportRow>().CountAsync());
    }

    private static object?[] Row(int i) =>
        [
            i,
            i % 7,
            $"I{i}",
            (short)0,
            (long)i,
            new DateOnly(2026, 1, 1).AddDays(i % 90),
            null,
            false,
            false,
            1,
            Instant,
            Instant,
        ];

    private static Task<long> InsertAsync(
        TestFixture fixture,
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        IEnumerable<object?[]> rows
    )
    {
        var source = rows.GetEnumerator();
        return fixture
            .Get<IBulkImporter>()
            .InsertAsync(
                db,
                table,
                columns,
                values =>
                {
                    if (!source.MoveNext())
                        return false;
                    source.Current.CopyTo(values, 0);
                    return true;
                },
                default
            );
    }
}
