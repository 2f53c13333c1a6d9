using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>A staged row in this room's shape: what committing it writes. Kept as JSON in the import row, so names are short.</summary>
internal sealed record StagedEvent
{
    [JsonPropertyName("l")]
    public StagedLearner Learner { get; init; } = new("", "", 0, true);

    /// <summary>The learner's key; null when the upload makes him.</summary>
    [JsonPropertyName("li")]
    public int? LearnerId { get; init; }

    /// <summary>The learner as he was, on the one row that changes him.</summary>
    [JsonPropertyName("lb")]
    public StagedLearner? LearnerBefore { get; init; }

    [JsonPropertyName("c")]
    public StagedCourse Course { get; init; } = new("", "", "");

    [JsonPropertyName("ci")]
    public int? CourseId { get; init; }

    [JsonPropertyName("cb")]
    public StagedCourse? CourseBefore { get; init; }

    /// <summary>Null when the event is of no class.</summary>
    [JsonPropertyName("k")]
    public string? Class { get; init; }

    [JsonPropertyName("ki")]
    public int? ClassId { get; init; }

    /// <summary>Null when the event is of no content.</summary>
    [JsonPropertyName("o")]
    public string? Content { get; init; }

    [JsonPropertyName("oi")]
    public int? ContentId { get; init; }

    /// <summary>The event's key; null when the row makes it.</summary>
    [JsonPropertyName("ei")]
    public int? EventId { get; init; }

    [JsonPropertyName("t")]
    public TrainingEventType Type { get; init; }

    [JsonPropertyName("d")]
    public DateOnly Day { get; init; }

    [JsonPropertyName("v")]
    public StagedOutcome Outcome { get; init; } = new(default, null, null, null);

    /// <summary>The event as it was, when the row corrects it.</summary>
    [JsonPropertyName("vb")]
    public StagedOutcome? OutcomeBefore { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, StagedTrainingJson.Default.StagedEvent);

    public static StagedEvent FromJson(string json) =>
        JsonSerializer.Deserialize(json, StagedTrainingJson.Default.StagedEvent)
        ?? throw new JsonException("An empty staged row.");
}

/// <param name="WrittenBy">On what was before: the upload that wrote it.</param>
internal sealed record StagedLearner(
    [property: JsonPropertyName("c")] string Code,
    [property: JsonPropertyName("n")] string Name,
    [property: JsonPropertyName("d")] int DepartmentId,
    [property: JsonPropertyName("a")] bool Active,
    [property: JsonPropertyName("w")] int? WrittenBy = null
);

internal sealed record StagedCourse(
    [property: JsonPropertyName("c")] string Code,
    [property: JsonPropertyName("t")] string Title,
    [property: JsonPropertyName("g")] string Category,
    [property: JsonPropertyName("w")] int? WrittenBy = null
);

/// <summary>What of an event a later sheet may correct.</summary>
internal sealed record StagedOutcome(
    [property: JsonPropertyName("s")] TrainingStatus Status,
    [property: JsonPropertyName("p")] int? ScoreHundredths,
    [property: JsonPropertyName("m")] int? Minutes,
    [property: JsonPropertyName("w")] int? WrittenBy = null
);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StagedEvent))]
internal sealed partial class StagedTrainingJson : JsonSerializerContext;
