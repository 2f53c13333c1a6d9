using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>What the cells of a row hold by the kind of their columns: keys of the group, numbers and dates, amounts.</summary>
internal sealed class SheetColumns
{
    private readonly IReadOnlyList<string> headers;
    private readonly int[] mapped;
    private readonly int[] codes;
    private readonly int[] keys;
    private readonly int[] identities;
    private readonly int[] amounts;

    /// <param name="groups">The positions of the fields that a group may give.</param>
    public SheetColumns(
        IReadOnlyList<ImportField> fields,
        IReadOnlyDictionary<string, int> columns,
        IReadOnlyList<string> headers,
        IReadOnlyList<int> groups
    )
    {
        this.headers = headers;
        int[] Of(Func<ImportField, bool> fits) =>
            [.. columns.Where(c => fields.Any(f => f.Key == ColumnKey.Field(c.Key) && fits(f))).Select(c => c.Value)];
        mapped = Of(_ => true);
        codes = Of(f => f.Type == FieldType.Code);
        amounts = Of(f => f.Type == FieldType.Money);
        // A region does not say who: a row may name its own.
        keys = Of(f => f.Choices is null && groups.Any(g => fields[g] == f));
        identities = [.. Of(f => f.Type is FieldType.Code or FieldType.Date).Except(keys)];
    }

    /// <summary>Whether a column names whom a row belongs to.</summary>
    public bool HasKeys => keys.Length > 0;

    public bool IsKey(int column) => keys.Contains(column);

    public bool HasNoCode(ISheetReader row) => Array.TrueForAll(codes, c => TotalWords.IsEmptyOrTotal(row[c]));

    /// <summary>The filled cells of the columns that name whom a row belongs to.</summary>
    public List<string> Keys(ISheetReader row) =>
        [.. keys.Where(c => !row[c].IsBlank()).Select(c => CleanText.Of(row[c].Display))];

    /// <summary>Whether a row has amounts and neither a key nor a number nor a date.</summary>
    public bool HoldsAmountsAlone(ISheetReader row) =>
        identities.Length > 0
        && Array.TrueForAll(identities, c => IsMark(row[c]))
        && Array.TrueForAll(keys, c => IsMark(row[c]))
        && Array.Exists(amounts, c => !row[c].IsBlank());

    /// <summary>Whether a row is the total of a group with one of these names.</summary>
    public bool IsTotalOf(ISheetReader row, IReadOnlyList<string> names)
    {
        for (var i = 0; i < row.Count; i++)
        {
            ref readonly var cell = ref row[i];
            if (cell.Kind != CellKind.Text)
                continue;
            foreach (var name in names)
            {
                if (TotalWords.IsTotalOf(cell.Text!, name))
                    return true;
            }
        }

        return false;
    }

    public bool RepeatsHeader(ISheetReader row)
    {
        var same = 0;
        foreach (var column in mapped)
        {
            ref readonly var cell = ref row[column];
            if (
                cell.Kind == CellKind.Text
                && column < headers.Count
                && cell.Text!.Trim().Equals(headers[column], StringComparison.OrdinalIgnoreCase)
            )
                same++;
        }

        return same >= 2 && same * 2 > mapped.Length;
    }

    /// <summary>SAP marks the rows of totals with stars.</summary>
    private static bool IsMark(in SheetCell cell) =>
        cell.IsBlank() || (cell.Kind == CellKind.Text && !cell.Text!.Any(char.IsLetterOrDigit));
}
