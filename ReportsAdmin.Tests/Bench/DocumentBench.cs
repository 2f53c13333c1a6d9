using System.Globalization;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Docx;
using ReportsAdmin.Platform.Rendering.Excel;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>Bars of the Office, CSV and JSON documents. Run in Release: <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~DocumentBench --logger "console;verbosity=detailed"</c>.</summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class DocumentBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Rounds = 3;

    [Theory]
    [InlineData("excel", 10_000, 100)]
    [InlineData("excel", 100_000, 100)]
    [InlineData("excel", 1_000_000, 100)]
    [InlineData("docx", 10_000, 100)]
    [InlineData("docx", 20_000, 100)]
    [InlineData("csv", 10_000, 100)]
    [InlineData("csv", 100_000, 100)]
    [InlineData("csv", 1_000_000, 100)]
    [InlineData("json", 10_000, 100)]
    [InlineData("json", 100_000, 100)]
    [InlineData("json", 1_000_000, 100)]
    public void Rendering(string format, int rows, int megabytes)
    {
        BenchOutput.SkipUnlessAsked();
        var (cold, warm) = Measure("document", format, rows);
        Report($"{format} {rows:N0} rows", cold, rows);
        Report("  warm", warm, rows);
        Assert.True(cold.PeakMegabytes <= megabytes, "more memory than the bar");
    }

    [Fact]
    public void A_report_costs_little_more_than_its_bare_sheet()
    {
        BenchOutput.SkipUnlessAsked();
        var path = Path.GetTempFileName();
        try
        {
            var figures = Enumerable
                .Range(0, Rounds)
                .Select(_ =>
                    (
                        Report: BenchChild.Run("document", "excel", "1000000", path),
                        Sheet: BenchChild.Run("write", "1000000", path, "2")
                    )
                )
                .ToList();
            var (report, sheet) = (
                BenchChild.Median(figures.Select(f => f.Report)),
                BenchChild.Median(figures.Select(f => f.Sheet))
            );
            Report("report 1M", report, 1_000_000);
            Report("  bare sheet", sheet, 1_000_000);
            output.WriteLine($"  ratio {report.Cpu / sheet.Cpu:F2}");
            Assert.True(report.Cpu <= 1.5 * sheet.Cpu, "slower than the bar");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Renders the rows all spreadsheet benches are about; answers with the size of the file.</summary>
    internal static async Task<string> RenderAsync(string format, int rows, string path)
    {
        var branding = new Branding("Bench", null, (0x1F, 0x4E, 0x8C), "Bench", TimeZoneInfo.Utc);
        IReportRenderer renderer = format switch
        {
            "excel" => new ExcelRenderer(branding),
            "docx" => new DocxRenderer(branding),
            "csv" => new CsvRenderer(branding),
            "json" => new JsonRenderer(),
            _ => throw new ArgumentException(format),
        };
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        await renderer.RenderAsync(Document(rows), file, null, default);
        return file.Length.ToString(CultureInfo.InvariantCulture);
    }

    private static ReportDocument Document(int rows) =>
        new()
        {
            Title = "Sales",
            MadeAtUtc = new DateTime(2026, 11, 1, 4, 30, 0, DateTimeKind.Utc),
            MadeBy = "Bench",
            DataAsOf = "now",
            Blocks =
            [
                new TableBlock(
                    "Sales",
                    [
                        .. BenchRows.Spec.Columns.Select(
                            (c, i) => new ReportColumn($"c{i}", c.Header, c.Type, c.Width, c.Total, c.Unique)
                        ),
                    ],
                    () => RowSources.Of(Enumerable.Range(0, rows), Fill),
                    rows
                ),
            ],
        };

    private static void Fill(ReportRow cells, int i)
    {
        var row = BenchRows.Get(i);
        cells.Whole(row.Number);
        cells.Text(row.Invoice);
        cells.Date(row.Date);
        cells.Date(row.Due);
        cells.Text(row.Code);
        cells.Text(row.Dealer);
        cells.Text(row.City);
        cells.Text(row.State);
        cells.Text(row.Product);
        cells.Text(row.Sku);
        cells.Whole(row.Quantity);
        cells.Money(row.Rate);
        cells.Money(row.Amount);
        cells.Money(row.Gst);
        cells.Text(row.Remark);
    }

    private static (BenchFigure Cold, BenchFigure Warm) Measure(string work, string format, int rows)
    {
        var path = Path.GetTempFileName();
        try
        {
            var count = rows.ToString(CultureInfo.InvariantCulture);
            return (
                BenchChild.Median(Enumerable.Range(0, Rounds).Select(_ => BenchChild.Run(work, format, count, path))),
                BenchChild.Run("warm", work, format, count, path)
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    private void Report(string name, BenchFigure figure, int rows) =>
        output.WriteLine(
            $"{name}: cpu {figure.Cpu:F2} s, {rows / figure.Cpu:N0} rows/s, wall {figure.Wall:F2} s, peak {figure.PeakMegabytes:F0} MB, {long.Parse(figure.Answer, CultureInfo.InvariantCulture) / 1e6:F1} MB"
        );
}
