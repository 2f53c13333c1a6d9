using Microsoft.AspNetCore.Identity;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.ExternalLogins;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Pages;
using ReportsAdmin.Features.Access.Passkeys;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Access;

/// <summary>Registers what people sign in with beside their password.</summary>
internal static class SignInSetup
{
    public static void AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SignInRules>();
        services.AddSingleton<SecondFactorKeys>();
        services.AddSingleton<RecoveryCodes>();
        services.AddSingleton<SecondFactorCheck>();
        services.AddSingleton<SecondFactorCommands>();
        services.AddSingleton<SecondStep>();
        services.AddSingleton<Confirmations>();
        services.AddScoped<IdentityDialogs>();
        services.AddScoped<ConfirmIdentity>(provider => provider.GetRequiredService<IdentityDialogs>().AskAsync);
        services.AddSingleton<ApiTokenCheck>();
        services.AddSingleton<ApiTokenCommands>();
        services.AddOpenId(configuration.Read<OpenIdOptions>());
        services.AddPasskeys(configuration);
    }

    private static void AddPasskeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddIdentityCore<User>();
        services.AddScoped<IUserPasskeyStore<User>, PasskeyStore>();
        services.AddScoped<IUserStore<User>>(provider => provider.GetRequiredService<IUserPasskeyStore<User>>());
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            // A passkey is two factors: the device, and the finger, face or code that unlocks it.
            (o.UserVerificationRequirement, o.ResidentKeyRequirement) = ("required", "required");
            // The name in the address bar: that of the site's settings, so that no Host header chooses it.
            if (configuration[SiteAddress.Setting] is not null)
                o.ServerDomain = SiteAddress.From(configuration).Root.Host;
        });
        services.AddSingleton<PasskeyState>();
        services.AddSingleton<PasskeyCommands>();
        services.AddScoped<PasskeySignIn>();
    }
}
