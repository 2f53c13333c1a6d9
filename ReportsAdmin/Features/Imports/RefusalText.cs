namespace ReportsAdmin.Features.Imports;

/// <summary>Why an upload in one call is refused although a person could settle it on the upload page, for callers that cannot answer questions.</summary>
public static class RefusalText
{
    public static string Of(UploadDetails upload) =>
        upload.Question switch
        {
            ImportQuestion.Password => "The workbook is protected by a password: save it without one.",
            ImportQuestion.Choices =>
                $"{string.Join(" ", upload.Questions.Select(q => $"{q.Title} {q.Text}"))} {Columns(upload)} Answer once on the upload page: the answer is remembered for files with this header.",
            ImportQuestion.Columns =>
                $"{upload.Failure} {Columns(upload)} Match the columns once on the upload page: the match is remembered for files with this header.",
            _ => upload.Failure ?? "File processing failed.",
        };

    private static string Columns(UploadDetails upload)
    {
        var used = upload.Columns.Where(c => c.Field is not null).Select(c => c.Header).ToList();
        var unused = upload.Columns.Where(c => c.Field is null && c.Header.Length > 0).Select(c => c.Header).ToList();
        return $"Columns read: {Listed(used)}; not used: {Listed(unused)}.";
    }

    private static string Listed(List<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
