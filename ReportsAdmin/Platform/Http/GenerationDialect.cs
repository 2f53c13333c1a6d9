using System.Text.Json;

namespace ReportsAdmin.Platform.Http;

/// <summary>Report generation, forms, health (spec 002): flat bodies in snake_case, and <c>{success:false,error}</c>.</summary>
public sealed class GenerationDialect : IDialect
{
    private static readonly JsonSerializerOptions Spelling = Dialects.Spelling(JsonNamingPolicy.SnakeCaseLower);

    public JsonSerializerOptions Json => Spelling;

    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) => new GenerationRefusal(false, message);
}

public sealed record GenerationRefusal(bool Success, string Error);
