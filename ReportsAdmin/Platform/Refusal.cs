namespace ReportsAdmin.Platform;

/// <summary>Why a caller is told "no". Each kind has one HTTP status; the API family decides the shape.</summary>
public enum RefusalKind
{
    Unauthenticated,
    Forbidden,
    NotFound,
    Invalid,
    Conflict,
    TooLarge,
    UnsupportedMedia,
    TooMany,
}

/// <summary>
/// An expected "no", with words for a person. <see cref="Fields"/> maps a field of the request to what is wrong with it.
/// Translated in two places only: the HTTP dialects and <c>LivePage.Attempt</c>. Anything else thrown is a bug.
/// </summary>
public sealed class Refusal(RefusalKind kind, string message, IReadOnlyDictionary<string, string>? fields = null)
    : Exception(message)
{
    private static readonly Dictionary<string, string> NoFields = [];

    public RefusalKind Kind { get; } = kind;

    public IReadOnlyDictionary<string, string> Fields { get; } = fields ?? NoFields;

    /// <summary>How long to wait before asking again; only with <see cref="RefusalKind.TooMany"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Refusal NotFound(string message) => new(RefusalKind.NotFound, message);

    public static Refusal Forbidden(string message = "You do not have permission to do this.") =>
        new(RefusalKind.Forbidden, message);

    public static Refusal Invalid(string field, string message) =>
        new(RefusalKind.Invalid, message, new Dictionary<string, string> { [field] = message });

    public static Refusal Invalid(IReadOnlyDictionary<string, string> fields) =>
        new(RefusalKind.Invalid, string.Join(' ', fields.Values), fields);

    public static Refusal Conflict(string message) => new(RefusalKind.Conflict, message);
}
