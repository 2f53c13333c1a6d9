using System.Net.Mime;
using System.Text;
using System.Text.Json;
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
        try
        {
            var http = context.HttpContext;
            var value = await JsonSerializer.DeserializeAsync(
                http.Request.Body,
                context.ModelType,
                http.ApiFormat().Json,
                http.RequestAborted
            );
            return value is null
                ? throw DomainException.Invalid("body", "The body must be a JSON object.")
                : await InputFormatterResult.SuccessAsync(value);
        }
        catch (JsonException e)
        {
            throw DomainException.Invalid(BodyProblems.Of(e));
        }
    }
}

internal static class BodyProblems
{
    /// <summary>Field → problem, in words that name the field and never a type of ours.</summary>
    public static IReadOnlyDictionary<string, string> Of(JsonException e)
    {
        // The serializer tells missing fields in its message only: "…missing required properties including: 'email', 'password'."
        var listed = e.Message.IndexOf("including:", StringComparison.Ordinal);
        if (listed >= 0)
            return e.Message[listed..]
                .Split('\'')
                .Where((_, i) => i % 2 == 1)
                .ToDictionary(name => name, name => $"{name} is required.", StringComparer.Ordinal);
        if (FieldOf(e.Path) is { } field)
            return One(
                field,
                e.Message.Contains("doesn't allow null values", StringComparison.Ordinal)
                    ? $"{field} is required."
                    : $"{field} has the wrong type or format."
            );
        return One(
            "body",
            e.Message.Contains("doesn't allow null", StringComparison.Ordinal)
                ? "A field that is required is null."
                : "The body is not valid JSON."
        );
    }

    private static string? FieldOf(string? path) =>
        path is { Length: > 2 } && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;

    private static Dictionary<string, string> One(string field, string problem) =>
        new(StringComparer.Ordinal) { [field] = problem };
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
