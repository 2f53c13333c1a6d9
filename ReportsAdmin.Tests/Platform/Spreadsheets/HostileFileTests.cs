using System.IO.Compression;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

public sealed class HostileFileTests
{
    [Fact]
    public void An_empty_file_is_refused() => Sheets.Refuses(new MemoryStream(), SheetFault.Empty);

    [Fact]
    public void A_blank_text_is_refused() =>
        Sheets.Refuses(new MemoryStream(" \r\n \r\n"u8.ToArray()), SheetFault.Empty, "a.csv");

    [Fact]
    public void A_file_over_the_limit_is_refused_before_it_is_opened() =>
        Sheets.Refuses(
            new MemoryStream(new byte[2000]),
            SheetFault.TooLarge,
            limits: new SheetLimits { MaxFileBytes = 1000 }
        );

    [Theory]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("\u0089PNG\r\n", "PNG")]
    [InlineData("Rar!", "RAR")]
    [InlineData("{\\rtf1", "rich-text")]
    [InlineData("{\"a\":1}", "JSON")]
    [InlineData("<svg xmlns='x'/>", "SVG")]
    [InlineData(
        "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
        "Excel 2003 XML"
    )]
    [InlineData("<note>hello</note>", "XML")]
    [InlineData("\u0001\u0002\u0003\u0000\u0005", "unknown")]
    [InlineData("just a sentence", "plain text")]
    public void A_foreign_file_named_xlsx_is_refused_by_its_name(string content, string named) =>
        Assert.Contains(
            named,
            Sheets.Refuses(new MemoryStream(Encoding.Latin1.GetBytes(content)), SheetFault.Unsupported).Message
        );

    [Theory]
    [InlineData("[Content_Types].xml,word/document.xml,_rels/.rels", "Word")]
    [InlineData("[Content_Types].xml,ppt/presentation.xml,_rels/.rels", "PowerPoint")]
    [InlineData("[Content_Types].xml,xl/workbook.bin,_rels/.rels", ".xlsb")]
    [InlineData("mimetype,content.xml", ".ods")]
    [InlineData("photo.jpg", "zip archive")]
    public void A_foreign_zip_named_xlsx_is_refused_by_its_name(string parts, string named)
    {
        var zip = Zip([.. parts.Split(',').Select(p => (p, "x"u8.ToArray()))]);
        Assert.Contains(named, Sheets.Refuses(zip, SheetFault.Unsupported).Message);
    }

    [Theory]
    [InlineData("<!DOCTYPE worksheet [<!ENTITY a \"aaaa\">]>")]
    [InlineData("<!DOCTYPE worksheet SYSTEM \"file:///etc/passwd\">")]
    public void A_document_type_definition_is_refused(string dtd) =>
        Sheets.Refuses(
            new XlsxParts()
                .Set(
                    "xl/worksheets/sheet1.xml",
                    $"{dtd}<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"
                )
                .Build(),
            SheetFault.Hostile
        );

    [Fact]
    public void An_unknown_entity_is_refused() =>
        Sheets.Refuses(
            XlsxParts.Sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&lol9;</t></is></c></row>"),
            SheetFault.Hostile
        );

    [Fact]
    public void A_zip_bomb_in_the_sheet_is_refused_before_it_unpacks()
    {
        var bomb = Zip(
            ("[Content_Types].xml", []),
            ("_rels/.rels", Utf8(XlsxParts.Relations(("rId1", "officeDocument", "xl/workbook.xml")))),
            ("xl/workbook.xml", []),
            ("xl/worksheets/sheet1.xml", new byte[40 << 20])
        );
        Assert.True(bomb.Length < 200_000);
        Sheets.Refuses(bomb, SheetFault.Hostile, limits: new SheetLimits { MaxInflatedBytes = 20 << 20 });
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("xl/media/image1.png")]
    public void A_part_that_inflates_beyond_any_real_sheet_is_refused_before_it_unpacks(string part)
    {
        var bomb = new XlsxParts()
            .Rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")
            .Set(part, Repeated(part, 80 << 20))
            .Build(CompressionLevel.Optimal);
        Assert.True(bomb.Length < 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Sheets.Refuses(bomb, SheetFault.Hostile);

        Assert.Contains("100 times its size", refused.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 << 20);
    }

    [Fact]
    public void A_row_of_the_same_cell_again_and_again_does_not_fill_the_memory()
    {
        var cells = string.Concat(Enumerable.Repeat("<c r=\"A1\"><v>1</v></c>", 40_000));

        Assert.Contains(
            "again and again",
            Sheets.Refuses(XlsxParts.Sheet($"<row r=\"1\">{cells}</row>"), SheetFault.Corrupt).Message
        );
    }

    [Fact]
    public void Too_many_rows_are_refused_before_any_is_kept()
    {
        var rows = string.Concat(Enumerable.Repeat("<row><c><v>1</v></c></row>", 11));
        using var workbook = Sheets.Open(new XlsxParts().Rows(rows).Build(), limits: new SheetLimits { MaxRows = 10 });

        Assert.Contains("more than 10 rows", Assert.Throws<SheetException>(() => workbook.Merges(0)).Message);
    }

    [Fact]
    public void A_sheet_of_merged_cells_alone_does_not_fill_the_memory()
    {
        var merges = string.Concat(
            Enumerable.Range(1, 2_001).Select(i => $"<mergeCell ref=\"A{i * 2}:A{(i * 2) + 1}\"/>")
        );
        using var workbook = Sheets.Open(
            new XlsxParts().Rows("", $"<mergeCells>{merges}</mergeCells>").Build(),
            limits: new SheetLimits { MaxMerges = 2_000 }
        );

        var refused = Assert.Throws<SheetException>(() => workbook.Merges(0));

        Assert.Equal(SheetFault.TooLarge, refused.Fault);
        Assert.Contains("2,000 merged cells", refused.Message);
    }

    [Fact]
    public void A_workbook_that_names_one_sheet_many_times_is_refused()
    {
        static string Named(int times) =>
            XlsxParts.Workbook(
                string.Concat(
                    Enumerable.Range(1, times).Select(i => $"<sheet name=\"S{i}\" sheetId=\"{i}\" r:id=\"rId1\"/>")
                )
            );
        var rows = string.Concat(
            Enumerable.Range(1, 2_000).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\"><v>{i}</v></c></row>")
        );

        Assert.Contains(
            "1,000 sheets",
            Sheets
                .Refuses(new XlsxParts().Rows(rows).Set("xl/workbook.xml", Named(1_001)).Build(), SheetFault.TooLarge)
                .Message
        );
        Assert.Contains(
            "so often",
            Sheets
                .Refuses(new XlsxParts().Rows(rows).Set("xl/workbook.xml", Named(1_000)).Build(), SheetFault.Hostile)
                .Message
        );
    }

    [Fact]
    public void Reading_ends_when_its_time_is_over() =>
        Assert.Contains(
            "took longer than 0 seconds",
            Sheets
                .Refuses(
                    XlsxParts.Sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"),
                    SheetFault.TooLarge,
                    limits: new SheetLimits { MaxReadingTime = TimeSpan.Zero }
                )
                .Message
        );

    [Fact]
    public void Too_many_different_texts_are_refused() =>
        Assert.Contains(
            "3,000 different texts",
            Sheets
                .Refuses(
                    new XlsxParts()
                        .Rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>")
                        .Strings([.. Enumerable.Range(1, 5_000).Select(i => $"t{i}")])
                        .Build(),
                    SheetFault.TooLarge,
                    limits: new SheetLimits { MaxSharedStrings = 3_000 }
                )
                .Message
        );

    [Theory]
    [InlineData("<c r=\"A1\" t=\"inlineStr\"><is><t>{0}</t></is></c>")]
    [InlineData("<c r=\"A1\" t=\"inlineStr\"><is><r><t>{0}</t></r><r><t>{0}</t></r></is></c>")]
    [InlineData("<c r=\"A1\" t=\"str\"><v>{0}</v></c>")]
    public void A_text_that_no_cell_can_hold_is_refused(string cell)
    {
        var text = new string('a', 200_000);
        var row = string.Format(System.Globalization.CultureInfo.InvariantCulture, cell, text);

        Sheets.Refuses(
            XlsxParts.Sheet($"<row r=\"1\">{row}</row>"),
            SheetFault.Hostile,
            limits: new SheetLimits { MaxTextBytes = 150_000 }
        );
    }

    [Fact]
    public void A_shared_text_that_no_cell_can_hold_is_refused() =>
        Sheets.Refuses(
            new XlsxParts()
                .Rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>")
                .Strings(new string('a', 300_000))
                .Build(),
            SheetFault.Hostile
        );

    [Fact]
    public void A_bomb_of_shared_texts_is_refused_by_its_own_limit() =>
        Sheets.Refuses(
            new XlsxParts()
                .Rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>")
                .Set("xl/sharedStrings.xml", new byte[3 << 20])
                .Build(),
            SheetFault.TooLarge,
            limits: new SheetLimits { MaxSharedStringBytes = 2 << 20 }
        );

    [Fact]
    public void A_bomb_of_styles_is_refused_by_its_own_limit() =>
        Sheets.Refuses(
            new XlsxParts().Rows("").Set("xl/styles.xml", new byte[3 << 20]).Build(),
            SheetFault.Hostile,
            limits: new SheetLimits { MaxSmallPartBytes = 2 << 20 }
        );

    [Fact]
    public void A_text_without_end_does_not_fill_the_memory() =>
        Sheets.Refuses(
            XlsxParts.Sheet(
                $"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{new string('a', 20 << 20)}</t></is></c></row>"
            ),
            SheetFault.Hostile
        );

    [Fact]
    public void A_zip_that_lies_about_a_size_gives_no_more_than_it_declared()
    {
        var file = new XlsxParts()
            .Rows(
                string.Concat(
                    Enumerable.Range(1, 5000).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\"><v>{i}</v></c></row>")
                )
            )
            .Build()
            .ToArray();
        var name = "xl/worksheets/sheet1.xml"u8;
        var entry = file.AsSpan().LastIndexOf(name) - 46;
        BitConverter.TryWriteBytes(file.AsSpan(entry + 24), 1000u);
        Sheets.Refuses(new MemoryStream(file), SheetFault.Corrupt);
    }

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>text that sto")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"s")]
    public void A_sheet_that_breaks_off_is_refused(string rows) =>
        Sheets.Refuses(
            new XlsxParts().Set("xl/worksheets/sheet1.xml", $"<worksheet><sheetData>{rows}").Build(),
            SheetFault.Corrupt
        );

    [Theory]
    [InlineData(
        "<row r=\"5\"><c r=\"A5\"><v>1</v></c></row><row r=\"4\"><c r=\"A4\"><v>1</v></c></row>",
        SheetFault.Corrupt
    )]
    [InlineData("<row r=\"x\"><c r=\"A1\"><v>1</v></c></row>", SheetFault.Corrupt)]
    [InlineData("<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>", SheetFault.TooLarge)]
    [InlineData("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", SheetFault.TooLarge)]
    [InlineData("<row r=\"1\"><c r=\"ZZZZZZZZZZ1\"><v>1</v></c></row>", SheetFault.Corrupt)]
    [InlineData("<row r=\"1\"><c r=\"11\"><v>1</v></c></row>", SheetFault.Corrupt)]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&#x;</t></is></c></row>", SheetFault.Corrupt)]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a & b</t></is></c></row>", SheetFault.Corrupt)]
    public void Impossible_addresses_and_broken_text_are_refused(string rows, SheetFault fault) =>
        Sheets.Refuses(XlsxParts.Sheet(rows), fault);

    [Fact]
    public void Too_many_cells_are_refused() =>
        Sheets.Refuses(
            XlsxParts.Sheet(
                string.Concat(Enumerable.Range(1, 20).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\"><v>1</v></c></row>"))
            ),
            SheetFault.TooLarge,
            limits: new SheetLimits { MaxCells = 10 }
        );

    [Fact]
    public void A_workbook_whose_sheet_is_missing_is_refused_by_name() =>
        Assert.Contains("Data", Sheets.Refuses(new XlsxParts().Build(), SheetFault.Corrupt).Message);

    [Fact]
    public void Every_truncation_of_a_good_file_is_refused_or_read_never_a_crash()
    {
        var file = Sheets
            .Write(w =>
            {
                w.BeginSheet(Sheets.Spec(Sheets.Column(ColumnType.Text), Sheets.Column(ColumnType.Money, total: true)));
                for (var i = 0; i < 50; i++)
                {
                    w.BeginRow();
                    w.Text($"row {i}");
                    w.Money(i * 12345);
                    w.EndRow();
                }

                w.EndSheet();
            })
            .ToArray();
        for (var length = 0; length < file.Length - 1; length += 7)
            ReadAll(file[..length]);
        var random = new Random(20251);
        for (var round = 0; round < 1500; round++)
        {
            var damaged = file.ToArray();
            for (var i = 0; i < 1 + round % 8; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            ReadAll(damaged);
        }
    }

    [Fact]
    public void Random_markup_is_refused_or_read_never_a_crash()
    {
        string[] pieces =
        [
            "<row r=\"1\">",
            "<row>",
            "</row>",
            "<c r=\"A1\">",
            "<c>",
            "<c/>",
            "</c>",
            "<v>",
            "</v>",
            "1",
            "&amp;",
            "&",
            "<is>",
            "<t>",
            "</t>",
            "</is>",
            "<f>",
            "</f>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "\"",
            "<c t=\"inlineStr\">",
            "<c t=\"s\" r=\"B2\">",
            "</sheetData>",
            "<sheetData>",
            "<",
            ">",
            "_x000D_",
            " ",
        ];
        var random = new Random(77);
        for (var round = 0; round < 2000; round++)
            ReadAll(
                XlsxParts.Sheet(
                    string.Concat(
                        Enumerable.Range(0, random.Next(1, 40)).Select(_ => pieces[random.Next(pieces.Length)])
                    )
                )
            );
    }

    private static void ReadAll(byte[] file) => ReadAll(new MemoryStream(file));

    private static void ReadAll(Stream file)
    {
        try
        {
            using var workbook = Sheets.Open(file);
            using var reader = workbook.OpenSheet(0);
            while (reader.Read())
            {
                for (var i = 0; i < reader.Count; i++)
                    _ = reader[i].Display;
            }
        }
        catch (SheetException)
        {
            // The only thing a broken file may do.
        }
    }

    /// <summary>A part of one cell or text again and again.</summary>
    private static byte[] Repeated(string part, int bytes)
    {
        var unit = Utf8(
            part.Contains("sharedStrings", StringComparison.Ordinal)
                ? "<si><t>again</t></si>"
                : "<row><c><v>1</v></c></row>"
        );
        var content = new byte[bytes / unit.Length * unit.Length];
        for (var at = 0; at < content.Length; at += unit.Length)
            unit.CopyTo(content, at);
        return content;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static MemoryStream Zip(params (string Name, byte[] Bytes)[] parts)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        stream.Position = 0;
        return stream;
    }
}
