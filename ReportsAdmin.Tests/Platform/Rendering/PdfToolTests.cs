using System.Globalization;
using System.Text.RegularExpressions;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Pdf;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>What other programs make of our files: qpdf, and poppler's pdftotext, pdfinfo, pdffonts and pdftoppm.</summary>
public sealed class PdfToolTests
{
    public static TheoryData<string> Reports => [.. All.Keys];

    private static readonly Dictionary<string, (ReportDocument Document, PdfOptions Options)> All = new(
        StringComparer.Ordinal
    )
    {
        ["everything"] = (PdfSamples.Everything(400), new()),
        ["unshaped"] = (PdfSamples.Everything(), new(ShapeHindi: false)),
        ["untagged"] = (PdfSamples.Everything(400), new(TaggedRows: 0)),
        ["landscape"] = (PdfSamples.Of(PdfSamples.Sales(3_000)), new()),
        ["nothing"] = (PdfSamples.Of() with { Parameters = [], Subtitle = null }, new()),
        ["empty parts"] = (
            PdfSamples.Of(
                PdfSamples.Ageing(0),
                new ParagraphBlock(""),
                new HeadingBlock(""),
                new KeyFiguresBlock([]),
                new ChartBlock("", ChartKind.Donut, [], [], ""),
                new ChartBlock("", ChartKind.Line, ["a"], [], ""),
                new ChartBlock("zero", ChartKind.Donut, ["a"], [new("s", [0])], "")
            ),
            new()
        ),
        ["hostile"] = (
            PdfSamples.Of(
                new HeadingBlock("(\\ \uD800 😀"),
                new ParagraphBlock($"() \\ \u0000 \r\n مرحبا {new string('x', 10_000)} {new string('क', 500)}")
            ) with
            {
                Title = "\uDC00 <title> & (more)",
                Language = "hi-IN",
            },
            new()
        ),
        ["tall row"] = (
            PdfSamples.Of(
                new TableBlock(
                    "T",
                    [new("a", "A", ColumnType.Text, 30, Wrap: true)],
                    () => RowSources.Of([string.Join('\n', Enumerable.Range(0, 300))], (row, text) => row.Text(text)),
                    1
                )
            ),
            new()
        ),
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Qpdf_finds_nothing_wrong(string report)
    {
        var (file, _) = await PdfFiles.RenderAsync(All[report].Document, All[report].Options);
        var said = await PdfFiles.AskAsync(file, "qpdf", "--check", "@");
        Assert.Contains("No syntax or stream encoding errors found", said);
        Assert.DoesNotContain("WARNING", said);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Poppler_draws_every_page(string report)
    {
        var (file, rendered) = await PdfFiles.RenderAsync(All[report].Document, All[report].Options);
        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            await PdfFiles.AskAsync(file, "pdftoppm", "-r", "20", "-png", "@", Path.Combine(folder.FullName, "page"));
            Assert.Equal(rendered.Pages, folder.GetFiles("*.png").Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Pdftotext_finds_all_figures_heads_and_page_numbers()
    {
        var (file, report) = await PdfFiles.RenderAsync(PdfSamples.Everything(200));
        var pages = (await PdfFiles.AskAsync(file, "pdftotext", "-layout", "@", "-")).Split('\f')[..^1];
        Assert.Equal(report.Pages, pages.Length);
        for (var p = 0; p < pages.Length; p++)
            Assert.Contains($"Page {p + 1} of {pages.Length}", pages[p]);
        var text = string.Concat(pages);
        foreach (
            var figure in (string[])
                [
                    "₹1,23,45,67,890.12",
                    "₹18,90,00,000",
                    "₹42,00,000",
                    "1,284",
                    "₹1.25 Cr",
                    "₹42.00 L",
                    "-₹50,000",
                    "34.5%",
                ]
        )
            Assert.Contains(figure, text);
        for (var i = 0; i < 200; i++)
            Assert.Contains(new Money(1_23_456_78L + i * 9_87_654_32L % 50_00_000_00L).ToString(), text);
        var tablePages = pages
            .Where(p => p.Contains("Patil Brothers", StringComparison.Ordinal) && p.Contains('%'))
            .ToList();
        Assert.All(pages.Where(p => Regex.IsMatch(p, @"\d+\.\d\d%")), p =>
            Assert.Matches(@"Distributor +City +Invoices +0–30 days +Over 90 days +Overdue", p)
        );
        Assert.True(tablePages.Count > 3);
        Assert.Contains("किसान मेला ऑर्डर क्षेत्र श्री।", text);
    }

    [Fact]
    public async Task Numbers_end_at_the_same_edge_by_the_widths_the_file_declares()
    {
        var (file, _) = await PdfFiles.RenderAsync(PdfSamples.Of(PdfSamples.Ageing(25)));
        var words = Regex
            .Matches(
                await PdfFiles.AskAsync(file, "pdftotext", "-bbox", "@", "-"),
                @"xMin=""([\d.]+)"" yMin=""[\d.]+"" xMax=""([\d.]+)"" yMax=""[\d.]+"">([^<]*)<"
            )
            .Select(m => (Left: Parse(m.Groups[1].Value), Right: Parse(m.Groups[2].Value), Text: m.Groups[3].Value))
            .ToList();
        foreach (
            var column in (Func<string, bool>[])
                [w => Regex.IsMatch(w, @"^[\d,]+\.\d\d$"), w => Regex.IsMatch(w, @"^\d+\.\d\d%$")]
        )
        {
            var edges = words.Where(w => column(w.Text)).Select(w => w.Right).Order().ToList();
            Assert.True(edges.Count >= 25);
            // Two columns of money, one of percents.
            Assert.InRange(edges.Zip(edges.Skip(1), (a, b) => b - a).Count(gap => gap > 0.05), 0, 1);
        }

        Assert.All(words.Where(w => w.Text is "Maa" or "Patil"), w =>
            Assert.Equal(words.First(x => x.Text == "Maa").Left, w.Left, 0.05)
        );
    }

    [Theory]
    [InlineData("क", "कि")]
    [InlineData("-", "₹")]
    public async Task Letters_leave_ink_on_the_page(string less, string more)
    {
        static long Ink((int Width, byte[] Greys) picture) => picture.Greys.Sum(grey => 255L - grey);
        var (none, some, most) = (
            Ink(await PictureAsync(" ")),
            Ink(await PictureAsync(less)),
            Ink(await PictureAsync(more))
        );
        Assert.True(some > none + 5_000, $"{less}: {some} over {none}");
        Assert.True(most > some + 5_000, $"{more}: {most} over {some}");
    }

    [Fact]
    public async Task A_letter_made_of_two_glyphs_is_drawn_of_the_right_ones()
    {
        // Both have one width, so é is e with more ink in rows where e has none.
        var (plain, accented) = (await PictureAsync("e"), await PictureAsync("é"));
        var differing = 0;
        for (var at = 0; at < plain.Greys.Length; at += plain.Width)
        {
            var row = plain.Greys.AsSpan(at, plain.Width);
            if (row.SequenceEqual(accented.Greys.AsSpan(at, plain.Width)))
                continue;
            differing++;
            Assert.Equal(-1, row.IndexOfAnyExcept(byte.MaxValue));
        }

        Assert.InRange(differing, 2, 12);
    }

    /// <summary>A page with a line of one text forty times, as poppler draws it.</summary>
    private static async Task<(int Width, byte[] Greys)> PictureAsync(string text)
    {
        var (file, _) = await PdfFiles.RenderAsync(
            PdfSamples.Of(new ParagraphBlock(string.Join(' ', Enumerable.Repeat(text, 40))))
        );
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await PdfFiles.AskAsync(file, "pdftoppm", "-r", "144", "-gray", "-singlefile", "@", path);
            var bytes = await File.ReadAllBytesAsync(path + ".pgm");
            var head = Regex.Match(
                System.Text.Encoding.Latin1.GetString(bytes.AsSpan(0, 30)),
                @"^P5\n(\d+) \d+\n255\n"
            );
            return (int.Parse(head.Groups[1].Value, CultureInfo.InvariantCulture), bytes[head.Length..]);
        }
        finally
        {
            File.Delete(path + ".pgm");
        }
    }

    [Fact]
    public async Task Pdfinfo_walks_the_structure_in_reading_order()
    {
        var (file, _) = await PdfFiles.RenderAsync(PdfSamples.Everything(40));
        var lines = (await PdfFiles.AskAsync(file, "pdfinfo", "-struct-text", "@"))
            .Split('\n')
            .Select(l => l.Trim())
            .ToList();
        int At(string line) => lines.FindIndex(l => l.StartsWith(line, StringComparison.Ordinal));
        Assert.Equal(0, At("Document"));
        var order = ((string[])["H1", "H2", "Figure", "H3", "Table", "Caption", "TR", "TH", "TD", "H4"])
            .Select(At)
            .ToList();
        Assert.DoesNotContain(-1, order);
        Assert.Equal(order.Order(), order);
        Assert.Contains("\"Outstanding ageing\"", lines);
        Assert.Equal(6, lines.Count(l => l.StartsWith("TH", StringComparison.Ordinal)));
        Assert.Equal(6 * 41, lines.Count(l => l.StartsWith("TD", StringComparison.Ordinal)));
        Assert.Equal(5, lines.Count(l => l.StartsWith("Figure", StringComparison.Ordinal)));
        // The furniture and the repeated heads are not read.
        Assert.DoesNotContain(lines, l =>
            l.Contains("Page 1", StringComparison.Ordinal) || l.Contains("Confidential", StringComparison.Ordinal)
        );
        Assert.Single(lines, l => l == "\"Invoices\"");
    }

    [Fact]
    public async Task Fonts_are_embedded_subset_and_readable()
    {
        var (file, _) = await PdfFiles.RenderAsync(PdfSamples.Everything());
        var fonts = (await PdfFiles.AskAsync(file, "pdffonts", "@"))
            .Split('\n')
            .Skip(2)
            .Where(l => l.Length > 0)
            .ToList();
        Assert.Equal(3, fonts.Count);
        Assert.All(fonts, f => Assert.Matches(@"^[A-Z]{6}\+NotoSans\S* +CID TrueType +Identity-H +yes yes yes", f));
        Assert.InRange(file.Length, 10_000, 100_000);
    }

    [Fact]
    public async Task Pdfinfo_knows_title_pages_and_tags()
    {
        var (file, report) = await PdfFiles.RenderAsync(PdfSamples.Everything());
        var info = await PdfFiles.AskAsync(file, "pdfinfo", "@");
        Assert.Matches(@"Title: +Outstanding ageing", info);
        Assert.Matches(@"Tagged: +yes", info);
        Assert.Matches($@"Pages: +{report.Pages!.Value.ToString(CultureInfo.InvariantCulture)}\n", info);
        Assert.Matches(@"Page size: .*A4", info);
    }

    [Fact]
    public async Task Qpdf_walks_the_bookmarks()
    {
        var (file, _) = await PdfFiles.RenderAsync(PdfSamples.Everything());
        var json = await PdfFiles.AskAsync(file, "qpdf", "--json=1", "--json-key=outlines", "@");
        foreach (
            var title in (string[])
                [
                    "Where the money stands",
                    "Who owes it",
                    "Distributors by age of balance",
                    "Notes",
                    "Appendix A: rules",
                ]
        )
            Assert.Contains($"\"title\": \"{title}\"", json);
    }

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
