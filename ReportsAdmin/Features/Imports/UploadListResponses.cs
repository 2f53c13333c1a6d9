using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Imports;

public sealed record UploadIdResponse(string Id);

public sealed record StagedUploadResponse(string Id, int Number);

/// <param name="Kept">What was changed since and stays.</param>
public sealed record UndoneUploadResponse(string Id, IReadOnlyList<PreservedEdit> Kept);

/// <summary>A line of the history.</summary>
public sealed record UploadLineResponse(
    string Id,
    int Number,
    string Kind,
    string FileName,
    int Period,
    string Department,
    string State,
    int Rows,
    int Errors,
    decimal? Total,
    string UploadedBy,
    DateTime UploadedAt
)
{
    public static UploadLineResponse From(UploadRow r) =>
        new(
            ApiId.Of(ImportIds.Upload, r.Id),
            r.Id,
            r.Kind.Kind,
            r.FileName,
            r.Period,
            r.DepartmentName,
            UploadResponse.Name(r.State),
            r.DataRows,
            r.Errors,
            r.Total?.Rupees,
            r.UploadedByName,
            r.UploadedAt
        );
}
