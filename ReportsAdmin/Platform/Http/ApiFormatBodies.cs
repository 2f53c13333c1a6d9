using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ReportsAdmin.Platform.Http;

/// <summary>Reads a JSON body as the endpoint's family spells it, and names the field of anything that does not fit.</summary>
internal sealed class ApiFormatInput : TextInputFormatter
{
    public ApiFormatInput()
    {
        SupportedMediaTypes.Add(MediaTypeNames.Application.Json);
        SupportedMediaTypes.Add("application/*+json");
        SupportedEncodings.Add(UTF8EncodingWithoutBOM);
    }

    public override async Task<InputFormatterResult> ReadRequestBodyAsync(
        InputFormatterContext context,
        Encoding encoding
    )
    {
        var http = context.HttpContext;
        var json = http.ApiFormat().Json;
        using var document = await ParseAsync(http.Request.Body, json, http.RequestAborted);
        if (BodyProblems.Of(document.RootElement, json.GetTypeInfo(context.ModelType)) is { Count: > 0 } problems)
            throw DomainException.Invalid(problems);
        try
        {
            return await InputFormatterResult.SuccessAsync(document.Deserialize(context.ModelType, json)!);
        }
        catch (JsonException e)
        {
            throw e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal)
                ? DomainException.Invalid(path[2..], $"{path[2..]} has the wrong type or format.")
                : DomainException.Invalid("body", "The body has the wrong type or format.");
        }
    }

    private static async Task<JsonDocument> ParseAsync(Stream body, JsonSerializerOptions json, CancellationToken ct)
    {
        try
        {
            return await JsonDocument.ParseAsync(
                body,
                new JsonDocumentOptions { AllowDuplicateProperties = json.AllowDuplicateProperties },
                ct
            );
        }
        catch (JsonException)
        {
            throw DomainException.Invalid("body", "The body is not valid JSON.");
        }
    }
}

/// <summary>What a body lacks of the type that it should become, or has as null where there is no null. The serializer tells it in English sentences only, and knows nothing of nulls in lists.</summary>
internal static class BodyProblems
{
    /// <summary>Field → problem, in words that name the field and never a type of ours.</summary>
    public static Dictionary<string, string> Of(JsonElement body, JsonTypeInfo type)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.ValueKind == JsonValueKind.Null)
            problems["body"] = "The body must be a JSON object.";
        else
            Add(problems, body, type, "");
        return problems;
    }

    private static void Add(Dictionary<string, string> problems, JsonElement value, JsonTypeInfo type, string at)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && value.ValueKind == JsonValueKind.Array)
            AddItems(problems, value, type, at);
        else if (type.Kind == JsonTypeInfoKind.Object && value.ValueKind == JsonValueKind.Object)
            AddMembers(problems, value, type, at);
    }

    private static void AddItems(Dictionary<string, string> problems, JsonElement list, JsonTypeInfo type, string at)
    {
        var element = type.Options.GetTypeInfo(type.ElementType!);
        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"{at}[{i++}]");
            if (item.ValueKind == JsonValueKind.Null && Nullable.GetUnderlyingType(element.Type) is null)
                problems[field] = $"{field} is null.";
            else
                Add(problems, item, element, field);
        }
    }

    private static void AddMembers(Dictionary<string, string> problems, JsonElement value, JsonTypeInfo type, string at)
    {
        foreach (var property in type.Properties)
        {
            var field = at.Length == 0 ? property.Name : $"{at}.{property.Name}";
            var given = value.TryGetProperty(property.Name, out var part);
            if (given && part.ValueKind != JsonValueKind.Null)
                Add(problems, part, type.Options.GetTypeInfo(property.PropertyType), field);
            else if (given ? !property.IsSetNullable : property.IsRequired)
                problems[field] = $"{field} is required.";
        }
    }
}

/// <summary>Writes every object of an action in its family's spelling, whatever the client says it accepts: these clients read only JSON.</summary>
internal sealed class ApiFormatOutput : IResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (
            context.Result is not ObjectResult { Value: not null } result
            || result.Formatters.Count > 0
            || !context.HttpContext.IsApi()
        )
            return;
        result.Formatters.Add(new SystemTextJsonOutputFormatter(context.HttpContext.ApiFormat().Json));
        result.ContentTypes.Clear();
        result.ContentTypes.Add(MediaTypeNames.Application.Json);
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}

/// <summary>No operation takes several files: the second would be dropped without a word.</summary>
internal sealed class OneFile : IActionFilter
{
    public void OnActionExecuting(ActionExecutingContext context)
    {
        var request = context.HttpContext.Request;
        if (request.HasFormContentType && request.Form.Files.Count > 1)
            throw DomainException.Invalid(
                request.Form.Files[1].Name,
                $"Send one file at a time; this request has {request.Form.Files.Count}."
            );
    }

    public void OnActionExecuted(ActionExecutedContext context) { }
}

/// <summary>Turns what model binding could not read into an error, so that it takes the same way out as all others.</summary>
internal static class BindingProblems
{
    public static IActionResult Refuse(ActionContext context)
    {
        var wrong = context.ModelState.Where(entry => entry.Value is { Errors.Count: > 0 }).ToList();
        if (wrong.SelectMany(entry => entry.Value!.Errors).Any(IsTooLarge))
            throw new DomainException(ErrorKind.TooLarge, ErrorCodes.SentenceOf(413));
        if (Unreadable(context.HttpContext.Request, wrong.Select(entry => entry.Key)) is { } unread)
            throw DomainException.Invalid("body", unread);
        var naming = context.HttpContext.ApiFormat().Json.PropertyNamingPolicy ?? JsonNamingPolicy.CamelCase;
        throw DomainException.Invalid(
            wrong
                .GroupBy(entry => FieldOf(entry.Key, naming), StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => Sentence(g.Key, g.First().Value!), StringComparer.Ordinal)
        );
    }

    /// <summary>What is wrong with a form that could not be read at all; null when it was read, or is none.</summary>
    private static string? Unreadable(HttpRequest request, IEnumerable<string> fields) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        || !fields.Contains("")
            ? null
        : StringSegment.IsNullOrEmpty(type.Boundary)
            ? "The Content-Type multipart/form-data names no boundary, so the parts of the body cannot be told apart."
        : "The multipart body ends before its last part does. Send it again, whole.";

    private static string FieldOf(string key, JsonNamingPolicy naming) =>
        key.Length == 0 ? "body" : string.Join('.', key.Split('.').Select(naming.ConvertName));

    private static string Sentence(string field, ModelStateEntry entry) =>
        entry switch
        {
            { AttemptedValue: { Length: > 0 } value }
                when entry.Errors[0].Exception is not null
                    || entry.Errors[0].ErrorMessage.Contains(" is not valid", StringComparison.Ordinal) =>
                $"{field}: '{value}' is not a value that it can have.",
            _ when field == "body" => "A body in JSON is required.",
            _ when entry.Errors[0].ErrorMessage.Contains("required", StringComparison.OrdinalIgnoreCase) =>
                $"{field} is required.",
            _ => $"{field}: {entry.Errors[0].ErrorMessage}",
        };

    // Multipart limits surface as binding errors; their only mark is the sentence.
    private static bool IsTooLarge(ModelError error) =>
        error.ErrorMessage.Contains("length limit", StringComparison.OrdinalIgnoreCase)
        || error.ErrorMessage.Contains("too large", StringComparison.OrdinalIgnoreCase)
        || error.Exception is BadHttpRequestException { StatusCode: 413 };
}
