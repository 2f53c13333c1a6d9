using ReportsAdmin.Features.Imports;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>A row of a sheet as its kind reads it.</summary>
/// <param name="Identity">Equal for two rows of the sheet that speak of the same thing.</param>
/// <param name="Key">What it is about, for people.</param>
/// <param name="Section">The branch, for sums.</param>
/// <param name="Values">What the table is to hold, by column.</param>
/// <param name="Stored">What it holds; null when the row is new.</param>
internal sealed record SheetLine(
    string Identity,
    string Key,
    string Label,
    string Section,
    object?[] Values,
    StoredRecord? Stored
)
{
    /// <summary>The money of the row, for the preview.</summary>
    public long Paise { get; init; }

    /// <summary>What the party owes at the end of the month; null when the sheet does not say. The owner's key is filled in when it is written.</summary>
    public object?[]? Balance { get; init; }

    /// <summary>What it owes so far: its latest balance up to that day.</summary>
    public StoredRecord? Owed { get; init; }

    /// <summary>The balance of that very day, which the row rewrites.</summary>
    public StoredRecord? StoredBalance { get; init; }
}

/// <summary>Reads rows of one kind: all that differs between kinds.</summary>
internal interface ILineReader
{
    SheetLine Read(RowCells cells);

    /// <summary>A good row that counts: not a duplicate.</summary>
    void Accepted(SheetLine line) { }

    IEnumerable<string> Remarks() => [];
}

/// <summary>Judges rows against what is stored, in the order of the sheet. What a sheet lacks stays as it is.</summary>
internal sealed class RecordComparison(
    SheetFields fields,
    IReadOnlyList<RecordColumn> columns,
    ILineReader reader,
    ImportTerms terms
) : IImportComparison
{
    private readonly int[] mapped = [.. terms.Fields.Select(fields.Position).Order()];
    private readonly Dictionary<string, (int Row, SheetLine Line)> seen = new(StringComparer.Ordinal);

    public ValidatedRow Validate(SheetRow row)
    {
        var cells = new RowCells(row, fields, mapped);
        var line = reader.Read(cells);
        if (cells.Problems.Count > 0)
            return Of(row, RowEffect.Error, line, null, null, cells.Problems);
        if (!seen.TryAdd(line.Identity, (row.RowNumber, line)))
        {
            var (first, said) = seen[line.Identity];
            return Same(said, line)
                ? Of(
                    row,
                    RowEffect.Duplicate,
                    line,
                    null,
                    null,
                    [new RowProblem(null, $"The same as row {first}; counted once.")]
                )
                : Of(
                    row,
                    RowEffect.Error,
                    line,
                    null,
                    null,
                    [
                        new RowProblem(
                            null,
                            $"Row {first} says something else of the same {fields.All[0].Title.ToLowerInvariant()}."
                        ),
                    ]
                );
        }

        reader.Accepted(line);
        return Accept(row, line);
    }

    public IEnumerable<string> Remarks() => reader.Remarks();

    private ValidatedRow Accept(SheetRow row, SheetLine line)
    {
        var changes = new List<CellChange>();
        Note(changes, columns, line.Stored?.Values, line.Values);
        var record = line.Stored is null || changes.Count > 0 ? new RecordChange(line.Values, line.Stored) : null;
        var untouched = changes.Count;
        if (line.Balance is { } balance)
            Note(changes, BalanceTable.Table.Columns, line.Owed?.Values, balance);
        var owed =
            line.Balance is { } written && (line.Owed is null || changes.Count > untouched)
                ? new RecordChange(written, line.StoredBalance)
                : null;
        var effect =
            line.Stored is null ? RowEffect.New
            : record is null && owed is null ? RowEffect.Unchanged
            : RowEffect.Changed;
        var payload =
            effect == RowEffect.Unchanged ? null : StagedJson.Write(new StagedLine(line.Stored?.Id, record, owed));
        return Of(row, effect, line, payload, effect == RowEffect.Changed ? changes : null, null);
    }

    /// <summary>With a balance the row's money is what is owed, and committing changes it.</summary>
    private static ValidatedRow Of(
        SheetRow row,
        RowEffect effect,
        SheetLine line,
        string? payload,
        IReadOnlyList<CellChange>? changes,
        IReadOnlyList<RowProblem>? problems
    )
    {
        var owed = line.Balance is { } b ? BalanceTable.Outstanding(b) : line.Paise;
        var delta = line.Balance is null ? 0 : owed - (line.Owed is { } was ? BalanceTable.Outstanding(was.Values) : 0);
        return new ValidatedRow(
            row.RowNumber,
            effect,
            line.Key,
            line.Label,
            line.Section,
            owed,
            delta,
            payload,
            changes,
            problems
        );
    }

    private static bool Same(SheetLine a, SheetLine b) =>
        a.Values.SequenceEqual(b.Values) && (a.Balance ?? []).SequenceEqual(b.Balance ?? []);

    private static void Note(
        List<CellChange> changes,
        IReadOnlyList<RecordColumn> columns,
        object?[]? before,
        object?[] after
    )
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Title is { } title && !Equals(before?[i], after[i]))
                changes.Add(
                    new CellChange(title, before is null ? "" : columns[i].Text(before[i]), columns[i].Text(after[i]))
                );
        }
    }
}
