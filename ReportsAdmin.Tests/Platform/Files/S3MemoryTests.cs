using ReportsAdmin.Platform.Files;
using ReportsAdmin.Tests.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Files;

/// <summary>What a large file costs in memory. Allocations are counted for the whole process, so nothing may run beside it.</summary>
[Collection(BusyProcessCollection.Name)]
public sealed class S3MemoryTests(SwiftServer server) : IClassFixture<SwiftServer>
{
    [Fact]
    public async Task A_large_file_is_never_whole_in_memory()
    {
        const int size = 200 << 20;
        var folder = Directory.CreateTempSubdirectory("reportsadmin-s3-files-").FullName;
        using var place = SwiftServer.Files(await server.BucketAsync(), folder);
        var store = new FileStore(place);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var stored = await store.SaveAsync(new Zeros(size), long.MaxValue, default);
        await using (var content = await store.OpenAsync(stored.Key, stored.Hash, default))
            await content.CopyToAsync(Stream.Null);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(size, stored.Size);
        Assert.True(allocated < size / 2, $"{allocated >> 20} MB were allocated.");
        Directory.Delete(folder, recursive: true);
    }
}
