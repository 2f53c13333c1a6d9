using System.Security.Cryptography;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>A picture as it is sent to browsers.</summary>
/// <param name="Version">Changes with the content; part of the address.</param>
public sealed record BrandLogo(string ContentType, byte[] Content, string Version)
{
    public static BrandLogo Of(string contentType, byte[] content) =>
        new(contentType, content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
}

/// <summary>
/// The company's name and logo as they are now: those of the settings (<c>Branding:*</c>) until an administrator gives others.
/// Pages, public forms and documents read them here.
/// </summary>
public sealed class CompanyBrand
{
    private const string Png = "image/png";

    private readonly Branding settings;
    private readonly StorageRoot root;
    private readonly BrandLogo? settingsLogo;
    private volatile State state;

    public CompanyBrand(Branding settings, StorageRoot root)
    {
        (this.settings, this.root) = (settings, root);
        settingsLogo = settings.LogoFile is { } file ? BrandLogo.Of(Png, File.ReadAllBytes(file)) : null;
        state = new State(settings, settingsLogo);
    }

    /// <summary>For documents. A new value after each change.</summary>
    public Branding Branding => state.Branding;

    public BrandLogo? Logo => state.Logo;

    /// <summary>Where browsers find the logo; null without one.</summary>
    public string? LogoHref => Logo is { } logo ? $"/brand/logo?v={logo.Version}" : null;

    /// <summary>The company's name; null while nobody has given one.</summary>
    public string? Name => Branding.Company == Branding.Unnamed ? null : Branding.Company;

    /// <summary>Whether the settings file names a logo.</summary>
    public bool HasDefaultLogo => settingsLogo is not null;

    /// <summary>The name that the settings give.</summary>
    public string DefaultName => settings.Company;

    /// <summary>Lays what an administrator gave over the settings.</summary>
    /// <param name="name">Null takes that of the settings.</param>
    /// <param name="logo">Null takes that of the settings. Documents show PNG only.</param>
    public void Apply(string? name, BrandLogo? logo)
    {
        var branding = name is null ? settings : settings.Named(name);
        if (logo is not null)
            branding = branding with { LogoFile = logo.ContentType == Png ? FileOf(logo) : null };
        state = new State(branding, logo ?? settingsLogo);
    }

    // Documents read the logo from a file; the database remains the place where it is kept.
    private string FileOf(BrandLogo logo)
    {
        var path = Path.Combine(root.Folder("brand"), logo.Version + ".png");
        if (File.Exists(path))
            return path;
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        using (var file = PrivateFiles.CreateFile(unfinished))
            file.Write(logo.Content);
        File.Move(unfinished, path, overwrite: true);
        return path;
    }

    private sealed record State(Branding Branding, BrandLogo? Logo);
}
