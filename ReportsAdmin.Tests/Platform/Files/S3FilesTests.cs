using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Files;

/// <summary>Files in a bucket of a real S3 server.</summary>
[Collection(S3Collection.Name)]
public sealed class S3FilesTests(SwiftServer server) : IAsyncLifetime
{
    private const int Large = (2 * S3Files.PartBytes) + 12_345;

    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-s3-files-").FullName;
    private S3Options options = null!;
    private S3Files place = null!;

    private FileStore Store => new(place);

    public async ValueTask InitializeAsync()
    {
        options = await server.BucketAsync();
        place = SwiftServer.Files(options, folder);
    }

    public ValueTask DisposeAsync()
    {
        place.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(Large)]
    public async Task A_file_comes_back_as_it_was_whole_from_the_middle_and_as_a_local_copy(int size)
    {
        var bytes = Bytes(size);
        var stored = await Store.SaveAsync(new MemoryStream(bytes), long.MaxValue, default);
        Assert.Equal(
            (size, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))),
            (stored.Size, stored.Hash)
        );
        Assert.Equal(stored, await place.DescribeAsync(stored.Key, default));

        await using (var content = await Store.OpenAsync(stored.Key, stored.Hash, default))
        {
            Assert.Equal((size, true), (content.Length, content.CanSeek));
            Assert.Equal(bytes, await AllAsync(content));
            content.Seek(size / 2, SeekOrigin.Begin);
            Assert.Equal(bytes[(size / 2)..], await AllAsync(content));
            content.Position = 0;
            Assert.Equal(bytes, await AllAsync(content));
        }

        await using (var local = await Store.OpenLocalAsync(stored.Key, default))
        {
            local.Seek(-Math.Min(size, 10), SeekOrigin.End);
            Assert.Equal(bytes[^Math.Min(size, 10)..], await AllAsync(local));
        }

        Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        Assert.Equal([stored.Key], await KeysAsync());
        Assert.Equal([$"reportsadmin/files/{stored.Key}"], await NamesAsync());
    }

    [Fact]
    public async Task A_missing_file_is_not_found_and_may_be_deleted_again()
    {
        var stored = await Store.SaveAsync(new MemoryStream([1]), 10, default);
        await Store.DeleteAsync(stored.Key, default);
        await Store.DeleteAsync(stored.Key, default);
        var error = await Assert.ThrowsAsync<DomainException>(() => Store.OpenAsync(stored.Key, null, default));
        Assert.Equal(ErrorKind.NotFound, error.Kind);
        Assert.Null(await Store.FindAsync(stored.Key, null, default));
        Assert.Null(await place.DescribeAsync(stored.Key, default));
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task What_is_too_large_or_broken_off_leaves_nothing_on_the_server_and_nothing_here()
    {
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            Store.SaveAsync(new Zeros(Large), 1 << 20, default)
        );
        Assert.Equal(ErrorKind.TooLarge, error.Kind);
        await Assert.ThrowsAsync<IOException>(() =>
            Store.SaveAsync(
                new FileOwner(1, 1),
                async (file, ct) =>
                {
                    await file.WriteAsync(new byte[Large], ct);
                    throw new IOException("The writer broke.");
                },
                default
            )
        );
        Assert.Empty(await NamesAsync());
        Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_was_sent_in_parts_and_broken_off_is_ended_after_a_day()
    {
        using var client = server.Client();
        var key = Guid.CreateVersion7().ToString("N");
        await client.InitiateMultipartUploadAsync(options.Bucket, $"reportsadmin/files/{key}");
        Assert.Empty(await KeysAsync());
        Assert.Equal(0, await Store.RemoveUnfinishedAsync(DateTime.UtcNow.AddHours(23), default));
        Assert.Equal(1, await Store.RemoveUnfinishedAsync(DateTime.UtcNow.AddHours(25), default));
        Assert.Equal(0, await Store.RemoveUnfinishedAsync(DateTime.UtcNow.AddHours(25), default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_a_file_that_changed_on_the_server_is_never_given_out(bool rowKnows)
    {
        var stored = await Store.SaveAsync(new MemoryStream(Bytes(300_000)), 1 << 20, default);
        var other = Bytes(300_000);
        other[150_000] ^= 1;
        using var client = server.Client();
        var put = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = $"reportsadmin/files/{stored.Key}",
            InputStream = new MemoryStream(other),
            UseChunkEncoding = false,
        };
        // Where the row has no hash, that beside the object tells.
        if (!rowKnows)
            put.Metadata["sha256"] = stored.Hash;
        await client.PutObjectAsync(put);

        await using var content = await Store.OpenAsync(stored.Key, rowKnows ? stored.Hash : null, default);
        using var received = new MemoryStream();
        await Assert.ThrowsAsync<FileDamagedException>(() => content.CopyToAsync(received));
        Assert.True(received.Length < 300_000);
        if (!rowKnows)
            await Assert.ThrowsAsync<FileDamagedException>(() => Store.OpenLocalAsync(stored.Key, default));
    }

    [Fact]
    public async Task Files_set_aside_come_back_when_they_are_asked_for_and_go_for_good_later()
    {
        var wanted = await Store.SaveAsync(new MemoryStream([1, 2]), 10, default);
        var unwanted = await Store.SaveAsync(new MemoryStream([3]), 10, default);
        foreach (var key in new[] { wanted.Key, unwanted.Key, Guid.CreateVersion7().ToString("N") })
            await Store.SetAsideAsync(key, DateTime.UtcNow, default);
        Assert.Empty(await KeysAsync());

        await using (var content = await Store.OpenAsync(wanted.Key, wanted.Hash, default))
            Assert.Equal([1, 2], await AllAsync(content));
        Assert.Equal(0, await Store.RemoveSetAsideAsync(DateTime.UtcNow.AddHours(-1), default));
        Assert.Equal(1, await Store.RemoveSetAsideAsync(DateTime.UtcNow.AddHours(1), default));

        Assert.Equal([wanted.Key], await KeysAsync());
        Assert.Null(await Store.FindAsync(unwanted.Key, null, default));
    }

    [Fact]
    public async Task Uploads_whose_rows_were_never_written_leave_the_bucket_too()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var orphan = await Store.SaveAsync(new MemoryStream([1, 2, 3]), 100, default);
        var owned = await Store.SaveAsync(
            new FileOwner(7, 1),
            (f, ct) => f.WriteAsync(new byte[3], ct).AsTask(),
            default
        );
        var sweep = new FileSweep(Store, fixture.Contexts, fixture.Clock, NullLogger<FileSweep>.Instance);

        MoveTo(fixture, DateTime.UtcNow);
        Assert.Equal(0, await sweep.SweepAsync(DateTime.MinValue, default));
        MoveTo(fixture, DateTime.UtcNow.AddHours(3));
        Assert.Equal(1, await sweep.SweepAsync(DateTime.MinValue, default));
        Assert.Equal([$"reportsadmin/aside/{orphan.Key}", $"reportsadmin/owned/{owned.Key}"], await NamesAsync());

        MoveTo(fixture, DateTime.UtcNow.AddDays(40));
        await sweep.SweepAsync(DateTime.MaxValue, default);
        Assert.Equal([$"reportsadmin/owned/{owned.Key}"], await NamesAsync());
        Assert.Equal(
            (new FileOwner(7, 1), owned.Key, true),
            (await Store.OwnedAsync(default).Select(f => (f.Owner, f.Key, f.Whole)).SingleAsync())
        );
    }

    [Fact]
    public async Task A_listing_of_more_than_a_page_is_whole()
    {
        using var client = server.Client();
        var keys = Enumerable.Range(0, 1_005).Select(_ => Guid.CreateVersion7().ToString("N")).ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (key, ct) =>
            await client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = options.Bucket,
                    Key = $"reportsadmin/files/{key}",
                    InputStream = new MemoryStream([1]),
                    UseChunkEncoding = false,
                },
                ct
            )
        );
        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync());
    }

    [Fact]
    public async Task A_store_that_is_away_says_so_and_serves_again_when_it_is_back()
    {
        var stored = await Store.SaveAsync(new MemoryStream(Bytes(1000)), 1 << 20, default);
        var log = new LogLines();
        using var logs = LoggerFactory.Create(l => l.AddProvider(log));
        using var watched = SwiftServer.Files(options, folder, logs.CreateLogger<S3Files>());
        var store = new FileStore(watched);
        Assert.Null(await store.ProblemAsync(default));
        await server.KillAsync();
        try
        {
            foreach (
                var asked in (Func<Task>[])
                    [
                        () => store.SaveAsync(new MemoryStream([1]), 10, default),
                        () => store.OpenAsync(stored.Key, null, default),
                        () => store.DeleteAsync(stored.Key, default),
                        () => store.OwnedAsync(default).AnyAsync().AsTask(),
                    ]
            )
            {
                var error = await Assert.ThrowsAsync<DomainException>(asked);
                Assert.Equal((ErrorKind.Unavailable, 30d), (error.Kind, error.RetryAfter?.TotalSeconds));
            }

            Assert.Equal("The file store does not answer.", await store.ProblemAsync(default));
        }
        finally
        {
            await server.RestartAsync();
        }

        Assert.Null(await store.ProblemAsync(default));
        await (await store.OpenAsync(stored.Key, null, default)).DisposeAsync();
        Assert.Contains(log.Lines, l => l.Contains("did not serve", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, l => l.Contains(SwiftServer.SecretKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_key_and_a_bucket_that_is_not_there_are_told_apart()
    {
        using var wrong = SwiftServer.Files(options with { SecretKey = "wrong" }, folder);
        using var nowhere = SwiftServer.Files(options with { Bucket = "no-such-bucket" }, folder);
        Assert.Equal("The file store refuses the access key.", await wrong.ProblemAsync(default));
        Assert.Equal("The bucket of the file store does not exist.", await nowhere.ProblemAsync(default));
        foreach (var broken in new[] { wrong, nowhere })
        {
            var error = await Assert.ThrowsAsync<DomainException>(() =>
                new FileStore(broken).SaveAsync(new MemoryStream([1]), 10, default)
            );
            Assert.Equal(ErrorKind.Unavailable, error.Kind);
        }
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(20_261_130).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> AllAsync(Stream content)
    {
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }

    private Task<List<string>> KeysAsync() =>
        Store.OrdinaryAsync(DateTime.MinValue, DateTime.MaxValue, default).ToListAsync().AsTask();

    private async Task<List<string>> NamesAsync()
    {
        using var client = server.Client();
        var found = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = options.Bucket });
        return [.. (found.S3Objects ?? []).Select(o => o.Key)];
    }

    private static void MoveTo(TestFixture fixture, DateTime utc) =>
        fixture.Clock.Set(utc - fixture.Clock.GetUtcNow().UtcDateTime);
}
