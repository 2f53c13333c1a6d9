using System.Data;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

public sealed class XlsxWritingTests
{
    internal static void AssertValid(MemoryStream file)
    {
        file.Position = 0;
        using var document = SpreadsheetDocument.Open(new MemoryStream(file.ToArray()), isEditable: false);
        Assert.Empty(
            new OpenXmlValidator(FileFormatVersions.Office2019)
                .Validate(document)
                .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")
        );
        file.Position = 0;
    }

    [Fact]
    public void A_workbook_with_every_feature_is_valid()
    {
        var file = Everything();
        AssertValid(file);
    }

    [Fact]
    public void A_workbook_with_every_feature_reads_back()
    {
        Assert.Equal(
            [
                "1: Text=Sales & stock",
                "2: Text=April <2025>",
                "4: Text=Code|Text=Name|Text=Qty|Text=Rate|Text=Amount|Text=Share|Text=Day|Text=At|Text=Open",
                "5: Text=000123|Text=Ramesh & Sons|Number=-7|Number=12.345|Number=-5500000|Number=0.18|Date=2025-03-31|Date=2025-03-31 19:15:00|Boolean=TRUE",
                "6: Text==1+1|-|Number=10|-|Number=123456789.01|-|-|-|Boolean=FALSE",
                "7: Text=Total|-|Number=3|-|Number=117956789.01",
            ],
            Sheets.Dump(Everything())
        );
    }

    [Fact]
    public void ExcelDataReader_reads_the_same()
    {
        using var reader = ExcelReaderFactory.CreateReader(Everything());
        for (var i = 0; i < 5; i++)
            Assert.True(reader.Read());
        Assert.Equal(
            [
                "000123",
                "Ramesh & Sons",
                -7d,
                12.345,
                -5500000d,
                0.18,
                new DateTime(2025, 3, 31),
                new DateTime(2025, 3, 31, 19, 15, 0),
                true,
            ],
            Enumerable.Range(0, 9).Select(reader.GetValue)
        );
    }

    [Theory]
    [InlineData(99_999_99, "#,##0.00")]
    [InlineData(-99_999_99, "#,##0.00")]
    [InlineData(1_00_000_00, @"##\,##\,##0.00;\-##\,##\,##0.00")]
    [InlineData(-55_00_000_00, @"##\,##\,##0.00;\-##\,##\,##0.00")]
    [InlineData(1_00_00_000_00, @"##\,##\,##\,##0.00;\-##\,##\,##\,##0.00")]
    [InlineData(-99_99_99_999_99, @"##\,##\,##\,##0.00;\-##\,##\,##\,##0.00")]
    [InlineData(100_00_00_000_00, @"##\,##\,##\,##\,##0.00;\-##\,##\,##\,##\,##0.00")]
    public void Money_takes_the_format_of_its_size(long paise, string format)
    {
        using var reader = ExcelReaderFactory.CreateReader(OneColumn(ColumnType.Money, w => w.Money(paise)));
        reader.Read();
        reader.Read();
        Assert.Equal((format, paise / 100d), (reader.GetNumberFormatString(0), reader.GetDouble(0)));
    }

    [Fact]
    public void Text_never_becomes_a_formula_and_odd_characters_survive()
    {
        string[] texts =
        [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "a\u0007b",
            "_x0041_",
            "_x",
            " blank ",
            "two\nlines",
            "tab\there",
            "cr\rlf\r\n",
            "<b>&amp;\"'",
            "😀 नमस्ते",
            "\u0000",
            "a_b_c",
            "_",
            "\uFFFE",
        ];
        var file = OneColumn(ColumnType.Text, [.. texts.Select(t => (Action<XlsxWriter>)(w => w.Text(t)))]);
        AssertValid(file);
        Assert.Equal(texts, ReadColumn(file));
    }

    [Fact]
    public void A_text_beyond_the_limit_of_excel_is_clipped_without_halving_a_character()
    {
        var read = ReadColumn(
            OneColumn(
                ColumnType.Text,
                w => w.Text(new string('a', 32_766) + "😀"),
                w => w.Text(new string('b', 40_000))
            )
        );
        Assert.Equal([new string('a', 32_766), new string('b', 32_767)], read);
    }

    [Fact]
    public void More_distinct_texts_than_are_shared_read_back()
    {
        var texts = Enumerable.Range(0, 30_000).Select(i => $"text {i}").ToArray();
        Assert.Equal(
            texts,
            ReadColumn(OneColumn(ColumnType.Text, [.. texts.Select(t => (Action<XlsxWriter>)(w => w.Text(t)))]))
        );
    }

    [Fact]
    public void Equal_content_gives_equal_bytes() => Assert.Equal(Everything().ToArray(), Everything().ToArray());

    [Fact]
    public void Sheet_names_are_made_legal_and_unique()
    {
        string[] wanted =
        [
            "A/B:C*[D]?",
            "Data",
            "data",
            "",
            "'quoted'",
            "History",
            new string('n', 40),
            new string('N', 40),
        ];
        var file = Sheets.Write(w =>
        {
            foreach (var name in wanted)
            {
                w.BeginSheet(Sheets.Spec(Sheets.Column(ColumnType.Whole, total: true)) with { Name = name });
                w.BeginRow();
                w.Whole(1);
                w.EndRow();
                w.EndSheet();
            }
        });
        AssertValid(file);
        Assert.Equal(
            [
                "A B C  D",
                "Data",
                "data (2)",
                "Sheet",
                "quoted",
                "History_",
                new string('n', 31),
                new string('N', 27) + " (2)",
            ],
            Sheets.Open(file).Sheets.Select(s => s.Name)
        );
    }

    [Fact]
    public void Rows_beyond_the_limit_continue_on_another_sheet_and_the_total_spans_both()
    {
        var file = Sheets.Write(
            w =>
            {
                w.BeginSheet(Sheets.Spec(Sheets.Column(ColumnType.Text), Sheets.Column(ColumnType.Whole, total: true)));
                for (var i = 1; i <= 20; i++)
                {
                    w.BeginRow();
                    w.Text("x");
                    w.Whole(i);
                    w.EndRow();
                }

                w.EndSheet();
            },
            new XlsxOptions { MaxRows = 10 }
        );
        AssertValid(file);
        using var workbook = Sheets.Open(file);
        Assert.Equal(["Data", "Data (2)", "Data (3)"], workbook.Sheets.Select(s => s.Name));
        Assert.Equal("6: Text=Total|Number=210", Sheets.Dump(workbook, 2)[^1]);
    }

    [Fact]
    public void A_template_has_drop_downs_and_notes_and_is_valid()
    {
        var file = Sheets.Write(w =>
        {
            w.BeginSheet(
                Sheets.Spec(
                    Sheets.Column(ColumnType.Text, "State"),
                    Sheets.Column(ColumnType.Text, "City"),
                    Sheets.Column(ColumnType.Text, "Code")
                ) with
                {
                    Name = "Template",
                    DropDowns =
                    [
                        new DropDown(0, ["Open", "Closed \"x\" & <y>"]),
                        new DropDown(1, [.. Enumerable.Range(0, 200).Select(i => $"City, number {i}")]),
                    ],
                    HeaderNotes =
                    [
                        new HeaderNote(2, "Six digits, zeros kept.\nRequired."),
                        new HeaderNote(0, "Choose one."),
                    ],
                }
            );
            w.EndSheet();
        });
        AssertValid(file);
        using var workbook = Sheets.Open(file);
        Assert.Equal([new SheetInfo("Template", false), new SheetInfo("Lists", true)], workbook.Sheets);
        Assert.Equal(["1: Text=State|Text=City|Text=Code"], Sheets.Dump(Sheets.Open(file)));
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        Assert.Contains(
            "'Lists'!$A$1:$A$200",
            document
                .WorkbookPart!.WorksheetParts.Select(p => p.Worksheet.InnerXml)
                .Single(x => x.Contains("dataValidation"))
        );
    }

    [Fact]
    public void A_file_that_was_not_completed_cannot_be_opened()
    {
        var stream = new MemoryStream();
        using (var writer = new XlsxWriter(stream))
        {
            writer.BeginSheet(Sheets.Spec(Sheets.Column(ColumnType.Text)));
            writer.BeginRow();
            writer.Text("x");
            writer.EndRow();
        }

        stream.Position = 0;
        Sheets.Refuses(stream, SheetFault.Corrupt);
    }

    [Fact]
    public void A_row_with_too_many_cells_is_a_bug_that_is_heard() =>
        Assert.Throws<InvalidOperationException>(() => OneColumn(ColumnType.Whole, w =>
            {
                w.Whole(1);
                w.Whole(2);
            }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_sheets_read_back_equal(int seed)
    {
        var random = new Random(seed);
        var expected = new List<object?>();
        var types = Enum.GetValues<ColumnType>();
        var file = Sheets.Write(w =>
        {
            w.BeginSheet(Sheets.Spec([.. types.Select((t, i) => new SheetColumn($"{t}", t, 10, Unique: i % 2 == 0))]));
            for (var row = 0; row < 400; row++)
            {
                w.BeginRow();
                foreach (var type in types)
                    expected.Add(WriteRandom(w, type, random));
                w.EndRow();
            }

            w.EndSheet();
        });
        using var workbook = Sheets.Open(file);
        using var reader = workbook.OpenSheet(0);
        Assert.True(reader.Read());
        for (var i = 0; i < expected.Count; i++)
        {
            if (i % types.Length == 0)
                Assert.True(reader.Read() || expected.Skip(i).All(e => e is null));
            Assert.Equal(expected[i], ValueOf(reader[i % types.Length]));
        }
    }

    private static object? WriteRandom(XlsxWriter w, ColumnType type, Random random)
    {
        if (random.Next(6) == 0)
        {
            w.Blank((CellTone)random.Next(5));
            return null;
        }

        switch (type)
        {
            case ColumnType.Text:
                var text = new string([
                    .. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(1, 0xD800)),
                ]);
                w.Text(text, (CellTone)random.Next(5));
                return text;
            case ColumnType.Whole:
                var whole = random.NextInt64(-(1L << 50), 1L << 50);
                w.Whole(whole);
                return (double)whole;
            case ColumnType.Decimal or ColumnType.Percent:
                var number = Math.Round((decimal)(random.NextDouble() - 0.5) * 1000, random.Next(0, 12));
                w.Decimal(number);
                return (double)number;
            case ColumnType.Money:
                var paise = random.NextInt64(-1L << random.Next(1, 52), 1L << random.Next(1, 52));
                w.Money(paise);
                return (double)(paise / 100m);
            case ColumnType.Date:
                var date = DateOnly.FromDayNumber(
                    random.Next(DateOnly.FromDateTime(new DateTime(1900, 1, 1)).DayNumber, DateOnly.MaxValue.DayNumber)
                );
                w.Date(date);
                return date.ToDateTime(TimeOnly.MinValue);
            case ColumnType.DateTime:
                var instant = new DateTime(2000, 1, 1).AddSeconds(random.NextInt64(2_000_000_000));
                w.DateTime(instant);
                return instant;
            default:
                var flag = random.Next(2) == 0;
                w.Boolean(flag);
                return flag;
        }
    }

    private static object? ValueOf(in SheetCell cell) =>
        cell.Kind switch
        {
            CellKind.Text => cell.Text,
            CellKind.Number => cell.Number,
            CellKind.Date => cell.Date,
            CellKind.Boolean => cell.Number != 0,
            _ => null,
        };

    private static List<string> ReadColumn(Stream file)
    {
        using var workbook = Sheets.Open(file);
        using var reader = workbook.OpenSheet(0);
        reader.Read();
        var read = new List<string>();
        while (reader.Read())
            read.Add(reader[0].Text!);
        return read;
    }

    private static MemoryStream OneColumn(ColumnType type, params Action<XlsxWriter>[] cells) =>
        Sheets.Write(w =>
        {
            w.BeginSheet(Sheets.Spec(Sheets.Column(type)));
            foreach (var cell in cells)
            {
                w.BeginRow();
                cell(w);
                w.EndRow();
            }

            w.EndSheet();
        });

    internal static MemoryStream Everything() =>
        Sheets.Write(
            w =>
            {
                w.BeginSheet(
                    new SheetSpec
                    {
                        Name = "R&D 'x'",
                        Heading = ["Sales & stock", "April <2025>"],
                        Columns =
                        [
                            new("Code", ColumnType.Text, 10, Unique: true),
                            new("Name", ColumnType.Text, 30),
                            new("Qty", ColumnType.Whole, 8, Total: true),
                            new("Rate", ColumnType.Decimal, 10),
                            new("Amount", ColumnType.Money, 18, Total: true),
                            new("Share", ColumnType.Percent, 8),
                            new("Day", ColumnType.Date, 12),
                            new("At", ColumnType.DateTime, 18),
                            new("Open", ColumnType.Boolean, 8),
                        ],
                    }
                );
                w.BeginRow();
                w.Text("000123", CellTone.Bad);
                w.Text("Ramesh & Sons");
                w.Whole(-7, CellTone.Warn);
                w.Decimal(12.345m);
                w.Money(-55_00_000_00, CellTone.Good);
                w.Decimal(0.18m, CellTone.Muted);
                w.Date(new DateOnly(2025, 3, 31));
                w.DateTime(new DateTime(2025, 3, 31, 13, 45, 0));
                w.Boolean(true);
                w.EndRow();
                w.BeginRow();
                w.Text("=1+1");
                w.Text(null);
                w.Whole(10);
                w.Blank();
                w.Money(12_34_56_789_01);
                w.Blank(CellTone.Bad);
                w.Date(null);
                w.Blank();
                w.Boolean(false);
                w.EndRow();
                w.EndSheet();
            },
            new XlsxOptions
            {
                TimeZone = TimeZoneInfo.CreateCustomTimeZone("IST", TimeSpan.FromMinutes(330), "IST", "IST"),
            }
        );
}
