using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

public sealed class LegacyFileTests
{
    private static readonly string[] Expected =
    [
        "1: Text=Name|-|Text=Day",
        "2: Text=Ramesh Stores|Number=12.5|Date=2025-03-31|Number=045000|Time=13:45:00|Number=1|Error=#VALUE!",
        "8: Text=last",
    ];

    [Fact]
    public void A_workbook_of_excel_97_is_read()
    {
        using var file = Sheets.Fixture("excel97.xls");
        using var workbook = Sheets.Open(file, "old.xls");
        Assert.Equal("xls", workbook.Format);
        Assert.Equal([new SheetInfo("Sales", false), new SheetInfo("Other", false)], workbook.Sheets);
        Assert.Equal([new MergedRange(1, 0, 1, 1)], workbook.Merges(0));
        Assert.Equal(["1: Number=7"], Sheets.Dump(Sheets.Open(file), 1));
        Assert.Equal(Expected, Sheets.Dump(Sheets.Open(file)));
    }

    [Fact]
    public void A_workbook_of_libreoffice_is_read()
    {
        using var file = Sheets.Fixture("libreoffice.xlsx");
        Assert.Equal(Expected, Sheets.Dump(file));
    }

    [Fact]
    public void A_workbook_of_sheetjs_is_read()
    {
        using var file = Sheets.Fixture("sheetjs.xlsx");
        Assert.Equal(["1: Text=a|Number=1", "2: Text=b|Number=2"], Sheets.Dump(file));
    }

    [Theory]
    [InlineData("agile.xlsx")]
    [InlineData("standard.xlsx")]
    public void A_protected_workbook_asks_for_its_password(string name)
    {
        using var file = Sheets.Fixture(name);
        Sheets.Refuses(file, SheetFault.Encrypted);
        Sheets.Refuses(file, SheetFault.WrongPassword, password: "wrong");
        using var workbook = Sheets.Open(file, password: "secret");
        Assert.Equal("xlsx", workbook.Format);
        Assert.Equal(Expected, Sheets.Dump(workbook));
    }

    [Theory]
    [InlineData("error-cells.xls")]
    [InlineData("error-cells-protected.xls")]
    public void Old_and_protected_workbooks_say_the_same_of_error_cells_as_any_other(string name)
    {
        using var plain = Sheets.Fixture("error-cells.xlsx");
        using var file = Sheets.Fixture(name);
        var expected = Sheets.Dump(plain);
        Assert.Contains("Error=#N/A", expected[1], StringComparison.Ordinal);
        Assert.Contains("Error=#REF!", expected[2], StringComparison.Ordinal);
        Assert.Equal(expected, Sheets.Dump(Sheets.Open(file, name, password: "secret")));
    }

    [Theory]
    [InlineData("book.xlsb", ".xlsb")]
    [InlineData("libreoffice.ods", ".ods")]
    public void Other_spreadsheets_are_refused_by_name(string name, string named)
    {
        using var file = Sheets.Fixture(name);
        Assert.Contains(named, Sheets.Refuses(file, SheetFault.Unsupported).Message);
    }

    [Theory]
    [InlineData("excel97.xls")]
    [InlineData("error-cells.xls")]
    [InlineData("error-cells-protected.xls")]
    [InlineData("agile.xlsx")]
    [InlineData("standard.xlsx")]
    public void Every_damage_to_an_old_file_is_refused_or_read_never_a_crash(string name)
    {
        using var source = Sheets.Fixture(name);
        var file = new byte[source.Length];
        source.ReadExactly(file);
        var random = new Random(97);
        for (var round = 0; round < (name == "excel97.xls" ? 400 : 40); round++)
        {
            var damaged = file.ToArray();
            for (var i = 0; i < 1 + round % 20; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Sheets.Dump(Sheets.Open(new MemoryStream(damaged), name, password: "secret"));
            }
            catch (SheetException)
            {
                // The only thing a broken file may do.
            }
        }
    }
}
