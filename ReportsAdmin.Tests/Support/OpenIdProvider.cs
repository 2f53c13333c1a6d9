using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ReportsAdmin.Tests.Support;

/// <summary>A small OpenID Connect provider on a loopback port: code flow with PKCE, one person at a time, no page of its own.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "reportsadmin";
    public const string ClientSecret = "a secret of the tests";

    private readonly RSA rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string Redirect)> codes = new();
    private readonly WebApplication app;

    private OpenIdProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Discovery());
        app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", TokenAsync);
    }

    public string Address { get; private set; } = "";

    /// <summary>Who is signed in at the provider.</summary>
    public Dictionary<string, object> Person { get; } = new() { ["sub"] = "person-1" };

    /// <summary>Overrides claims of the next tokens, for attacks: another issuer, audience or nonce.</summary>
    public Dictionary<string, object> Forged { get; } = [];

    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        await provider.app.StartAsync();
        provider.Address = provider.app.Urls.First();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }

    private RsaSecurityKey Key => new(rsa) { KeyId = "test" };

    private object PublicKey()
    {
        var p = rsa.ExportParameters(false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid = "test",
            alg = "RS256",
            n = Base64UrlEncoder.Encode(p.Modulus),
            e = Base64UrlEncoder.Encode(p.Exponent),
        };
    }

    private IResult Discovery() =>
        Results.Json(
            new
            {
                issuer = Address,
                authorization_endpoint = $"{Address}/authorize",
                token_endpoint = $"{Address}/token",
                jwks_uri = $"{Address}/keys",
                response_types_supported = new[] { "code" },
                subject_types_supported = new[] { "public" },
                id_token_signing_alg_values_supported = new[] { "RS256" },
            }
        );

    private IResult Authorize(HttpRequest request)
    {
        var q = request.Query;
        if (q["client_id"] != ClientId || q["response_type"] != "code" || q["code_challenge_method"] != "S256")
            return Results.BadRequest();
        var code = Guid.NewGuid().ToString("N");
        codes[code] = (q["nonce"].ToString(), q["code_challenge"].ToString(), q["redirect_uri"].ToString());
        return Results.Redirect($"{q["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(q["state"].ToString())}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (
            form["client_id"] != ClientId
            || form["client_secret"] != ClientSecret
            || !codes.TryRemove(form["code"].ToString(), out var asked)
            || form["redirect_uri"] != asked.Redirect
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))
                != asked.Challenge
        )
            return Results.BadRequest(new { error = "invalid_grant" });
        var claims = new Dictionary<string, object>(Person) { ["nonce"] = asked.Nonce };
        claims["iss"] = Address;
        claims["aud"] = ClientId;
        foreach (var (name, value) in Forged)
            claims[name] = value;
        var token = new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = claims,
                Expires = DateTime.UtcNow.AddMinutes(5),
                SigningCredentials = new(Key, SecurityAlgorithms.RsaSha256),
            }
        );
        return Results.Json(
            new
            {
                access_token = "none",
                token_type = "Bearer",
                expires_in = 300,
                id_token = token,
            }
        );
    }
}
