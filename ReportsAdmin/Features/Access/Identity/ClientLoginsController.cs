using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Signs in the clients that look elsewhere than at <c>/api/auth/login</c> (Docs/api/README.md): the same account, in the format that each reads.</summary>
[ApiController]
[Route("api")]
public sealed class ClientLoginsController(SignIn signIn, Tokens tokens) : ControllerBase
{
    private const string Example = """{"email":"manager@example.com","password":"Demo@12345"}""";
    private const string Answer =
        """{"token":"eyJhbGciOi…","accessToken":"eyJhbGciOi…","access_token":"eyJhbGciOi…","refreshToken":"k3Vx…","refresh_token":"k3Vx…","expiresIn":28800,"user":{"id":"757365720000000000000003","name":"Neha Kulkarni","role":"Manager","department":"Batching Plant"},"authUser":{"id":"757365720000000000000003","employeeCode":"EMP-00003","name":"Neha Kulkarni","email":"manager@example.com","phone":null,"role":"Manager","region":null,"isActive":true}}""";

    /// <summary>The field sales client. Its reports carry no token, so it gets the session cookie too.</summary>
    [HttpPost("v1/auth/login")]
    [AllowAnonymous]
    [ApiFormat<EnvelopeFormat>]
    [RequestExample(Example)]
    [ResponseExample(200, Answer)]
    public async Task<LoginResponse> FieldSales(LoginRequest request, CancellationToken ct)
    {
        var (user, pair) = await CheckAsync(request, ct);
        await SessionCookie.GiveAsync(HttpContext, user);
        return LoginResponse.From(pair, user);
    }

    /// <summary>The learning platform's client.</summary>
    [HttpPost("v2/auth/login")]
    [AllowAnonymous]
    [ApiFormat<JobsFormat>]
    [RequestExample(Example)]
    [ResponseExample(200, """{"success":true,"data":""" + Answer + "}")]
    public async Task<JobsAnswer<LoginResponse>> Learning(LoginRequest request, CancellationToken ct)
    {
        var (user, pair) = await CheckAsync(request, ct);
        return JobsFormat.Answer(LoginResponse.From(pair, user));
    }

    /// <summary>Who the caller is, and what they may do.</summary>
    [HttpGet("v2/auth/me")]
    [Authorize]
    [ApiFormat<JobsFormat>]
    [ResponseExample(
        200,
        """{"success":true,"data":{"_id":"757365720000000000000003","id":"757365720000000000000003","name":"Neha Kulkarni","role":"Manager","permissions":["reports:create","reports:read"]}}"""
    )]
    public JobsAnswer<CallerResponse> Me() => JobsFormat.Answer(CallerResponse.From(HttpContext.CurrentUser()));

    private async Task<(SignedIn User, TokenPair Pair)> CheckAsync(LoginRequest request, CancellationToken ct)
    {
        var user = await signIn.CheckAsync(request.Email, request.Password, ct)
            ?? throw new DomainException(ErrorKind.Unauthenticated, Identity.SignIn.WrongWords);
        var pair = await tokens.IssueAsync(user.UserId, user.Role, user.SecurityStamp, null, ct);
        RefreshCookie.Give(HttpContext, pair);
        return (user, pair);
    }
}
