using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Pdf;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>The file as a whole: its objects, pages, structure and limits. Runs without any tool.</summary>
public sealed class PdfRendererTests
{
    [Fact]
    public async Task Every_object_stands_where_the_table_says()
    {
        // The reader asserts it for every object, packed or not.
        var (file, report) = await PdfFiles.RenderAsync(PdfSamples.Everything(600));
        var pdf = new PdfReading(file);
        Assert.Equal(report.Pages, pdf.Pages.Count);
        Assert.Equal(600, report.Rows);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task A_table_of_places_that_is_wrong_is_noticed()
    {
        var (file, _) = await PdfFiles.RenderAsync(PdfSamples.Of(PdfSamples.Ageing(3)));
        var shifted = file.ToList();
        shifted.Insert(15, (byte)'\n');
        Assert.ThrowsAny<Exception>(() => new PdfReading([.. shifted]));
    }

    [Fact]
    public async Task Equal_reports_give_equal_bytes_and_others_another_identity()
    {
        var (one, _) = await PdfFiles.RenderAsync(PdfSamples.Everything());
        var (two, _) = await PdfFiles.RenderAsync(PdfSamples.Everything());
        Assert.Equal(one, two);
        static string Identity(byte[] file) =>
            Regex.Match(new PdfReading(file).Trailer, "/ID\\[<([0-9A-F]{32})>").Groups[1].Value;
        var (other, _) = await PdfFiles.RenderAsync(PdfSamples.Everything(61));
        Assert.NotEqual(Identity(one), Identity(other));
    }

    [Fact]
    public async Task Reports_rendered_at_the_same_time_do_not_disturb_each_other()
    {
        var (alone, _) = await PdfFiles.RenderAsync(PdfSamples.Everything(300));
        var together = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => PdfFiles.RenderAsync(PdfSamples.Everything(300))))
        );
        Assert.All(together, t => Assert.Equal(alone, t.File));
    }

    [Fact]
    public async Task The_file_says_what_it_is()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Everything());
        Assert.Contains("/DisplayDocTitle true", pdf.Catalog);
        Assert.Equal("en-IN", PdfReading.FromHex(Regex.Match(pdf.Catalog, "/Lang<([0-9A-F]+)>").Groups[1].Value));
        Assert.Equal(
            "Outstanding ageing",
            PdfReading.FromHex(Regex.Match(pdf.Info, "/Title<([0-9A-F]+)>").Groups[1].Value)
        );
        Assert.Contains("/CreationDate(D:20261121070000Z)", pdf.Info);
        Assert.Contains(
            "<rdf:li xml:lang=\"x-default\">Outstanding ageing</rdf:li>",
            System.Text.Encoding.UTF8.GetString(pdf.Data(PdfReading.Reference(pdf.Catalog, "Metadata")))
        );
    }

    [Fact]
    public async Task Pages_hang_in_branches_of_64()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of(PdfSamples.Sales(4_000)));
        Assert.InRange(pdf.Pages.Count, 129, 192);
        var root = pdf.Object(PdfReading.Reference(pdf.Catalog, "Pages"));
        Assert.Equal(3, Regex.Count(root, @"\d+ 0 R"));
    }

    [Theory]
    [InlineData(PageShape.Portrait)]
    [InlineData(PageShape.Landscape)]
    [InlineData(PageShape.Wide)]
    public async Task The_widest_table_turns_the_page_and_takes_larger_paper_rather_than_break(PageShape shape)
    {
        var wide = new TableBlock(
            "Wide",
            [.. Enumerable.Range(0, 19).Select(i => new ReportColumn($"c{i}", $"Column {i}", ColumnType.Money, 12))],
            () => RowSources.Of([1L], (row, n) => row.Money(n)),
            1
        );
        var (document, size) = shape switch
        {
            PageShape.Portrait => (PdfSamples.Of(PdfSamples.Ageing(3)), "595.28 841.89"),
            PageShape.Landscape => (PdfSamples.Of(PdfSamples.Ageing(3), PdfSamples.Sales(3)), "841.89 595.28"),
            _ => (PdfSamples.Of(wide), "1190.55 841.89"),
        };
        var pdf = await PdfFiles.ReadAsync(document);
        Assert.All(pdf.Pages, p => Assert.Contains($"/MediaBox[0 0 {size}]", p));
    }

    public enum PageShape
    {
        Portrait,
        Landscape,
        Wide,
    }

    [Fact]
    public async Task Headings_and_tables_become_bookmarks_below_each_other()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Everything());
        var root = pdf.Object(PdfReading.Reference(pdf.Catalog, "Outlines"));
        string Title(string entry) => PdfReading.FromHex(Regex.Match(entry, "/Title<([0-9A-F]+)>").Groups[1].Value);
        var first = pdf.Object(PdfReading.Reference(root, "First"));
        Assert.Equal("Where the money stands", Title(first));
        Assert.Equal("Appendix A: rules", Title(pdf.Object(PdfReading.Reference(first, "Next"))));
        var second = pdf.Object(PdfReading.Reference(first, "First"));
        Assert.Equal("Who owes it", Title(second));
        var table = pdf.Object(PdfReading.Reference(second, "First"));
        Assert.Equal(
            ["Distributors by age of balance", "Notes"],
            [Title(table), Title(pdf.Object(PdfReading.Reference(table, "Next")))]
        );
        Assert.Contains(
            PdfReading.Reference(first, "Parent").ToString(),
            PdfReading.Reference(pdf.Catalog, "Outlines").ToString()
        );
    }

    [Fact]
    public async Task Up_to_the_limit_every_cell_has_its_element_and_mark()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of(PdfSamples.Ageing(100)));
        Assert.Contains("/MarkInfo<</Marked true>>", pdf.Catalog);
        int Count(string kind) => pdf.Objects.Count(o => o.StartsWith($"<</S/{kind}/", StringComparison.Ordinal));
        // The totals are a row too; the head is read once, however often it is repeated.
        Assert.Equal((1, 102, 6, 606), (Count("Table"), Count("TR"), Count("TH"), Count("TD")));
        var marks = Enumerable
            .Range(0, pdf.Pages.Count)
            .Sum(p => Regex.Count(pdf.Content(p), @"/T[DH]<</MCID \d+>>BDC"));
        // One cell of the totals is empty, and an empty cell has no mark.
        Assert.Equal(606 + 6 - 2, marks);
        Assert.All(Enumerable.Range(0, pdf.Pages.Count), p =>
            Assert.Equal(Regex.Count(pdf.Content(p), "BDC|BMC"), Regex.Count(pdf.Content(p), "EMC"))
        );
    }

    [Fact]
    public async Task Marks_and_elements_point_at_each_other()
    {
        // The tall row gives cells that have marks on several pages.
        var tall = new TableBlock(
            "T",
            [new("a", "A", ColumnType.Text, 30, Wrap: true)],
            () => RowSources.Of([string.Join('\n', Enumerable.Range(0, 150)), "b"], (row, text) => row.Text(text)),
            2
        );
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of([.. PdfSamples.Everything(100).Blocks, tall]));
        var tree = pdf.Object(
            PdfReading.Reference(pdf.Object(PdfReading.Reference(pdf.Catalog, "StructTreeRoot")), "ParentTree")
        );
        var arrays = Regex
            .Matches(tree, @"(\d+) (\d+) 0 R")
            .ToDictionary(m => int.Parse(m.Groups[1].Value), m => int.Parse(m.Groups[2].Value));
        var pages = pdf.Pages;
        for (var p = 0; p < pages.Count; p++)
        {
            var elements = Regex
                .Matches(pdf.Object(arrays[PdfReading.Number(pages[p], "StructParents")]), @"(\d+) 0 R")
                .Select(m => pdf.Object(int.Parse(m.Groups[1].Value)))
                .ToList();
            var marks = Regex.Matches(pdf.Content(p), @"/(\w+)<</MCID (\d+)>>BDC").ToList();
            Assert.Equal(elements.Count, marks.Count);
            for (var k = 0; k < marks.Count; k++)
            {
                Assert.Equal(k.ToString(), marks[k].Groups[2].Value);
                Assert.StartsWith($"<</S/{marks[k].Groups[1].Value}/", elements[k]);
                var id = pdf.IdOf(pages[p]);
                Assert.True(
                    Regex.IsMatch(elements[k], $@"/Pg {id} 0 R /K\[(?:[^]]* )?{k} ")
                        || elements[k].Contains($"<</Type/MCR/Pg {id} 0 R/MCID {k}>>", StringComparison.Ordinal),
                    elements[k]
                );
            }
        }
    }

    [Fact]
    public async Task Above_the_limit_there_is_no_structure()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of(PdfSamples.Ageing(100)), new PdfOptions(TaggedRows: 99));
        Assert.DoesNotContain("StructTreeRoot", pdf.Catalog);
        Assert.DoesNotContain("BDC", pdf.Content(0).Replace("/Span<</ActualText", "", StringComparison.Ordinal)[..200]);
        Assert.DoesNotContain(pdf.Objects, o => o.Contains("/StructParents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Charts_carry_their_words()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Everything());
        var alts = pdf
            .Objects.Where(o => o.StartsWith("<</S/Figure/", StringComparison.Ordinal))
            .Select(o => PdfReading.FromHex(Regex.Match(o, "/Alt <([0-9A-F]+)>").Groups[1].Value));
        Assert.Equal(
            [
                "Pune owes the most, 1.25 crore.",
                "The young part grows.",
                "October passed its target.",
                "Ramesh Agencies owes 9 lakh.",
                "Pune has a third.",
            ],
            alts
        );
    }

    [Fact]
    public async Task A_report_of_too_many_pages_is_refused_with_the_number()
    {
        var renderer = new PdfRenderer(PdfSamples.Branding, new PdfOptions());
        Assert.Null(renderer.Objection(PdfSamples.Of(PdfSamples.Sales(40_000))));
        Assert.Equal(
            "This report would have about 3,600 pages; a PDF may have 2,000. Choose Excel or CSV, or narrow the filters.",
            renderer.Objection(PdfSamples.Of(PdfSamples.Sales(100_000)))
        );
        // The estimate counts every row as one line: it is below what comes out, but not far.
        var plain = PdfSamples.Of(
            new TableBlock(
                "Plain",
                [new("n", "Number", ColumnType.Whole, 12)],
                () => RowSources.Of(Enumerable.Range(0, 5_000), (row, i) => row.Whole(i)),
                5_000
            )
        );
        var (_, report) = await PdfFiles.RenderAsync(plain);
        Assert.NotNull(
            new PdfRenderer(PdfSamples.Branding, new PdfOptions(report.Pages!.Value * 9 / 10)).Objection(plain)
        );
        Assert.Null(
            new PdfRenderer(PdfSamples.Branding, new PdfOptions(report.Pages.Value * 11 / 10)).Objection(plain)
        );
    }

    [Fact]
    public void The_ceiling_comes_from_the_settings()
    {
        static DocumentOptions From(params (string Key, string Value)[] settings) =>
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
                .Build()
                .Read<DocumentOptions>();
        Assert.Equal(new PdfOptions().MaxPages, From().PdfMaxPages);
        Assert.Equal(7, From(("Documents:PdfMaxPages", "7")).PdfMaxPages);
    }

    [Fact]
    public async Task A_heading_goes_with_what_follows_it()
    {
        for (var lines = 20; lines < 60; lines++)
        {
            var pdf = await PdfFiles.ReadAsync(
                PdfSamples.Of(
                    new ParagraphBlock(string.Join('\n', Enumerable.Repeat("line", lines))),
                    new HeadingBlock("Section"),
                    new HeadingBlock("Part", 2),
                    new ChartBlock("Chart", ChartKind.Line, ["a", "b"], [new("s", [1, 2])], "", ColumnType.Whole),
                    new HeadingBlock("Rows"),
                    PdfSamples.Ageing(4)
                )
            );
            Assert.All(Enumerable.Range(0, pdf.Pages.Count).Select(pdf.Text), p =>
            {
                Assert.Equal(
                    p.Contains("Section\n", StringComparison.Ordinal),
                    p.Contains("Chart\n", StringComparison.Ordinal)
                );
                if (p.Contains("Rows\n", StringComparison.Ordinal))
                    Assert.Contains("Rows\nDistributors by age of balance\nDistributor\n", p);
            });
        }
    }

    [Theory]
    [InlineData(0xFF, 0xD4, 0x00)]
    [InlineData(0xFF, 0xFF, 0xFF)]
    public async Task A_pale_accent_is_darkened_for_letters(byte red, byte green, byte blue)
    {
        var pdf = await PdfFiles.ReadAsync(
            PdfSamples.Of(PdfSamples.Ageing(2)),
            branding: PdfSamples.Branding with
            {
                Accent = (red, green, blue),
            }
        );
        var ofHead = Regex
            .Matches(
                pdf.Content(0)[..pdf.Content(0).IndexOf("/TH<<", StringComparison.Ordinal)],
                @"([\d.]+)(?: ([\d.]+) ([\d.]+) rg| g)\n"
            )
            .Last();
        var parts = ofHead
            .Groups.Values.Skip(1)
            .Where(g => g.Success)
            .Select(g => double.Parse(g.Value, System.Globalization.CultureInfo.InvariantCulture))
            .ToList();
        double Light(int i) => Math.Pow(parts[Math.Min(i, parts.Count - 1)], 2.2);
        Assert.True(1.05 / (0.2126 * Light(0) + 0.7152 * Light(1) + 0.0722 * Light(2) + 0.05) >= 4.5, ofHead.Value);
    }

    [Fact]
    public async Task Progress_comes_every_thousand_rows_over_all_tables()
    {
        var seen = new Recorded();
        await new PdfRenderer(PdfSamples.Branding, new PdfOptions()).RenderAsync(
            PdfSamples.Of(PdfSamples.Ageing(1_500), PdfSamples.Ageing(1_000)),
            new MemoryStream(),
            seen,
            CancellationToken.None
        );
        Assert.Equal([1_000, 2_000, 2_500], seen.Values);
    }

    [Fact]
    public async Task Pages_leave_while_the_rows_are_still_coming()
    {
        var output = new MemoryStream();
        var (left, rows) = (new List<long>(), 20_000);
        var document = PdfSamples.Of(
            new TableBlock("T", PdfSamples.AgeingColumns, () => RowSources.Of(Enumerable.Range(0, rows), (row, i) =>
                    {
                        row.Text($"Distributor {i * 7919 % 10_007}");
                        if (i % 1_000 == 0)
                            left.Add(output.Length);
                    }), rows)
        );
        await new PdfRenderer(PdfSamples.Branding, new PdfOptions()).RenderAsync(
            document,
            output,
            null,
            CancellationToken.None
        );
        Assert.True(left[^1] > output.Length / 2, $"{left[^1]} of {output.Length} bytes had left at row 19,000");
        Assert.Equal(left.Order(), left);
        Assert.True(output.CanWrite);
    }

    [Fact]
    public async Task Cancelling_ends_the_work_within_the_table_and_closes_the_rows()
    {
        using var stop = new CancellationTokenSource();
        var source = new Endless(stop, after: 1_234);
        var document = PdfSamples.Of(
            new TableBlock("Endless", [new("n", "Number", ColumnType.Whole, 10)], () => source, 1_000_000)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new PdfRenderer(PdfSamples.Branding, new PdfOptions()).RenderAsync(
                document,
                new MemoryStream(),
                null,
                stop.Token
            )
        );
        Assert.InRange(source.Read, 1_234, 2_234);
        Assert.True(source.Disposed);
    }

    [Fact]
    public async Task A_source_that_fails_is_closed_and_its_error_comes_through()
    {
        var document = PdfSamples.Of(
            new TableBlock(
                "Broken",
                PdfSamples.AgeingColumns,
                () => RowSources.Of(Enumerable.Range(0, 10), (_, i) => throw new InvalidOperationException($"row {i}")),
                10
            )
        );
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => PdfFiles.RenderAsync(document));
        Assert.Equal("row 0", problem.Message);
    }

    private sealed class Recorded : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }

    /// <summary>A source that does not look at its token.</summary>
    private sealed class Endless(CancellationTokenSource stop, int after) : IRowSource
    {
        public int Read { get; private set; }

        public bool Disposed { get; private set; }

        public ValueTask<bool> NextAsync(ReportRow row, CancellationToken ct)
        {
            if (++Read == after)
                stop.Cancel();
            row.Begin();
            row.Whole(Read);
            return new(true);
        }

        public ValueTask DisposeAsync()
        {
            Disposed = true;
            return default;
        }
    }
}
