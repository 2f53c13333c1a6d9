using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Tests.Bench;

/// <summary>The rows every spreadsheet bench is about: 15 columns, 8 of them text (one unique, one a quarter unique), 2 dates, 2 whole, 3 money.</summary>
internal static class BenchRows
{
    private static readonly string[] Cities = [.. Enumerable.Range(0, 30).Select(i => $"City {i}")];
    private static readonly string[] Dealers = [.. Enumerable.Range(0, 5000).Select(i => $"Ramesh Agencies & Co {i}")];
    private static readonly string[] Codes = [.. Enumerable.Range(1, 5000).Select(i => i.ToString("D6"))];
    private static readonly string[] Products = [.. Enumerable.Range(0, 200).Select(i => $"Product pack {i}")];
    private static readonly string[] Remarks =
    [
        "",
        "",
        "",
        "delivered",
        "short supply",
        "to be collected by dealer",
        "damaged in transit",
        "scheme applied",
        "",
        "second invoice",
        "cash",
        "credit 30 days",
        "",
        "return expected",
        "",
        "checked",
    ];

    public static readonly SheetSpec Spec = new()
    {
        Name = "Sales",
        Columns =
        [
            new("Sr No", ColumnType.Whole, 8),
            new("Invoice No", ColumnType.Text, 18, Unique: true),
            new("Invoice Date", ColumnType.Date, 12),
            new("Due Date", ColumnType.Date, 12),
            new("Dealer Code", ColumnType.Text, 11),
            new("Dealer", ColumnType.Text, 34),
            new("City", ColumnType.Text, 14),
            new("State", ColumnType.Text, 16),
            new("Product", ColumnType.Text, 34),
            new("SKU", ColumnType.Text, 12),
            new("Qty", ColumnType.Whole, 8, Total: true),
            new("Rate", ColumnType.Money, 14),
            new("Amount", ColumnType.Money, 18, Total: true),
            new("GST", ColumnType.Money, 18, Total: true),
            new("Remarks", ColumnType.Text, 40),
        ],
    };

    /// <summary>One row; equal for equal numbers.</summary>
    public static Row Get(int i)
    {
        var a = (uint)(i + 1) * 2654435761u;
        a = (a ^ a >> 15) * 2246822519u;
        a ^= a >> 13;
        var b = a * 3266489917u;
        b ^= b >> 16;
        var remark = Remarks[(b >> 17) & 15];
        if (remark.Length > 0 && (b >> 21 & 3) == 0)
            remark = $"{remark} #{i + 1}";
        var date = new DateOnly(2024, 4, 1).AddDays((int)((a >> 1) % 730));
        var dealer = (int)(b % 5000);
        var quantity = 1 + (b >> 8) % 500;
        var rate = 1000 + (a >> 5) % 500000;
        return new Row(
            i + 1,
            $"INV-{2024 + (a & 1)}-{i + 1:D7}",
            date,
            date.AddDays(15),
            Codes[dealer],
            Dealers[dealer],
            Cities[dealer % 30],
            Cities[dealer % 7],
            Products[(a >> 11) % 200],
            Codes[(a >> 11) % 200],
            quantity,
            rate,
            (long)quantity * rate,
            (long)quantity * rate * 18 / 100,
            remark
        );
    }

    public static void Write(ITableWriter writer, int rows)
    {
        writer.BeginSheet(Spec);
        for (var i = 0; i < rows; i++)
        {
            var row = Get(i);
            writer.BeginRow();
            writer.Whole(row.Number);
            writer.Text(row.Invoice);
            writer.Date(row.Date);
            writer.Date(row.Due);
            writer.Text(row.Code);
            writer.Text(row.Dealer);
            writer.Text(row.City);
            writer.Text(row.State);
            writer.Text(row.Product);
            writer.Text(row.Sku);
            writer.Whole(row.Quantity);
            writer.Money(row.Rate);
            writer.Money(row.Amount);
            writer.Money(row.Gst);
            writer.Text(row.Remark);
            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }

    internal readonly record struct Row(
        int Number,
        string Invoice,
        DateOnly Date,
        DateOnly Due,
        string Code,
        string Dealer,
        string City,
        string State,
        string Product,
        string Sku,
        long Quantity,
        long Rate,
        long Amount,
        long Gst,
        string Remark
    );
}
