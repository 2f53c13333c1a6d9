using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.SecondFactors;

namespace ReportsAdmin.Features.Access;

/// <summary>Registers what people sign in with beside their password.</summary>
internal static class SignInSetup
{
    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<SignInRules>();
        services.AddSingleton<SecondFactorKeys>();
        services.AddSingleton<SecondFactorCheck>();
        services.AddSingleton<SecondFactorCommands>();
        services.AddSingleton<SecondStep>();
        services.AddSingleton<Confirmations>();
    }
}
