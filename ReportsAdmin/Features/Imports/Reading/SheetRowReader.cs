using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Walks the rows below a header, tells data from totals, repeated headers and blank rows, and reads each cell as its field's type.</summary>
internal sealed class SheetRowReader(
    ISheetReader reader,
    int headerRow,
    IReadOnlyList<ImportField> fields,
    IReadOnlyDictionary<string, int> columns,
    DateOrder order,
    IReadOnlyList<string> headers,
    string? totalField,
    AmountColumns amounts,
    ColumnSurvey survey,
    RowRules rules
)
{
    private readonly RowWidth width = new(headers);
    private readonly SheetColumns kinds = new(fields, columns, headers, []);
    private readonly MergedCells? merged = MergedCells.Of(rules.Merges, headerRow, fields, columns);
    private readonly GroupedRows? groups = rules.Groups is { } plan
        ? new GroupedRows(plan, fields, columns, headers, amounts)
        : null;
    private readonly MappedColumn[] mapped =
    [
        .. fields.SelectMany(
            (f, i) =>
                columns
                    .Where(c => ColumnKey.Field(c.Key) == f.Key)
                    .Select(
                        (c, n) =>
                            new MappedColumn(
                                i,
                                c.Value,
                                f.Type,
                                f.Type == FieldType.Money ? amounts[c.Value] : null,
                                n > 0
                            )
                    )
        ),
    ];
    private readonly int? totalColumn =
        totalField is not null && columns.TryGetValue(totalField, out var at) ? at : null;

    // One buffer for every row: a row is judged before the next is read.
    private readonly ParsedCell[] current = new ParsedCell[fields.Count];
    private readonly (int Column, SwapEvidence Swap)[] dateColumns =
    [
        .. fields
            .Where(f => f.Type is FieldType.Date or FieldType.Month && columns.ContainsKey(f.Key))
            .Select(f => (columns[f.Key], new SwapEvidence())),
    ];
    private int totals;
    private int repeatedHeaders;
    private int hidden;
    private long? lastTotal;
    private int? totalPosition;
    private readonly TotalCheck check = new();

    /// <summary>What the text dates of the rows read so far prove about their order.</summary>
    public DateEvidence Dates { get; } = new();

    /// <summary>Columns whose date cells Excel seems to have swapped, with what shows it; final after the last row.</summary>
    public IReadOnlyDictionary<int, SwapEvidence> Swapped =>
        dateColumns.Where(c => c.Swap.IsSwapped).ToDictionary(c => c.Column, c => c.Swap);

    public int RowNumber => reader.RowNumber;

    /// <summary>Why the current row is not data; null when it is.</summary>
    public string? SkipReason { get; private set; }

    /// <summary>The current row, valid until <see cref="Next"/>; only when <see cref="SkipReason"/> is null.</summary>
    public SheetRow Current
    {
        get
        {
            survey.Observe(reader);
            return new SheetRow(reader.RowNumber, ReadCells()) { Problem = width.Problem(reader) };
        }
    }

    /// <summary>Moves to the next row that holds anything.</summary>
    public bool Next()
    {
        while (reader.Read())
        {
            if (reader.RowNumber <= headerRow || IsBlank())
                continue;
            Observe();
            SkipReason = Classify();
            return true;
        }

        return false;
    }

    /// <summary>What was passed over, and whether the sheet's own grand total agrees with its rows.</summary>
    public IEnumerable<string> Remarks(long rowsPaise)
    {
        if (merged?.Remark is { } filled)
            yield return filled;
        foreach (var remark in groups?.Remarks() ?? [])
            yield return remark;
        if (hidden > 0)
            yield return hidden == 1 ? "A hidden row was read too." : $"{hidden} hidden rows were read too.";
        if (Dates.Examples.Count > 0)
            yield return $"Dates such as {Dates.Examples[0]} were read with the {(order == DateOrder.MonthFirst ? "month" : "day")} first.";
        if (repeatedHeaders > 0)
            yield return repeatedHeaders == 1
                ? "A repeated header row was skipped."
                : $"{repeatedHeaders} repeated header rows were skipped.";
        if (totals > 0)
            yield return totals == 1 ? "A total row was skipped." : $"{totals} total rows were skipped.";
        if (lastTotal is { } total && totals > 0)
        {
            foreach (var sentence in check.Sentences(total, rowsPaise))
                yield return sentence;
        }
    }

    /// <summary>Notes what the current row counts for, to explain the sheet's own total.</summary>
    public void Note(ValidatedRow row)
    {
        if (totalField is { } field && totalColumn is not null)
            check.Note(row, SkipReason is null ? current[Position(field)].Paise : LastMoney());
    }

    private int Position(string field) => totalPosition ??= fields.TakeWhile(f => f.Key != field).Count();

    private void Observe()
    {
        if (reader.RowHidden)
            hidden++;
        foreach (var (column, swap) in dateColumns)
        {
            ref readonly var cell = ref reader[column];
            if (cell.Kind == CellKind.Text && cell.Text is { Length: > 0 } text)
            {
                var parts = DateText.Parts(text);
                Dates.Add(text, parts);
                swap.Add(text, parts);
            }
            else if (cell.Kind == CellKind.Date && swap.IsOpen)
            {
                swap.Add(DateOnly.FromDateTime(cell.Date));
            }
        }
    }

    private bool IsBlank()
    {
        for (var i = 0; i < reader.Count; i++)
        {
            ref readonly var cell = ref reader[i];
            if (cell.Kind != CellKind.Empty && !(cell.Kind == CellKind.Text && string.IsNullOrWhiteSpace(cell.Text)))
                return false;
        }

        return true;
    }

    private string? Classify()
    {
        // A row with a code of its own is data, whatever its name says: "Total Solutions Pvt Ltd" is a customer.
        if (
            Array.TrueForAll(mapped, m => m.Type != FieldType.Code || TotalWords.IsEmptyOrTotal(reader[m.Column]))
            && TotalWords.Any(reader)
        )
            return CountTotal(groups?.End(reader) ?? false);

        if (!kinds.RepeatsHeader(reader))
            return groups is null ? null : SkipOf(groups);
        repeatedHeaders++;
        return "Header";
    }

    private string? SkipOf(GroupedRows grouped)
    {
        var reason = grouped.Skip(reader);
        return reason is GroupedRows.Total or GroupedRows.GroupTotal
            ? CountTotal(reason == GroupedRows.GroupTotal)
            : reason;
    }

    /// <summary>Only the total of the whole sheet is compared with its rows.</summary>
    private string CountTotal(bool isOfGroup)
    {
        totals++;
        if (!isOfGroup && LastMoney() is { } paise)
            lastTotal = paise;
        return GroupedRows.Total;
    }

    private long? LastMoney() =>
        totalColumn is { } column
            ? CellReading.Read(reader[column], FieldType.Money, order, amounts[column]).Paise
            : null;

    private ParsedCell[] ReadCells()
    {
        foreach (var (field, column, type, amount, adds) in mapped)
        {
            var cell = CellReading.Read(reader[column], type, order, amount, rules.Zone);
            if (rules.SwappedColumns.Count > 0 && rules.SwappedColumns.Contains(column))
                SwapBack(column, ref cell);
            current[field] = adds ? Sum(current[field], cell) : cell;
        }

        merged?.Fill(reader.RowNumber, current);
        if (groups is not null)
        {
            groups.Fill(reader, current);
            // A total with rows below it was not the sheet's.
            lastTotal = null;
        }

        return current;
    }

    private void SwapBack(int column, ref ParsedCell cell)
    {
        if (reader[column].Kind == CellKind.Date && cell.Date is { } date)
            cell = cell with { Date = SwapEvidence.SwapBack(date) };
    }

    /// <summary>Two columns of one field: their amounts add up, a problem of either is the field's.</summary>
    private static ParsedCell Sum(in ParsedCell one, in ParsedCell other) =>
        one.Problem is not null || other.IsBlank ? one
        : other.Problem is not null || one.IsBlank ? other
        : one with { Paise = (one.Paise ?? 0) + (other.Paise ?? 0) };

    /// <param name="Field">Its position among the kind's fields.</param>
    /// <param name="Amount">How its amounts are read; null for other types.</param>
    /// <param name="Adds">Whether it adds to an earlier column of the same field.</param>
    private readonly record struct MappedColumn(int Field, int Column, FieldType Type, AmountColumn? Amount, bool Adds);
}
