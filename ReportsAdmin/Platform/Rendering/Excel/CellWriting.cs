using ReportsAdmin.Platform.Rendering.Text;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Rendering.Excel;

/// <summary>Typed cells on a page.</summary>
internal static class CellWriting
{
    /// <param name="cell">Not blank.</param>
    public static void Write(SheetPart cells, in ReportCell cell, int style, TimeZoneInfo zone)
    {
        switch (cell.Type)
        {
            case ColumnType.Whole:
                cells.Number(cell.Number, style);
                break;
            case ColumnType.Money:
                cells.Hundredths(cell.Number, style);
                break;
            case ColumnType.Decimal or ColumnType.Number or ColumnType.Percent:
                cells.Number(cell.Fraction, style);
                break;
            case ColumnType.Date when cell.Date.Year >= 1900:
                cells.Number((long)ExcelDate.ToSerial(cell.Date.ToDateTime(TimeOnly.MinValue)), style);
                break;
            case ColumnType.DateTime when cell.DateTimeUtc.Year > 1900:
                cells.Number(ExcelDate.ToSerial(TimeZoneInfo.ConvertTimeFromUtc(cell.DateTimeUtc, zone)), style);
                break;
            default:
                cells.Text(CellText.Of(cell, zone), style, share: false);
                break;
        }
    }
}
