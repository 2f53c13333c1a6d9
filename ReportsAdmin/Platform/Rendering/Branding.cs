using System.Globalization;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>How documents look: <c>Branding:*</c> in the settings, overlaid by what <see cref="CompanyBrand"/> knows.</summary>
/// <param name="LogoFile">A PNG; null shows the company's name instead.</param>
/// <param name="Accent">Red, green, blue: heads of tables, rules, the first series of charts.</param>
/// <param name="Footer">Stands left in every page's foot.</param>
public sealed record Branding(
    string Company,
    string? LogoFile,
    (byte Red, byte Green, byte Blue) Accent,
    string Footer,
    TimeZoneInfo TimeZone
)
{
    /// <summary>Stands for the company while none is set.</summary>
    public const string Unnamed = "ReportsAdmin";

    /// <summary>The same look under another name; a footer that was made of the name follows it.</summary>
    public Branding Named(string company) =>
        this with
        {
            Company = company,
            Footer = Footer == FooterOf(Company) ? FooterOf(company) : Footer,
        };

    private static string FooterOf(string company) => $"{company} · Confidential";

    public static Branding From(IConfiguration configuration, TimeZoneInfo zone)
    {
        var options = configuration.Read<BrandingOptions>();
        var company = options.Company ?? configuration.Read<CompanyOptions>().Name;
        var rgb = options.Rgb!.Value;
        return new Branding(
            company,
            options.LogoFile,
            ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb),
            options.Footer ?? FooterOf(company),
            zone
        );
    }
}

/// <summary>How documents look, until an administrator says otherwise on the page of the company's settings.</summary>
public sealed record BrandingOptions : ISettings
{
    public static string Section => "Branding";

    [Setting("The name on documents.", Default = "Company:Name")]
    public string? Company { get; init; }

    [Setting("A PNG; the name is shown without one.")]
    public string? LogoFile { get; init; }

    [Setting("The colour of heads of tables, rules and the first series of charts.")]
    public string Accent { get; init; } = "#1F4E8C";

    [Setting("The text at the left of each page's foot.", Default = "the name and \"Confidential\"")]
    public string? Footer { get; init; }

    /// <summary>The accent as a number; null when it is no colour.</summary>
    internal int? Rgb =>
        Accent.TrimStart('#') is { Length: 6 } hex
        && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? rgb
            : null;

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (Rgb is null)
            yield return $"Branding:Accent is '{Accent}'; it must be a colour written #RRGGBB.";
        if (LogoFile is not null && !File.Exists(LogoFile))
            yield return $"Branding:LogoFile is '{LogoFile}', which is no file.";
    }
}
