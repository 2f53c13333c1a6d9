using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>Sums the columns that have totals while the rows stream by.</summary>
public sealed class TableTotals(IReadOnlyList<ReportColumn> columns)
{
    private readonly long[] numbers = new long[columns.Count];
    private readonly decimal[] fractions = new decimal[columns.Count];

    public long Rows { get; private set; }

    public bool Any { get; } = columns.Any(c => c.Total);

    public void Add(ReportRow row)
    {
        Rows++;
        for (var i = 0; i < columns.Count; i++)
        {
            if (!columns[i].Total || row[i].IsBlank)
                continue;
            numbers[i] = checked(numbers[i] + row[i].Number);
            fractions[i] += row[i].Fraction;
        }
    }

    /// <summary>The total of a column in its own type; blank for a column without one.</summary>
    public ReportCell this[int column] =>
        !columns[column].Total
            ? ReportCell.Blank()
            : columns[column].Type switch
            {
                ColumnType.Money => ReportCell.OfMoney(numbers[column]),
                ColumnType.Whole => ReportCell.OfWhole(numbers[column]),
                ColumnType.Percent => ReportCell.OfPercent(fractions[column]),
                _ => ReportCell.OfDecimal(fractions[column]),
            };
}
