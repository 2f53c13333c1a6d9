using System.Globalization;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>Sums the columns of a sheet while its rows stream by, and writes the totals row.</summary>
internal sealed class ColumnTotals
{
    private readonly IReadOnlyList<SheetColumn> columns;
    private readonly bool[] totalled;

    // A hundred million amounts of the largest size still fit.
    private readonly Int128[] wholes;
    private readonly decimal[] decimals;
    private readonly List<SheetRange> ranges = [];

    public ColumnTotals(IReadOnlyList<SheetColumn> columns)
    {
        this.columns = columns;
        totalled = [.. columns.Select(c => c.Total && c.Type.IsNumeric())];
        wholes = new Int128[columns.Count];
        decimals = new decimal[columns.Count];
    }

    /// <summary>Where the rows of the table stand, one range for each sheet.</summary>
    public IReadOnlyList<SheetRange> Ranges => ranges;

    public void AddWhole(int column, long value)
    {
        if (Counts(column))
            wholes[column] += columns[column].Type == ColumnType.Money ? (Int128)value * 100 : value;
    }

    public void AddPaise(int column, long paise)
    {
        if (!Counts(column))
            return;
        if (columns[column].Type == ColumnType.Money)
            wholes[column] += paise;
        else
            decimals[column] += paise / 100m;
    }

    public void AddDecimal(int column, decimal value)
    {
        if (Counts(column))
            decimals[column] += value;
    }

    /// <summary>Notes that rows of the table are there; a long table has several such ranges.</summary>
    public void EndRange(string sheet, int first, int last)
    {
        if (last >= first)
            ranges.Add(new SheetRange(sheet, first, last));
    }

    /// <summary>Writes the totals row when a column has totals; returns the rules that group its amounts.</summary>
    public string Write(SheetPart part, string sheet)
    {
        if (!totalled.Contains(true))
            return "";
        var rules = new StringBuilder();
        var priority = 1;
        part.BeginRow();
        for (var i = 0; i < columns.Count; i++)
        {
            if (totalled[i])
            {
                part.Formula(
                    Formula(i, sheet),
                    Sum(i).ToString(CultureInfo.InvariantCulture),
                    isText: false,
                    Style(columns[i].Type)
                );
                if (columns[i].Type == ColumnType.Money)
                    rules.Append(CellStyles.MoneyRules(Columns.Address(part.Row, i), ref priority));
            }
            else if (i == 0)
            {
                part.Text("Total", CellStyles.TotalLabel, share: true);
            }
            else
            {
                part.Blank(CellStyles.TotalLabel);
            }
        }

        part.EndRow();
        return rules.ToString();
    }

    /// <summary>The sum of a column; money in rupees.</summary>
    public decimal Sum(int column) =>
        (decimal)wholes[column] / (columns[column].Type == ColumnType.Money ? 100 : 1) + decimals[column];

    private bool Counts(int column) => (uint)column < (uint)totalled.Length && totalled[column];

    // A sum of what is shown: filtering a sheet leaves the total of the rows that remain.
    private string Formula(int column, string sheet) =>
        ranges.Count == 0 ? "0" : $"SUBTOTAL(109,{SheetRange.Formula(ranges, column, sheet)})";

    private static int Style(ColumnType type) =>
        type switch
        {
            ColumnType.Money => CellStyles.TotalMoney,
            ColumnType.Decimal => CellStyles.TotalDecimal,
            ColumnType.Percent => CellStyles.TotalPercent,
            _ => CellStyles.TotalWhole,
        };
}
