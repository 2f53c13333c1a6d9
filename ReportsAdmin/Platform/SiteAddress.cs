using Microsoft.Extensions.Options;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform;

/// <summary>Where people open the application, for links that leave it: mails and alerts.</summary>
public sealed record SiteAddress(Uri Root)
{
    public const string Setting = "Site:Address";

    /// <summary>Reads <c>Site:Address</c>; without it, the first address that the server listens on.</summary>
    /// <exception cref="OptionsValidationException">It is not an absolute http or https address.</exception>
    public static SiteAddress From(IConfiguration configuration)
    {
        configuration.Read<SiteOptions>();
        return Parse(configuration)!;
    }

    internal static SiteAddress? Parse(IConfiguration configuration)
    {
        var text = configuration[Setting] is { Length: > 0 } address ? address : Listening(configuration["Urls"]);
        return
            Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var root)
            && (root.Scheme == Uri.UriSchemeHttps || root.Scheme == Uri.UriSchemeHttp)
            ? new SiteAddress(root)
            : null;
    }

    /// <summary>The full address of a page.</summary>
    /// <param name="path">With a leading slash: <c>/documents/12</c>.</param>
    public Uri Of(string path) => new(Root, path.TrimStart('/'));

    private static string Listening(string? urls) =>
        (urls ?? "http://localhost:5000")
            .Split(';')[0]
            .Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//[::]", "//localhost", StringComparison.Ordinal);
}

/// <summary>The settings of <see cref="SiteAddress"/>.</summary>
public sealed record SiteOptions : ISettings
{
    public static string Section => "Site";

    [Setting(
        "Where people open the application, for links in mails and alerts; needed with Mail:Host.",
        Default = "the first address that the server listens on"
    )]
    public string? Address { get; init; }

    public IEnumerable<string> Faults(IConfiguration configuration) =>
        SiteAddress.Parse(configuration) is null
            ? [$"{SiteAddress.Setting} is '{Address}'; it must be an address such as https://reports.example.com."]
            : [];
}
