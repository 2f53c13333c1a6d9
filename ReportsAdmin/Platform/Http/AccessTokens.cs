using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ReportsAdmin.Platform.Http;

/// <summary>A signing key. It determines the algorithm (HMAC-SHA-256): a token never chooses.</summary>
/// <param name="Secret">At least 32 random bytes.</param>
/// <param name="NotAfter">Until when tokens of this key are accepted.</param>
public sealed record JwtKey(string Kid, byte[] Secret, DateTimeOffset NotAfter)
{
    internal SymmetricSecurityKey Security { get; } = new(Secret) { KeyId = Kid };
}

/// <param name="Skew">How far the clocks of issuer and reader may differ.</param>
/// <param name="MaxLife">The longest life a token may claim; also the life of the tokens we sign.</param>
public sealed record JwtRules(string Issuer, string Audience, TimeSpan Skew, TimeSpan MaxLife);

/// <summary>
/// Creates and validates access tokens (RFC 9068: a signed JWT of type <c>at+jwt</c>). The library parses them and checks signature, issuer,
/// audience and type; the rest is stricter than the library, which accepts duplicate or mistyped claims, critical extensions and any lifetime.
/// </summary>
public sealed class AccessTokens(Identities identities, JwtRules rules, TimeProvider time) : TokenHandler
{
    private const int MaxChars = 8192;
    private const string Type = "at+jwt";

    // The library's decoder also takes padding and the plain base64 alphabet, which would give one token several spellings.
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly JsonWebTokenHandler Library = new() { SetDefaultTimesOnTokenCreation = false };

    public static string Create(JwtKey key, JsonObject claims) =>
        Library.CreateToken(
            claims.ToJsonString(),
            new SigningCredentials(key.Security, SecurityAlgorithms.HmacSha256),
            new Dictionary<string, object>(StringComparer.Ordinal) { [JwtHeaderParameterNames.Typ] = Type }
        );

    /// <summary>The claims of a valid token; otherwise the reason as the exception of the result: for the log, never for the caller.</summary>
    /// <param name="validationParameters">Not used: issuer, audience, keys and lifetime are the application's.</param>
    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token,
        TokenValidationParameters validationParameters
    )
    {
        try
        {
            if (token.Length > MaxChars || token.AsSpan().ContainsAnyExcept(Allowed) || token.AsSpan().Count('.') != 2)
                return Refused("not three parts of base64url");
            var jwt = new JsonWebToken(token);
            using var header = Read(jwt.EncodedHeader);
            if (header.RootElement.TryGetProperty("crit", out _))
                return Refused("critical extension");
            if (await identities.KeyAsync(jwt.Kid, CancellationToken.None) is not { } key)
                return Refused("unknown key");
            if (time.GetUtcNow() > key.NotAfter)
                return Refused("key retired");
            var result = await Library.ValidateTokenAsync(jwt, ParametersOf(key));
            using var claims = Read(jwt.EncodedPayload);
            return result.IsValid && ProblemOf(claims.RootElement) is { } problem ? Refused(problem) : result;
        }
        catch (Exception e) when (e is SecurityTokenException or ArgumentException or JsonException or FormatException)
        {
            return Refused("malformed");
        }
    }

    private TokenValidationParameters ParametersOf(JwtKey key) =>
        new()
        {
            AuthenticationType = Authentication.Bearer,
            NameClaimType = System.Security.Claims.ClaimTypes.Name,
            RoleClaimType = SessionClaims.Role,
            IssuerSigningKey = key.Security,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = [Type],
            ValidIssuer = rules.Issuer,
            ValidAudience = rules.Audience,
            // ProblemOf checks it, by the application's clock.
            ValidateLifetime = false,
        };

    private string? ProblemOf(JsonElement claims)
    {
        var now = time.GetUtcNow();
        if (Text(claims, JwtRegisteredClaimNames.Aud) != rules.Audience)
            return "audience is not one text";
        if (
            Instant(claims, JwtRegisteredClaimNames.Exp) is not { } expires
            || Instant(claims, JwtRegisteredClaimNames.Iat) is not { } issued
        )
            return "no lifetime";
        if (now - rules.Skew >= expires || now + rules.Skew < issued)
            return "expired or not yet valid";
        if (expires - issued > rules.MaxLife)
            return "claims too long a life";
        if (
            claims.TryGetProperty(JwtRegisteredClaimNames.Nbf, out _)
            && (Instant(claims, JwtRegisteredClaimNames.Nbf) is not { } start || now + rules.Skew < start)
        )
            return "not yet valid";
        return Text(claims, JwtRegisteredClaimNames.Sub) is { Length: > 0 } ? null : "no subject";
    }

    private static JsonDocument Read(string part) => JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(part), Strict);

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;

    private static DateTimeOffset? Instant(JsonElement e, string name) =>
        e.TryGetProperty(name, out var v)
        && v.ValueKind == JsonValueKind.Number
        && v.TryGetInt64(out var s)
        && s is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(s)
            : null;

    private static TokenValidationResult Refused(string reason) =>
        new() { IsValid = false, Exception = new SecurityTokenValidationException(reason) };
}
