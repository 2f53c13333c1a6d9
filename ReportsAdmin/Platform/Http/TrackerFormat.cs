using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Http;

/// <summary>Login, outstanding, users, upload (spec 003): bare bodies, and <c>{error}</c>.</summary>
public sealed class TrackerFormat : IApiFormat
{
    private static readonly JsonSerializerOptions Spelling = ApiFormats.Spelling(JsonNamingPolicy.CamelCase);

    /// <summary>What a change answers: <c>{success:true}</c>.</summary>
    public static readonly Done Done = new(true);

    public JsonSerializerOptions Json => Spelling;

    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) =>
        new TrackerError(message, ErrorCodes.IsOfStatus(code) ? null : code);
}

public sealed record Done(bool Success);

/// <param name="Code">Only where the status does not say what is wrong; spec 003 knows no codes.</param>
public sealed record TrackerError(
    string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null
);
