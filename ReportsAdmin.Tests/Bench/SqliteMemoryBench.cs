using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Features;
using ReportsAdmin.Platform.Data;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>What many connections that read a large SQLite file at once take of memory: with the limit of their caches, and without one.</summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class SqliteMemoryBench(ITestOutputHelper test)
{
    private const int Readers = 150;
    private const int Rows = 60_000;
    private const int NoLimit = 100_000;

    private readonly BenchOutput output = new(test);

    [Fact]
    public void Readers_at_once()
    {
        BenchOutput.SkipUnlessAsked();
        var folder = Directory.CreateTempSubdirectory("reportsadmin-memory-").FullName;
        try
        {
            var standard = new DatabaseOptions().CacheMegabytes;
            var one = Measure(folder, 1, standard);
            var free = Measure(folder, Readers, NoLimit);
            var kept = Measure(folder, Readers, standard);
            output.WriteLine($"one reader of a file of {Rows} kB: {one.PeakMegabytes:F0} MB, {one.Wall:F2} s");
            output.WriteLine($"{Readers} readers, no limit: {free.PeakMegabytes:F0} MB, {free.Wall:F2} s");
            output.WriteLine(
                $"{Readers} readers, caches of {standard} MB together: {kept.PeakMegabytes:F0} MB, {kept.Wall:F2} s"
            );
            Assert.True(kept.PeakMegabytes - one.PeakMegabytes < standard * 1.5, "more memory than the limit");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static BenchFigure Measure(string folder, int readers, int megabytes) =>
        BenchChild.Run("sqlite-memory", Path.Combine(folder, "rows.db"), $"{readers}", $"{megabytes}");

    /// <summary>Fills the file if it is empty; then every reader reads all of it, with its connection open until the last is done.</summary>
    public static async Task<string> ReadAsync(string path, int readers, int megabytes)
    {
        var contexts = new ReportsDbFactory(
            new DatabaseOptions { ConnectionString = $"Data Source={path}", CacheMegabytes = megabytes },
            AllFeatures.Model,
            NullLoggerFactory.Instance
        );
        var open = new List<ReportsDb>();
        for (var i = 0; i < readers; i++)
        {
            var db = contexts.CreateDbContext();
            await db.Database.OpenConnectionAsync();
            open.Add(db);
        }

        await open[0]
            .Database.ExecuteSqlRawAsync(
                "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS rows (id INTEGER, body TEXT)"
            );
        await open[0]
            .Database.ExecuteSqlAsync(
                $"INSERT INTO rows SELECT value, hex(zeroblob(500)) FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {Rows}) SELECT value FROM n) WHERE NOT EXISTS (SELECT 1 FROM rows)"
            );
        var sums = await Task.WhenAll(
            open.Select(db =>
                Task.Run(() =>
                    db.Database.SqlQuery<long>($"SELECT SUM(id + length(body)) AS \"Value\" FROM rows").SingleAsync()
                )
            )
        );
        foreach (var db in open)
            await db.DisposeAsync();
        return sums.Distinct().Single().ToString(CultureInfo.InvariantCulture);
    }
}
