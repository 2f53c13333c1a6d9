using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

/// <summary>What reads of one flow see, and in which connection.</summary>
public sealed class ReadSnapshotTests
{
    private const string Topic = "sample";

    [Theory, EachDatabase]
    public async Task What_is_called_within_a_snapshot_reads_in_it_and_afterwards_by_itself(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var contexts = database.Contexts();
        await using (var snapshot = await contexts.SnapshotAsync(default))
        {
            Assert.Equal(0, await snapshot.Db.DataVersionAsync(Topic, default));
            await RaiseAsync(contexts);
            await using var reader = contexts.Reader();
            await using var again = await contexts.SnapshotAsync(default);
            Assert.Same(snapshot.Db.Database.GetDbConnection(), reader.Database.GetDbConnection());
            Assert.Equal(0, await reader.DataVersionAsync(Topic, default));
            Assert.Equal(0, await again.Db.DataVersionAsync(Topic, default));
        }

        Assert.False(ReadSnapshot.IsHeld);
        await using var after = contexts.Reader();
        Assert.Equal(1, await after.DataVersionAsync(Topic, default));
    }

    [Theory, EachDatabase]
    public async Task A_snapshot_that_could_not_be_opened_is_held_by_nobody(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var contexts = database.Contexts();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => contexts.SnapshotAsync(gone.Token));
        Assert.False(ReadSnapshot.IsHeld);
    }

    [Theory, EachDatabase]
    public async Task What_is_read_has_been_up_to_date_since_its_snapshot_began_and_never_within_a_write(
        TestProvider provider
    )
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var contexts = database.Contexts();
        var before = Stopwatch.GetTimestamp();
        await using (await contexts.SnapshotAsync(default))
        {
            var later = Stopwatch.GetTimestamp();
            Assert.InRange(ReadSnapshot.Since, before, later);
        }

        Assert.InRange(ReadSnapshot.Since, before, Stopwatch.GetTimestamp());
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        using (db.ReadWithin())
            Assert.Equal(long.MinValue, ReadSnapshot.Since);
    }

    [Theory, EachDatabase]
    public async Task A_write_is_read_in_its_own_transaction_until_it_ends(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var contexts = database.Contexts();
        await using var db = contexts.CreateDbContext();
        Assert.Null(db.ReadWithin());
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            using var reads = db.ReadWithin();
            await db.RaiseDataVersionAsync(Topic, default);
            Assert.True(ReadSnapshot.IsWithinWrite);
            await using (var reader = contexts.Reader())
                Assert.Equal(1, await reader.DataVersionAsync(Topic, default));
            await using (var snapshot = await contexts.SnapshotAsync(default))
                Assert.Equal(1, await snapshot.Db.DataVersionAsync(Topic, default));
            // What others see is not what this write sees.
            Assert.Equal(0, await OfOthersAsync(contexts));
            await db.RaiseDataVersionAsync(Topic, default);
            await transaction.CommitAsync();
            Assert.False(ReadSnapshot.IsWithinWrite);
        }

        await using var after = contexts.Reader();
        Assert.NotSame(db.Database.GetDbConnection(), after.Database.GetDbConnection());
        Assert.Equal(2, await after.DataVersionAsync(Topic, default));
    }

    private static async Task RaiseAsync(IDbContextFactory<ReportsDb> contexts)
    {
        await using var db = contexts.CreateDbContext();
        await db.RaiseDataVersionAsync(Topic, default);
    }

    private static async Task<long> OfOthersAsync(IDbContextFactory<ReportsDb> contexts)
    {
        await using var db = contexts.CreateDbContext();
        return await db.DataVersionAsync(Topic, default);
    }
}
