using System.Text.Json;

namespace ReportsAdmin.Platform.Http;

/// <summary>Login, outstanding, users, upload (spec 003): bare bodies, and <c>{error}</c>.</summary>
public sealed class TrackerFormat : IApiFormat
{
    private static readonly JsonSerializerOptions Spelling = ApiFormats.Spelling(JsonNamingPolicy.CamelCase);

    /// <summary>What a change answers: <c>{success:true}</c>.</summary>
    public static readonly Done Done = new(true);

    public JsonSerializerOptions Json => Spelling;

    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) =>
        new TrackerError(message);
}

public sealed record Done(bool Success);

public sealed record TrackerError(string Error);
