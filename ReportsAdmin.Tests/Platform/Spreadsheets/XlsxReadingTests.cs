using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

public sealed class XlsxReadingTests
{
    [Fact]
    public void Reads_plain_cells_of_every_kind() =>
        Assert.Equal(
            ["1: Text=beta|Number=12.5|Boolean=TRUE|Text=in & out|Date=2025-03-31"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\"><v>12.5</v></c><c r=\"C1\" t=\"b\"><v>1</v></c><c r=\"D1\" t=\"inlineStr\"><is><t>in &amp; out</t></is></c><c r=\"E1\" s=\"1\"><v>45747</v></c></row>"
                )
            )
        );

    [Fact]
    public void Error_cells_keep_their_code() =>
        Assert.Equal(
            ["1: Error=#N/A|Error=#DIV/0!"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#N/A</v></c><c r=\"B1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>"
                )
            )
        );

    [Fact]
    public void A_formula_without_a_stored_result_is_uncalculated()
    {
        Assert.Equal(
            ["1: Uncalculated=|Uncalculated=|Uncalculated=|Number=3|Text="],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\"><f>1+1</f></c><c r=\"B1\"><f>1+1</f><v></v></c><c r=\"C1\"><f t=\"shared\" si=\"0\"/><v/></c><c r=\"D1\"><f>1+2</f><v>3</v></c><c r=\"E1\" t=\"str\"><f>\"\"</f><v></v></c></row>"
                )
            )
        );
    }

    [Fact]
    public void Strict_files_read_like_any_other()
    {
        var parts = new XlsxParts().Rows("<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>");
        parts.Set(
            "xl/worksheets/sheet1.xml",
            $"<worksheet xmlns=\"{XlsxParts.StrictMain}\"><sheetData><row r=\"1\"><c r=\"A1\"><v>7</v></c></row></sheetData></worksheet>"
        );
        parts.Set(
            "xl/workbook.xml",
            XlsxParts
                .Workbook("<sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>")
                .Replace(XlsxParts.Main, XlsxParts.StrictMain)
                .Replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships"
                )
        );
        parts.Set(
            "xl/_rels/workbook.xml.rels",
            XlsxParts
                .Relations(("rId1", "worksheet", "/xl/worksheets/sheet1.xml"))
                .Replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships"
                )
        );
        Assert.Equal(["1: Number=7"], Sheets.Dump(parts.Build()));
    }

    [Fact]
    public void A_workbook_without_sheets_is_refused() =>
        Sheets.Refuses(new XlsxParts().Set("xl/workbook.xml", XlsxParts.Workbook("")).Build(), SheetFault.NoSheets);

    [Theory]
    [InlineData("99999")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1.5")]
    public void A_reference_to_a_missing_text_is_refused_with_its_cell(string index) =>
        Assert.Contains(
            "B3",
            Sheets
                .Refuses(
                    XlsxParts.Sheet($"<row r=\"3\"><c r=\"B3\" t=\"s\"><v>{index}</v></c></row>"),
                    SheetFault.Corrupt
                )
                .Message
        );

    [Fact]
    public void Iso_dates_are_dates() =>
        Assert.Equal(
            ["1: Date=2025-03-31|Date=2025-03-31 13:45:00|Time=13:45:00|Text=soon"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2025-03-31</v></c><c r=\"B1\" t=\"d\"><v>2025-03-31T13:45:00Z</v></c><c r=\"C1\" t=\"d\"><v>13:45:00</v></c><c r=\"D1\" t=\"d\"><v>soon</v></c></row>"
                )
            )
        );

    [Fact]
    public void A_time_alone_is_a_time() =>
        Assert.Equal(
            ["1: Time=13:45:00|Time=36:00:00|Date=2025-03-31 18:00:00"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\" s=\"2\"><v>0.572916666666667</v></c><c r=\"B1\" s=\"6\"><v>1.5</v></c><c r=\"C1\" s=\"8\"><v>45747.75</v></c></row>"
                )
            )
        );

    [Fact]
    public void The_leap_day_that_never_was_shifts_only_days_before_it() =>
        Assert.Equal(
            ["1: Date=1900-01-01|Date=1900-02-28|Date=1900-03-01"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>1</v></c><c r=\"B1\" s=\"1\"><v>59</v></c><c r=\"C1\" s=\"1\"><v>61</v></c></row>"
                )
            )
        );

    [Fact]
    public void Numbers_no_date_can_be_stay_numbers() =>
        Assert.Equal(
            ["1: Number=-5|Number=9999999"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>-5</v></c><c r=\"B1\" s=\"1\"><v>9999999</v></c></row>"
                )
            )
        );

    [Fact]
    public void Numbers_of_sixteen_digits_are_marked_as_no_longer_exact()
    {
        Assert.True(
            Sheets.Only(XlsxParts.Sheet("<row r=\"1\"><c r=\"A1\"><v>1234567890123456</v></c></row>")).Imprecise
        );
        Assert.True(
            Sheets.Only(XlsxParts.Sheet("<row r=\"1\"><c r=\"A1\"><v>1.2345678901234567E+16</v></c></row>")).Imprecise
        );
        Assert.False(
            Sheets.Only(XlsxParts.Sheet("<row r=\"1\"><c r=\"A1\"><v>123456789012345</v></c></row>")).Imprecise
        );
        Assert.False(
            Sheets.Only(XlsxParts.Sheet("<row r=\"1\"><c r=\"A1\"><v>0.30000000000000004</v></c></row>")).Imprecise
        );
    }

    [Fact]
    public void Leading_zeros_of_a_format_are_known_and_shown()
    {
        var cell = Sheets.Only(XlsxParts.Sheet("<row r=\"1\"><c r=\"A1\" s=\"3\"><v>45000</v></c></row>"));
        Assert.Equal((6, "045000", 45000d), (cell.ZeroPad, cell.Display, cell.Number));
    }

    [Fact]
    public void Letters_in_quotes_and_brackets_make_no_date() =>
        Assert.Equal(
            ["1: Date=2025-03-31|Number=3.5|Number=250"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\" s=\"4\"><v>45747</v></c><c r=\"B1\" s=\"5\"><v>3.5</v></c><c r=\"C1\" s=\"7\"><v>250</v></c></row>"
                )
            )
        );

    [Fact]
    public void Workbooks_that_count_from_1904_give_the_same_days()
    {
        var parts = new XlsxParts().Rows(
            "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44285</v></c><c r=\"B1\" s=\"2\"><v>0.5</v></c></row>"
        );
        parts.Set(
            "xl/workbook.xml",
            XlsxParts.Workbook("<sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>", "<workbookPr date1904=\"1\"/>")
        );
        Assert.Equal(["1: Date=2025-03-31|Time=12:00:00"], Sheets.Dump(parts.Build()));
    }

    [Fact]
    public void Rich_text_is_joined_and_reading_aids_are_left_out()
    {
        var parts = new XlsxParts().Strings(
            "<r><t>bold</t></r><r><t xml:space=\"preserve\"> plain</t></r><rPh sb=\"0\" eb=\"1\"><t>aid</t></rPh>",
            "a_x000D_\nb_x005F_x0041_",
            "<t><![CDATA[1 < 2 & 3]]></t>",
            "<t/>"
        );
        parts.Rows(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"inlineStr\"><is><r><t>x</t></r><!-- no --><r><t>y</t></r></is></c></row>"
        );
        Assert.Equal(
            ["1: Text=bold plain|Text=a\r\nb_x0041_|Text=1 < 2 & 3|Text=|Text=xy"],
            Sheets.Dump(parts.Build())
        );
    }

    [Fact]
    public void Prefixed_elements_read_like_any_other()
    {
        var parts = new XlsxParts().Set(
            "xl/worksheets/sheet1.xml",
            $"<x:worksheet xmlns:x=\"{XlsxParts.Main}\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c><x:c r=\"B1\"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>"
        );
        parts.Set("xl/sharedStrings.xml", $"<x:sst xmlns:x=\"{XlsxParts.Main}\"><x:si><x:t>alpha</x:t></x:si></x:sst>");
        Assert.Equal(["1: Text=alpha|Number=4"], Sheets.Dump(parts.Build()));
    }

    [Fact]
    public void Cells_and_rows_without_addresses_are_counted() =>
        Assert.Equal(
            ["1: Number=1|Number=2", "2: Number=3", "7: -|Number=4|Number=5", "8: Number=6"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row><row><c r=\"B7\"><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row>"
                )
            )
        );

    [Fact]
    public void Gaps_between_rows_are_passed_over() =>
        Assert.Equal(
            ["5: -|-|Number=1", "900000: Number=2"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"2\"/><row r=\"3\"><c r=\"A3\" s=\"1\"/></row><row r=\"5\"><c r=\"C5\"><v>1</v></c></row><row r=\"900000\"><c r=\"A900000\"><v>2</v></c></row>"
                )
            )
        );

    [Fact]
    public void A_lone_cell_in_the_last_corner_costs_nothing()
    {
        using var workbook = Sheets.Open(
            XlsxParts.Sheet(
                "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>9</v></c></row>"
            )
        );
        using var reader = workbook.OpenSheet(0);
        Assert.True(reader.Read() && reader.Read());
        Assert.Equal(
            (1_048_576, 16_384, 9d, true),
            (reader.RowNumber, reader.Count, reader[16_383].Number, reader[5].IsEmpty)
        );
        Assert.False(reader.Read());
    }

    [Fact]
    public void Cells_of_an_earlier_row_do_not_shine_through() =>
        Assert.Equal(
            ["1: Number=1|Number=2|Number=3", "2: -|-|Number=4", "3: Number=5"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"C1\"><v>3</v></c></row><row r=\"2\"><c r=\"C2\"><v>4</v></c></row><row r=\"3\"><c r=\"A3\"><v>5</v></c></row>"
                )
            )
        );

    [Fact]
    public void Merged_ranges_are_reported_and_hidden_rows_marked()
    {
        using var workbook = Sheets.Open(
            new XlsxParts()
                .Rows(
                    "<row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>",
                    "<mergeCells count=\"1\"><mergeCell ref=\"A1:C2\"/></mergeCells>"
                )
                .Build()
        );
        Assert.Equal([new MergedRange(1, 0, 2, 2)], workbook.Merges(0));
        using var reader = workbook.OpenSheet(0);
        Assert.True(reader.Read() && reader.RowHidden);
        Assert.True(reader.Read() && !reader.RowHidden);
        Assert.Equal(1, reader.Progress);
    }

    [Fact]
    public void Hidden_sheets_are_marked_and_chart_sheets_left_out()
    {
        var parts = new XlsxParts()
            .Rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")
            .Set("xl/worksheets/sheet2.xml", "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>")
            .Set("xl/chartsheets/sheet1.xml", "<chartsheet/>");
        parts.Set(
            "xl/workbook.xml",
            XlsxParts.Workbook(
                "<sheet name=\"A &amp; B\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Chart\" sheetId=\"2\" r:id=\"rId8\"/><sheet name=\"Secret\" sheetId=\"3\" state=\"veryHidden\" r:id=\"rId9\"/>"
            )
        );
        parts.Set(
            "xl/_rels/workbook.xml.rels",
            XlsxParts.Relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId8", "chartsheet", "chartsheets/sheet1.xml"),
                ("rId9", "worksheet", "../xl/./worksheets/sheet2.xml")
            )
        );
        using var workbook = Sheets.Open(parts.Build());
        Assert.Equal([new SheetInfo("A & B", false), new SheetInfo("Secret", true)], workbook.Sheets);
        Assert.Equal(["1: Number=2"], Sheets.Dump(workbook, 1));
    }

    [Fact]
    public void Unusual_but_legal_xml_is_read() =>
        Assert.Equal(
            ["1: Number=1|Text=q|Number=3|Number=0.001|Number=-2.5"],
            Sheets.Dump(
                XlsxParts.Sheet(
                    "<!-- <row> --><row\n r='1'\tspans=\"1:5>\"  ><c\r\n r='A1' ><v> 1 </v></c ><?pi <c>?><c t='inlineStr' r=\"B1\"><is><t>q</t></is></c><c r=\"C1\" t=\"n\"><v>3.0</v></c><c r=\"D1\"><v>1E-3</v></c><c r=\"E1\"><v>-2.5</v></c></row>"
                )
            )
        );

    [Fact]
    public void A_sheet_in_utf16_is_read()
    {
        var xml =
            $"<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet xmlns=\"{XlsxParts.Main}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>नमस्ते</t></is></c></row></sheetData></worksheet>";
        Assert.Equal(
            ["1: Text=नमस्ते"],
            Sheets.Dump(
                new XlsxParts()
                    .Set("xl/worksheets/sheet1.xml", [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(xml)])
                    .Build()
            )
        );
    }

    [Fact]
    public void Rows_longer_than_the_buffer_are_read_whole()
    {
        var row = string.Concat(
            Enumerable.Range(0, 16_000).Select(i => $"<c r=\"{Columns.Name(i)}1\" s=\"0\"><v>{i}</v></c>")
        );
        using var workbook = Sheets.Open(XlsxParts.Sheet($"<row r=\"1\">{row}</row>"));
        using var reader = workbook.OpenSheet(0);
        Assert.True(reader.Read());
        Assert.Equal(16_000, reader.Count);
        for (var i = 0; i < 16_000; i++)
            Assert.Equal(i, reader[i].Number);
    }
}
