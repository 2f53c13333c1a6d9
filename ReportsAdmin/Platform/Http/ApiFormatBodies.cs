using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

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
        // Kept so that a body that does not fit can be looked at again to say where.
        http.Request.EnableBuffering();
        try
        {
            var value = await JsonSerializer.DeserializeAsync(
                http.Request.Body,
                context.ModelType,
                json,
                http.RequestAborted
            );
            return value is null
                ? throw DomainException.Invalid("body", "The body must be a JSON object.")
                : await InputFormatterResult.SuccessAsync(value);
        }
        catch (JsonException e)
        {
            throw DomainException.Invalid(
                await BodyProblems.OfAsync(http.Request.Body, json.GetTypeInfo(context.ModelType), e.Path)
            );
        }
    }
}

/// <summary>What is wrong with a body, found by comparing it with the type that it should become.</summary>
internal static class BodyProblems
{
    /// <summary>Field → problem, in words that name the field and never a type of ours.</summary>
    /// <param name="path">Where the serializer stopped.</param>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(Stream body, JsonTypeInfo type, string? path)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        body.Position = 0;
        try
        {
            using var document = await JsonDocument.ParseAsync(
                body,
                new JsonDocumentOptions { AllowDuplicateProperties = type.Options.AllowDuplicateProperties }
            );
            if (document.RootElement.ValueKind == JsonValueKind.Null)
                problems["body"] = "The body must be a JSON object.";
            else
                Lacking(document.RootElement, type, "", problems);
        }
        catch (JsonException)
        {
            problems["body"] = "The body is not valid JSON.";
        }

        if (problems.Count == 0)
            problems[FieldOf(path) ?? "body"] = FieldOf(path) is { } field
                ? $"{field} has the wrong type or format."
                : "The body has the wrong type or format.";
        return problems;
    }

    private static void Lacking(JsonElement value, JsonTypeInfo type, string at, Dictionary<string, string> problems)
    {
        if (value.ValueKind == JsonValueKind.Array && type.ElementType is { } element)
        {
            var i = 0;
            foreach (var item in value.EnumerateArray())
                Lacking(item, type.Options.GetTypeInfo(element), $"{at}[{i++}]", problems);
        }

        if (value.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var property in type.Properties)
        {
            var field = at.Length == 0 ? property.Name : $"{at}.{property.Name}";
            var given = value.TryGetProperty(property.Name, out var part);
            if (given && part.ValueKind != JsonValueKind.Null)
                Lacking(part, type.Options.GetTypeInfo(property.PropertyType), field, problems);
            else if (given ? !property.IsSetNullable : property.IsRequired)
                problems[field] = $"{field} is required.";
        }
    }

    private static string? FieldOf(string? path) =>
        path is { Length: > 2 } && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
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

/// <summary>Turns what model binding could not read into an error, so that it takes the same way out as all others.</summary>
internal static class BindingProblems
{
    public static IActionResult Refuse(ActionContext context)
    {
        var wrong = context.ModelState.Where(entry => entry.Value is { Errors.Count: > 0 }).ToList();
        if (wrong.SelectMany(entry => entry.Value!.Errors).Any(IsTooLarge))
            throw new DomainException(ErrorKind.TooLarge, ErrorCodes.SentenceOf(413));
        var naming = context.HttpContext.ApiFormat().Json.PropertyNamingPolicy ?? JsonNamingPolicy.CamelCase;
        throw DomainException.Invalid(
            wrong
                .GroupBy(entry => FieldOf(entry.Key, naming), StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => Sentence(g.Key, g.First().Value!), StringComparer.Ordinal)
        );
    }

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
