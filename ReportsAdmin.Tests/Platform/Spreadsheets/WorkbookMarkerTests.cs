using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

public sealed class WorkbookMarkerTests
{
    private static readonly CellMark[] Marks =
    [
        new(5, 4, "Amount is negative"),
        new(5, 4, "Amount is not agreed"),
        new(5, 12, "Missing <column>"),
        new(6, 1, "Name is empty"),
        new(9, 0, "Row is missing"),
        new(6, null, "Duplicate row"),
    ];

    [Fact]
    public void The_marked_workbook_is_valid_and_its_values_are_untouched()
    {
        var marked = Mark(XlsxWritingTests.Everything(), Marks);
        XlsxWritingTests.AssertValid(marked);
        Assert.Equal(Sheets.Dump(XlsxWritingTests.Everything()), Sheets.Dump(marked));
    }

    [Fact]
    public void Bad_cells_are_red_and_keep_their_number_format()
    {
        using var document = SpreadsheetDocument.Open(Mark(XlsxWritingTests.Everything(), Marks), isEditable: false);
        var sheet = document.WorkbookPart!.WorksheetParts.First(p => p.Uri.OriginalString.EndsWith("sheet1.xml"));
        var styles = document.WorkbookPart.WorkbookStylesPart!.Stylesheet;
        foreach (var address in (string[])["E5", "M5", "B6", "A9"])
        {
            var cell = sheet.Worksheet.Descendants<Cell>().Single(c => c.CellReference == address);
            var format = (CellFormat)styles.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);
            Assert.Equal(
                "FFFFC7CE",
                ((Fill)styles.Fills!.ElementAt((int)format.FillId!.Value)).PatternFill!.ForegroundColor!.Rgb!.Value
            );
        }

        var amount = sheet.Worksheet.Descendants<Cell>().Single(c => c.CellReference == "E5");
        Assert.Equal(
            166u,
            ((CellFormat)styles.CellFormats!.ElementAt((int)amount.StyleIndex!.Value)).NumberFormatId!.Value
        );
        Assert.Equal(4, sheet.WorksheetCommentsPart!.Comments.CommentList!.Count());
        Assert.Contains(sheet.WorksheetCommentsPart.Comments.CommentList!.Elements<Comment>(), c =>
            c.Reference == "E5" && c.InnerText == "Amount is negative\nAmount is not agreed"
        );
    }

    [Fact]
    public void The_problems_are_listed_with_links_to_their_cells()
    {
        var marked = Mark(XlsxWritingTests.Everything(), Marks);
        Assert.Equal(
            [
                "1: Text=Row|Text=Column|Text=Value|Text=Problem",
                "2: Number=5|Text=E|Text=-5500000|Text=Amount is negative",
                "3: Number=5|Text=E|Text=-5500000|Text=Amount is not agreed",
                "4: Number=5|Text=M|-|Text=Missing <column>",
                "5: Number=6|Text=B|-|Text=Name is empty",
                "6: Number=9|Text=A|-|Text=Row is missing",
                "7: Number=6|-|-|Text=Duplicate row",
            ],
            Sheets.Dump(marked, 1)
        );
        using var document = SpreadsheetDocument.Open(marked, isEditable: false);
        Assert.Contains(
            "HYPERLINK(\"#'R&D ''x'!E5\",5)",
            document
                .WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<CellFormula>())
                .Select(f => f.Text)
        );
    }

    [Fact]
    public void A_marked_workbook_that_comes_back_is_marked_anew_not_twice()
    {
        var again = Mark(Mark(XlsxWritingTests.Everything(), Marks), [new CellMark(6, 2, "Only this is left")]);
        XlsxWritingTests.AssertValid(again);
        using var workbook = Sheets.Open(again);
        Assert.Equal(["R&D 'x", "Problems"], workbook.Sheets.Select(s => s.Name));
        Assert.Equal(
            ["1: Text=Row|Text=Column|Text=Value|Text=Problem", "2: Number=6|Text=C|Text=10|Text=Only this is left"],
            Sheets.Dump(workbook, 1)
        );
        using var document = SpreadsheetDocument.Open(again, isEditable: false);
        Assert.Single(
            document
                .WorkbookPart!.WorksheetParts.First(p => p.WorksheetCommentsPart is not null)
                .WorksheetCommentsPart!.Comments.CommentList!
        );
    }

    [Fact]
    public void Prefixed_self_closed_and_unnumbered_rows_are_marked()
    {
        var parts = new XlsxParts().Set(
            "xl/worksheets/sheet1.xml",
            $"<x:worksheet xmlns:x=\"{XlsxParts.Main}\"><x:sheetData><!-- c --><x:row><x:c t=\"inlineStr\"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>1</x:v></x:c></x:row><x:row r=\"3\" spans=\"1:1\"/></x:sheetData><x:pageMargins left=\"1\" right=\"1\" top=\"1\" bottom=\"1\" header=\"0\" footer=\"0\"/><x:extLst/></x:worksheet>"
        );
        var marked = Mark(parts.Build(), [new(1, 1, "one"), new(2, 0, "two"), new(3, 2, "three"), new(7, 0, "seven")]);
        XlsxWritingTests.AssertValid(marked);
        Assert.Equal(["1: Text=a|Number=1"], Sheets.Dump(marked));
        using var document = SpreadsheetDocument.Open(marked, isEditable: false);
        var cells = document
            .WorkbookPart!.WorksheetParts.First(p => p.WorksheetCommentsPart is not null)
            .Worksheet.Descendants<Cell>()
            .ToList();
        Assert.Equal(["A2", "C3", "A7"], cells.Skip(2).Select(c => c.CellReference!.Value));
        Assert.NotNull(cells[1].StyleIndex);
    }

    [Fact]
    public void A_sheet_with_notes_of_its_own_keeps_them()
    {
        var template = Sheets.Write(w =>
        {
            w.BeginSheet(
                Sheets.Spec(Sheets.Column(ColumnType.Text, "State")) with
                {
                    HeaderNotes = [new HeaderNote(0, "Mine")],
                }
            );
            w.EndSheet();
        });
        var marked = Mark(template, [new CellMark(2, 0, "Empty")]);
        XlsxWritingTests.AssertValid(marked);
        using var document = SpreadsheetDocument.Open(marked, isEditable: false);
        Assert.Equal(
            "Mine",
            document
                .WorkbookPart!.WorksheetParts.Single(p => p.WorksheetCommentsPart is not null)
                .WorksheetCommentsPart!.Comments.InnerText
        );
    }

    [Fact]
    public void A_csv_is_rebuilt_with_its_rows_in_place()
    {
        using var workbook = Sheets.OpenText("Code,Qty\n000123,x\n\nlast,5\n", "stock.csv");
        var output = new MemoryStream();
        WorkbookMarker.Rebuild(
            workbook,
            0,
            output,
            [new(2, 1, "Not a number"), new(3, 0, "Empty row"), new(9, 1, "Beyond")]
        );
        XlsxWritingTests.AssertValid(output);
        Assert.Equal(["1: Text=Code|Text=Qty", "2: Text=000123|Text=x", "4: Text=last|Text=5"], Sheets.Dump(output));
        Assert.Equal("2: Number=2|Text=B|Text=x|Text=Not a number", Sheets.Dump(output, 1)[1]);
    }

    [Fact]
    public void A_workbook_of_any_cells_is_rebuilt()
    {
        var source = XlsxParts.Sheet(
            "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>45747</v></c><c r=\"B2\" s=\"3\"><v>45000</v></c><c r=\"C2\" t=\"e\"><v>#N/A</v></c><c r=\"D2\" t=\"b\"><v>1</v></c><c r=\"E2\" s=\"2\"><v>0.5</v></c><c r=\"F2\"><v>0.1</v></c></row>"
        );
        using var workbook = Sheets.Open(source);
        var output = new MemoryStream();
        WorkbookMarker.Rebuild(workbook, 0, output, [new(2, 2, "Formula failed")]);
        XlsxWritingTests.AssertValid(output);
        Assert.Equal(
            ["2: Date=2025-03-31|Text=045000|Text=#N/A|Boolean=TRUE|Text=12:00:00|Number=0.1"],
            Sheets.Dump(output)
        );
    }

    private static MemoryStream Mark(Stream original, IReadOnlyList<CellMark> marks)
    {
        var output = new MemoryStream();
        WorkbookMarker.Mark(original, output, 0, marks);
        output.Position = 0;
        return output;
    }
}
