using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Imports;

/// <summary>A line of the upload history. The total is null for those who see only some regions of the file, and for kinds without money.</summary>
public sealed record UploadRow(
    int Id,
    UploadKind Kind,
    string FileName,
    long FileSize,
    int Period,
    int? DepartmentId,
    string DepartmentName,
    ImportState State,
    int DataRows,
    int Errors,
    Money? Total,
    string UploadedByName,
    DateTime UploadedAt,
    DateTime? CommittedAt,
    DateTime? UndoneAt,
    string? Failure,
    bool MayUndo
);

/// <summary>Everything the upload page shows above its rows.</summary>
public sealed record UploadDetails(
    int Id,
    UploadKind Kind,
    string FileName,
    long FileSize,
    int Period,
    int? DepartmentId,
    string DepartmentName,
    ImportState State,
    ImportQuestion Question,
    int Progress,
    string? Failure,
    string? SheetName,
    int? HeaderRow,
    IReadOnlyList<string> Sheets,
    IReadOnlyList<SheetColumnView> Columns,
    IReadOnlyList<ImportField> Fields,
    IReadOnlyList<UploadQuestion> Questions,
    IReadOnlyList<UploadDecision> Decisions,
    IReadOnlyList<string> Remarks,
    UploadCounts Counts,
    Money Total,
    DateOrder DateOrder,
    IReadOnlyList<string> DateExamples,
    string? Missing,
    bool IsStale,
    string UploadedByName,
    DateTime UploadedAt,
    DateTime? CommittedAt,
    string? CommittedByName,
    DateTime? UndoneAt,
    string? UndoneByName,
    IReadOnlyList<PreservedEdit> Kept,
    SameFile? SameFile
)
{
    /// <summary>By currency; empty for most uploads.</summary>
    public IReadOnlyList<KeptApart> KeptApart { get; init; } = [];
}

/// <summary>An upload that was committed, as something that happened. Set by name, not by position, so that a query may go on over its members.</summary>
public sealed record UploadMade
{
    public required int Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>When it was committed, or taken back.</summary>
    public required DateTime At { get; init; }

    /// <summary>Rows that were taken over.</summary>
    public required int Rows { get; init; }

    /// <summary>Whether it was taken back.</summary>
    public required bool Undone { get; init; }

    /// <summary>Who uploaded it; 0 for the system.</summary>
    public required int UploadedById { get; init; }

    /// <summary>Who committed it, or took it back.</summary>
    public required string ByName { get; init; }
}

/// <summary>An earlier upload of the very same bytes.</summary>
public sealed record SameFile(int UploadId, int Period, DateTime UploadedAt, ImportState State);

/// <summary>A column of the sheet and the field it is read as; null when it is left out.</summary>
public sealed record SheetColumnView(
    int Index,
    string Letter,
    string Header,
    string? Field,
    IReadOnlyList<string> Samples
);

public sealed record UploadCounts(
    int New,
    int Changed,
    int Unchanged,
    int Errors,
    int Duplicates,
    int Skipped,
    int Missing
)
{
    public int Of(RowEffect effect) =>
        effect switch
        {
            RowEffect.New => New,
            RowEffect.Changed => Changed,
            RowEffect.Unchanged => Unchanged,
            RowEffect.Error => Errors,
            RowEffect.Duplicate => Duplicates,
            RowEffect.Skipped => Skipped,
            _ => Missing,
        };

    public int Data => New + Changed + Unchanged + Errors + Duplicates;
}

/// <summary>A row of the preview.</summary>
public sealed record PreviewRow(
    int RowNumber,
    RowEffect Effect,
    string Key,
    string Label,
    string Section,
    Money Amount,
    Money Delta,
    IReadOnlyList<CellChange> Changes,
    IReadOnlyList<RowProblemView> Problems
);

/// <summary>A problem with the cell it stands in: <c>Sheet1!C17</c> when the column is known.</summary>
public sealed record RowProblemView(string Where, string Field, string Message);

/// <summary>What committing does to the money of one section (region) or key (customer).</summary>
/// <param name="Before">What is owed before the commit, of the rows that the file touches.</param>
public sealed record MeasureEffect(string Name, string Code, int Rows, Money Before, Money After)
{
    public Money Delta => After - Before;
}

/// <summary>What a person decided about a file.</summary>
/// <param name="Question">The question's key.</param>
/// <param name="Answer">The option's key.</param>
/// <param name="Text">The option as people read it.</param>
/// <param name="Rows">How many rows it is about; 0 when it is about the sheet.</param>
public sealed record UploadDecision(string Question, string Title, string Answer, string Text, int Rows);

/// <summary>Amounts in a foreign currency that an upload keeps apart.</summary>
/// <param name="Amount">Their sum, in units of the currency.</param>
public sealed record KeptApart(string Currency, int Rows, decimal Amount);
