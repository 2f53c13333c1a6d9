using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>The reports every PDF test is about.</summary>
internal static class PdfSamples
{
    public static readonly Branding Branding = new(
        "Krishna Seeds Limited",
        null,
        (0x1F, 0x4E, 0x8C),
        "Krishna Seeds Limited · Confidential",
        TimeZoneInfo.CreateCustomTimeZone("IST", TimeSpan.FromMinutes(330), "IST", "IST")
    );

    private static readonly string[] Dealers =
    [
        "Ramesh Agencies & Co",
        "Shree Balaji Krishi Seva Kendra, Nashik Road",
        "Maa Durga Traders",
        "किसान सेवा केंद्र",
        "Patil Brothers",
        "New Laxmi Beej Bhandar and Agro Chemicals (Retail Division)",
        "Vaishnavi Enterprises",
    ];
    private static readonly string[] Cities = ["Nashik", "Aurangabad", "Jalgaon", "Pune", "Nagpur", "Indore"];

    public static readonly ReportColumn[] AgeingColumns =
    [
        new("dealer", "Distributor", ColumnType.Text, 26, Wrap: true),
        new("city", "City", ColumnType.Text, 11),
        new("invoices", "Invoices", ColumnType.Whole, 8, Total: true),
        new("current", "0–30 days", ColumnType.Money, 14, Total: true),
        new("old", "Over 90 days", ColumnType.Money, 14, Total: true),
        new("share", "Overdue", ColumnType.Percent, 8),
    ];

    public static readonly ReportColumn[] SalesColumns =
    [
        new("sr", "Sr No", ColumnType.Whole, 7),
        new("invoice", "Invoice No", ColumnType.Text, 16, Unique: true),
        new("date", "Date", ColumnType.Date, 12),
        new("dealer", "Dealer", ColumnType.Text, 30, Wrap: true),
        new("city", "City", ColumnType.Text, 14),
        new("product", "Product", ColumnType.Text, 22, Wrap: true),
        new("quantity", "Qty", ColumnType.Whole, 8, Total: true),
        new("amount", "Amount (₹)", ColumnType.Money, 18, Total: true),
    ];

    public static ReportDocument Of(params Block[] blocks) =>
        new()
        {
            Title = "Outstanding ageing",
            Subtitle = "Maharashtra and Madhya Pradesh, all zones",
            MadeAtUtc = new DateTime(2026, 11, 21, 7, 0, 0, DateTimeKind.Utc),
            MadeBy = "Asha Kulkarni",
            DataAsOf = "upload #12, 31 Oct 2026",
            Parameters =
            [
                new("Zone", "All"),
                new("As of month", "Oct-26"),
                new("Group by", "Distributor"),
                new("Distributors", "All"),
                new("Include inactive", "No"),
            ],
            Blocks = blocks,
        };

    public static TableBlock Ageing(int rows) =>
        new(
            "Distributors by age of balance",
            AgeingColumns,
            () => RowSources.Of(Enumerable.Range(0, rows), FillAgeing),
            rows
        );

    public static TableBlock Sales(int rows) =>
        new("Sales register", SalesColumns, () => RowSources.Of(Enumerable.Range(0, rows), FillSales), rows);

    /// <summary>Every kind of block, on portrait pages.</summary>
    public static ReportDocument Everything(int rows = 60) =>
        Of(
            new KeyFiguresBlock([
                new("Total outstanding", ReportCell.OfMoney(123_45_67_890_12), "+4.2% against Sep-26"),
                new("Over 90 days", ReportCell.OfMoney(18_90_00_000_00), "15.3% of the total", CellTone.Bad),
                new(
                    "Collected in the month",
                    ReportCell.OfMoney(42_00_000_00),
                    "Best month of the year",
                    CellTone.Good
                ),
                new("Distributors", ReportCell.OfWhole(1_284), "12 new"),
            ]),
            new HeadingBlock("Where the money stands"),
            new ParagraphBlock(
                "The balance grew by 4.2% in October, nearly all of it in invoices younger than 30 days. The part over 90 days fell for the third month, chiefly because Nashik and Jalgaon were settled.\nFigures are in rupees and include tax; advances are set off."
            ),
            new ChartBlock(
                "Outstanding by zone",
                ChartKind.Column,
                ["Nashik", "Pune", "Nagpur", "Indore", "Jalgaon", "Aurangabad"],
                [
                    new(
                        "Outstanding",
                        [42_00_000_00m, 1_25_00_000_00m, 80_00_000_00m, 33_00_000_00m, 64_00_000_00m, 18_00_000_00m]
                    ),
                ],
                "Pune owes the most, 1.25 crore."
            ),
            new ChartBlock(
                "Ageing by month",
                ChartKind.StackedColumn,
                ["May-26", "Jun-26", "Jul-26", "Aug-26", "Sep-26", "Oct-26"],
                [
                    new("0–30 days", [50, 60, 55, 70, 80, 90]),
                    new("31–60 days", [30, 20, 25, 30, 22, 21]),
                    new("61–90 days", [10, 12, 14, 9, 8, 7]),
                    new("Over 90 days", [20, 22, 24, 23, 19, 17]),
                ],
                "The young part grows.",
                ColumnType.Whole
            ),
            new ChartBlock(
                "Collections against target",
                ChartKind.Line,
                ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"],
                [
                    new(
                        "Collected",
                        [
                            12_00_000_00m,
                            18_50_000_00m,
                            16_00_000_00m,
                            22_00_000_00m,
                            25_00_000_00m,
                            21_00_000_00m,
                            42_00_000_00m,
                        ]
                    ),
                    new(
                        "Target",
                        [
                            15_00_000_00m,
                            17_00_000_00m,
                            19_00_000_00m,
                            21_00_000_00m,
                            23_00_000_00m,
                            25_00_000_00m,
                            27_00_000_00m,
                        ]
                    ),
                ],
                "October passed its target."
            ),
            new HeadingBlock("Who owes it", 2),
            new ChartBlock(
                "Largest balances",
                ChartKind.Bar,
                Dealers,
                [
                    new(
                        "Balance",
                        [
                            9_00_000_00m,
                            7_50_000_00m,
                            6_20_000_00m,
                            5_00_000_00m,
                            4_10_000_00m,
                            2_00_000_00m,
                            -50_000_00m,
                        ]
                    ),
                ],
                "Ramesh Agencies owes 9 lakh."
            ),
            new ChartBlock(
                "Share of zones",
                ChartKind.Donut,
                Cities,
                [new("Share", [42, 125, 80, 33, 64, 18])],
                "Pune has a third.",
                ColumnType.Whole
            ),
            Ageing(rows),
            new HeadingBlock("Notes", 3),
            new ParagraphBlock("हिन्दी: किसान मेला ऑर्डर क्षेत्र श्री। Prices in ₹."),
            new AppendixBlock("Appendix A: rules"),
            new ParagraphBlock("An invoice is as old as the days since it was due.")
        );

    private static void FillAgeing(ReportRow row, int i)
    {
        row.Text(Dealers[i % Dealers.Length]);
        row.Text(Cities[i * 7 % Cities.Length]);
        row.Whole(1 + i * 37 % 90);
        row.Money(1_23_456_78L + i * 9_87_654_32L % 50_00_000_00L);
        row.Money(i % 5 == 0 ? 0 : i * 3_21_987_65L % 12_00_000_00L, i % 4 == 1 ? CellTone.Bad : CellTone.None);
        row.Percent(i * 13 % 100 / 100m, i * 13 % 100 > 60 ? CellTone.Warn : CellTone.None);
    }

    private static void FillSales(ReportRow row, int i)
    {
        row.Whole(i + 1);
        row.Text($"INV-2026-{i + 1:D7}");
        row.Date(new DateOnly(2025, 4, 1).AddDays(i * 17 % 560));
        row.Text(Dealers[i * 5 % Dealers.Length]);
        row.Text(Cities[i % Cities.Length]);
        row.Text($"Hybrid cotton seed pack {i % 200}");
        row.Whole(1 + i * 7919 % 500);
        row.Money(10_000_00L + i * 7_919_13L % 90_00_000_00L);
    }
}
