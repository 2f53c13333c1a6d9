using System.Globalization;

namespace ReportsAdmin.Platform;

/// <summary>
/// The identifier an API client sees: 24 hexadecimal characters, as the clients of spec 003 and 004 were written for.
/// The first eight name the kind, the rest the key, so an id can never be taken for a customer code or another kind's id.
/// </summary>
public static class ApiId
{
    /// <summary>Users, who sign in; rooms bring the kinds of their own records as <c>…Ids</c>.</summary>
    public const string User = "75736572";

    public static string Of(string kind, long key) => string.Create(CultureInfo.InvariantCulture, $"{kind}{key:x16}");

    /// <summary>The key inside an id of this kind, or null when the text is anything else.</summary>
    public static long? KeyOf(string kind, string? text) =>
        text is { Length: 24 }
        && text.StartsWith(kind, StringComparison.OrdinalIgnoreCase)
        && long.TryParse(text.AsSpan(8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
        && key > 0
            ? key
            : null;

    /// <summary>The key inside an id of any kind, or null when the text is no id.</summary>
    public static long? AnyKeyOf(string? text) => text is { Length: 24 } ? KeyOf(text[..8], text) : null;

    /// <summary>The same for records whose key is an <see cref="int"/>: a larger one is no id, rather than another record's.</summary>
    public static int? IntKeyOf(string kind, string? text) =>
        KeyOf(kind, text) is { } key and <= int.MaxValue ? (int)key : null;
}
