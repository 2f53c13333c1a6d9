using System.Text.Json;

namespace ReportsAdmin.Platform.Http;

/// <summary>how one API family writes errors and JSON. The families are described in Docs/api.</summary>
public interface IApiFormat
{
    /// <summary>Casing and formats of this family's bodies, both ways.</summary>
    JsonSerializerOptions Json { get; }

    /// <summary>The body of an error.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="details">Field of the request → what is wrong with it; empty when no field is to blame.</param>
    object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc);
}

/// <summary>Names the response format of a controller or action.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public abstract class ApiFormatAttribute(IApiFormat apiFormat) : Attribute
{
    public IApiFormat ApiFormat { get; } = apiFormat;
}

/// <inheritdoc />
public sealed class ApiFormatAttribute<T>() : ApiFormatAttribute(new T())
    where T : IApiFormat, new();

/// <summary>The status and the code of each kind of error; the codes are those of spec 001.</summary>
public static class ErrorCodes
{
    public const string ServerError = "SERVER_ERROR";

    public static int StatusOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
            ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            ErrorKind.NotFound => StatusCodes.Status404NotFound,
            ErrorKind.Invalid => StatusCodes.Status400BadRequest,
            ErrorKind.Conflict => StatusCodes.Status409Conflict,
            ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            ErrorKind.UnsupportedMedia => StatusCodes.Status415UnsupportedMediaType,
            ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
            ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of error without a status."),
        };

    public static string CodeOf(int status) =>
        status switch
        {
            401 => "AUTH_REQUIRED",
            403 => "INSUFFICIENT_PERMISSIONS",
            404 => "RESOURCE_NOT_FOUND",
            405 => "METHOD_NOT_ALLOWED",
            409 => "CONFLICT",
            413 => "PAYLOAD_TOO_LARGE",
            415 => "UNSUPPORTED_MEDIA_TYPE",
            429 => "RATE_LIMIT_EXCEEDED",
            >= 500 => ServerError,
            _ => "INVALID_PARAMETERS",
        };

    /// <summary>Whether the code says no more than its status.</summary>
    public static bool IsOfStatus(string code) =>
        code is not (DomainException.ConfirmationCode or DomainException.SecondFactorCode);

    /// <summary>What a person reads when nobody who knew better said anything.</summary>
    public static string SentenceOf(int status) =>
        status switch
        {
            401 => "You are not signed in, or your session has ended. Sign in and try again.",
            403 => "You do not have permission to do this.",
            404 => "Not found, or you have no access to it.",
            405 => "This address does not answer to this method.",
            406 => "This address does not support the requested format.",
            409 => "The record has changed in the meantime.",
            413 => "The request is larger than this server accepts.",
            415 => "The body's Content-Type is not one that this address reads.",
            429 => "Too many requests. Wait a little and try again.",
            503 => "The service is not available at the moment.",
            >= 500 => "Something went wrong on our side.",
            _ => "The request could not be understood.",
        };
}
