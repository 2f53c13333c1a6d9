using ReportsAdmin.Platform.Spreadsheets;
namespace ReportsAdmin.Features.Imports;
public sealed record CellMark(int Row, int? Column, string Message);
public static class WorkbookMarker { public static void Mark(Stream a, Stream b, int c, IReadOnlyList<CellMark> d){} public static void Rebuild(IWorkbook a, int b, Stream c, IReadOnlyList<CellMark> d){} }
