using System.Text;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Platform.Spreadsheets;
using Xunit;
using static ReportsAdmin.Tests.Platform.Rendering.OoxmlSamples;

namespace ReportsAdmin.Tests.Platform.Rendering;

public sealed class CsvRendererTests
{
    private static readonly CsvRenderer Renderer = new(Brand);

    [Fact]
    public async Task One_table_is_its_head_and_its_rows()
    {
        var (file, report) = await RenderAsync(Renderer, Document(new HeadingBlock("Not in the file"), Invoices(2)));
        Assert.Equal(
            "\uFEFFInvoice No,Customer,City,Raised,Due,Amount,GST,Weight (t),Age (days),Last seen,Disputed,Remark\r\n"
                + "SI/26-27/00000,Ramesh Agencies & Co 0,West,2026-04-01,,10.00,1.80,0.000,0,2026-11-01 00:00:00,TRUE,\"credit note expected, see mail of 12 October\"\r\n"
                + "SI/26-27/00001,Ramesh Agencies & Co 1,North,2026-04-02,2026-05-02,200.07,36.01,1.125,1,2026-11-01 00:01:00,FALSE,\r\n",
            Encoding.UTF8.GetString(file)
        );
        Assert.Equal(2, report.Rows);
    }

    [Fact]
    public async Task Shares_are_percentages_as_the_api_has_them()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Customers(126)));

        var shares = Encoding.UTF8.GetString(file).Split("\r\n")[1..^1].Select(l => l.Split(',')[4]);
        // The samples' share is a thousandth of their number.
        Assert.Equal(["0", "0.1", "0.2"], shares.Take(3));
        Assert.Equal("12.5", shares.Last());
    }

    [Fact]
    public async Task Several_tables_stand_under_their_titles()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Customers(1), Customers(0) with { Title = "=Second" }));
        Assert.Equal(
            [
                "\uFEFFCustomers by balance",
                "Code,Customer,Region,Outstanding,Share,Invoices",
                "000000,Ramesh Agencies & Co 0,West,10.00,0,0",
                "",
                "'=Second",
                "Code,Customer,Region,Outstanding,Share,Invoices",
                "",
            ],
            Encoding.UTF8.GetString(file).Split("\r\n").Select(l => l == "\"\"" ? "" : l)
        );
    }

    [Fact]
    public void A_report_without_tables_is_refused() =>
        Assert.Contains(
            "CSV holds tables only",
            Renderer.Objection(Document(new ParagraphBlock("text"))),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Hostile_texts_come_back_as_they_were_and_none_begins_a_formula()
    {
        var texts = Hostile.Where(t => t.IsNormalizedText()).ToArray();
        var (file, _) = await RenderAsync(
            Renderer,
            Document(
                new TableBlock(
                    "T",
                    [new("t", "Text", ColumnType.Text, 10), new("n", "N", ColumnType.Money, 10)],
                    () => RowSources.Of(texts, (row, t) =>
                        {
                            row.Text(t);
                            row.Money(-500);
                        }),
                    texts.Length
                )
            )
        );
        using var workbook = Sheets.Open(new MemoryStream(file), "file.csv");
        using var reader = workbook.OpenSheet(0);
        Assert.True(reader.Read());
        foreach (var text in texts)
        {
            Assert.True(reader.Read());
            Assert.Equal(text, reader[0].Text);
            // A number keeps its sign and gets no apostrophe.
            Assert.Equal("-5.00", reader[1].Display);
        }

        Assert.DoesNotContain(Encoding.UTF8.GetString(file).Split("\r\n"), line =>
            line.Length > 0 && line[0] is '=' or '+' or '@'
        );
    }

    [Fact]
    public async Task Half_characters_and_ten_megabytes_break_nothing()
    {
        var (file, _) = await RenderAsync(Renderer, HostileEverywhere(new string('x', 10_000_000) + "\uD800"));
        Assert.EndsWith("\uFFFD,1.00\r\n", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

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
}

internal static class Texts
{
    /// <summary>Without halves of characters, which no encoding keeps.</summary>
    public static bool IsNormalizedText(this string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
