using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Login, refresh, logout and the list of users, in the shapes of spec 003.</summary>
[ApiController]
[Tags("Sign-in")]
[Route("api")]
[ApiFormat<TrackerFormat>]
public sealed class AccessController(Login login, Tokens tokens, Sessions sessions, AccessQueries queries)
    : ControllerBase
{
    [HttpPost("auth/login")]
    [EndpointSummary("Sign in")]
    [CanFailSignIn]
    [AllowAnonymous]
    [ResponseExample(200, AccessExamples.LoggedIn)]
    [RequestExample(AccessExamples.Login)]
    public async Task<LoginResponse> Login(LoginRequest request, CancellationToken ct)
    {
        var (user, pair, _) = await login.StartAsync(HttpContext, request, ct);
        return LoginResponse.From(pair, user);
    }

    [HttpPost("auth/refresh")]
    [EndpointSummary("Renew the token")]
    [CanFailSignIn]
    [AllowAnonymous]
    [ResponseExample(
        200,
        """{"token":"eyJhbGciOi…","accessToken":"eyJhbGciOi…","access_token":"eyJhbGciOi…","refreshToken":"p9Qa…","refresh_token":"p9Qa…","expiresIn":28800}"""
    )]
    [RequestExample("""{"refreshToken":"k3Vx…"}""")]
    public async Task<RefreshResponse> Refresh(
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] RefreshRequest? request,
        CancellationToken ct
    )
    {
        var token = RefreshCookie.TokenOf(HttpContext, request)
            ?? throw DomainException.Invalid("refreshToken", "refreshToken is required.");
        var renewed = await tokens.RefreshAsync(token, ct)
            ?? throw new DomainException(ErrorKind.Unauthenticated, "Your session has ended. Sign in again.");
        RefreshCookie.Give(HttpContext, renewed.Pair);
        return RefreshResponse.From(renewed.Pair);
    }

    [HttpPost("auth/logout")]
    [EndpointSummary("Sign out")]
    [AllowAnonymous]
    [ResponseExample(200, """{"success":true}""")]
    [RequestExample("""{"refreshToken":"k3Vx…"}""")]
    public async Task<Done> Logout(
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] RefreshRequest? request,
        CancellationToken ct
    )
    {
        if (RefreshCookie.TokenOf(HttpContext, request) is { } token)
            await tokens.EndAsync(token, ct);
        if (User.FindFirst(SessionClaims.Session) is { } session)
            await sessions.EndAsync(session.Value, SessionEnds.SignedOut, ct);
        RefreshCookie.Take(HttpContext);
        Response.ForgetAnswers();
        return TrackerFormat.Done;
    }

    [HttpGet("users")]
    [EndpointSummary("The caller's team")]
    [Permission(AccessQueries.TeamPermission)]
    [ResponseExample(
        200,
        """[{"_id":"757365720000000000000003","id":"757365720000000000000003","name":"Neha Kulkarni","email":"manager@example.com","role":"Manager","region":null,"contact":"+91 98765 43210","designation":"National Manager","department":null,"reportsTo":"757365720000000000000002","createdAt":"2025-04-01T06:00:00Z","updatedAt":"2025-04-01T06:00:00Z"}]"""
    )]
    public ActionResult<IEnumerable<UserResponse>> Users(CancellationToken ct) =>
        this.Stream(queries.StreamTeamAsync(HttpContext.CurrentUser(), ct).Select(UserResponse.From));
}
