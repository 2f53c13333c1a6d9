using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Http.OpenApi;

/// <summary>A report in JSON as <see cref="Rendering.JsonRenderer"/> streams it; for the document only, nothing is ever held in it.</summary>
internal sealed record JsonReport(
    string Title,
    string? Subtitle,
    IReadOnlyDictionary<string, string?> Parameters,
    DateTime GeneratedAt,
    string GeneratedBy,
    string? DataAsOf,
    IReadOnlyList<JsonReportFigure> KeyFigures,
    IReadOnlyList<JsonReportTable> Tables
)
{
    public const string Example =
        """{"title":"Outstanding by ageing","subtitle":"April 2025","parameters":{"Month":"Apr-25"},"generatedAt":"2025-05-01T05:30:00Z","generatedBy":"Asha Rao","dataAsOf":"30 Apr 2025","keyFigures":[{"label":"Total outstanding","value":12345678.9}],"tables":[{"title":"Regions","columns":[{"key":"group","header":"Region","type":"text"},{"key":"total","header":"Total (₹)","type":"money"}],"rows":[{"group":"Mumbai","total":100000.5}],"totals":{"total":100000.5}}]}""";
}

internal sealed record JsonReportFigure(
    string Label,
    JsonElement Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note
);

/// <param name="Rows">Column → value.</param>
internal sealed record JsonReportTable(
    string? Title,
    IReadOnlyList<JsonReportColumn> Columns,
    IReadOnlyList<Dictionary<string, JsonElement>> Rows,
    Dictionary<string, JsonElement> Totals
);

internal sealed record JsonReportColumn(string Key, string Header, string Type);
