using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform;

public sealed class PrivateFilesTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Nothing_that_the_application_stores_can_be_read_by_other_accounts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead.");
        await using var app = await new TestApp().StartAsync();
        await app.UploadAsync(Sheet.Of("Customer Code|Region|Outstanding", "C1|Mumbai|5"), "Mar-26");
        await app.Anonymous().GetAsync("/api/health");
        var root = app.Services.GetRequiredService<StorageRoot>().Path;

        var stored = Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Append(root).ToList();

        Assert.Contains(stored, p => p.EndsWith("reportsadmin.db", StringComparison.Ordinal));
        Assert.Contains(stored, p => p.EndsWith("-wal", StringComparison.Ordinal));
        Assert.Contains(stored, p => Path.GetFileName(p).Length == 32);
        Assert.DoesNotContain(stored, IsOpen);
    }

    [Fact]
    public void What_an_earlier_version_left_open_is_closed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead.");
        var folder = Directory.CreateTempSubdirectory("reportsadmin-modes-");
        try
        {
            var file = Path.Combine(folder.FullName, "keys");
            File.WriteAllText(file, "secret");
            Open(folder.FullName, file);

            PrivateFiles.CreateFolder(folder.FullName);
            PrivateFiles.Ensure(file);

            Assert.False(IsOpen(folder.FullName) || IsOpen(file));
            Assert.Equal("secret", File.ReadAllText(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_for_everybody_is_left_as_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead.");
        var folder = Directory.CreateTempSubdirectory("reportsadmin-shared-");
        try
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(
                    folder.FullName,
                    File.GetUnixFileMode(folder.FullName) | Others | UnixFileMode.StickyBit
                );

            PrivateFiles.CreateFolder(folder.FullName);

            Assert.True(IsOpen(folder.FullName));
            Assert.True(PrivateFiles.IsOpenToOthers(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Open(string folder, string file)
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);
    }

    private static bool IsOpen(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;
}
