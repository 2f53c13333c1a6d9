namespace ReportsAdmin.Ui;

/// <summary>Light, dark, or as the device prefers. The choice lives in a cookie, so the first byte already wears it.</summary>
public sealed record Theme
{
    public const string Cookie = "Theme";

    public static readonly Theme Light = new("light");
    public static readonly Theme Dark = new("dark");
    public static readonly Theme System = new("system");

    private Theme(string name) => Name = name;

    /// <summary>Value of <c>data-theme</c> and of the cookie.</summary>
    public string Name { get; }

    /// <summary>The <c>media</c> attribute of the light stylesheets.</summary>
    public string LightMedia => Media(Light, "(prefers-color-scheme: light)");

    /// <summary>The <c>media</c> attribute of the dark stylesheets.</summary>
    public string DarkMedia => Media(Dark, "(prefers-color-scheme: dark)");

    /// <summary>Anything but the two names is the device's preference: cookies are input.</summary>
    public static Theme Of(string? cookie) =>
        cookie switch
        {
            "light" => Light,
            "dark" => Dark,
            _ => System,
        };

    private string Media(Theme theme, string preferred) =>
        this == System ? preferred
        : this == theme ? "all"
        : "not all";
}
