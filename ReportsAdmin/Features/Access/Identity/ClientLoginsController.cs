using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Signs in the clients that look elsewhere than at <c>/api/auth/login</c> (Docs/api/README.md): the same account, in the format that each reads.</summary>
[ApiController]
[Tags("Sign-in")]
[Route("api")]
public sealed class ClientLoginsController(Login login) : ControllerBase
{
    /// <summary>The field sales client. Its reports carry no token, so it gets the session cookie too.</summary>
    [HttpPost("v1/auth/login")]
    [EndpointSummary("Sign in (field sales client)")]
    [CanFailSignIn]
    [AllowAnonymous]
    [ApiFormat<EnvelopeFormat>]
    [RequestExample(AccessExamples.Login)]
    [ResponseExample(200, AccessExamples.LoggedIn)]
    public async Task<LoginResponse> FieldSales(LoginRequest request, CancellationToken ct)
    {
        var (user, pair, session) = await login.StartAsync(HttpContext, request, ct);
        await SessionCookie.GiveAsync(HttpContext, user, session);
        return LoginResponse.From(pair, user);
    }

    /// <summary>The learning platform's client.</summary>
    [HttpPost("v2/auth/login")]
    [EndpointSummary("Sign in (learning platform)")]
    [CanFailSignIn]
    [AllowAnonymous]
    [ApiFormat<JobsFormat>]
    [RequestExample(AccessExamples.Login)]
    [ResponseExample(200, """{"success":true,"data":""" + AccessExamples.LoggedIn + "}")]
    public async Task<JobsAnswer<LoginResponse>> Learning(LoginRequest request, CancellationToken ct)
    {
        var (user, pair, _) = await login.StartAsync(HttpContext, request, ct);
        return JobsFormat.Answer(LoginResponse.From(pair, user));
    }

    /// <summary>Who the caller is, and what they may do.</summary>
    [HttpGet("v2/auth/me")]
    [EndpointSummary("The caller and what they may do")]
    [Authorize]
    [ApiFormat<JobsFormat>]
    [ResponseExample(
        200,
        """{"success":true,"data":{"_id":"757365720000000000000003","id":"757365720000000000000003","name":"Neha Kulkarni","role":"Manager","permissions":["reports:create","reports:read"]}}"""
    )]
    public JobsAnswer<CallerResponse> Me() => JobsFormat.Answer(CallerResponse.From(HttpContext.CurrentUser()));
}
