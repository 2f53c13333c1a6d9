using ReportsAdmin.Platform.Spreadsheets.Marking;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>Something wrong with a cell, or with a whole row.</summary>
/// <param name="Row">As Excel shows it, from 1.</param>
/// <param name="Column">From 0; null for the row as a whole.</param>
public sealed record CellMark(int Row, int? Column, string Message);

/// <summary>Gives a person the uploaded sheet back with what is wrong marked in it: bad cells red, a note on each, and a sheet "Problems" that leads to them.</summary>
public static class WorkbookMarker
{
    /// <summary>
    /// Marks the person's own workbook: number formats, formulas, charts and other sheets stay as they are. The sheet streams
    /// through; only its marks are held in memory. Notes are added when the sheet has none of its own.
    /// </summary>
    /// <param name="originalXlsx">An .xlsx or .xlsm file, not protected; seekable; stays open.</param>
    /// <param name="output">Need not seek; stays open.</param>
    public static void Mark(Stream originalXlsx, Stream output, int sheetIndex, IReadOnlyList<CellMark> marks)
    {
        var limits = SheetLimits.Default;
        originalXlsx.Position = 0;
        using var package = new XlsxPackage(originalXlsx, limits);
        using var workbook = new XlsxWorkbook(package, limits);
        // Strict files and files without styles are rare; a new workbook serves them as well.
        if (workbook.IsStrict || workbook.StylesPart is null)
            Rebuild(workbook, sheetIndex, output, marks);
        else
            new MarkedWorkbook(package, workbook, sheetIndex, marks).Write(output);
    }

    /// <summary>Writes the rows of any workbook (.csv, .xls, protected) to a new .xlsx, each at its own row number, with the same marks.</summary>
    public static void Rebuild(IWorkbook workbook, int sheetIndex, Stream output, IReadOnlyList<CellMark> marks)
    {
        var zip = new ZipWriter(output);
        var strings = new SharedStringTable();
        var names = new SheetNames([]);
        var sheetName = names.Take(workbook.Sheets[sheetIndex].Name);
        var problemsName = names.Take(ProblemSheet.Name);
        var values = new Dictionary<(int, int), string>();
        var bad = MarkIndex.Of(marks);
        using (var part = new SheetPart(zip.Begin("xl/worksheets/sheet1.xml"), strings))
        {
            part.Begin((IReadOnlyList<SheetColumn>)[], frozenRows: 0, selected: true);
            using var reader = workbook.OpenSheet(sheetIndex);
            RebuiltSheet.Write(part, reader, bad, values);
            part.End("");
        }

        using (var part = new SheetPart(zip.Begin("xl/worksheets/sheet2.xml"), strings))
            ProblemSheet.Write(part, sheetName, marks, values);
        if (!strings.IsEmpty)
            strings.Write(zip);
        WorkbookParts.Write(
            zip,
            [new WrittenSheet(sheetName), new WrittenSheet(problemsName)],
            !strings.IsEmpty,
            new XlsxOptions()
        );
        zip.Complete();
    }
}
