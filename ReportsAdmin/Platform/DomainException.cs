namespace ReportsAdmin.Platform;

/// <summary>The kind of an expected error. Each kind has one HTTP status; the API family decides the shape.</summary>
public enum ErrorKind
{
    Unauthenticated,
    Forbidden,
    NotFound,
    Invalid,
    Conflict,
    TooLarge,
    UnsupportedMedia,
    TooMany,

    /// <summary>The database or the disk cannot serve at the moment; the same request may succeed later.</summary>
    Unavailable,
}

/// <summary>
/// An expected "no", with words for a person. <see cref="Fields"/> maps a field of the request to what is wrong with it.
/// Translated in two places only: the HTTP apiFormats and <c>LivePage.Attempt</c>. Anything else thrown is a bug.
/// </summary>
public sealed class DomainException(ErrorKind kind, string message, IReadOnlyDictionary<string, string>? fields = null)
    : Exception(message)
{
    /// <summary>Code of an error that the caller mends by proving who they are once more.</summary>
    public const string ConfirmationCode = "CONFIRMATION_REQUIRED";

    /// <summary>Code of a sign-in that lacks its second factor.</summary>
    public const string SecondFactorCode = "SECOND_FACTOR_REQUIRED";

    private static readonly Dictionary<string, string> NoFields = [];

    public ErrorKind Kind { get; } = kind;

    public IReadOnlyDictionary<string, string> Fields { get; } = fields ?? NoFields;

    /// <summary>What a program tells the error by, where its kind does not say enough; one of the constants.</summary>
    public string? Code { get; init; }

    /// <summary>How long to wait before asking again; with <see cref="ErrorKind.TooMany"/> and <see cref="ErrorKind.Unavailable"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static DomainException NotFound(string message) => new(ErrorKind.NotFound, message);

    public static DomainException Forbidden(string message = "You do not have permission to do this.") =>
        new(ErrorKind.Forbidden, message);

    public static DomainException Invalid(string field, string message) =>
        new(ErrorKind.Invalid, message, new Dictionary<string, string> { [field] = message });

    public static DomainException Invalid(IReadOnlyDictionary<string, string> fields) =>
        new(ErrorKind.Invalid, string.Join(' ', fields.Values), fields);

    public static DomainException Conflict(string message) => new(ErrorKind.Conflict, message);
}
