using System.Globalization;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Pdf;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Platform.Rendering;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>Bars of the PDF renderer. Run in Release: <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~PdfBench --logger "console;verbosity=detailed"</c>.</summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class PdfBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Rounds = 3;
    private const int Pages = 1_000;

    /// <summary>A register in landscape, 8 columns, two of them wrapped. CPU seconds are those of the machine the bars were set on, a quiet half of it.</summary>
    [Theory]
    [InlineData(10_000, 0, 0.45, 90)]
    [InlineData(10_000, 20_000, 0.8, 100)]
    [InlineData(100_000, 0, 1.5, 100)]
    public void A_register_of_many_rows(int rows, int taggedRows, double mostCpu, double mostMegabytes)
    {
        BenchOutput.SkipUnlessAsked();
        var path = Path.GetTempFileName();
        try
        {
            var figure = BenchChild.Median(
                Enumerable
                    .Range(0, Rounds)
                    .Select(_ =>
                        BenchChild.Run(
                            "pdf",
                            rows.ToString(CultureInfo.InvariantCulture),
                            path,
                            taggedRows.ToString(CultureInfo.InvariantCulture)
                        )
                    )
                    .ToList()
            );
            Report($"{rows} rows{(rows <= taggedRows ? ", tagged" : "")}", figure);
            Assert.True(figure.Cpu <= mostCpu, "slower than the bar");
            Assert.True(figure.PeakMegabytes <= mostMegabytes, "more memory than the bar");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void One_page_in_a_process_that_is_warm()
    {
        BenchOutput.SkipUnlessAsked();
        var figure = BenchChild.Median(
            Enumerable
                .Range(0, Rounds)
                .Select(_ => BenchChild.Run("warm", "pdf-pages", Pages.ToString(CultureInfo.InvariantCulture)))
                .ToList()
        );
        Report($"{Pages} reports of one page, warm", figure);
        output.WriteLine($"  {figure.Cpu * 1000 / Pages:F2} ms of processor a page");
        // Processor time, since wall time on a busy machine measures its other work.
        Assert.True(figure.Cpu * 1000 / Pages <= 1.5, "slower than the bar");
    }

    internal static string Render(int rows, string path, int taggedRows)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var report = Register(rows, file, taggedRows);
        return string.Create(CultureInfo.InvariantCulture, $"{report.Pages}p/{file.Length}B");
    }

    internal static string RenderPages(int times)
    {
        long bytes = 0;
        for (var i = 0; i < times; i++)
        {
            using var file = new MemoryStream();
            Register(12, file, 20_000);
            bytes += file.Length;
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }

    private static RenderedReport Register(int rows, Stream output, int taggedRows) =>
        new PdfRenderer(PdfSamples.Branding, new PdfOptions(MaxPages: 100_000, TaggedRows: taggedRows))
            .RenderAsync(PdfSamples.Of(Table(rows)), output, null, CancellationToken.None)
            .GetAwaiter()
            .GetResult();

    private static TableBlock Table(int rows) =>
        new(
            "Sales register",
            [
                new("sr", "Sr No", ColumnType.Whole, 8),
                new("invoice", "Invoice No", ColumnType.Text, 18, Unique: true),
                new("date", "Date", ColumnType.Date, 12),
                new("dealer", "Dealer", ColumnType.Text, 26, Wrap: true),
                new("city", "City", ColumnType.Text, 12),
                new("product", "Product", ColumnType.Text, 20, Wrap: true),
                new("quantity", "Qty", ColumnType.Whole, 8, Total: true),
                new("amount", "Amount", ColumnType.Money, 18, Total: true),
            ],
            () => RowSources.Of(Enumerable.Range(0, rows), (row, i) =>
                {
                    var from = BenchRows.Get(i);
                    row.Whole(from.Number);
                    row.Text(from.Invoice);
                    row.Date(from.Date);
                    row.Text(from.Dealer);
                    row.Text(from.City);
                    row.Text(from.Product);
                    row.Whole(from.Quantity);
                    row.Money(from.Amount);
                }),
            rows
        );

    private void Report(string name, BenchFigure figure) =>
        output.WriteLine(
            $"{name}: cpu {figure.Cpu:F2} s, wall {figure.Wall:F2} s, peak {figure.PeakMegabytes:F0} MB, {figure.Answer}"
        );
}
