using System.Globalization;

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
        var company = configuration["Branding:Company"] ?? configuration["Company:Name"] ?? Unnamed;
        var accent = (configuration["Branding:Accent"] ?? "#1F4E8C").TrimStart('#');
        if (
            accent.Length != 6
            || !int.TryParse(accent, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
        )
            throw new InvalidOperationException("Branding:Accent is a colour written #RRGGBB.");
        var logo = configuration["Branding:LogoFile"];
        if (!string.IsNullOrEmpty(logo) && !File.Exists(logo))
            throw new InvalidOperationException($"Branding:LogoFile names '{logo}', which is no file.");
        return new Branding(
            company,
            string.IsNullOrEmpty(logo) ? null : logo,
            ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb),
            configuration["Branding:Footer"] ?? FooterOf(company),
            zone
        );
    }
}
