using System.Globalization;
using System.Text.RegularExpressions;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Pdf;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>What is on the pages, read by our own reader, so that it runs without any tool.</summary>
public sealed class PdfTextTests
{
    [Fact]
    public async Task The_first_page_says_who_what_and_when()
    {
        var text = (await PdfFiles.ReadAsync(PdfSamples.Everything())).Text(0);
        foreach (
            var line in (string[])
                [
                    "Krishna Seeds Limited",
                    "Outstanding ageing",
                    "Maharashtra and Madhya Pradesh, all zones",
                    "As of month",
                    "Oct-26",
                    "Include inactive",
                    "No",
                    "Made 21 Nov 2026 12:30 by Asha Kulkarni · Data as of upload #12, 31 Oct 2026",
                    "₹1,23,45,67,890.12",
                    "15.3% of the total",
                    "1,284",
                    "₹1.25 Cr",
                    "₹75.00 L",
                ]
        )
            Assert.Contains(line + "\n", text);
    }

    [Fact]
    public async Task Every_row_and_the_totals_are_there()
    {
        const int Rows = 500;
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of(PdfSamples.Sales(Rows)));
        var text = pdf.AllText();
        for (var i = 0; i < Rows; i++)
        {
            Assert.Contains($"\nINV-2026-{i + 1:D7}\n", text);
            Assert.Contains(
                $"\n{new DateOnly(2025, 4, 1).AddDays(i * 17 % 560).ToString("dd MMM yyyy", CultureInfo.InvariantCulture)}\n",
                text
            );
            Assert.Contains($"\n{new ReportsAdmin.Platform.Money(10_000_00L + i * 7_919_13L % 90_00_000_00L)}\n", text);
        }

        var quantity = Enumerable.Range(0, Rows).Sum(i => 1 + i * 7919 % 500);
        var amount = Enumerable.Range(0, Rows).Sum(i => 10_000_00L + i * 7_919_13L % 90_00_000_00L);
        Assert.Contains(
            $"Total\n{ReportsAdmin.Platform.Money.GroupWhole(quantity)}\n{new ReportsAdmin.Platform.Money(amount)}\n",
            pdf.Text(pdf.Pages.Count - 1)
        );
    }

    [Fact]
    public async Task The_head_stands_on_every_page_of_the_table()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of(PdfSamples.Sales(200)));
        Assert.True(pdf.Pages.Count > 5);
        Assert.All(Enumerable.Range(0, pdf.Pages.Count), p =>
            Assert.Contains("Sr No\nInvoice No\nDate\nDealer\nCity\nProduct\nQty\nAmount (₹)\n", pdf.Text(p))
        );
    }

    [Fact]
    public async Task Every_page_has_its_number_the_footer_and_from_the_second_the_title()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Everything(200));
        for (var p = 0; p < pdf.Pages.Count; p++)
        {
            var text = pdf.Text(p);
            Assert.Contains($"Page {p + 1} of \n", text);
            Assert.Contains("Krishna Seeds Limited · Confidential\n", text);
            Assert.Contains("/TP Do", pdf.Content(p));
            if (p > 0)
                Assert.StartsWith("Outstanding ageing\nKrishna Seeds Limited\n", text);
        }
    }

    [Fact]
    public async Task An_empty_table_says_so_under_its_head()
    {
        var text = (await PdfFiles.ReadAsync(PdfSamples.Of(PdfSamples.Ageing(0)))).Text(0);
        Assert.Contains("Overdue\nNo rows.\n", text);
        Assert.DoesNotContain("Total", text);
    }

    [Fact]
    public async Task An_appendix_begins_a_page_and_headings_keep_their_order()
    {
        var pdf = await PdfFiles.ReadAsync(
            PdfSamples.Of(new HeadingBlock("First"), new AppendixBlock("Appendix"), new ParagraphBlock("one\ntwo"))
        );
        Assert.Equal(2, pdf.Pages.Count);
        Assert.Contains("Appendix\none\ntwo\n", pdf.Text(1));
    }

    [Fact]
    public async Task A_wrapped_cell_keeps_its_words_and_any_other_is_cut_with_an_ellipsis()
    {
        const string Long = "New Laxmi Beej Bhandar and Agro Chemicals of Nashik Road, Retail Division";
        var table = new TableBlock(
            "T",
            [
                new("a", "Wrapped", ColumnType.Text, 20, Wrap: true),
                new("b", "Cut", ColumnType.Text, 20),
                new("c", "Other", ColumnType.Text, 50),
            ],
            () => RowSources.Of([Long], (row, text) =>
                {
                    row.Text(text);
                    row.Text(text);
                }),
            1
        );
        var lines = (await PdfFiles.ReadAsync(PdfSamples.Of(table))).Text(0).Split('\n');
        var from = Array.IndexOf(lines, "Other") + 1;
        var to = Array.FindIndex(lines, l => l.EndsWith('…'));
        Assert.Equal(Long, string.Join(' ', lines[from..to]));
        Assert.True(to - from > 1);
        Assert.StartsWith(lines[to].TrimEnd('…'), Long);
    }

    [Fact]
    public async Task A_number_too_wide_is_made_smaller_and_never_cut()
    {
        var table = new TableBlock(
            "T",
            [new("a", "A", ColumnType.Text, 80), new("m", "M", ColumnType.Money, 4, Total: true)],
            () => RowSources.Of([long.MinValue / 4, long.MaxValue / 4], (row, paise) =>
                {
                    row.Text("x");
                    row.Money(paise);
                }),
            2
        );
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of(table));
        Assert.Contains($"\n{new ReportsAdmin.Platform.Money(long.MinValue / 4)}\n", pdf.Text(0));
        var sizes = Regex
            .Matches(pdf.Content(0), @"/F0 ([\d.]+) Tf")
            .Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Contains(sizes, s => s < 5);
    }

    [Fact]
    public async Task Two_hundred_columns_stand_in_bands_that_repeat_the_first()
    {
        ReportColumn[] columns =
        [
            new("name", "Distributor", ColumnType.Text, 24),
            .. Enumerable
                .Range(1, 199)
                .Select(i => new ReportColumn($"c{i}", $"Head {i}", ColumnType.Whole, 9, Total: true)),
        ];
        var table = new TableBlock("Wide", columns, () => RowSources.Of(Enumerable.Range(0, 30), (row, i) =>
                {
                    row.Text($"Dealer {i}");
                    for (var c = 1; c < 200; c++)
                        row.Whole(1_000_000 + i * 1_000 + c);
                }), 30);
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of(table));
        var text = pdf.AllText();
        for (var c = 1; c < 200; c++)
            Assert.Contains($"\nHead {c}\n", text);
        for (var i = 0; i < 30; i++)
            Assert.Contains($"\n{ReportsAdmin.Platform.Money.GroupWhole(1_000_000 + i * 1_000 + 199)}\n", text);
        var bands = Regex.Count(text, @"\nDealer 29\n");
        Assert.InRange(bands, 8, 20);
        Assert.Equal(bands, Regex.Count(text, @"\nTotal\n"));
        Assert.All(Enumerable.Range(0, pdf.Pages.Count), p => Assert.Contains("Distributor\n", pdf.Text(p)));
        Assert.DoesNotContain(Regex.Matches(pdf.Content(1), @"/F0 ([\d.]+) Tf"), m =>
            double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) < 5.5
        );
    }

    [Fact]
    public async Task A_row_goes_whole_to_the_next_page_and_only_a_taller_one_is_parted()
    {
        var texts = Enumerable
            .Range(0, 40)
            .Select(i => string.Join('\n', Enumerable.Range(0, 12).Select(k => $"r{i}.{k}")))
            .Append(string.Join('\n', Enumerable.Range(0, 200).Select(k => $"tall {k}")))
            .ToList();
        var pdf = await PdfFiles.ReadAsync(
            PdfSamples.Of(
                new TableBlock(
                    "T",
                    [new("a", "A", ColumnType.Text, 30, Wrap: true), new("b", "B", ColumnType.Text, 30)],
                    () => RowSources.Of(texts, (row, text) => row.Text(text)),
                    texts.Count
                )
            )
        );
        var pages = Enumerable.Range(0, pdf.Pages.Count).Select(pdf.Text).ToList();
        for (var i = 0; i < 40; i++)
            Assert.Single(pages, p =>
                p.Contains($"r{i}.", StringComparison.Ordinal)
                && p.Contains($"\nr{i}.0\n", StringComparison.Ordinal)
                && p.Contains($"\nr{i}.11\n", StringComparison.Ordinal)
            );
        Assert.True(pages.Count(p => p.Contains("\ntall ", StringComparison.Ordinal)) > 2);
        for (var k = 0; k < 200; k++)
            Assert.Single(pages, p => p.Contains($"\ntall {k}\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hindi_is_shaped_and_still_copied_as_it_was_written()
    {
        const string Text = "किसान क्षेत्र";
        var (file, report) = await PdfFiles.RenderAsync(PdfSamples.Of(new ParagraphBlock(Text)));
        Assert.Empty(report.Warnings);
        var pdf = new PdfReading(file);
        Assert.Equal(
            ["किसान", "क्षेत्र"],
            Regex.Matches(pdf.Content(0), "ActualText <([0-9A-F]+)>").Select(m => PdfReading.FromHex(m.Groups[1].Value))
        );

        // The glyphs alone give the text too, for viewers that do not read the above.
        Assert.EndsWith(
            "31 Oct 2026\n" + string.Join("\n \n", Text.Split(' ')) + "\n",
            pdf.Text(0).Replace("\u2060", "")
        );

        // क्ष and त्र become one glyph each, so that six characters are two.
        var glyphs = Regex.Matches(pdf.Content(0), "<([0-9A-F]+)>Tj").Sum(m => m.Groups[1].Length / 4);
        Assert.Equal(Text.Length - 4, glyphs);
    }

    [Fact]
    public async Task Hostile_text_is_shown_as_far_as_it_can_be_and_named()
    {
        string[] texts =
        [
            "a\u0000b\u0007c\u001Bd",
            "lone \uD800 and \uDC00",
            "emoji 😀👨‍👩‍👧",
            "مرحبا بالعالم",
            "\u202Eabc\u202C",
            "()\\\r\n%%EOF endstream endobj",
            new('x', 10_000),
            new string('क', 3_000),
            "\uFFFE\uFFFF",
            "tab\tand\u00A0nbsp\u200Bzero",
            "ि lone matra ्",
            "é ﬁ ẞ Ω Ж",
        ];
        var table = new TableBlock(
            texts[3],
            [new("a", texts[0], ColumnType.Text, 30, Wrap: true), new("b", texts[6], ColumnType.Text, 30)],
            () => RowSources.Of(texts, (row, text) =>
                {
                    row.Text(text);
                    row.Text(text);
                }),
            texts.Length
        );
        var document = PdfSamples.Of(
            new HeadingBlock(texts[2]),
            new ParagraphBlock(string.Join('\n', texts)),
            table,
            new ChartBlock(
                texts[1],
                ChartKind.Bar,
                texts,
                [new(texts[2], [.. texts.Select((_, i) => (decimal)i)])],
                texts[0] + texts[1]
            ),
            new KeyFiguresBlock([new(texts[6], ReportCell.OfText(texts[6]), texts[3])])
        ) with
        {
            Title = "T " + texts[0] + texts[1] + texts[2],
            MadeBy = texts[3],
        };
        var (file, report) = await PdfFiles.RenderAsync(document);
        var pdf = new PdfReading(file);
        var text = pdf.AllText();
        Assert.Contains("abcd\n", text);
        Assert.Contains("lone \uFFFD and \uFFFD\n", text);
        Assert.Contains("()\\", text);
        Assert.Contains("é ﬁ ẞ Ω Ж\n", text);
        Assert.True(Regex.Count(text, "x") > 10_000 * 2);
        var warning = Assert.Single(report.Warnings, w => w.Contains("boxes", StringComparison.Ordinal));
        Assert.Contains("😀 (U+1F600)", warning);
        Assert.Contains("ا (U+0627)", warning);
        Assert.Contains("ActualText", pdf.Content(0));
    }
}
