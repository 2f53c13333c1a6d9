using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Tests.Support;

/// <summary>Builds small sheets for tests: <c>Sheet.Of("Customer Code|Outstanding", "C1|500")</c>. Digits alone become numbers, the rest text.</summary>
public static class Sheet
{
    public static byte[] Of(params string[] lines)
    {
        using var output = new MemoryStream();
        using (var writer = new XlsxWriter(output))
        {
            var headers = lines[0].Split('|');
            writer.BeginSheet(
                new SheetSpec
                {
                    Name = "Outstanding",
                    Columns = [.. headers.Select(h => new SheetColumn(h, ColumnType.Text, 16))],
                    AutoFilter = false,
                }
            );
            foreach (var line in lines.Skip(1))
            {
                writer.BeginRow();
                foreach (var cell in line.Split('|'))
                    Write(writer, cell);
                writer.EndRow();
            }

            writer.EndSheet();
            writer.Complete();
        }

        return output.ToArray();
    }

    private static void Write(XlsxWriter writer, string cell)
    {
        if (cell.Length == 0)
            writer.Blank();
        else if (
            DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        )
            writer.Date(date);
        else if (
            decimal.TryParse(
                cell,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            ) && !(cell.Length > 1 && cell[0] == '0' && cell[1] != '.')
        )
            writer.Decimal(number);
        else
            writer.Text(cell);
    }
}
