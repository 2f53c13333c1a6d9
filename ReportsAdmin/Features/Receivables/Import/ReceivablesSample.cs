using System.Globalization;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>
/// A sheet as branches send them: title lines, odd column names, text dates, Indian grouping, brackets, credits, totals,
/// a repeated header, a repeated row and three mistakes. For trying the upload out.
/// </summary>
internal static class ReceivablesSample
{
    public static void Write(Stream output, Period period)
    {
        var day = period.LastDay;
        string Date(int back) => day.AddDays(-back).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        string[][] rows =
        [
            [
                "000001",
                "Shree Ganesh Constructions Pvt Ltd",
                "Ahmedabad Branch",
                "S-1001",
                Date(12),
                "1,18,000.00",
                "1,18,000.00",
            ],
            ["000002", "Om Infra Projects", "BANGALORE", "S-1002", Date(45), "Rs. 2,36,000", "1,36,000.50"],
            ["000003", "Konkan Builders LLP", "Chennai", "S-1003", Date(100), "₹ 59,000/-", "59,000"],
            ["Sub Total", "", "", "", "", "", "3,13,000.50"],
            ["Party Code", "Name of Party", "Branch", "Bill No.", "Bill Date", "Bill Amount (Rs.)", "O/S Amount (Rs.)"],
            ["000004", "Royal Ready Mix & Sons", "Delhi", "S-1004", Date(200), "4,72,000.00", "4,72,000.00 Dr"],
            ["000004", "Royal Ready Mix & Sons", "Delhi", "S-1004", Date(200), "4,72,000.00", "4,72,000.00 Dr"],
            ["000004", "Royal Ready Mix & Sons", "Delhi", "ADV-7", Date(5), "(25,000.00)", "25,000.00 Cr"],
            [
                "000005",
                "Total Solutions Pvt Ltd",
                "Goa",
                "S-1005",
                day.AddDays(-400).ToString("d-MMM-yy", CultureInfo.InvariantCulture),
                "88,500",
                "88,500",
            ],
            ["000006", "Narmada Engineers", "Indore", "S-1006", Date(30), "10,000", "1O,000"],
            ["000007", "Himalaya Road Works", "Jaipur", "S-1007", "31/06/2025", "20,000", "20,000"],
            ["000008", "Ashoka Estates", "Kolkata", "S-1008", Date(60), "30,000", "thirty thousand"],
            ["Grand Total", "", "", "", "", "", "9,08,500.50"],
        ];
        using var writer = new XlsxWriter(output);
        writer.BeginSheet(
            new SheetSpec
            {
                Name = "O-S list",
                Heading =
                [
                    "ABC Equipment Company",
                    $"Party-wise outstanding as on {day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)}",
                ],
                Columns = [.. rows[4].Select(h => new SheetColumn(h, ColumnType.Text, 22))],
                AutoFilter = false,
            }
        );
        foreach (var row in rows)
        {
            writer.BeginRow();
            foreach (var cell in row)
                writer.Text(cell);
            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }
}
