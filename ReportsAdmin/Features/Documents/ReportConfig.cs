using System.Text.Json;
using ReportsAdmin.Features.Documents.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents;

/// <summary>What <c>config</c> of spec 002 says that we act on. Its other members are kept and given back as they came.</summary>
/// <param name="Template">Key of a layout.</param>
/// <param name="Formats">At least one of PDF, Word and Excel.</param>
public sealed record ReportConfig(string Template, bool IncludeCharts, IReadOnlyList<ReportFormat> Formats)
{
    public static readonly IReadOnlyList<ReportFormat> Offered =
    [
        ReportFormat.Pdf,
        ReportFormat.Word,
        ReportFormat.Excel,
    ];

    /// <summary>Reads it; absent members mean the default layout, no charts, all formats.</summary>
    /// <exception cref="DomainException">With <c>config</c>, <c>config.format</c>, <c>config.template</c> or <c>config.include_charts</c>.</exception>
    public static ReportConfig Read(JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object)
            throw DomainException.Invalid("config", "config must be a JSON object.");
        return new ReportConfig(TemplateOf(config), ChartsOf(config), FormatsOf(config));
    }

    public static ReportConfig FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    private static string TemplateOf(JsonElement config)
    {
        if (!config.TryGetProperty("template", out var template) || template.ValueKind == JsonValueKind.Null)
            return DocumentTemplateDefinition.Default;
        return template.ValueKind == JsonValueKind.String && template.GetString() is { Length: > 0 and <= 60 } key
            ? key
            : throw DomainException.Invalid("config.template", "config.template names a template.");
    }

    private static bool ChartsOf(JsonElement config)
    {
        if (!config.TryGetProperty("include_charts", out var charts))
            return false;
        return charts.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw DomainException.Invalid("config.include_charts", "config.include_charts is true or false."),
        };
    }

    private static IReadOnlyList<ReportFormat> FormatsOf(JsonElement config)
    {
        if (!config.TryGetProperty("format", out var format) || format.ValueKind == JsonValueKind.Null)
            return Offered;
        var names = format.ValueKind switch
        {
            JsonValueKind.String => [format.GetString()!],
            JsonValueKind.Array when format.EnumerateArray().All(f => f.ValueKind == JsonValueKind.String) => format
                .EnumerateArray()
                .Select(f => f.GetString()!)
                .ToList(),
            _ => throw DomainException.Invalid("config.format", "config.format is a list of pdf, docx and excel."),
        };
        var wanted = names
            .Select(n =>
                ReportFormat.Find(n) is { } f && Offered.Contains(f)
                    ? f
                    : throw DomainException.Invalid("config.format", $"'{n}' is not a format. Use pdf, docx or excel.")
            )
            .ToHashSet();
        return wanted.Count == 0 ? Offered : [.. Offered.Where(wanted.Contains)];
    }
}
