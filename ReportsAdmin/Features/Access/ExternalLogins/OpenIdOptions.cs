using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Access.ExternalLogins;

/// <summary>The company's OpenID Connect provider.</summary>
public sealed record OpenIdOptions : ISettings
{
    public static string Section => "OpenId";

    [Setting("The provider's address; its discovery document lies below it. Without it nobody signs in by a provider.")]
    public string? Authority { get; init; }

    [Setting("This application at the provider; its redirect address there is /sign-in/company/callback.")]
    public string? ClientId { get; init; }

    [Setting("The secret of this application at the provider.")]
    public string? ClientSecret { get; init; }

    [Setting("What people call it: the button says \"Sign in with …\".")]
    public string Name { get; init; } = "your company account";

    [Setting("False only for a provider on this computer.")]
    public bool RequireHttps { get; init; } = true;

    public bool IsSetUp => Authority is not null;

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (Authority is null != ClientId is null)
            yield return "OpenId:Authority and OpenId:ClientId are needed together.";
    }
}
