using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Excel;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Platform.Rendering.OoxmlSamples;

namespace ReportsAdmin.Tests.Platform.Rendering;

public sealed class ExcelRendererTests
{
    // Titles are above the head: four lines and a gap.
    private const int Head = 6;

    private static readonly ExcelRenderer Renderer = new(Brand);

    [Fact]
    public async Task A_report_with_everything_is_valid_and_has_its_sheets_in_order()
    {
        var (file, report) = await RenderAsync(Renderer, Everything());
        AssertValid(file);
        Assert.Equal(["Summary", "Customers by balance", "Invoices", "Nobody  an  empty  table", "About"], Names(file));
        Assert.Equal((100, 0), (report.Rows, report.Warnings.Count));
    }

    [Fact]
    public async Task A_report_of_nothing_but_a_table_has_no_summary()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Customers(3)));
        AssertValid(file);
        Assert.Equal(["Customers by balance", "About"], Names(file));
    }

    [Fact]
    public async Task A_report_of_nothing_at_all_is_valid()
    {
        var (file, _) = await RenderAsync(Renderer, Document());
        AssertValid(file);
        Assert.Equal(["About"], Names(file));
    }

    [Fact]
    public async Task Tables_that_are_called_alike_or_as_our_own_sheets_get_names_of_their_own()
    {
        var (file, _) = await RenderAsync(
            Renderer,
            Document(
                new ParagraphBlock("x"),
                Customers(1) with
                {
                    Title = "Summary",
                },
                Customers(1) with
                {
                    Title = "about",
                },
                Customers(1) with
                {
                    Title = "about",
                }
            )
        );
        AssertValid(file);
        Assert.Equal(["Summary", "Summary (2)", "about (2)", "about (3)", "About"], Names(file));
        Assert.Contains(
            "HYPERLINK(&quot;#'about (3)'!A1&quot;,&quot;about (3)&quot;)",
            Part(file, "xl/worksheets/sheet1.xml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_cell_reads_back_to_the_paisa()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Invoices(500)));
        using var workbook = Sheets.Open(new MemoryStream(file));
        using var reader = workbook.OpenSheet(0);
        while (reader.RowNumber < Head)
            Assert.True(reader.Read());
        var row = new ReportRow(12);
        await using var source = Invoices(500).Open();
        while (await source.NextAsync(row, default))
        {
            Assert.True(reader.Read());
            Assert.Equal(row[0].Text, reader[0].Text);
            Assert.Equal(
                row[4].IsBlank ? "" : row[4].Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                reader[4].Display
            );
            Assert.Equal(row[5].Number, (long)Math.Round((decimal)reader[5].Number * 100));
            Assert.Equal(row[6].Number, (long)Math.Round((decimal)reader[6].Number * 100));
            Assert.Equal(row[7].Fraction, (decimal)reader[7].Number);
            Assert.Equal(row[8].Number, (long)reader[8].Number);
            Assert.Equal(TimeZoneInfo.ConvertTimeFromUtc(row[9].DateTimeUtc, India), reader[9].Date);
            Assert.Equal(row[10].Number, (long)reader[10].Number);
            Assert.Equal(row[11].Text, reader[11].Text);
        }

        Assert.True(reader.Read());
        Assert.Equal(Enumerable.Range(0, 500).Sum(PaiseOf), (long)Math.Round((decimal)reader[5].Number * 100));
        Assert.False(reader.Read());
    }

    [Fact]
    public async Task ExcelDataReader_reads_the_same_amounts()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Customers(100)));
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(file));
        for (var i = 0; i < Head; i++)
            reader.Read();
        Assert.Equal("Outstanding", reader.GetString(3));
        for (var i = 0; i < 100; i++)
        {
            Assert.True(reader.Read());
            Assert.Equal(
                ($"{i:D6}", PaiseOf(i)),
                (reader.GetString(0), (long)Math.Round((decimal)reader.GetDouble(3) * 100))
            );
        }

        Assert.True(reader.Read());
        Assert.Equal(Enumerable.Range(0, 100).Sum(PaiseOf) / 100m, (decimal)reader.GetDouble(3));
    }

    [Fact]
    public async Task Totals_are_of_what_is_shown_and_percents_have_them_too()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Customers(10)));
        var sheet = Part(file, "xl/worksheets/sheet1.xml");
        Assert.Contains(
            $"<f>SUBTOTAL(109,D7:D16)</f><v>{(Enumerable.Range(0, 10).Sum(PaiseOf) / 100m).ToString(CultureInfo.InvariantCulture)}</v>",
            sheet,
            StringComparison.Ordinal
        );
        Assert.Contains("<f>SUBTOTAL(109,E7:E16)</f><v>0.045</v>", sheet, StringComparison.Ordinal);
        Assert.Contains("<autoFilter ref=\"A6:F16\"/>", sheet, StringComparison.Ordinal);
        Assert.Contains("<pane ySplit=\"6\"", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_beyond_a_sheet_continue_on_the_next_and_the_checks_span_both()
    {
        var (file, report) = await RenderAsync(new ExcelRenderer(Brand, sheetRows: 50), Document(Customers(100)));
        AssertValid(file);
        Assert.Equal(
            ["Customers by balance", "Customers by balance (2)", "Customers by balance (3)", "About"],
            Names(file)
        );
        Assert.Equal(100, report.Rows);
        Assert.Contains(
            "SUM('Customers by balance'!D7:D49,'Customers by balance (2)'!D7:D49,'Customers by balance (3)'!D7:D20)",
            Part(file, "xl/worksheets/sheet4.xml"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            100,
            Enumerable
                .Range(0, 3)
                .Sum(i =>
                    Sheets.Dump(new MemoryStream(file), i).Count(r => r.Contains("Text=0000", StringComparison.Ordinal))
                )
        );
    }

    [Fact]
    public async Task Another_program_comes_to_the_same_sums_and_finds_that_they_agree()
    {
        var (file, _) = await RenderAsync(Renderer, Everything());
        var about = Recalculated(file, change: sheet => sheet);
        Assert.Equal(3 + 4 - 1 + 3, about.Count(l => l.Contains(",agrees", StringComparison.Ordinal)));
        Assert.DoesNotContain(about, l => l.Contains("differs", StringComparison.Ordinal));
        Assert.Contains(about, l => l.StartsWith(",Customers by balance,Outstanding,60,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_amount_shows_in_the_checks()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Customers(60)));
        var about = Recalculated(file, sheet =>
            sheet.Replace("<v>200.07</v>", "<v>201.07</v>", StringComparison.Ordinal)
        );
        Assert.Contains(about, l =>
            l.StartsWith(",Customers by balance,Outstanding,60,", StringComparison.Ordinal)
            && l.EndsWith(",differs", StringComparison.Ordinal)
        );
        Assert.Equal(2, about.Count(l => l.EndsWith(",agrees", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(FontSet.Names), MemberType = typeof(FontSet))]
    public async Task LibreOffice_prints_the_figures(string fontSet)
    {
        var fonts = FontSet.Named(fontSet);
        if (!fonts.Exists)
            Assert.Skip($"The fonts {fontSet} are not installed: pages were NOT printed with them.");
        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            var text = PdfText(Convert(folder, (await RenderAsync(Renderer, Everything())).File, "xlsx", "pdf", fonts));
            Assert.All(
                [
                    "Outstanding & ageing",
                    "₹12,34,56,78,901.50",
                    "87.34%",
                    "-4,99,99,99,998.81",
                    "27,06,64,30,883.90",
                    "Chart data",
                    "Shree Balaji <Steel>",
                    "About this report",
                ],
                figure => Assert.Contains(figure, text, StringComparison.Ordinal)
            );
            Assert.DoesNotContain("###", text, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Charts_point_at_figures_on_the_sheet_and_say_what_they_show()
    {
        var (file, _) = await RenderAsync(Renderer, Everything());
        var drawing = Part(file, "xl/drawings/drawing1.xml");
        Assert.Contains(
            "descr=\"Outstanding by region: West leads with 42 crore.\"",
            drawing,
            StringComparison.Ordinal
        );
        using var workbook = Sheets.Open(new MemoryStream(file));
        for (var chart = 1; chart <= 5; chart++)
        {
            var xml = Part(file, $"xl/charts/chart{chart}.xml");
            foreach (
                Match values in Regex.Matches(
                    xml,
                    @"<c:f>'Summary'!\$(\w)\$(\d+):\$\w\$\d+</c:f><c:numCache>.*?<c:v>([^<]+)</c:v>",
                    RegexOptions.None,
                    TimeSpan.FromSeconds(5)
                )
            )
            {
                using var reader = workbook.OpenSheet(0);
                var row = int.Parse(values.Groups[2].Value, CultureInfo.InvariantCulture);
                while (reader.RowNumber < row)
                    Assert.True(reader.Read());
                Assert.Equal(
                    double.Parse(values.Groups[3].Value, CultureInfo.InvariantCulture),
                    reader[values.Groups[1].Value[0] - 'A'].Number
                );
            }
        }

        Assert.Contains("<c:v>420000000</c:v>", Part(file, "xl/charts/chart1.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_texts_break_nothing_and_come_back_as_they_were()
    {
        foreach (var text in Hostile)
        {
            var (file, _) = await RenderAsync(Renderer, HostileEverywhere(text));
            AssertValid(file);
            using var workbook = Sheets.Open(new MemoryStream(file));
            using var reader = workbook.OpenSheet(1);
            while (reader.RowNumber < Head + 1)
                Assert.True(reader.Read());
            Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), reader[0].Text);
            Assert.Equal(CellKind.Text, reader[0].Kind);
        }
    }

    [Fact]
    public async Task A_text_too_long_for_a_cell_is_cut_with_a_warning_in_the_report_and_on_the_last_sheet()
    {
        var (file, report) = await RenderAsync(
            Renderer,
            HostileEverywhere(new string('x', 100_000)) with
            {
                Title = "T",
            }
        );
        AssertValid(file);
        Assert.Contains(
            "1 text was cut at 32,767 characters",
            Assert.Single(report.Warnings),
            StringComparison.Ordinal
        );
        Assert.Contains(Sheets.Dump(new MemoryStream(file), 2), r =>
            r.Contains("Text=Warnings", StringComparison.Ordinal)
        );
        var (_, huge) = await RenderAsync(Renderer, HostileEverywhere(new string('x', 10_000_000)));
        Assert.Single(huge.Warnings);
    }

    [Fact]
    public async Task Long_running_text_takes_several_rows_none_taller_than_Excel_allows()
    {
        var words = string.Join(' ', Enumerable.Range(0, 4_000).Select(i => $"word{i}"));
        var (file, report) = await RenderAsync(Renderer, Document(new ParagraphBlock(words)) with { Title = words });
        AssertValid(file);
        Assert.Empty(report.Warnings);
        Assert.All(
            Regex.Matches(
                Part(file, "xl/worksheets/sheet1.xml"),
                "<row r=\"[0-9]+\" ht=\"([0-9.]+)\"",
                RegexOptions.None,
                TimeSpan.FromSeconds(5)
            ),
            m => Assert.InRange(double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), 1, 409)
        );
        var shown = string.Join(' ', Sheets.Dump(new MemoryStream(file)).Select(r => r.Split("Text=")[^1]));
        Assert.Contains("word0 word1 ", shown, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(shown, @"word3999\b", RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.Equal(2 * 4_000, Regex.Count(shown, @"word\d+\b", RegexOptions.None, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task The_foot_of_printed_pages_survives_ampersands_digits_and_length()
    {
        var (file, _) = await RenderAsync(
            new ExcelRenderer(Brand with { Footer = "3M & Co" + new string('&', 200) }),
            Document(Customers(1))
        );
        AssertValid(file);
        var foot = Regex
            .Match(
                Part(file, "xl/worksheets/sheet1.xml"),
                "<oddFooter>(.*)</oddFooter>",
                RegexOptions.None,
                TimeSpan.FromSeconds(5)
            )
            .Groups[1]
            .Value.Replace("&amp;", "&", StringComparison.Ordinal);
        Assert.StartsWith("&L&8 3M && Co", foot, StringComparison.Ordinal);
        Assert.EndsWith("&R&8Page &P of &N", foot, StringComparison.Ordinal);
        Assert.InRange(foot.Length, 1, 255);
    }

    [Fact]
    public async Task Two_hundred_columns_are_valid()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Wide(200, 20)));
        AssertValid(file);
        Assert.Contains("SUBTOTAL(109,GR7:GR26)", Part(file, "xl/worksheets/sheet1.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void More_columns_than_a_sheet_holds_are_refused() =>
        Assert.Contains("16,384", Renderer.Objection(Document(Wide(16_385, 1))), StringComparison.Ordinal);

    [Fact]
    public async Task Equal_reports_give_equal_bytes() =>
        Assert.Equal(
            (await RenderAsync(Renderer, Everything())).File,
            (await RenderAsync(Renderer, Everything())).File
        );

    [Fact]
    public Task Cancelling_stops_within_a_thousand_rows() => AssertStopsAsync(Renderer);

    [Fact]
    public Task Rows_that_break_off_are_let_go_of() => AssertFailsAsync(Renderer);

    [Fact]
    public Task Progress_is_told_every_thousand_rows() => AssertTellsProgressAsync(Renderer);

    internal static void AssertValid(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(
            new OpenXmlValidator(FileFormatVersions.Office2019)
                .Validate(document)
                .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")
        );
    }

    private static IEnumerable<string> Names(byte[] file) =>
        Sheets.Open(new MemoryStream(file)).Sheets.Select(s => s.Name);

    /// <summary>The last sheet as LibreOffice works it out, with every stored result taken away first, so that it must.</summary>
    private static string[] Recalculated(byte[] file, Func<string, string> change)
    {
        var stream = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(file)))
        using (var to = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                using var source = new StreamReader(entry.Open());
                using var target = new StreamWriter(to.CreateEntry(entry.FullName).Open());
                var text = source.ReadToEnd();
                target.Write(
                    entry.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)
                        ? Regex.Replace(
                            change(text),
                            "</f><v>[^<]*</v>",
                            "</f>",
                            RegexOptions.None,
                            TimeSpan.FromSeconds(5)
                        )
                        : text
                );
            }
        }

        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            // One file for each sheet, named after it.
            var first = Convert(
                folder,
                stream.ToArray(),
                "xlsx",
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
            );
            return File.ReadAllLines(Path.Combine(Path.GetDirectoryName(first)!, "report-About.csv"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
