using System.Text.Json;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;
using static ReportsAdmin.Tests.Platform.Rendering.OoxmlSamples;

namespace ReportsAdmin.Tests.Platform.Rendering;

public sealed class JsonRendererTests
{
    private static readonly JsonRenderer Renderer = new();

    [Fact]
    public async Task The_shape_is_the_documented_one()
    {
        var (file, report) = await RenderAsync(
            Renderer,
            Document(
                new KeyFiguresBlock([
                    new("Outstanding", ReportCell.OfMoney(-1_234_50), "up"),
                    new("Since", ReportCell.OfDate(new DateOnly(2021, 4, 12))),
                    new("Nothing", ReportCell.Blank()),
                ]),
                new TableBlock(
                    "T",
                    [
                        new("no", "No", ColumnType.Text, 5),
                        new("amount", "Amount", ColumnType.Money, 9, Total: true),
                        new("share", "Share", ColumnType.Percent, 5),
                        new("at", "At", ColumnType.DateTime, 5),
                        new("ok", "Ok", ColumnType.Boolean, 5),
                    ],
                    () => RowSources.Of([1, 2], (row, i) =>
                        {
                            row.Text(i == 1 ? "नमस्ते <b>" : null);
                            row.Money(100_05 * i);
                            row.Percent(0.125m);
                            row.DateTime(new DateTime(2026, 10, 31, 18, 30, i, DateTimeKind.Utc));
                            row.Boolean(i == 1);
                        }),
                    2
                )
            ) with
            {
                Parameters = [new Fact("Region", "all"), new Fact("Region", "West")],
            }
        );
        const string Expected = """
            {"title":"Outstanding & ageing","subtitle":"All regions, October 2026","parameters":{"Region":"all","Region (2)":"West"},"generatedAt":"2026-11-01T04:30:00Z","generatedBy":"Asha Rao","dataAsOf":"upload #12, 31 Oct 2026",
            "keyFigures":[{"label":"Outstanding","value":-1234.5,"note":"up"},{"label":"Since","value":"2021-04-12"},{"label":"Nothing","value":null}],
            "tables":[{"title":"T","columns":[{"key":"no","header":"No","type":"text"},{"key":"amount","header":"Amount","type":"money"},{"key":"share","header":"Share","type":"percent"},{"key":"at","header":"At","type":"dateTime"},{"key":"ok","header":"Ok","type":"boolean"}],
            "rows":[{"no":"नमस्ते <b>","amount":100.05,"share":12.5,"at":"2026-10-31T18:30:01Z","ok":true},{"no":null,"amount":200.1,"share":12.5,"at":"2026-10-31T18:30:02Z","ok":false}],
            "totals":{"amount":300.15}}]}
            """;
        Assert.Equal(Expected.ReplaceLineEndings(""), System.Text.Encoding.UTF8.GetString(file));
        Assert.Equal((2, 0), (report.Rows, report.Warnings.Count));
    }

    [Fact]
    public async Task Hostile_texts_come_back_as_they_were()
    {
        foreach (var text in Hostile)
        {
            var (file, _) = await RenderAsync(Renderer, HostileEverywhere(text));
            using var json = JsonDocument.Parse(file);
            var expected = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
            Assert.Equal(expected, json.RootElement.GetProperty("title").GetString());
            Assert.Equal(
                expected,
                json.RootElement.GetProperty("tables")[0].GetProperty("rows")[0].GetProperty("a").GetString()
            );
        }
    }

    [Fact]
    public async Task Ten_megabytes_in_a_cell_are_kept()
    {
        var (file, _) = await RenderAsync(Renderer, HostileEverywhere(new string('x', 10_000_000)));
        using var json = JsonDocument.Parse(file);
        Assert.Equal(
            10_000_000,
            json.RootElement.GetProperty("tables")[0].GetProperty("rows")[0].GetProperty("a").GetString()!.Length
        );
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
