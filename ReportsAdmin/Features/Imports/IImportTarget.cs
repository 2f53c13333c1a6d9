using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

public enum FieldType
{
    Text,

    /// <summary>An identifier: leading zeros are kept, also where the sheet only shows them by its number format.</summary>
    Code,
    Money,
    Date,

    /// <summary>A quantity with up to three decimals.</summary>
    Number,

    /// <summary>A number without decimals.</summary>
    Whole,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A month: <c>Apr-25</c>, <c>2025-04</c>, or any day of it.</summary>
    Month,
}

/// <summary>A column that a target understands.</summary>
/// <param name="Key">Name of the field in mappings: <c>customerCode</c>.</param>
/// <param name="Synonyms">Other header texts that mean it; compared without case, spaces and punctuation.</param>
/// <param name="Example">A value for the template.</param>
/// <param name="Note">What the column holds, for the template and the mapping screen.</param>
/// <param name="Choices">The values a cell may have, for the template's drop-down; null means any.</param>
/// <remarks>A field with <see cref="Adds"/> may stand in several columns, which add up.</remarks>
public sealed record ImportField(
    string Key,
    string Title,
    FieldType Type,
    IReadOnlyList<string> Synonyms,
    string Example,
    string Note,
    IReadOnlyList<string>? Choices = null
)
{
    private HashSet<string>? folded;
    private string[]? synonyms;

    /// <summary>Whether several columns may hold the field; their amounts add up.</summary>
    public bool Adds { get; init; }

    /// <summary>Recognizes headers that no list can name, such as the edges of an age bucket.</summary>
    public Func<string, bool>? Recognizes { get; init; }

    /// <summary>Whether the empty template offers the column; fields of other systems' exports are only read.</summary>
    public bool InTemplate { get; init; } = true;

    /// <summary>0 for the field's own name, 1 and more for its synonyms in their order, -1 when none of the readings of a header names it.</summary>
    internal int RankOf(IReadOnlyList<string> readings)
    {
        folded ??= [Reading.HeaderFinder.Fold(Title), Key.ToLowerInvariant()];
        if (readings.Any(folded.Contains))
            return 0;
        synonyms ??= [.. Synonyms.Select(Reading.HeaderFinder.Fold)];
        for (var i = 0; i < synonyms.Length; i++)
        {
            if (readings.Contains(synonyms[i], StringComparer.Ordinal))
                return i + 1;
        }

        return -1;
    }
}

/// <summary>The circumstances of one upload.</summary>
public sealed record ImportTerms(int BatchId, int Period, int? DepartmentId, IReadOnlySet<string> Fields)
{
    /// <summary>What people decided about this file: question → option.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>The option that was chosen; null while the question is open.</summary>
    public string? Answer(string question) => Answers.GetValueOrDefault(question);
}

/// <summary>What one cell holds after reading it as its field's type; <see cref="Problem"/> says why it could not be read.</summary>
public readonly record struct ParsedCell(string? Text, long? Paise, DateOnly? Date, string? Problem)
{
    /// <summary>Thousandths for <see cref="FieldType.Number"/>, ones for <see cref="FieldType.Whole"/>.</summary>
    public long? Number { get; init; }

    /// <summary>The time of day; of a date cell too, when it shows one.</summary>
    public TimeOnly? Time { get; init; }

    /// <summary>The code of the foreign currency that <see cref="Paise"/> counts hundredths of; null for rupees.</summary>
    public string? Currency { get; init; }

    public bool IsBlank =>
        Text is null && Paise is null && Date is null && Number is null && Time is null && Problem is null;
}

/// <summary>A data row of the sheet: its cells by position of the field in <see cref="IImportTarget.Fields"/>.</summary>
public sealed record SheetRow(int RowNumber, ParsedCell[] Cells)
{
    /// <summary>What is wrong with the row as a whole; null when nothing.</summary>
    public string? Problem { get; init; }
}

/// <summary>What is wrong with a row. <paramref name="Field"/> is the key of the field, or null for the row as a whole.</summary>
public sealed record RowProblem(string? Field, string Message);

/// <summary>Old and new value of a field, as people read them.</summary>
public sealed record CellChange(string Field, string Before, string After);

/// <summary>A row after comparing it with what is stored.</summary>
/// <param name="Key">What the row is about, for people.</param>
public sealed record ValidatedRow(int RowNumber, RowEffect Effect, string Key)
{
    public string Label { get; init; } = "";

    public string Section { get; init; } = "";

    public long Amount { get; init; }

    /// <summary>What committing adds to the measure: new minus old.</summary>
    public long Delta { get; init; }

    /// <summary>The records to stage.</summary>
    public IReadOnlyList<RecordWrite> Records { get; init; } = [];

    public IReadOnlyList<CellChange>? Changes { get; init; }

    public IReadOnlyList<RowProblem>? Problems { get; init; }
}

/// <summary>What an undo kept because somebody had edited it since the upload.</summary>
public sealed record PreservedEdit(string Key, string Why);

/// <summary>Something that can be imported from a sheet: implemented by the room that owns the data.</summary>
public interface IImportTarget
{
    /// <summary>Name of the kind: <c>outstanding</c>.</summary>
    string Kind { get; }

    string Title { get; }

    ImportProfile Profile { get; }

    /// <summary>Topic of the data version and of the signal that a commit raises.</summary>
    string Topic { get; }

    SheetFields Fields { get; }

    /// <summary>The tables that the kind stages, referenced ones first.</summary>
    IReadOnlyList<IStagedTable> Tables { get; }

    /// <summary>The fields a sheet must have, judged together; null when these are enough, otherwise what is lacking, for a person.</summary>
    string? MissingFields(IReadOnlySet<string> fields);

    /// <summary>The fields that a heading above its rows may give; empty for kinds whose sheets are never grouped.</summary>
    IReadOnlyList<string> GroupFields => [];

    /// <summary>Writes a workbook as they come in real life, with everything that is usually wrong, for trying the upload out.</summary>
    void WriteSample(Stream output, int period);

    /// <summary>What the columns that were found leave open, before any row is read: empty when nothing.</summary>
    IEnumerable<UploadQuestion> Questions(IReadOnlySet<string> fields) => [];

    /// <summary>The field whose column adds up to the sheet's own total; null when no single column does.</summary>
    string? TotalField(IReadOnlySet<string> fields);

    /// <summary>Loads what rows are compared with. One pass over the sheet follows.</summary>
    Task<IRowReader> ReaderAsync(ReportsDb db, CurrentUser currentUser, ImportTerms terms, CancellationToken ct);

    /// <summary>What an upload keeps apart in other currencies.</summary>
    Task<IReadOnlyList<KeptApart>> KeptApartAsync(ReportsDb db, int uploadId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<KeptApart>>([]);

    /// <summary>Writes the staged records, inside the caller's transaction.</summary>
    Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) => Tables.MergeAsync(db, upload, ct);

    /// <summary>Takes a committed upload back, inside the caller's transaction; answers what it kept. A conflict when later uploads build on it.</summary>
    Task<IReadOnlyList<PreservedEdit>> UndoAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        Tables.UndoAsync(db, upload, ct);
}
