using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReportsAdmin.Platform.Http;

/// <summary>A signing key. It owns the algorithm (HMAC-SHA-256): a token never chooses.</summary>
/// <param name="Secret">At least 32 random bytes.</param>
/// <param name="NotAfter">Until when tokens of this key are accepted.</param>
public sealed record JwtKey(string Kid, byte[] Secret, DateTimeOffset NotAfter);

/// <param name="MaxLife">The longest life a token may claim; also the life of the tokens we sign.</param>
public sealed record JwtRules(string Issuer, string Audience, TimeSpan Skew, TimeSpan MaxLife);

/// <summary>Makes and reads access tokens (RFC 9068: a signed JWT of type <c>at+jwt</c>). No packaged reader is served (data.md §6).</summary>
public static class Jws
{
    private const int MaxChars = 8192;
    private const string Algorithm = "HS256";
    private const string Type = "at+jwt";

    // .NET's Base64Url takes a trailing '=', which would give one token several spellings.
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static string Create(JwtKey key, JsonObject claims)
    {
        var signed =
            Part(
                new JsonObject
                {
                    ["alg"] = Algorithm,
                    ["typ"] = Type,
                    ["kid"] = key.Kid,
                }
            )
            + "."
            + Part(claims);
        return signed
            + "."
            + Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>The key id that a token names, or null; says nothing about whether the token is genuine.</summary>
    public static string? KidOf(string token)
    {
        try
        {
            using var head = Split(token) is var (first, _) ? Read(token.AsSpan(0, first)) : null;
            return head is null ? null : Text(head.RootElement, "kid");
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return null;
        }
    }

    /// <summary>The claims of a valid token, or null and the reason: for the log, never for the caller.</summary>
    public static JsonElement? Validate(
        string token,
        JwtKey? key,
        JwtRules rules,
        DateTimeOffset now,
        out string reason
    )
    {
        try
        {
            reason = Check(token, key, rules, now, out var claims);
            return reason.Length == 0 ? claims : null;
        }
        catch (Exception e) when (IsMalformed(e))
        {
            reason = "malformed";
            return null;
        }
    }

    private static string Check(string token, JwtKey? key, JwtRules rules, DateTimeOffset now, out JsonElement claims)
    {
        claims = default;
        if (Split(token) is not var (first, second))
            return "not three parts of base64url";
        using (var head = Read(token.AsSpan(0, first)))
        {
            if (key is null || Text(head.RootElement, "kid") != key.Kid)
                return "unknown key";
            if (Text(head.RootElement, "alg") != Algorithm)
                return "algorithm is not the key's";
            if (head.RootElement.TryGetProperty("crit", out _) || Text(head.RootElement, "typ") != Type)
                return "header not accepted";
        }

        if (now > key.NotAfter)
            return "key retired";
        var expected = HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(token[..second]));
        if (!CryptographicOperations.FixedTimeEquals(expected, Base64Url.DecodeFromChars(token.AsSpan(second + 1))))
            return "signature";
        using var body = Read(token.AsSpan(first + 1, second - first - 1));
        claims = body.RootElement.Clone();
        return CheckClaims(claims, rules, now);
    }

    private static string CheckClaims(JsonElement claims, JwtRules rules, DateTimeOffset now)
    {
        if (Text(claims, "iss") != rules.Issuer || Text(claims, "aud") != rules.Audience)
            return "issuer or audience";
        if (Instant(claims, "exp") is not { } expires || Instant(claims, "iat") is not { } issued)
            return "no lifetime";
        if (now - rules.Skew >= expires || now + rules.Skew < issued)
            return "expired or not yet valid";
        if (expires - issued > rules.MaxLife)
            return "claims too long a life";
        if (
            claims.TryGetProperty("nbf", out _) && (Instant(claims, "nbf") is not { } start || now + rules.Skew < start)
        )
            return "not yet valid";
        return Text(claims, "sub") is { Length: > 0 } ? "" : "no subject";
    }

    private static (int First, int Second)? Split(string token)
    {
        if (token.Length > MaxChars || token.AsSpan().ContainsAnyExcept(Allowed))
            return null;
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : token.IndexOf('.', first + 1);
        return second < 0 || token.IndexOf('.', second + 1) >= 0 ? null : (first, second);
    }

    private static JsonDocument Read(ReadOnlySpan<char> part) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);

    private static string Part(JsonNode node) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(node.ToJsonString()));

    private static string? Text(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String
            ? v.GetString()
            : null;

    private static DateTimeOffset? Instant(JsonElement e, string name) =>
        e.TryGetProperty(name, out var v)
        && v.ValueKind == JsonValueKind.Number
        && v.TryGetInt64(out var s)
        && s is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(s)
            : null;

    private static bool IsMalformed(Exception e) =>
        e is JsonException or FormatException or InvalidOperationException or ArgumentException;
}
