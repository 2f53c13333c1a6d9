using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>What a staged row does to one row of a table: adds it (no <paramref name="Before"/>), or rewrites it.</summary>
internal sealed record RecordChange(object?[] Values, StoredRecord? Before);

/// <summary>A staged row: the record itself, and what its party owes at the end of the month when the sheet says so. Null: nothing to write.</summary>
internal sealed record StagedLine(long? OwnerId, RecordChange? Record, RecordChange? Balance);

/// <summary>Staged rows as JSON in the import row; values stand in the order of the table's columns.</summary>
internal static class StagedJson
{
    public static string Write(StagedLine line) =>
        new JsonObject
        {
            ["i"] = line.OwnerId,
            ["r"] = Change(line.Record),
            ["b"] = Change(line.Balance),
        }.ToJsonString();

    public static StagedLine Read(string json, IReadOnlyList<RecordColumn> record, IReadOnlyList<RecordColumn> balance)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new StagedLine(
            root.GetProperty("i") is { ValueKind: JsonValueKind.Number } id ? id.GetInt64() : null,
            Change(root.GetProperty("r"), record),
            Change(root.GetProperty("b"), balance)
        );
    }

    private static JsonNode? Change(RecordChange? change) =>
        change is null
            ? null
            : new JsonObject
            {
                ["v"] = Values(change.Values),
                ["p"] = change.Before is { } b
                    ? new JsonObject
                    {
                        ["i"] = b.Id,
                        ["v"] = Values(b.Values),
                        ["w"] = b.WrittenBy,
                        ["s"] = b.SheetRow,
                    }
                    : null,
            };

    private static JsonArray Values(object?[] values) =>
        [
            .. values.Select(v =>
                v switch
                {
                    null => null,
                    bool flag => JsonValue.Create(flag),
                    string text => JsonValue.Create(text),
                    DateOnly day => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                    DateTime instant => JsonValue.Create(instant.ToString("O", CultureInfo.InvariantCulture)),
                    _ => (JsonNode)JsonValue.Create(Convert.ToInt64(v, CultureInfo.InvariantCulture)),
                }
            ),
        ];

    private static RecordChange? Change(JsonElement change, IReadOnlyList<RecordColumn> columns)
    {
        if (change.ValueKind == JsonValueKind.Null)
            return null;
        var before = change.GetProperty("p");
        return new RecordChange(
            Values(change.GetProperty("v"), columns),
            before.ValueKind == JsonValueKind.Null
                ? null
                : new StoredRecord(
                    before.GetProperty("i").GetInt64(),
                    Values(before.GetProperty("v"), columns),
                    before.GetProperty("w").GetInt32(),
                    before.GetProperty("s").GetInt32()
                )
        );
    }

    private static object?[] Values(JsonElement values, IReadOnlyList<RecordColumn> columns) =>
        [
            .. values
                .EnumerateArray()
                .Select(
                    (v, i) =>
                        v.ValueKind == JsonValueKind.Null
                            ? null
                            : columns[i].Type switch
                            {
                                BulkType.Text => v.GetString(),
                                BulkType.Int16 => v.GetInt16(),
                                BulkType.Int32 => v.GetInt32(),
                                BulkType.Int64 => v.GetInt64(),
                                BulkType.Boolean => v.GetBoolean(),
                                BulkType.Date => DateOnly.ParseExact(
                                    v.GetString()!,
                                    "yyyy-MM-dd",
                                    CultureInfo.InvariantCulture
                                ),
                                BulkType.Instant => DateTime.Parse(
                                    v.GetString()!,
                                    CultureInfo.InvariantCulture,
                                    DateTimeStyles.RoundtripKind
                                ),
                                _ => (object?)null,
                            }
                ),
        ];
}
