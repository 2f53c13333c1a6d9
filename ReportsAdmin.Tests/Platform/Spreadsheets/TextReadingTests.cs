using System.Text;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

public sealed class TextReadingTests
{
    private const string Table = "नाम,Café,Qty\nRamesh,München,5\n";

    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_unicode_encoding_with_a_mark_is_read(string name) =>
        Assert.Equal(
            ["1: Text=नाम|Text=Café|Text=Qty", "2: Text=Ramesh|Text=München|Text=5"],
            Sheets.Dump(Sheets.OpenText(Table, encoding: Encoding.GetEncoding(name)))
        );

    [Fact]
    public void Utf8_without_a_mark_is_read() =>
        Assert.Equal(
            "1: Text=नाम|Text=Café|Text=Qty",
            Sheets.Dump(Sheets.OpenText(Table, encoding: new UTF8Encoding(false)))[0]
        );

    [Fact]
    public void Utf16_without_a_mark_is_read() =>
        Assert.Equal(
            ["1: Text=Name|Text=Qty", "2: Text=Ramesh|Text=5"],
            Sheets.Dump(Sheets.OpenText("Name\tQty\r\nRamesh\t5\r\n", encoding: new UnicodeEncoding(false, false)))
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Utf16_without_a_mark_is_read_in_either_byte_order_and_in_any_script(bool bigEndian) =>
        Assert.Equal(
            ["1: Text=Name|Text=Qty|Text=नाम", "2: Text=रमेश भंडार Āā|Text=5|Text=₹"],
            Sheets.Dump(
                Sheets.OpenText(
                    "Name,Qty,नाम\r\nरमेश भंडार Āā,5,₹\r\n",
                    encoding: new UnicodeEncoding(bigEndian, false)
                )
            )
        );

    [Fact]
    public void A_text_of_an_old_mac_is_read_with_its_letters_and_its_lone_line_ends()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Assert.Equal(
            ["1: Text=Name|Text=Qty", "2: Text=Café Müller|Text=5", "3: Text=Señor|Text=6"],
            Sheets.Dump(Sheets.OpenText("Name,Qty\rCafé Müller,5\rSeñor,6\r", encoding: Encoding.GetEncoding(10000)))
        );
    }

    [Fact]
    public void Lone_line_ends_of_a_plain_text_are_rows() =>
        Assert.Equal(
            ["1: Text=Name|Text=Qty", "2: Text=Ramesh|Text=5"],
            Sheets.Dump(Sheets.OpenText("Name,Qty\rRamesh,5\r", encoding: new UTF8Encoding(false)))
        );

    [Fact]
    public void Quotation_marks_and_dashes_of_windows_are_no_letters_of_a_mac()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Assert.Equal(
            ["1: Text=Don’t “wait” – go…|Text=€5"],
            Sheets.Dump(Sheets.OpenText("Don’t “wait” – go…,€5\n", encoding: Encoding.GetEncoding(1252)))
        );
    }

    [Fact]
    public void Windows_1252_is_recognised_by_one_late_letter()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"row {i},x\n")) + "Café,€\n";
        Assert.Equal(
            "20001: Text=Café|Text=€",
            Sheets.Dump(Sheets.OpenText(text, encoding: Encoding.GetEncoding(1252)))[^1]
        );
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("a;b;c\n1,5;2,5;3,5\n4,5;5;6\n")]
    [InlineData("a\tb\tc\n1,2\t2\t3\n")]
    [InlineData("a|b|c\n1|2|3\n")]
    [InlineData("\"a,x,y,z\";b;c\n1;2;3\n")]
    [InlineData("sep=;\r\na;b;c\r\n1;2;3\r\n")]
    public void The_separator_is_found(string text)
    {
        using var workbook = Sheets.OpenText(text);
        using var reader = workbook.OpenSheet(0);
        Assert.True(reader.Read());
        Assert.Equal((1, 3, "b"), (reader.RowNumber, reader.Count, reader[1].Text));
    }

    [Fact]
    public void Quotes_line_breaks_and_blank_lines_are_handled() =>
        Assert.Equal(
            ["1: Text=a \"q\"|Text=two\nlines", "3: Text=x|-|Text=z"],
            Sheets.Dump(Sheets.OpenText("\"a \"\"q\"\"\",\"two\nlines\"\n\nx,,z,\n"))
        );

    [Fact]
    public void The_guard_against_formulas_is_taken_off() =>
        Assert.Equal(
            ["1: Text==1+1|Text=-5|Text=+91|Text=@x|Text='quoted|Text='"],
            Sheets.Dump(Sheets.OpenText("'=1+1,'-5,'+91,'@x,'quoted,'\n"))
        );

    [Fact]
    public void A_quote_that_is_never_closed_is_refused_when_it_swallows_the_file() =>
        Assert.Contains(
            "Row 2",
            Sheets
                .Refuses(
                    new MemoryStream(
                        Encoding.UTF8.GetBytes(
                            "a,b\n\"x," + string.Concat(Enumerable.Repeat("long line,of text\n", 700_000))
                        )
                    ),
                    SheetFault.Corrupt,
                    "a.csv"
                )
                .Message
        );

    [Fact]
    public void A_text_named_xlsx_is_read_as_what_it_is()
    {
        using var workbook = Sheets.OpenText("a;b\n1;2\n", "export.xlsx");
        Assert.Equal(("csv", "export"), (workbook.Format, workbook.Sheets[0].Name));
    }

    [Fact]
    public void A_single_column_is_accepted_when_the_name_says_csv() =>
        Assert.Equal(["1: Text=Code", "2: Text=000123"], Sheets.Dump(Sheets.OpenText("Code\n000123\n", "codes.csv")));

    [Fact]
    public void Too_many_rows_are_refused() =>
        Sheets.Refuses(
            new MemoryStream("a,b\nc,d\ne,f\n"u8.ToArray()),
            SheetFault.TooLarge,
            "a.csv",
            new SheetLimits { MaxRows = 2 }
        );

    [Fact]
    public void An_html_table_named_xls_is_read()
    {
        const string Html =
            "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><style>td{a:b}</style><!-- <tr><td>no</td></tr> --></head><body><table border=1>\n<TR><TH>Name</TH><th colspan='2'>Amount\n due</th><th>Last</th></tr>"
            + "<tr><td>R &amp; S<br>Stores<td>1,23,456.00</td><td></td><td>&nbsp;x&nbsp;</td></tr><tr></tr><tr><td><b>Bo</b>ld</td></tr></table><script>if (a < b) { '<tr>' }</script></body></html>";
        using var workbook = Sheets.OpenText(Html, "ledger.xls", new UTF8Encoding(false));
        Assert.Equal("html", workbook.Format);
        Assert.Equal(
            [
                "1: Text=Name|Text=Amount due|-|Text=Last",
                "2: Text=R & S\nStores|Text=1,23,456.00|-|Text=x",
                "4: Text=Bold",
            ],
            Sheets.Dump(workbook)
        );
    }

    [Theory]
    // Comments with runs of dashes, and those that only old browsers read.
    [InlineData("<!------ a <tr><td>no</td></tr> -----><table><tr><td>a<td>b<tr><td>1<!-- x --><td>2</table>")]
    [InlineData(
        "<!--><table><tr><td>a</td><td>b</td></tr><!--[if gte mso 9]><xml><tr><td>no</td></tr></xml><![endif]--><tr><td>1</td><td>2</td></tr></table>"
    )]
    [InlineData(
        "<![if !supportMisalignedColumns]><table><tr><td>a</td><td>b</td></tr><![endif]><tr><td>1</td><td>2</td></tr></table>"
    )]
    // What programs leave out.
    [InlineData("<table><tr><td>a<td>b<tr><td>1<td>2")]
    [InlineData("<table><tr><td>a</td><td>b</td><tr><td>1</td><td>2</td></table>")]
    [InlineData("<table><thead><td>a<td>b</thead><tbody><td>1<td>2</tbody></table>")]
    // A table inside a table that places it, and one inside a cell that formats it.
    [InlineData("<table><tr><td><table><tr><td>a<td>b</tr><tr><td>1<td>2</tr></table></td></tr></table>")]
    [InlineData("<table><tr><td>a<td>b</tr><tr><td><table><tr><td>1</td></tr></table></td><td>2</td></tr></table>")]
    [InlineData("<table><tr><td title='x > y'>a</td><td title=\"'\">b</td></tr><tr><td>1</td><td>2</td></tr></table>")]
    public void An_html_table_is_read_as_browsers_read_it(string html) =>
        Assert.Equal(
            ["1: Text=a|Text=b", "2: Text=1|Text=2"],
            Sheets.Dump(Sheets.OpenText("<html><body>" + html, "ledger.xls", new UTF8Encoding(false)))
        );

    [Fact]
    public void The_data_table_of_a_page_is_found_among_menus_and_footers() =>
        Assert.Equal(
            ["1: Text=Outstanding of March", "2: Text=Code|Text=Name|Text=< 30", "3: Text=C1|Text=Asha|Text=5"],
            Sheets.Dump(
                Sheets.OpenText(
                    "<html><table><tr><td>Home<td>Reports</tr><tr><td><table><tr><td>Outstanding of March</table>"
                        + "<table><tr><th>Code<th>Name<th>< 30</tr><tr><td>C1<td>Asha<td>5</tr></table>"
                        + "<table><tr><td>Printed by Asha</table></table>",
                    "ledger.xls",
                    new UTF8Encoding(false)
                )
            )
        );

    [Fact]
    public void Cells_over_several_rows_keep_the_columns_beside_them()
    {
        using var workbook = Sheets.OpenText(
            "<html><table><tr><td>Name<td>No<td>Amount</tr><tr><td rowspan=2>Asha<td>I1<td>5</tr><tr style='display: none'><td>I2<td>6</tr></table>",
            "ledger.xls",
            new UTF8Encoding(false)
        );
        Assert.Equal([new MergedRange(2, 0, 3, 0)], workbook.Merges(0));
        Assert.Equal(
            ["1: Text=Name|Text=No|Text=Amount", "2: Text=Asha|Text=I1|Text=5", "3: -|Text=I2|Text=6"],
            Sheets.Dump(workbook)
        );
    }

    [Fact]
    public void A_written_csv_is_guarded_quoted_and_reads_back()
    {
        var stream = new MemoryStream();
        using (var table = new CsvTable(stream))
        {
            table.BeginSheet(
                Sheets.Spec(
                    Sheets.Column(ColumnType.Text, "Name"),
                    Sheets.Column(ColumnType.Whole, "Qty"),
                    Sheets.Column(ColumnType.Money, "Amount"),
                    Sheets.Column(ColumnType.Date, "Day"),
                    Sheets.Column(ColumnType.DateTime, "At"),
                    Sheets.Column(ColumnType.Boolean, "Open")
                )
            );
            table.BeginRow();
            table.Text("=1+1");
            table.Whole(-5);
            table.Money(-55_00_000_50);
            table.Date(new DateOnly(2025, 3, 31));
            table.DateTime(new DateTime(2025, 3, 31, 13, 45, 0));
            table.Boolean(true);
            table.EndRow();
            table.BeginRow();
            table.Text("a,\"b\"\nc");
            table.EndRow();
            table.EndSheet();
            table.Complete();
        }

        Assert.Equal(
            "\uFEFFName,Qty,Amount,Day,At,Open\r\n'=1+1,-5,-5500000.50,2025-03-31,2025-03-31 13:45:00,TRUE\r\n\"a,\"\"b\"\"\nc\",,,,,\r\n",
            Encoding.UTF8.GetString(stream.ToArray())
        );
        Assert.Equal(
            "2: Text==1+1|Text=-5|Text=-5500000.50|Text=2025-03-31|Text=2025-03-31 13:45:00|Text=TRUE",
            Sheets.Dump(Sheets.Open(stream, "a.csv"))[1]
        );
    }

    [Fact]
    public void Every_start_that_could_run_is_guarded()
    {
        string[] texts = ["=a", "+a", "-a", "@a", "\ta", "\ra", "＝a", ";=a"];
        var stream = new MemoryStream();
        using (var table = new CsvTable(stream))
        {
            table.BeginSheet(Sheets.Spec(Sheets.Column(ColumnType.Text)));
            foreach (var text in texts)
            {
                table.BeginRow();
                table.Text(text);
                table.EndRow();
            }

            table.EndSheet();
            table.Complete();
        }

        Assert.Equal(texts.Length, Encoding.UTF8.GetString(stream.ToArray()).Split('\'').Length - 1);
    }
}
