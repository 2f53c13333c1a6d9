using System.Globalization;
using System.IO.Compression;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>Bars of the spreadsheet module. Run in Release: <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~SpreadsheetBench --logger "console;verbosity=detailed"</c>.</summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class SpreadsheetBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Rounds = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reading_half_a_million_rows(bool shared)
    {
        BenchOutput.SkipUnlessAsked();
        var path = Path.GetTempFileName();
        try
        {
            MakeInput(path, 500_000, shared);
            var ours = new List<BenchFigure>();
            var theirs = new List<BenchFigure>();
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(BenchChild.Run("read", path));
                theirs.Add(BenchChild.Run("read-edr", path));
            }

            var (warm, theirWarm) = (BenchChild.Run("warm", "read", path), BenchChild.Run("warm", "read-edr", path));
            var (our, their) = (BenchChild.Median(ours), BenchChild.Median(theirs));
            Report(shared ? "read 500k, shared texts" : "read 500k, inline texts", our);
            Report("  ExcelDataReader", their);
            output.WriteLine($"  ratio {their.Cpu / our.Cpu:F1}");
            Report("  warm", warm);
            Report("  ExcelDataReader warm", theirWarm);
            output.WriteLine($"  ratio warm {theirWarm.Cpu / warm.Cpu:F1}");
            Assert.Equal(their.Answer, our.Answer);
            // A fresh process spends a third of its time on compiling; a server has that behind it.
            Assert.True(theirWarm.Cpu / warm.Cpu >= (shared ? 8 : 6), "slower than the bar");
            Assert.True(our.PeakMegabytes <= 150, "more memory than the bar");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Writing_a_million_rows()
    {
        BenchOutput.SkipUnlessAsked();
        var path = Path.GetTempFileName();
        try
        {
            var figures = Enumerable
                .Range(0, Rounds)
                .Select(_ =>
                    (
                        Write: BenchChild.Run("write", "1000000", path, "2"),
                        Plain: BenchChild.Run("write", "1000000", path, "0"),
                        Rows: BenchChild.Run("produce", "1000000")
                    )
                )
                .ToList();
            var (write, plain, rows) = (
                BenchChild.Median(figures.Select(f => f.Write)),
                BenchChild.Median(figures.Select(f => f.Plain)),
                BenchChild.Median(figures.Select(f => f.Rows))
            );
            Report("write 1M", write);
            Report("  without compression", plain);
            Report("  rows alone", rows);
            output.WriteLine($"  ratio to no compression {write.Cpu / plain.Cpu:F2}");
            Assert.True(write.Cpu <= 4 * plain.Cpu, "slower than the bar");
            Assert.True(write.PeakMegabytes <= 100, "more memory than the bar");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private void Report(string name, BenchFigure figure) =>
        output.WriteLine(
            $"{name}: cpu {figure.Cpu:F2} s, wall {figure.Wall:F2} s, peak {figure.PeakMegabytes:F0} MB, {figure.Answer}"
        );

    /// <summary>A workbook as Excel writes it: every text in the shared table, however many there are; or all of them inline.</summary>
    private static void MakeInput(string path, int rows, bool shared)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        void Put(string name, string xml)
        {
            using var part = new StreamWriter(zip.CreateEntry(name).Open());
            part.Write(xml);
        }

        const string Ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        Put(
            "[Content_Types].xml",
            $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{Type}sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{Type}worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Type}styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{Type}sharedStrings+xml\"/></Types>"
        );
        Put(
            "_rels/.rels",
            $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        Put(
            "xl/workbook.xml",
            $"<workbook xmlns=\"{Ns}\" xmlns:r=\"{Rel}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        );
        Put(
            "xl/_rels/workbook.xml.rels",
            $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{Rel}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"{Rel}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
        );
        Put(
            "xl/styles.xml",
            $"<styleSheet xmlns=\"{Ns}\"><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"4\"/></cellXfs></styleSheet>"
        );
        var strings = new Dictionary<string, int>(StringComparer.Ordinal);
        using (
            var part = new StreamWriter(
                zip.CreateEntry("xl/worksheets/sheet1.xml").Open(),
                new UTF8Encoding(false),
                1 << 16
            )
        )
        {
            part.Write(
                $"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{Ns}\"><sheetData>"
            );
            for (var i = 0; i < rows; i++)
                WriteRow(part, i, shared ? strings : null);
            part.Write("</sheetData></worksheet>");
        }

        using var table = new StreamWriter(zip.CreateEntry("xl/sharedStrings.xml").Open());
        table.Write($"<sst xmlns=\"{Ns}\" count=\"{strings.Count}\" uniqueCount=\"{strings.Count}\">");
        foreach (var text in strings.Keys)
            table.Write($"<si><t>{System.Security.SecurityElement.Escape(text)}</t></si>");
        table.Write("</sst>");
    }

    private static void WriteRow(StreamWriter part, int index, Dictionary<string, int>? strings)
    {
        var row = BenchRows.Get(index);
        var line = index + 1;
        var column = 0;
        void Text(string text)
        {
            var name = Columns.Name(column++);
            if (text.Length == 0)
                return;
            if (strings is null)
            {
                part.Write(
                    $"<c r=\"{name}{line}\" t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape(text)}</t></is></c>"
                );
                return;
            }

            if (!strings.TryGetValue(text, out var number))
                strings.Add(text, number = strings.Count);
            part.Write($"<c r=\"{name}{line}\" t=\"s\"><v>{number}</v></c>");
        }

        void Number(decimal value, int style) =>
            part.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<c r=\"{Columns.Name(column++)}{line}\"{(style == 0 ? "" : style == 1 ? " s=\"1\"" : " s=\"2\"")}><v>{value}</v></c>"
                )
            );

        part.Write($"<row r=\"{line}\">");
        Number(row.Number, 0);
        Text(row.Invoice);
        Number(row.Date.ToDateTime(TimeOnly.MinValue).Subtract(new DateTime(1899, 12, 30)).Days, 1);
        Number(row.Due.ToDateTime(TimeOnly.MinValue).Subtract(new DateTime(1899, 12, 30)).Days, 1);
        foreach (var text in (string[])[row.Code, row.Dealer, row.City, row.State, row.Product, row.Sku])
            Text(text);
        Number(row.Quantity, 0);
        Number(row.Rate / 100m, 2);
        Number(row.Amount / 100m, 2);
        Number(row.Gst / 100m, 2);
        Text(row.Remark);
        part.Write("</row>");
    }
}
