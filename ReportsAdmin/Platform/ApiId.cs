using System.Globalization;

namespace ReportsAdmin.Platform;

/// <summary>
/// The identifier an API client sees: 24 hexadecimal characters, as the clients of spec 003 and 004 were written for.
/// The first eight name the kind, the rest the key, so an id can never be taken for a customer code or another kind's id.
/// </summary>
public static class ApiId
{
    public const string User = "75736572";
    public const string Customer = "63757374";
    public const string Invoice = "696e766f";
    public const string Balance = "62616c61";
    public const string Upload = "75706c64";
    public const string Department = "64657074";
    public const string ReportJob = "7265706a";
    public const string Template = "746d706c";
    public const string Schedule = "73636864";
    public const string Distributor = "64697374";
    public const string Product = "70726f64";
    public const string Outlet = "6f75746c";
    public const string Activity = "61637476";
    public const string Visit = "76697369";
    public const string Learner = "6c65726e";
    public const string Course = "636f7572";
    public const string Class = "636c6173";
    public const string Content = "636f6e74";

    public static string Of(string kind, long key) => string.Create(CultureInfo.InvariantCulture, $"{kind}{key:x16}");

    /// <summary>The key inside an id of this kind, or null when the text is anything else.</summary>
    public static long? KeyOf(string kind, string? text) =>
        text is { Length: 24 }
        && text.StartsWith(kind, StringComparison.OrdinalIgnoreCase)
        && long.TryParse(text.AsSpan(8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
        && key > 0
            ? key
            : null;
}
