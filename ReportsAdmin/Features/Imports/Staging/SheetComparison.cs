using System.Runtime.InteropServices;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>What one row of a sheet says, as its kind reads it.</summary>
public sealed record RowReading
{
    /// <summary>Equal for two rows of the sheet that are about the same record.</summary>
    public required string Identity { get; init; }

    /// <summary>Whether identities that differ in letter case alone are equal.</summary>
    public bool AnyCase { get; init; }

    /// <summary>What the row is about, for people: a code, or codes.</summary>
    public required string Key { get; init; }

    /// <summary>The name beside the key.</summary>
    public string Label { get; init; } = "";

    /// <summary>The group for sums.</summary>
    public string Section { get; init; } = "";

    /// <summary>The row's amount, in the smallest unit of the kind's measure.</summary>
    public long Amount { get; init; }

    /// <summary>What committing adds to the measure: new minus old.</summary>
    public long Delta { get; init; }

    /// <summary>Whether the row's own record is not stored yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>The records the row writes; those that equal what is stored are left out.</summary>
    public IReadOnlyList<RecordWrite> Records { get; init; } = [];

    /// <summary>Why the row is left out although nothing is wrong with it; null for rows that count.</summary>
    public string? LeftOut { get; init; }

    /// <summary>What two rows of one identity must agree in to be repetitions; null: all that their records say.</summary>
    public long? Content { get; init; }
}

/// <summary>Reads the rows of one sheet: all that differs between kinds. Made once for each pass over a sheet.</summary>
public interface IRowReader
{
    /// <summary>Whether all rows must be looked at before the first is read, because what one means depends on later ones.</summary>
    bool Scans => false;

    /// <summary>Looks at a row beforehand.</summary>
    void Scan(RowCells cells) { }

    /// <summary>Reads a row and finds what is stored under it; what is wrong goes into the cells' problems.</summary>
    RowReading Read(RowCells cells);

    /// <summary>A good row that is no repetition. Answers the reading to stage, when accepting it adds something.</summary>
    RowReading Accept(RowReading reading, int rowNumber, List<CellChange> changes) => reading;

    /// <summary>A row with problems.</summary>
    void Reject(RowReading reading) { }

    /// <summary>What is wrong with a row that says something else than an earlier one of the same identity; null for the usual sentence.</summary>
    RowProblem? Contradicts(int firstRow, long firstAmount) => null;

    /// <summary>What the sheet lacks, after its last row; empty for kinds of which a sheet never has everything.</summary>
    IEnumerable<ValidatedRow> Missing() => [];

    /// <summary>What only a person can know of the rows, after the last one.</summary>
    IEnumerable<UploadQuestion> Questions() => [];

    /// <summary>Sentences about the sheet as a whole, after its last row.</summary>
    IEnumerable<string> Remarks() => [];
}

/// <summary>Judges the rows of a sheet in their order: errors, repetitions, contradictions, and what a commit would change.</summary>
internal sealed class SheetComparison(SheetFields fields, IReadOnlySet<string> present, IRowReader reader)
{
    private readonly int[] mapped = [.. present.Select(fields.Position).Order()];
    private readonly Dictionary<RecordKey, int> seen = [];
    private readonly GrowingRows<(int Row, long Content, long Amount)> firsts = new();

    /// <summary>Judges a data row; its cells are only valid during the call.</summary>
    public ValidatedRow Judge(SheetRow row)
    {
        var cells = new RowCells(row, fields, mapped);
        var reading = reader.Read(cells);
        if (reading.LeftOut is { } why)
            return Of(row, RowEffect.Skipped, reading) with
            {
                Problems = [new RowProblem(null, why)],
                Records = reading.Records,
            };
        if (cells.Problems.Count > 0)
        {
            reader.Reject(reading);
            return Of(row, RowEffect.Error, reading) with { Problems = cells.Problems };
        }

        var content = reading.Content ?? reading.Records.Aggregate(0L, (hash, r) => r.Content(hash));
        var key = reading.AnyCase ? RecordKey.OfAnyCase(reading.Identity) : RecordKey.Of(reading.Identity);
        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, key, out var isKnown);
        if (!isKnown)
        {
            at = firsts.Add((row.RowNumber, content, reading.Amount));
            return Accept(row, reading);
        }

        var first = firsts[at];
        if (first.Content == content)
            return Of(row, RowEffect.Duplicate, reading) with
            {
                Problems = [new RowProblem(null, $"The same as row {first.Row}; counted once.")],
            };
        reader.Reject(reading);
        return Of(row, RowEffect.Error, reading) with
        {
            Problems =
            [
                reader.Contradicts(first.Row, first.Amount)
                    ?? new RowProblem(
                        null,
                        $"Row {first.Row} says something else of the same {fields.All[0].Title.ToLowerInvariant()}."
                    ),
            ],
        };
    }

    /// <summary>Looks at all rows beforehand.</summary>
    public void Scan(SheetRowReader rows)
    {
        while (rows.Next())
        {
            if (rows.SkipReason is null)
                reader.Scan(new RowCells(rows.Current, fields, mapped));
        }
    }

    public bool Scans => reader.Scans;

    public IEnumerable<ValidatedRow> Missing() => reader.Missing();

    public IEnumerable<UploadQuestion> Questions() => reader.Questions();

    public IEnumerable<string> Remarks() => reader.Remarks();

    private ValidatedRow Accept(SheetRow row, RowReading reading)
    {
        var changes = new List<CellChange>();
        reading = reader.Accept(reading, row.RowNumber, changes);
        var written = new List<RecordWrite>(reading.Records.Count);
        foreach (var record in reading.Records)
        {
            // What a new record of a new row says is no change; what the row changes of a known record is.
            if ((record.IsNew && reading.IsNew) || record.AddChanges(changes) || record.IsNew)
                written.Add(record);
        }

        var effect =
            reading.IsNew ? RowEffect.New
            : changes.Count > 0 ? RowEffect.Changed
            : RowEffect.Unchanged;
        return Of(row, effect, reading, written, changes.Count > 0 ? changes : null);
    }

    private static ValidatedRow Of(
        SheetRow row,
        RowEffect effect,
        RowReading reading,
        IReadOnlyList<RecordWrite>? records = null,
        IReadOnlyList<CellChange>? changes = null
    ) =>
        new(row.RowNumber, effect, reading.Key)
        {
            Label = reading.Label,
            Section = reading.Section,
            Amount = reading.Amount,
            Delta = reading.Delta,
            Records = records ?? [],
            Changes = changes,
        };
}
