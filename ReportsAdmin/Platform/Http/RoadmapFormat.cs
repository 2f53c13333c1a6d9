using System.Text.Json;

namespace ReportsAdmin.Platform.Http;

/// <summary>Reports list, detail, POST export and preview (spec 000): <c>{data,meta}</c>, and <c>{error:{code,message}}</c>.</summary>
public sealed class RoadmapFormat : IApiFormat
{
    private static readonly JsonSerializerOptions Spelling = ApiFormats.Spelling(JsonNamingPolicy.CamelCase);

    public JsonSerializerOptions Json => Spelling;

    public static RoadmapAnswer<T> Answer<T>(T data) => new(data);

    public static RoadmapList<TResponse> List<TRow, TResponse>(Page<TRow> page, Func<TRow, TResponse> from) =>
        new(page.Rows.Select(from), new RoadmapMeta(page.Total, page.Request.Number, page.Request.Size));

    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) =>
        new RoadmapErrorResponse(new RoadmapError(code, message));
}

public sealed record RoadmapAnswer<T>(T Data);

public sealed record RoadmapList<T>(IEnumerable<T> Data, RoadmapMeta Meta);

public sealed record RoadmapMeta(int Total, int Page, int PerPage);

public sealed record RoadmapErrorResponse(RoadmapError Error);

public sealed record RoadmapError(string Code, string Message);
