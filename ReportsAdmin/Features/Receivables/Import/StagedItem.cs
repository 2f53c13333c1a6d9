using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>A staged row in this room's shape: what committing it writes. Kept as JSON in the import row, so names are short.</summary>
internal sealed record StagedItem
{
    [JsonPropertyName("c")]
    public string Code { get; init; } = "";

    [JsonPropertyName("n")]
    public string Name { get; init; } = "";

    [JsonPropertyName("r")]
    public string Region { get; init; } = "";

    [JsonPropertyName("d")]
    public int DepartmentId { get; init; }

    /// <summary>The customer's key; null when the row makes the customer.</summary>
    [JsonPropertyName("ci")]
    public int? CustomerId { get; init; }

    /// <summary>What the customer was called and where he was, when the row changes that.</summary>
    [JsonPropertyName("cb")]
    public CustomerBefore? CustomerBefore { get; init; }

    /// <summary>Other regions whose positions hold what this row speaks of; the commit takes it out of them.</summary>
    [JsonPropertyName("m")]
    public IReadOnlyList<string>? MovedFrom { get; init; }

    [JsonPropertyName("i")]
    public IReadOnlyList<StagedInvoice> Items { get; init; } = [];

    /// <summary>For what is missing from the file: another row of the file replaces it (a total instead of invoices, or the reverse).</summary>
    [JsonPropertyName("x")]
    public bool Replaced { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, StagedJson.Default.StagedItem);

    public static StagedItem FromJson(string json) =>
        JsonSerializer.Deserialize(json, StagedJson.Default.StagedItem)
        ?? throw new JsonException("An empty staged row.");
}

internal sealed record CustomerBefore(
    [property: JsonPropertyName("n")] string Name,
    [property: JsonPropertyName("r")] string Region
);

internal sealed record StagedInvoice
{
    [JsonPropertyName("no")]
    public string Number { get; init; } = "";

    /// <summary>The invoice's key; null when the row makes the invoice.</summary>
    [JsonPropertyName("id")]
    public int? InvoiceId { get; init; }

    [JsonPropertyName("k")]
    public InvoiceKind Kind { get; init; }

    [JsonPropertyName("a")]
    public long AmountPaise { get; init; }

    [JsonPropertyName("o")]
    public long OutstandingPaise { get; init; }

    [JsonPropertyName("dt")]
    public DateOnly? InvoiceDate { get; init; }

    [JsonPropertyName("du")]
    public DateOnly? DueDate { get; init; }

    [JsonPropertyName("b")]
    public AgeBucket? Bucket { get; init; }

    [JsonPropertyName("dp")]
    public bool Disputed { get; init; }

    /// <summary>The invoice's own fields before, when the row changes them.</summary>
    [JsonPropertyName("was")]
    public InvoiceBefore? Before { get; init; }
}

internal sealed record InvoiceBefore(
    [property: JsonPropertyName("a")] long AmountPaise,
    [property: JsonPropertyName("dt")] DateOnly? InvoiceDate,
    [property: JsonPropertyName("du")] DateOnly? DueDate,
    [property: JsonPropertyName("p")] bool Paid
);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StagedItem))]
internal sealed partial class StagedJson : JsonSerializerContext;
