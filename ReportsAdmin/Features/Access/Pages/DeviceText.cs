namespace ReportsAdmin.Features.Access.Pages;

/// <summary>What a person recognizes a device by.</summary>
internal static class DeviceText
{
    // In the order in which they are looked for: each browser names the older ones too.
    private static readonly (string Sign, string Name)[] Programs =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];

    /// <summary>"Chrome on Windows"; what the client calls itself when that is no browser.</summary>
    public static string Of(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
            return "Unknown client";
        return Find(Programs, userAgent) is not { } program ? userAgent.Split(' ')[0]
            : Find(Systems, userAgent) is { } system ? $"{program} on {system}"
            : program;
    }

    private static string? Find((string Sign, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(k => userAgent.Contains(k.Sign, StringComparison.Ordinal)).Name;
}
