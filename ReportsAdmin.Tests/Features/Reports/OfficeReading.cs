using System.Globalization;
using ClosedXML.Excel;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Features.Reports;

/// <summary>Compares a table of a report with what independent readers find in its files.</summary>
internal static class OfficeReading
{
    /// <summary>The text of a number on paper; null for other cells, whose text may be cut or wrapped.</summary>
    public static string? Figure(ReportCell cell) =>
        cell.IsBlank
            ? null
            : cell.Type switch
            {
                ColumnType.Whole => Money.GroupWhole(cell.Number),
                ColumnType.Money => new Money(cell.Number).ToString(),
                ColumnType.Percent => (cell.Fraction * 100m).ToString("0.00", CultureInfo.InvariantCulture) + "%",
                _ => null,
            };

    /// <summary>Asserts that the sheet holds the table: its head, then its rows, each cell with its type and value.</summary>
    public static void Equal(TableBlock table, List<ReportCell[]> rows, IXLWorksheet sheet)
    {
        var head = sheet
            .RowsUsed()
            .First(r => table.Columns.Select((c, i) => r.Cell(i + 1).GetString() == c.Header).All(same => same))
            .RowNumber();
        for (var row = 0; row < rows.Count; row++)
        for (var column = 0; column < table.Columns.Count; column++)
        {
            var cell = sheet.Cell(head + 1 + row, column + 1);
            Assert.True(
                Equals(Expected(rows[row][column]), Actual(rows[row][column], cell)),
                $"'{table.Title}' {cell.Address}: {Expected(rows[row][column])} was written, {Actual(rows[row][column], cell)} read."
            );
        }
    }

    private static object? Expected(ReportCell cell) =>
        cell.IsBlank
            ? ""
            : cell.Type switch
            {
                ColumnType.Text => cell.Text,
                ColumnType.Whole => (decimal)cell.Number,
                ColumnType.Money => cell.Number / 100m,
                ColumnType.Decimal or ColumnType.Percent => Math.Round(cell.Fraction, 9),
                ColumnType.Date => cell.Date.ToDateTime(default),
                ColumnType.DateTime => Minute(cell.DateTimeUtc.AddMinutes(330)),
                _ => cell.Number != 0,
            };

    private static object Actual(ReportCell written, IXLCell cell) =>
        written.IsBlank
            ? cell.GetString()
            : written.Type switch
            {
                ColumnType.Text => cell.GetString(),
                ColumnType.Whole => (decimal)cell.GetDouble(),
                ColumnType.Money => Math.Round((decimal)cell.GetDouble(), 2),
                ColumnType.Decimal or ColumnType.Percent => Math.Round((decimal)cell.GetDouble(), 9),
                ColumnType.Date => cell.GetDateTime(),
                ColumnType.DateTime => Minute(cell.GetDateTime()),
                _ => cell.GetBoolean(),
            };

    private static DateTime Minute(DateTime at) =>
        new DateTime(2000, 1, 1).AddMinutes(Math.Round((at - new DateTime(2000, 1, 1)).TotalMinutes));
}
