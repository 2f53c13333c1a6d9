using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using ClosedXML.Excel;
using ExcelDataReader;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using UglyToad.PdfPig;
using Xunit;
using Format = ReportsAdmin.Platform.Rendering.ReportFormat;

namespace ReportsAdmin.Tests.Features.Reports;

/// <summary>Every report type in every format says what the API says, to the paisa, on both databases; read by programs that are not ours.</summary>
public sealed class SameFiguresTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly string[] Before =
    [
        "C-1|Shree Ganesh & Sons <Builders>|Mumbai|SI-1|2025-01-20|200000|199999.99",
        "C-2|भारत इन्फ्रा|Delhi|B-9|2023-01-10|70000|70000",
        "C-3|Konkan|Goa|K-1||1000|1000.50",
        "C-4|Advance, paid|Pune|A-1|2025-02-11|500|-500.25",
    ];

    private static readonly string[] After =
    [
        "C-1|Shree Ganesh & Sons <Builders>|Mumbai|SI-1|2025-01-20|200000|150000.25",
        "C-1|Shree Ganesh & Sons <Builders>|Mumbai|SI-2|2025-04-02|50000|12345678.90",
        "C-2|भारत इन्फ्रा|Delhi|B-9|2023-01-10|70000|70000",
        "C-3|Konkan|Goa|K-1||1000|1000.50",
        "C-4|Advance, paid|Pune|A-1|2025-02-11|500|-500.25",
    ];

    [Theory, EachDatabase]
    public async Task The_ageing_of_every_format_is_the_dashboards(TestProvider provider)
    {
        await using var fixture = await CompanyAsync(provider);
        var dashboard = await fixture.DashboardAsync("Apr-25");
        var expected = dashboard.Regions.ToDictionary(
            r => ReportsAdmin.Features.Access.People.Regions.Display(r.Region),
            r => r.Outstanding.Rupees
        );
        Assert.Equal(12566179.40m, expected.Values.Sum());

        var request = new ReportRequest
        {
            Filters = Filter("month", "Apr-25"),
            GroupBy = ["region"],
            Measures = ["ageing", "share"],
        };
        Assert.Equal(expected, Csv(await FileAsync(fixture, "outstanding-ageing", request, Format.Csv)));
        Assert.Equal(expected, Json(await FileAsync(fixture, "outstanding-ageing", request, Format.Json)));
        var workbook = await FileAsync(fixture, "outstanding-ageing", request, Format.Excel);
        Assert.Equal(expected, Excel(workbook, "By region"));
        Assert.Equal(expected, ClosedXml(workbook, "By region"));
        Assert.Equal(expected, Word(await FileAsync(fixture, "outstanding-ageing", request, Format.Word)));
        var pdf = await FileAsync(fixture, "outstanding-ageing", request, Format.Pdf);
        Assert.Equal(expected, PdfPig(pdf, expected.Keys));
        if (!Commands.Exists("pdftotext"))
            Assert.Skip("pdftotext is not on PATH: only PdfPig read the PDF's figures.");
        var text = await PdfAsync(pdf);
        foreach (var (region, rupees) in expected)
            Assert.Matches(
                $@"{region}\s+{System.Text.RegularExpressions.Regex.Escape(Money.FromRupees(rupees).ToString())}\s",
                text
            );
        Assert.Contains("₹1,25,66,179.40", text);
    }

    [Theory, EachDatabase]
    public async Task Closing_is_opening_and_brought_in_and_new_less_recovered(TestProvider provider)
    {
        await using var fixture = await CompanyAsync(provider);
        foreach (
            var groups in (string[][])
                [
                    ["region"],
                    ["department"],
                    ["engineer"],
                    ["region", "engineer"],
                ]
        )
        {
            var rows = await fixture
                .Get<AgeingQueries>()
                .MovementAsync(
                    CurrentUser.System,
                    new ReceivablesFilter(new Period(2025, 4)),
                    new Period(2025, 4),
                    groups,
                    default
                );
            Assert.Equal(12566179.40m, rows.Sum(r => r.Closing.Rupees));
            Assert.Equal(270500.24m, rows.Sum(r => r.Opening.Rupees));
            Assert.Equal(49999.74m, rows.Sum(r => r.Recovered.Rupees));
            Assert.Equal(12345678.90m, rows.Sum(r => r.New.Rupees));
            Assert.All(rows, r => Assert.Equal(0, r.TakenOver.Paise));
        }

        // The first sheet brings in what it does not call new.
        var first = await fixture
            .Get<AgeingQueries>()
            .MonthsAsync(CurrentUser.System, new ReceivablesFilter(new Period(2025, 4)), new Period(2025, 3), default);
        Assert.Equal([0m, 270500.24m], first.Select(m => m.Opening.Rupees));
        Assert.Equal(270500.24m, first[0].TakenOver.Rupees + first[0].New.Rupees - first[0].Recovered.Rupees);
    }

    [Theory]
    [
        InlineData("outstanding-ageing"),
        InlineData("collection-performance"),
        InlineData("invoice-register"),
        InlineData("month-movement"),
        InlineData("month-comparison"),
        InlineData("cash-forecast"),
        InlineData("upload-audit"),
        InlineData("customer-sheet"),
        InlineData("invoice-tracker"),
        InlineData("customer-statement")
    ]
    public async Task Every_table_holds_as_many_rows_as_it_announced_and_the_same_in_csv_and_json(string type)
    {
        await using var fixture = await CompanyAsync(TestProvider.Sqlite);
        var request =
            type == "customer-statement"
                ? new ReportRequest { Filters = Filter("customer", "C-1") }
                : new ReportRequest();
        var report = fixture.Get<ReportCatalog>().Find(type)!;
        var document = await report.BuildAsync(
            CurrentUser.System,
            await ReportCatalog.CheckAsync(CurrentUser.System, report, request, default),
            default
        );
        var json = JsonDocument.Parse(await FileAsync(fixture, type, request, Format.Json)).RootElement;
        var tables = document.Blocks.OfType<TableBlock>().ToList();
        Assert.NotEmpty(tables);
        foreach (var (table, written) in tables.Zip(json.GetProperty("tables").EnumerateArray()))
        {
            Assert.Equal(table.Title, written.GetProperty("title").GetString());
            if (table.Title != "Balance by age")
                Assert.Equal(table.Rows, written.GetProperty("rows").GetArrayLength());
            foreach (var column in table.Columns.Where(c => c.Total))
            {
                var values = written
                    .GetProperty("rows")
                    .EnumerateArray()
                    .Select(r => r.GetProperty(column.Key))
                    .Where(v => v.ValueKind == JsonValueKind.Number)
                    .Select(v => v.GetDecimal())
                    .ToList();
                var total = written.GetProperty("totals").GetProperty(column.Key).GetDecimal();
                // Shares are rounded to four decimals, each for itself.
                var most = column.Type == ColumnType.Percent ? values.Count * 0.00005m : 0;
                Assert.InRange(total - values.Sum(), -most, most);
            }
        }

        Assert.NotEmpty(document.DataAsOf);
        Assert.Contains(document.Parameters, p => p.Label == "Within");
    }

    [Fact]
    public async Task A_statement_ends_with_what_the_customer_owes_and_says_nothing_of_our_notes()
    {
        await using var fixture = await CompanyAsync(TestProvider.Sqlite);
        await fixture.CustomerCommands.NotesAsync(
            CurrentUser.System,
            await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, "C-1", default),
            "Do not tell him",
            null,
            default
        );
        var json = await FileAsync(
            fixture,
            "customer-statement",
            new ReportRequest { Filters = Filter("customer", "C-1") },
            Format.Json
        );
        var root = JsonDocument.Parse(json).RootElement;
        var account = root.GetProperty("tables")[1].GetProperty("rows");
        Assert.Equal(12495679.15m, account[account.GetArrayLength() - 1].GetProperty("closing").GetDecimal());
        Assert.Equal(
            12495679.15m,
            root.GetProperty("tables")[0].GetProperty("totals").GetProperty("outstanding").GetDecimal()
        );
        Assert.Equal(
            12495679.15m,
            root.GetProperty("tables")[2].GetProperty("totals").GetProperty("outstanding").GetDecimal()
        );
        Assert.DoesNotContain("Do not tell him", System.Text.Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    private static Dictionary<string, IReadOnlyList<string>> Filter(string key, string value) =>
        new() { [key] = [value] };

    private static async Task<TestFixture> CompanyAsync(TestProvider provider)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of([Header, .. Before]), "Mar-25");
        await fixture.UploadAsync(Sheet.Of([Header, .. After]), "Apr-25");
        return fixture;
    }

    private static async Task<byte[]> FileAsync(TestFixture fixture, string type, ReportRequest request, Format format)
    {
        var report = fixture.Get<ReportCatalog>().Find(type)!;
        var document = await report.BuildAsync(
            CurrentUser.System,
            await ReportCatalog.CheckAsync(CurrentUser.System, report, request, default),
            default
        );
        using var output = new MemoryStream();
        await fixture.Get<ReportRenderers>().RenderAsync(document, format, output, null, default);
        return output.ToArray();
    }

    private static Dictionary<string, decimal> Csv(byte[] file) =>
        System
            .Text.Encoding.UTF8.GetString(file)[1..]
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(l => l.Split(','))
            .ToDictionary(l => l[0], l => decimal.Parse(l[1], CultureInfo.InvariantCulture));

    private static Dictionary<string, decimal> Json(byte[] file) =>
        JsonDocument
            .Parse(file)
            .RootElement.GetProperty("tables")[0]
            .GetProperty("rows")
            .EnumerateArray()
            .ToDictionary(r => r.GetProperty("region").GetString()!, r => r.GetProperty("outstanding").GetDecimal());

    private static Dictionary<string, decimal> Excel(byte[] file, string sheet)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(file));
        while (reader.Name != sheet)
            Assert.True(reader.NextResult(), $"There is no sheet {sheet}.");
        var rows = new Dictionary<string, decimal>();
        var begun = false;
        while (reader.Read())
        {
            if (begun && reader.GetValue(0) is string region && region != "Total")
                rows[region] = Math.Round((decimal)reader.GetDouble(1), 2);
            begun |= Equals(reader.GetValue(0), "Region");
        }

        return rows;
    }

    private static Dictionary<string, decimal> ClosedXml(byte[] file, string sheet)
    {
        using var workbook = new XLWorkbook(new MemoryStream(file));
        return workbook
            .Worksheet(sheet)
            .RowsUsed()
            .SkipWhile(r => r.Cell(1).GetString() != "Region")
            .Skip(1)
            .TakeWhile(r => r.Cell(1).GetString() is { Length: > 0 } region && region != "Total")
            .ToDictionary(r => r.Cell(1).GetString(), r => Math.Round((decimal)r.Cell(2).GetDouble(), 2));
    }

    /// <summary>The first figure on the last line that starts with each region: charts come before tables.</summary>
    private static Dictionary<string, decimal> PdfPig(byte[] file, IEnumerable<string> regions)
    {
        using var pdf = PdfDocument.Open(file);
        var lines = pdf.GetPages()
            .SelectMany(p =>
                p.GetWords()
                    .GroupBy(w => Math.Round(w.BoundingBox.Bottom))
                    .OrderByDescending(l => l.Key)
                    .Select(l => l.OrderBy(w => w.BoundingBox.Left).Select(w => w.Text).ToList())
            )
            .Where(l => l.Count > 1)
            .ToList();
        return regions.ToDictionary(
            r => r,
            r =>
                decimal.Parse(
                    lines
                        .Last(l => l[0] == r && l[1].Contains('.', StringComparison.Ordinal))[1]
                        .Replace(",", "", StringComparison.Ordinal),
                    CultureInfo.InvariantCulture
                )
        );
    }

    private static Dictionary<string, decimal> Word(byte[] file)
    {
        XNamespace w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        using var zip = new ZipArchive(new MemoryStream(file));
        using var part = zip.GetEntry("word/document.xml")!.Open();
        var rows = XDocument
            .Load(part)
            .Descendants(w + "tr")
            .Select(r =>
                r.Elements(w + "tc").Select(c => string.Concat(c.Descendants(w + "t").Select(t => t.Value))).ToList()
            )
            .ToList();
        var head = rows.FindIndex(r => r.Count > 2 && r[0] == "Region" && r[1] == "Outstanding");
        return rows.Skip(head + 1)
            .TakeWhile(r => r[0] != "Total")
            .ToDictionary(
                r => r[0],
                r => decimal.Parse(r[1].Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            );
    }

    private static async Task<string> PdfAsync(byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file);
            return await Commands.RunAsync("pdftotext", ["-layout", path, "-"]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
