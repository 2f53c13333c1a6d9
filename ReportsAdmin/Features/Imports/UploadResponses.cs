using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Imports;

/// <summary>The answer of spec 003 to an upload.</summary>
public sealed record UploadedResponse(int Count, string Message);

/// <summary>An upload refused because of its rows: the sentence for people, and each problem with its place.</summary>
public sealed record UploadProblemsResponse(string Error, IReadOnlyList<UploadProblemResponse> Problems);

public sealed record UploadProblemResponse(int Row, string Where, string Field, string Message);

/// <summary>An upload on our own wire (<c>/api/v2/uploads</c>).</summary>
public sealed record UploadResponse(
    string Id,
    int Number,
    string Kind,
    string FileName,
    int Period,
    int? DepartmentId,
    string Department,
    string State,
    string? Question,
    string? Failure,
    int Progress,
    UploadCounts Counts,
    decimal Total,
    string? SheetName,
    int? HeaderRow,
    IReadOnlyList<string> Sheets,
    IReadOnlyList<UploadColumnResponse> Columns,
    IReadOnlyList<UploadQuestionResponse> Questions,
    IReadOnlyList<UploadDecision> Decisions,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<KeptApart> KeptApart,
    bool Stale,
    string UploadedBy,
    string UploadedAt,
    string? CommittedAt
)
{
    public static UploadResponse From(UploadDetails d) =>
        new(
            ApiId.Of(ImportIds.Upload, d.Id),
            d.Id,
            d.Kind.Kind,
            d.FileName,
            d.Period,
            d.DepartmentId,
            d.DepartmentName,
            Name(d.State),
            d.Question == ImportQuestion.None ? null : JsonName(d.Question.ToString()),
            d.Failure,
            d.Progress,
            d.Counts,
            d.Total.Rupees,
            d.SheetName,
            d.HeaderRow,
            d.Sheets,
            [.. d.Columns.Select(c => new UploadColumnResponse(c.Index, c.Letter, c.Header, c.Field, c.Samples))],
            [.. d.Questions.Select(q => new UploadQuestionResponse(q.Key, q.Title, q.Text, q.Options, q.Default))],
            d.Decisions,
            d.Remarks,
            d.KeptApart,
            d.IsStale,
            d.UploadedByName,
            Instant(d.UploadedAt),
            d.CommittedAt is { } at ? Instant(at) : null
        );

    public static string Name(ImportState state) => JsonName(state.ToString());

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Instant(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>An open question; <paramref name="Default"/> is the key of the option that is proposed, null when only a person can know.</summary>
public sealed record UploadQuestionResponse(
    string Key,
    string Title,
    string Text,
    IReadOnlyList<QuestionOption> Options,
    string? Default
);

/// <summary>A column of the sheet: the field it is read as, null when it is not used, and some of what it holds.</summary>
public sealed record UploadColumnResponse(
    int Index,
    string Letter,
    string Header,
    string? Field,
    IReadOnlyList<string> Samples
);

public sealed record UploadRowResponse(
    int Row,
    string Effect,
    string Key,
    string Label,
    string Section,
    decimal Amount,
    decimal Delta,
    IReadOnlyList<CellChange> Changes,
    IReadOnlyList<RowProblemView> Problems
)
{
    public static UploadRowResponse From(PreviewRow r) =>
        new(
            r.RowNumber,
            char.ToLowerInvariant(r.Effect.ToString()[0]) + r.Effect.ToString()[1..],
            r.Key,
            r.Label,
            r.Section,
            r.Amount.Rupees,
            r.Delta.Rupees,
            r.Changes,
            r.Problems
        );
}

/// <summary>How to commit: <c>missing</c> is carry, paid or query; <c>leaveOutErrors</c> must be said to commit a sheet with bad rows.</summary>
public sealed record CommitRequest(string? Missing = null, bool LeaveOutErrors = false);

/// <summary>Answers to what an upload asked, and corrections of what it is for: any of them. <c>period</c> is a month as yyyymm, which must lie in <c>financialYear</c> where one is named; a <c>departmentId</c> of 0 means all departments.</summary>
public sealed record AnswerRequest(
    string? Password,
    string? DateOrder,
    int? Sheet,
    int? HeaderRow,
    Dictionary<string, int>? Columns,
    Dictionary<string, string>? Answers,
    int? Period = null,
    string? FinancialYear = null,
    int? DepartmentId = null
)
{
    /// <summary>The corrected month and department; null when the request names neither.</summary>
    internal UploadSubject? Subject =>
        Period is null && DepartmentId is null ? null : new UploadSubject(Period, FinancialYear, DepartmentId);
}
