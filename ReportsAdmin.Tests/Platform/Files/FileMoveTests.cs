using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Files;

/// <summary>The verb that copies stored files between folder and bucket.</summary>
[Collection(S3Collection.Name)]
public sealed class FileMoveTests(SwiftServer server) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-move-").FullName;
    private S3Options options = null!;
    private S3Files bucket = null!;
    private FolderFiles disk = null!;
    private ServiceProvider services = null!;

    public async ValueTask InitializeAsync()
    {
        options = await server.BucketAsync();
        bucket = SwiftServer.Files(options, folder);
        disk = new FolderFiles(new StorageRoot(folder));
        services = new ServiceCollection().AddSingleton(disk).AddSingleton(bucket).BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        bucket.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_file_is_copied_once_and_the_way_back_gives_the_same()
    {
        var stored = await FillAsync(5);
        Assert.Equal(
            (0, "7 files copied and read back, 28 bytes; 0 were there already; 0 failed."),
            await RunAsync("s3")
        );
        Assert.Equal(
            (0, "0 files copied and read back, 0 bytes; 7 were there already; 0 failed."),
            await RunAsync("s3")
        );
        foreach (var file in stored)
            Assert.Equal(file, await bucket.DescribeAsync(file.Key, default));

        var late = await new FileStore(disk).SaveAsync(new MemoryStream([9]), 10, default);
        Assert.Equal(
            (0, "1 files copied and read back, 1 bytes; 7 were there already; 0 failed."),
            await RunAsync("s3")
        );

        foreach (var file in stored.Append(late))
            await disk.DeleteAsync(file.Key, whole: true, default);
        Assert.Equal(
            (0, "8 files copied and read back, 29 bytes; 0 were there already; 0 failed."),
            await RunAsync("folder")
        );
        foreach (var file in stored.Append(late))
            Assert.Equal(file, await disk.DescribeAsync(file.Key, default));
    }

    [Fact]
    public async Task A_move_that_is_broken_off_goes_on_where_it_was()
    {
        await FillAsync(5);
        var broken = new Breaking(bucket, after: 3);
        await Assert.ThrowsAsync<DomainException>(() => FileMove.CopyAsync(disk, broken, _ => { }, default));

        var report = await FileMove.CopyAsync(disk, bucket, _ => { }, default);

        Assert.Equal((4, 3, 0), (report.Copied, report.There, report.Failed.Count));
    }

    [Fact]
    public async Task A_copy_that_is_another_is_replaced_and_a_damaged_source_is_named()
    {
        var stored = await FillAsync(1);
        await bucket.WriteAsync(stored[0].Key, (f, ct) => f.WriteAsync("other"u8.ToArray(), ct).AsTask(), default);
        Assert.Equal(
            (0, "3 files copied and read back, 12 bytes; 0 were there already; 0 failed."),
            await RunAsync("s3")
        );
        Assert.Equal(stored[0], await bucket.DescribeAsync(stored[0].Key, default));

        using var client = server.Client();
        var put = new Amazon.S3.Model.PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = $"reportsadmin/files/{stored[0].Key}",
            InputStream = new MemoryStream([0, 0, 0, 0]),
            UseChunkEncoding = false,
        };
        put.Metadata["sha256"] = stored[0].Hash;
        await client.PutObjectAsync(put);
        await disk.DeleteAsync(stored[0].Key, whole: true, default);

        var (code, text) = await RunAsync("folder");

        Assert.Equal(1, code);
        Assert.Equal("0 files copied and read back, 0 bytes; 2 were there already; 1 failed.", text);
        Assert.Null(await disk.DescribeAsync(stored[0].Key, default));
    }

    [Fact]
    public async Task A_store_that_is_away_and_words_that_cannot_be_read_end_with_their_codes()
    {
        await FillAsync(1);
        await server.KillAsync();
        try
        {
            var (code, text) = await RunAsync("s3");
            Assert.Equal(1, code);
            Assert.Contains("Repeat the command", text, StringComparison.Ordinal);
        }
        finally
        {
            await server.RestartAsync();
        }

        Assert.Equal(2, (await RunAsync("cloud")).Code);
        var nothing = new FileVerbs(new FileStoreOptions(), services);
        Assert.Equal(1, await nothing.RunAsync(["move-files", "--to", "s3"], new StringWriter(), default));
    }

    /// <summary>So many ordinary files and two of jobs, four bytes each.</summary>
    private async Task<List<StoredFile>> FillAsync(int ordinary)
    {
        var store = new FileStore(disk);
        var stored = new List<StoredFile>();
        for (byte i = 0; i < ordinary; i++)
            stored.Add(await store.SaveAsync(new MemoryStream([i, 1, 2, 3]), 10, default));
        for (byte i = 0; i < 2; i++)
            stored.Add(
                await store.SaveAsync(
                    new FileOwner(5, i),
                    (file, ct) => file.WriteAsync(new byte[] { 200, 1, 2, i }, ct).AsTask(),
                    default
                )
            );
        return stored;
    }

    private async Task<(int Code, string First)> RunAsync(string to)
    {
        var output = new StringWriter();
        var verbs = new FileVerbs(new FileStoreOptions { S3 = options }, services);
        var code = await verbs.RunAsync(["move-files", "--to", to], output, default);
        return (code, output.ToString().Split('\n')[0].TrimEnd('\r'));
    }

    /// <summary>A place that is away after so many files.</summary>
    private sealed class Breaking(IFilePlace inner, int after) : IFilePlace
    {
        private int written;

        public string Name => inner.Name;

        public Task<StoredFile> WriteAsync(
            string key,
            Func<Stream, CancellationToken, Task> write,
            CancellationToken ct
        ) =>
            written++ < after
                ? inner.WriteAsync(key, write, ct)
                : throw new DomainException(ErrorKind.Unavailable, "The file store does not answer at the moment.");

        public Task<Stream?> FindAsync(string key, string? hash, CancellationToken ct) =>
            inner.FindAsync(key, hash, ct);

        public Task<FileStream?> FindLocalAsync(string key, CancellationToken ct) => inner.FindLocalAsync(key, ct);

        public Task<StoredFile?> DescribeAsync(string key, CancellationToken ct) => inner.DescribeAsync(key, ct);

        public Task DeleteAsync(string key, bool whole, CancellationToken ct) => inner.DeleteAsync(key, whole, ct);

        public IAsyncEnumerable<PlacedFile> ListAsync(bool owned, CancellationToken ct) => inner.ListAsync(owned, ct);

        public Task SetAsideAsync(string key, DateTime now, CancellationToken ct) => inner.SetAsideAsync(key, now, ct);

        public Task<int> RemoveSetAsideAsync(DateTime olderThanUtc, CancellationToken ct) =>
            inner.RemoveSetAsideAsync(olderThanUtc, ct);

        public Task<int> RemoveUnfinishedAsync(DateTime olderThanUtc, CancellationToken ct) =>
            inner.RemoveUnfinishedAsync(olderThanUtc, ct);

        public Task<string?> ProblemAsync(CancellationToken ct) => inner.ProblemAsync(ct);
    }
}
