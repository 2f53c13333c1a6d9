using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Signs a client in by email and password, and a second factor where there is one, whatever answer it reads.</summary>
public sealed class Login(
    SignIn signIn,
    SecondFactorCheck secondFactor,
    SignInRules rules,
    Sessions sessions,
    Tokens tokens
)
{
    /// <summary>Issues tokens and gives the refresh cookie. Throws an unauthenticated <see cref="DomainException"/> in the same words for every reason.</summary>
    public async Task<(SignedIn User, TokenPair Pair, string Session)> StartAsync(
        HttpContext http,
        LoginRequest request,
        CancellationToken ct
    )
    {
        var origin = SessionOrigin.Of(http);
        var user = await signIn.CheckAsync(request.Email, request.Password, origin, ct)
            ?? throw new DomainException(ErrorKind.Unauthenticated, SignIn.WrongWords);
        await RequireSecondFactorAsync(user, request.Code, origin, ct);
        var session = await sessions.BeginAsync(user.UserId, SessionKinds.Api, origin, ct);
        var pair = await tokens.IssueAsync(user.UserId, user.Role, user.SecurityStamp, session, ct);
        RefreshCookie.Give(http, pair);
        return (user, pair, session);
    }

    private async Task RequireSecondFactorAsync(SignedIn user, string? code, SessionOrigin origin, CancellationToken ct)
    {
        if (!user.SecondFactor)
        {
            if (await rules.RequiresSecondFactorAsync(user.Role, ct))
                throw Refused("Your company requires two-factor sign-in. Sign in with a browser once to set it up.");
            return;
        }

        if (string.IsNullOrWhiteSpace(code))
            throw Refused("Send the code of your authenticator app, or a recovery code, as code.");
        if (!await secondFactor.CheckAsync(user.UserId, code, origin, ct))
            throw Refused(SecondFactorCheck.WrongWords);
    }

    private static DomainException Refused(string message) =>
        new(ErrorKind.Unauthenticated, message, new Dictionary<string, string> { ["code"] = message })
        {
            Code = DomainException.SecondFactorCode,
        };
}

/// <summary>What the API document shows of logins.</summary>
internal static class AccessExamples
{
    public const string Login = """{"email":"manager@example.com","password":"Demo@12345"}""";
    public const string LoggedIn =
        """{"token":"eyJhbGciOi…","accessToken":"eyJhbGciOi…","access_token":"eyJhbGciOi…","refreshToken":"k3Vx…","refresh_token":"k3Vx…","expiresIn":28800,"user":{"id":"757365720000000000000003","name":"Neha Kulkarni","role":"Manager","department":"Batching Plant"},"authUser":{"id":"757365720000000000000003","employeeCode":"EMP-00003","name":"Neha Kulkarni","email":"manager@example.com","phone":null,"role":"Manager","region":null,"isActive":true}}""";
}
