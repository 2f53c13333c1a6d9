namespace ReportsAdmin.Features.Imports;

/// <summary>Where an upload stands. <c>received → staging → (asking → staging)* → staged → committed → undone</c>; refused and discarded end it before.</summary>
public enum ImportState : short
{
    Received = 0,
    Staging = 1,

    /// <summary>A person must answer <see cref="ImportBatch.Question"/> before the rows can be read.</summary>
    Asking = 2,
    Staged = 3,
    Committed = 4,
    Discarded = 5,
    Undone = 6,

    /// <summary>The file cannot be read; <see cref="ImportBatch.Failure"/> says why.</summary>
    Refused = 7,
}

/// <summary>What an upload needs to know before its rows can be read.</summary>
public enum ImportQuestion : short
{
    None = 0,
    Password = 1,
    DateOrder = 2,
    Columns = 3,

    /// <summary>One or more of <see cref="ImportBatch.Questions"/>.</summary>
    Choices = 4,
}

/// <summary>How text dates such as 03/04/2025 are read.</summary>
public enum DateOrder : short
{
    Unknown = 0,
    DayFirst = 1,
    MonthFirst = 2,
}

/// <summary>One uploaded file and what is known of it. Rows are in <see cref="ImportRow"/>; the file itself is in the file store.</summary>
public sealed class ImportBatch
{
    public int Id { get; init; }

    /// <summary>What is imported: <see cref="IImportTarget.Kind"/>.</summary>
    public required string Kind { get; init; }

    public required string FileName { get; init; }

    public required string FileKey { get; init; }

    public long FileSize { get; init; }

    /// <summary>SHA-256 of the bytes, in hexadecimal: the same bytes twice are recognised.</summary>
    public required string FileHash { get; init; }

    /// <summary>The month the sheet speaks of, as <c>yyyymm</c>.</summary>
    public int Period { get; set; }

    public int? DepartmentId { get; set; }

    public ImportState State { get; set; }

    public ImportQuestion Question { get; set; }

    /// <summary>The workbook's password, protected; only while the upload is open.</summary>
    public string? ProtectedPassword { get; set; }

    public DateOrder DateOrder { get; set; }

    public int? SheetIndex { get; set; }

    public string? SheetName { get; set; }

    /// <summary>The row that holds the column names, as Excel numbers it.</summary>
    public int? HeaderRow { get; set; }

    /// <summary>JSON: field → column (counted from 0), as used for the staged rows.</summary>
    public string? Mapping { get; set; }

    /// <summary>JSON: the header texts of the sheet by column.</summary>
    public string? Headers { get; set; }

    /// <summary>JSON: the open <see cref="UploadQuestion"/>s.</summary>
    public string? Questions { get; set; }

    /// <summary>JSON: what people decided about this file, question → option.</summary>
    public string? Answers { get; set; }

    /// <summary>JSON: sentences about what was skipped or assumed while reading.</summary>
    public string? Remarks { get; set; }

    public string? Failure { get; set; }

    /// <summary>What becomes of records that the sheet lacks: a key of <see cref="MissingRecords"/>; null for kinds without.</summary>
    public string? Missing { get; set; }

    /// <summary>The data version that the rows were compared with; a commit at another version is refused.</summary>
    public long BaseVersion { get; set; }

    /// <summary>Progress of staging, 0 to 100.</summary>
    public int Progress { get; set; }

    public int RowsNew { get; set; }

    public int RowsChanged { get; set; }

    public int RowsUnchanged { get; set; }

    public int RowsError { get; set; }

    public int RowsDuplicate { get; set; }

    public int RowsSkipped { get; set; }

    public int RowsMissing { get; set; }

    /// <summary>What the good rows add up to, in the smallest unit of the kind's measure.</summary>
    public long TotalAmount { get; set; }

    public int UploadedById { get; init; }

    public required string UploadedByName { get; init; }

    public DateTime UploadedAt { get; init; }

    public DateTime? StagedAt { get; set; }

    public DateTime? CommittedAt { get; set; }

    public string? CommittedByName { get; set; }

    public DateTime? UndoneAt { get; set; }

    public string? UndoneByName { get; set; }

    /// <summary>JSON: what an undo had to keep because people had edited it since.</summary>
    public string? Kept { get; set; }

    /// <summary>The job that reads the file, or read it last; null when it was read without the queue.</summary>
    public long? JobId { get; set; }

    /// <summary>The newest claim of that job that began to read; whoever holds an older one writes nothing.</summary>
    public long StagingFence { get; set; }

    /// <summary>How often the file was begun to be read without coming to an end, since a person last answered.</summary>
    public int Attempts { get; set; }

    public int DataRows => RowsNew + RowsChanged + RowsUnchanged + RowsError + RowsDuplicate;
}
