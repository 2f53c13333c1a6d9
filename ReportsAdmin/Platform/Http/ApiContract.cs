namespace ReportsAdmin.Platform.Http;

/// <summary>The example body of a request; the JSON is a constant in the room's <c>…Examples.cs</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequestExampleAttribute(string json) : Attribute
{
    public string Json { get; } = json;
}

/// <summary>The example body of an answer with this status. Every JSON action has at least one; errors get theirs from the response format.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ResponseExampleAttribute(int status, string json) : Attribute
{
    public int Status { get; } = status;

    public string Json { get; } = json;
}

/// <summary>An action that answers 200 with a file of one of these content types, for the API document.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FileAnswerAttribute(params string[] contentTypes) : Attribute
{
    public IReadOnlyList<string> ContentTypes { get; } = contentTypes;

    /// <summary>Whether parts can be asked for (206, 416) and the caller's copy is compared (304, 412), as <see cref="FileResponse.Send"/> does.</summary>
    public bool HasRanges { get; init; } = true;
}

/// <summary>An action that compares the caller's copy (<see cref="EntityTags.HasFresh"/>), for the API document.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EntityTaggedAttribute : Attribute;

/// <summary>How the API document writes the address of an action whose route is wider than what it answers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DocumentedPathAttribute(string path) : Attribute
{
    public string Path { get; } = path;
}

/// <summary>Content types of the reports that the server writes.</summary>
public static class ReportTypes
{
    public const string Pdf = "application/pdf";
    public const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Csv = "text/csv";
    public const string Json = "application/json";
    public const string Events = "text/event-stream";

    /// <summary>A file that people sent, of whatever type.</summary>
    public const string Any = "*/*";
}

/// <summary>An action that everybody may call and that checks credentials itself: it can answer 401.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CanFailSignInAttribute : Attribute;

/// <summary>A member with a text of a fixed list, for the API document; rooms derive one for each list.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class DocumentedValuesAttribute(IReadOnlyList<string> values) : Attribute
{
    public IReadOnlyList<string> Values { get; } = values;
}
