using System.Security.Cryptography;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Files;

public sealed class FileStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-store-").FullName;
    private readonly FileStore store;

    public FileStoreTests() => store = new FileStore(new StorageRoot(folder));

    [Fact]
    public async Task A_file_comes_back_whole_with_its_size_and_hash()
    {
        var bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        var stored = await store.SaveAsync(new MemoryStream(bytes), 1 << 20, default);
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (stored.Size, stored.Hash));
        using var copy = new MemoryStream();
        await using (var file = await store.OpenAsync(stored.Key, stored.Hash, default))
            await file.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
        Assert.NotEqual(stored.Key, (await store.SaveAsync(new MemoryStream(bytes), 1 << 20, default)).Key);
    }

    [Fact]
    public async Task A_file_exactly_at_the_limit_is_kept_and_one_byte_more_leaves_nothing_behind()
    {
        await store.SaveAsync(new MemoryStream(new byte[1 << 20]), 1 << 20, default);
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            store.SaveAsync(new MemoryStream(new byte[(1 << 20) + 1]), 1 << 20, default)
        );
        Assert.Equal((ErrorKind.TooLarge, "The file is larger than 1 MB."), (error.Kind, error.Message));
        Assert.Single(Files());
    }

    [Fact]
    public async Task A_sender_who_breaks_off_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<IOException>(() => store.SaveAsync(new BrokenOff(), 1 << 20, default));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_removed_once_it_is_old()
    {
        var stored = await store.SaveAsync(new MemoryStream([1, 2, 3]), 100, default);
        var half = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Single() + "0.part";
        await File.WriteAllBytesAsync(half, [1]);
        Assert.Equal(0, await store.RemoveUnfinishedAsync(DateTime.UtcNow.AddHours(-1), default));
        Assert.Equal(1, await store.RemoveUnfinishedAsync(DateTime.UtcNow.AddHours(1), default));
        Assert.False(File.Exists(half));
        await (await store.OpenAsync(stored.Key, null, default)).DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("../../../../../../../etc/passwd0")]
    [InlineData("0123456789abcdef0123456789abcde/")]
    [InlineData("0123456789abcdef0123456789abcdef.part")]
    [InlineData("0123456789abcdef0123456789abcde\0")]
    public async Task A_key_never_becomes_a_path(string key)
    {
        var error = await Assert.ThrowsAsync<DomainException>(() => store.OpenAsync(key, null, default));
        Assert.Equal(ErrorKind.NotFound, error.Kind);
        await Assert.ThrowsAsync<DomainException>(() => store.DeleteAsync(key, default));
    }

    [Fact]
    public async Task A_deleted_file_is_gone_and_may_be_deleted_again()
    {
        var stored = await store.SaveAsync(new MemoryStream([1]), 100, default);
        await store.DeleteAsync(stored.Key, default);
        await store.DeleteAsync(stored.Key, default);
        await store.DeleteAsync(new string('a', 32), default);
        var error = await Assert.ThrowsAsync<DomainException>(() => store.OpenAsync(stored.Key, null, default));
        Assert.Equal(ErrorKind.NotFound, error.Kind);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);

    private sealed class BrokenOff : ReadOnlyStream
    {
        private int reads;

        public override int Read(Span<byte> buffer) =>
            ++reads < 3 ? buffer.Length : throw new IOException("The connection is gone.");
    }
}
