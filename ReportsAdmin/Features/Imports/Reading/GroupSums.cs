using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Adds up the amounts of a group and of the whole sheet, to know their totals by.</summary>
internal sealed class GroupSums(
    IReadOnlyList<ImportField> fields,
    IReadOnlyDictionary<string, int> columns,
    AmountColumns amounts
)
{
    private readonly int[] columns =
    [
        .. columns
            .Where(c => fields.Any(f => f.Type == FieldType.Money && f.Key == ColumnKey.Field(c.Key)))
            .Select(c => c.Value),
    ];
    private long[] group = new long[columns.Count];
    private long[] last = new long[columns.Count];
    private readonly long[] all = new long[columns.Count];
    private bool hasLast;

    /// <summary>Rows of the open group.</summary>
    public int Rows { get; private set; }

    public void Add(ISheetReader row)
    {
        Rows++;
        for (var i = 0; i < columns.Length; i++)
        {
            var paise = Paise(row, i) ?? 0;
            (group[i], all[i]) = (checked(group[i] + paise), checked(all[i] + paise));
        }
    }

    /// <summary>Ends the group; its sums are kept until the next one ends.</summary>
    public void End()
    {
        if (Rows == 0)
            return;
        (last, group, hasLast, Rows) = (group, last, true, 0);
        Array.Clear(group);
    }

    public bool IsOfGroup(ISheetReader row) => Rows > 0 && Agrees(row, group);

    public bool IsOfLastGroup(ISheetReader row) => hasLast && Agrees(row, last);

    public bool IsOfAll(ISheetReader row) => Agrees(row, all);

    /// <summary>What a total says, by column.</summary>
    public long?[] Stated(ISheetReader row) => [.. Enumerable.Range(0, columns.Length).Select(i => Paise(row, i))];

    /// <summary>What a total says and what its group adds up to, where they differ; null where they agree.</summary>
    public (long Stated, long Sum)? Difference(ISheetReader row) => Difference(Stated(row));

    /// <inheritdoc cref="Difference(ISheetReader)"/>
    public (long Stated, long Sum)? Difference(long?[] total)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (total[i] is { } stated && stated != group[i])
                return (stated, group[i]);
        }

        return null;
    }

    private bool Agrees(ISheetReader row, long[] sums)
    {
        var any = false;
        for (var i = 0; i < columns.Length; i++)
        {
            if (row[columns[i]].IsBlank())
                continue;
            if (Paise(row, i) != sums[i])
                return false;
            any = true;
        }

        return any;
    }

    private long? Paise(ISheetReader row, int i) =>
        row[columns[i]].IsBlank()
            ? null
            : CellReading.Read(row[columns[i]], FieldType.Money, DateOrder.DayFirst, amounts[columns[i]]).Paise;
}
