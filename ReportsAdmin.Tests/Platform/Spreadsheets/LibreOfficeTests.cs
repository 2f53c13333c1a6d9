using System.Diagnostics;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

/// <summary>What another office program makes of our files.</summary>
public sealed class LibreOfficeTests
{
    [Fact]
    public void LibreOffice_reads_a_written_workbook_and_writes_it_back_equal()
    {
        if (!Installed())
            Assert.Skip("soffice is not on PATH: LibreOffice was NOT asked to read our files.");
        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            var file = XlsxWritingTests.Everything();
            File.WriteAllBytes(Path.Combine(folder.FullName, "ours.xlsx"), file.ToArray());
            Directory.CreateDirectory(Path.Combine(folder.FullName, "out"));
            using var process = Process.Start(
                new ProcessStartInfo(
                    "soffice",
                    [
                        "--headless",
                        $"-env:UserInstallation=file://{folder.FullName}/profile",
                        "--convert-to",
                        "xlsx",
                        "--outdir",
                        Path.Combine(folder.FullName, "out"),
                        Path.Combine(folder.FullName, "ours.xlsx"),
                    ]
                )
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            if (!process.WaitForExit(120_000))
                process.Kill(entireProcessTree: true);
            using var back = File.OpenRead(Path.Combine(folder.FullName, "out", "ours.xlsx"));
            Assert.Equal(Sheets.Dump(file), Sheets.Dump(back));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Installed() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "soffice")));
}
