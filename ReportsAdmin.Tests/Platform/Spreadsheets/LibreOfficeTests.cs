using ReportsAdmin.Tests.Platform.Rendering;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

/// <summary>What another office program makes of our files.</summary>
public sealed class LibreOfficeTests
{
    [Fact]
    public void LibreOffice_reads_a_written_workbook_and_writes_it_back_equal()
    {
        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            var file = XlsxWritingTests.Everything();
            using var back = File.OpenRead(OoxmlSamples.Convert(folder, file.ToArray(), "xlsx", "xlsx"));
            Assert.Equal(Sheets.Dump(file), Sheets.Dump(back));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
