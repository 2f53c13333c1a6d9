using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>The phone of a person who has a second factor.</summary>
/// <param name="Key">As it was shown.</param>
public sealed record AuthenticatorApp(
    SecondFactorCheck Checks,
    TimeProvider Clock,
    CurrentUser Person,
    string Key,
    IReadOnlyList<string> RecoveryCodes
)
{
    public static async Task<AuthenticatorApp> TurnOnAsync(AccessFixture test, string email) =>
        await TurnOnAsync(
            test.Get<SecondFactorCommands>(),
            test.Get<SecondFactorCheck>(),
            test.Clock,
            await test.CurrentUserAsync(email)
        );

    public static async Task<AuthenticatorApp> TurnOnAsync(TestApp app, string email) =>
        await TurnOnAsync(
            app.Services.GetRequiredService<SecondFactorCommands>(),
            app.Services.GetRequiredService<SecondFactorCheck>(),
            TimeProvider.System,
            await app
                .Services.GetRequiredService<ReportsAdmin.Features.Access.People.AccessQueries>()
                .DemoViewerAsync(email, default)
        );

    /// <summary>What the app shows now.</summary>
    public string Code() => CodeOf(Key, Clock.GetUtcNow().UtcDateTime);

    /// <summary>What the app shows half a minute later; valid already, and not yet used.</summary>
    public string NextCode() => CodeOf(Key, Clock.GetUtcNow().UtcDateTime.AddSeconds(30));

    public Task<bool> CheckAsync(string code, SessionOrigin origin) =>
        Checks.CheckAsync(Person.UserId, code, origin, default);

    /// <summary>The code of a key as a page shows it.</summary>
    public static string CodeOf(string key, DateTime utc) =>
        new Totp(Base32Encoding.ToBytes(Regex.Replace(key, "\\s", ""))).ComputeTotp(utc);

    private static async Task<AuthenticatorApp> TurnOnAsync(
        SecondFactorCommands commands,
        SecondFactorCheck checks,
        TimeProvider clock,
        CurrentUser person
    )
    {
        var shown = await commands.BeginAsync(person.UserId, "Example", default);
        var codes = await commands.ConfirmAsync(
            person.UserId,
            CodeOf(shown.Key, clock.GetUtcNow().UtcDateTime),
            default
        );
        return new(checks, clock, person, shown.Key, codes);
    }
}
