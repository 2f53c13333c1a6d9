using Microsoft.AspNetCore.Identity;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Passkeys;

/// <summary>Makes passkeys and checks them, by ASP.NET Core Identity. A passkey is two factors: the device, and what unlocks it.</summary>
public sealed class PasskeySignIn(
    IPasskeyHandler<User> handler,
    IUserPasskeyStore<User> store,
    PasskeyState state,
    SignIn signIn,
    PasskeyCommands commands
)
{
    /// <summary>Options for the browser's <c>navigator.credentials.create</c>, as JSON.</summary>
    /// <exception cref="DomainException">Forbidden or conflict: see <see cref="PasskeyCommands.RequireMayAddAsync"/>.</exception>
    public async Task<string> BeginAsync(HttpContext http, CurrentUser currentUser, CancellationToken ct)
    {
        await commands.RequireMayAddAsync(currentUser, ct);
        var person = await signIn.FindAsync(currentUser.UserId, ct)
            ?? throw DomainException.NotFound("Account not found.");
        var made = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = PasskeyStore.HandleOf(person.UserId),
                Name = person.Email,
                DisplayName = person.Name,
            },
            http
        );
        state.Keep(http, made.AttestationState);
        return made.CreationOptionsJson;
    }

    /// <summary>Keeps the passkey that the browser made.</summary>
    /// <exception cref="DomainException">Invalid: it does not answer what this browser was asked.</exception>
    public async Task AddAsync(
        HttpContext http,
        CurrentUser currentUser,
        string credential,
        string name,
        CancellationToken ct
    )
    {
        await commands.RequireMayAddAsync(currentUser, ct);
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > Passkey.MaxName)
            throw DomainException.Invalid("name", $"Give a name of at most {Passkey.MaxName} characters.");
        var asked = state.Take(http) ?? throw Refused();
        var result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext
            {
                HttpContext = http,
                CredentialJson = credential,
                AttestationState = asked,
            }
        );
        if (
            !result.Succeeded
            || result.UserEntity.Id != PasskeyStore.HandleOf(currentUser.UserId)
            || await store.FindByIdAsync(result.UserEntity.Id, ct) is not { } user
        )
            throw Refused();
        result.Passkey.Name = trimmed;
        await store.AddOrUpdatePasskeyAsync(user, result.Passkey, ct);
        await commands.ChangedAsync(user.Id, $"The passkey “{trimmed}” was added. It signs you in without a password.");
    }

    /// <summary>Options for the browser's <c>navigator.credentials.get</c>, as JSON; the same for everybody.</summary>
    public async Task<string> AskAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        state.Keep(http, made.AssertionState);
        return made.RequestOptionsJson;
    }

    /// <summary>Whose passkey it is; null when it is not one that counts.</summary>
    public async Task<SignedIn?> CheckAsync(HttpContext http, string credential, CancellationToken ct)
    {
        if (state.Take(http) is not { } asked)
            return null;
        var result = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext
            {
                HttpContext = http,
                CredentialJson = credential,
                AssertionState = asked,
            }
        );
        if (!result.Succeeded || !result.Passkey.IsUserVerified)
            return null;
        await store.AddOrUpdatePasskeyAsync(result.User, result.Passkey, ct);
        return await signIn.FindAsync(result.User.Id, ct);
    }

    private static DomainException Refused() =>
        DomainException.Invalid("credential", "The passkey could not be checked. Try again.");
}
