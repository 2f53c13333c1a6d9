namespace ReportsAdmin.Ui;

/// <summary>What a person chose for the interface: theme, row height, width of the navigation. Cookies carry it, so the first byte of a page already has it.</summary>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>.</param>
/// <param name="Density"><c>cosy</c> or <c>compact</c>.</param>
/// <param name="Nav"><c>full</c> or <c>mini</c>.</param>
public sealed record Look(string Theme, string Density, string Nav)
{
    public const string ThemeCookie = "Theme";
    public const string DensityCookie = "Density";
    public const string NavCookie = "Nav";

    /// <summary>Reads the cookies of a request. Cookies are input: an unknown word is the default.</summary>
    public static Look Of(IRequestCookieCollection cookies) =>
        new(
            Known(cookies[ThemeCookie], "system", "light", "dark"),
            Known(cookies[DensityCookie], "cosy", "compact"),
            Known(cookies[NavCookie], "full", "mini")
        );

    private static string Known(string? value, params string[] words) =>
        words.FirstOrDefault(w => w == value) ?? words[0];
}
