using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Features.Imports;

/// <summary>How this room writes its small JSON columns.</summary>
internal static class ImportJson
{
    public static string Write(IReadOnlyDictionary<string, int> mapping) =>
        JsonSerializer.Serialize(mapping.ToDictionary(), ImportJsonContext.Default.DictionaryStringInt32);

    public static string Write(IReadOnlyList<string> texts) =>
        JsonSerializer.Serialize(texts.ToArray(), ImportJsonContext.Default.StringArray);

    public static string? Write(IReadOnlyList<CellChange>? changes) =>
        changes is null or []
            ? null
            : JsonSerializer.Serialize(changes.ToArray(), ImportJsonContext.Default.CellChangeArray);

    public static string? Write(IReadOnlyList<RowProblem>? problems) =>
        problems is null or []
            ? null
            : JsonSerializer.Serialize(problems.ToArray(), ImportJsonContext.Default.RowProblemArray);

    public static string Write(IReadOnlyList<PreservedEdit> kept) =>
        JsonSerializer.Serialize(kept.ToArray(), ImportJsonContext.Default.PreservedEditArray);

    public static string Write(IReadOnlyList<UploadQuestion> questions) =>
        JsonSerializer.Serialize(questions.ToArray(), ImportJsonContext.Default.UploadQuestionArray);

    public static string Write(IReadOnlyDictionary<string, string> answers) =>
        JsonSerializer.Serialize(answers.ToDictionary(), ImportJsonContext.Default.DictionaryStringString);

    public static UploadQuestion[] Questions(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ImportJsonContext.Default.UploadQuestionArray) ?? [];

    public static Dictionary<string, string> Answers(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ImportJsonContext.Default.DictionaryStringString) ?? [];

    public static Dictionary<string, int> Mapping(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ImportJsonContext.Default.DictionaryStringInt32) ?? [];

    public static string[] Texts(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ImportJsonContext.Default.StringArray) ?? [];

    public static CellChange[] Changes(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ImportJsonContext.Default.CellChangeArray) ?? [];

    public static RowProblem[] Problems(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ImportJsonContext.Default.RowProblemArray) ?? [];

    public static PreservedEdit[] Kept(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ImportJsonContext.Default.PreservedEditArray) ?? [];
}

[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(UploadQuestion[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(CellChange[]))]
[JsonSerializable(typeof(RowProblem[]))]
[JsonSerializable(typeof(PreservedEdit[]))]
internal sealed partial class ImportJsonContext : JsonSerializerContext;
