using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Requests as columns hold them, and what makes two of them the same.</summary>
internal static class ReportRequests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static string Write(ReportRequest request) => JsonSerializer.Serialize(request, Json);

    public static ReportRequest Read(string json) => JsonSerializer.Deserialize<ReportRequest>(json, Json)!;

    /// <summary>Equal when owner, what they see, type, request, format and data are equal, however the request was written down.</summary>
    public static string Fingerprint(
        CurrentUser currentUser,
        string reportType,
        ReportRequest request,
        string format,
        string dataVersion
    )
    {
        var filters = string.Join(
            '&',
            request
                .Filters.OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => $"{f.Key}={string.Join(',', f.Value.Order(StringComparer.Ordinal))}")
        );
        var text =
            $"{currentUser.UserId}\n{currentUser.Scope.Key}\n{reportType}\n{format}\n{request.Start}..{request.End}\n{filters}\n{string.Join(',', request.GroupBy)}\n{string.Join(',', request.Measures.Order(StringComparer.Ordinal))}\n{request.IncludeInactive}\n{dataVersion}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
