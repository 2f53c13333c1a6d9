using System.Globalization;
using System.Text.Json;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Docx;
using ReportsAdmin.Platform.Rendering.Excel;
using ReportsAdmin.Tests.Platform.Spreadsheets;
using Xunit;
using static ReportsAdmin.Tests.Platform.Rendering.OoxmlSamples;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>The same report says the same in every format.</summary>
public sealed class ExcelDocxCsvJsonTests
{
    private const int Rows = 200;
    private const int Amount = 5;

    [Fact]
    public async Task All_formats_have_the_same_amounts_in_the_same_rows()
    {
        var document = Document(Invoices(Rows));
        var expected = Enumerable.Range(0, Rows).Select(i => ($"SI/26-27/{i:D5}", PaiseOf(i) / 100m)).ToList();
        Assert.Equal(
            expected,
            Sheet((await RenderAsync(new ExcelRenderer(Brand), document)).File, "file.xlsx", head: 6)
        );
        Assert.Equal(expected, Sheet((await RenderAsync(new CsvRenderer(Brand), document)).File, "file.csv", head: 1));
        Assert.Equal(expected, Word((await RenderAsync(new DocxRenderer(Brand), document)).File).Take(Rows));
        Assert.Equal(expected, Json((await RenderAsync(new JsonRenderer(), document)).File));
    }

    [Fact]
    public async Task All_formats_have_the_same_total()
    {
        var document = Document(Invoices(Rows));
        var total = Enumerable.Range(0, Rows).Sum(PaiseOf) / 100m;
        Assert.Equal(("Total", total), Word((await RenderAsync(new DocxRenderer(Brand), document)).File)[^1]);
        using var json = JsonDocument.Parse((await RenderAsync(new JsonRenderer(), document)).File);
        Assert.Equal(
            total,
            json.RootElement.GetProperty("tables")[0].GetProperty("totals").GetProperty("amount").GetDecimal()
        );
        var dump = Sheets.Dump(new MemoryStream((await RenderAsync(new ExcelRenderer(Brand), document)).File));
        Assert.Contains(
            $"Number={total.ToString("0.##", CultureInfo.InvariantCulture)}",
            dump[^1],
            StringComparison.Ordinal
        );
    }

    private static List<(string, decimal)> Sheet(byte[] file, string name, int head)
    {
        using var workbook = Sheets.Open(new MemoryStream(file), name);
        using var reader = workbook.OpenSheet(0);
        while (reader.RowNumber < head)
            Assert.True(reader.Read());
        var rows = new List<(string, decimal)>();
        while (rows.Count < Rows && reader.Read())
            rows.Add((reader[0].Display, decimal.Parse(reader[Amount].Display, CultureInfo.InvariantCulture)));
        return rows;
    }

    private static List<(string, decimal)> Word(byte[] file) =>
        [
            .. DocxRendererTests
                .Tables(file, "ReportTable")
                .Single()
                .Skip(1)
                .Select(r =>
                    (
                        r[0],
                        decimal.Parse(
                            r[Amount].Replace(",", "", StringComparison.Ordinal),
                            CultureInfo.InvariantCulture
                        )
                    )
                ),
        ];

    private static List<(string, decimal)> Json(byte[] file)
    {
        using var json = JsonDocument.Parse(file);
        return
        [
            .. json
                .RootElement.GetProperty("tables")[0]
                .GetProperty("rows")
                .EnumerateArray()
                .Select(r => (r.GetProperty("no").GetString()!, r.GetProperty("amount").GetDecimal())),
        ];
    }
}
