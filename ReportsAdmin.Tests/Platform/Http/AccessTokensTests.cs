using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

public sealed class AccessTokensTests
{
    private const string Header = """{"alg":"HS256","typ":"at+jwt","kid":"k1"}""";

    private static readonly DateTimeOffset Now = new(2026, 5, 15, 6, 0, 0, TimeSpan.Zero);
    private static readonly JwtKey Key = new("k1", [.. Enumerable.Range(1, 32).Select(i => (byte)i)], Now.AddDays(60));
    private static readonly JwtKey Retired = new(
        "k0",
        [.. Enumerable.Range(50, 32).Select(i => (byte)i)],
        Now.AddMinutes(-1)
    );
    private static readonly JwtRules Rules = new(
        "reportsadmin",
        "reportsadmin-api",
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(15)
    );

    public static TheoryData<string, string> Attacks =>
        new()
        {
            { "alg none", Forge("""{"alg":"none","typ":"at+jwt","kid":"k1"}""", Claims(), _ => []) },
            { "alg none with a good signature", Forge("""{"alg":"none","typ":"at+jwt","kid":"k1"}""", Claims(), Sign) },
            { "alg in another case", Forge("""{"alg":"hs256","typ":"at+jwt","kid":"k1"}""", Claims(), Sign) },
            {
                "another algorithm",
                Forge("""{"alg":"HS512","typ":"at+jwt","kid":"k1"}""", Claims(), h =>
                    HMACSHA512.HashData(Key.Secret, h)
                )
            },
            { "unknown key", Forge("""{"alg":"HS256","typ":"at+jwt","kid":"../k1"}""", Claims(), Sign) },
            { "no key id", Forge("""{"alg":"HS256","typ":"at+jwt"}""", Claims(), Sign) },
            {
                "key of its own in the header",
                Forge("""{"alg":"HS256","typ":"at+jwt","kid":"kX","jwk":{"k":"AAAA"}}""", Claims(), h =>
                    HMACSHA256.HashData(new byte[3], h)
                )
            },
            { "empty secret", Forge(Header, Claims(), h => HMACSHA256.HashData(Array.Empty<byte>(), h)) },
            {
                "critical extension",
                Forge("""{"alg":"HS256","typ":"at+jwt","kid":"k1","crit":["x"]}""", Claims(), Sign)
            },
            { "type JWT", Forge("""{"alg":"HS256","typ":"JWT","kid":"k1"}""", Claims(), Sign) },
            { "no type", Forge("""{"alg":"HS256","kid":"k1"}""", Claims(), Sign) },
            { "duplicate header", Forge("""{"alg":"none","alg":"HS256","typ":"at+jwt","kid":"k1"}""", Claims(), Sign) },
            {
                "duplicate claim",
                ForgeRaw(
                    Header,
                    """{"iss":"reportsadmin","aud":"reportsadmin-api","sub":"u1","sub":"u2","iat":1778824800,"exp":1778825400}""",
                    Sign
                )
            },
            { "retired key", AccessTokens.Create(Retired, Claims()) },
            { "another issuer", AccessTokens.Create(Key, Claims(c => c["iss"] = "x")) },
            { "another audience", AccessTokens.Create(Key, Claims(c => c["aud"] = "x")) },
            { "no audience", AccessTokens.Create(Key, Claims(c => c.Remove("aud"))) },
            {
                "audience in a list",
                AccessTokens.Create(Key, Claims(c => c["aud"] = new JsonArray("reportsadmin-api")))
            },
            { "no expiry", AccessTokens.Create(Key, Claims(c => c.Remove("exp"))) },
            { "no issue time", AccessTokens.Create(Key, Claims(c => c.Remove("iat"))) },
            {
                "expired beyond the skew",
                AccessTokens.Create(Key, Claims(c => c["exp"] = Now.AddSeconds(-31).ToUnixTimeSeconds()))
            },
            {
                "issued in the future",
                AccessTokens.Create(
                    Key,
                    Claims(c =>
                        (c["iat"], c["exp"]) = (
                            Now.AddMinutes(2).ToUnixTimeSeconds(),
                            Now.AddMinutes(5).ToUnixTimeSeconds()
                        )
                    )
                )
            },
            { "too long a life", AccessTokens.Create(Key, Claims(c => c["exp"] = Now.AddDays(2).ToUnixTimeSeconds())) },
            {
                "not yet valid",
                AccessTokens.Create(Key, Claims(c => c["nbf"] = Now.AddMinutes(2).ToUnixTimeSeconds()))
            },
            { "start that is no number", AccessTokens.Create(Key, Claims(c => c["nbf"] = "soon")) },
            { "expiry as text", AccessTokens.Create(Key, Claims(c => c["exp"] = "9999999999")) },
            { "expiry as a fraction", AccessTokens.Create(Key, Claims(c => c["exp"] = 1778825400.5)) },
            { "huge expiry", AccessTokens.Create(Key, Claims(c => c["exp"] = long.MaxValue)) },
            { "negative expiry", AccessTokens.Create(Key, Claims(c => c["exp"] = -1)) },
            { "no subject", AccessTokens.Create(Key, Claims(c => c.Remove("sub"))) },
            { "empty subject", AccessTokens.Create(Key, Claims(c => c["sub"] = "")) },
            { "padding", Good + "=" },
            { "white space", Good + " " },
            { "no signature", Good[..(Good.LastIndexOf('.') + 1)] },
            { "two parts", Good[..Good.LastIndexOf('.')] },
            { "four parts", Good + ".AAAA" },
            { "garbage", "a.b.c" },
            { "empty", "" },
            { "dots", ".." },
            { "longer than 8 KB", new string('a', 9000) },
            { "claims that are a list", ForgeRaw(Header, "[]", Sign) },
            { "claims that are text", ForgeRaw(Header, "\"x\"", Sign) },
            { "claims nested too deep", ForgeRaw(Header, new string('[', 40) + new string(']', 40), Sign) },
        };

    private static string Good => AccessTokens.Create(Key, Claims());

    [Fact]
    public async Task A_good_token_gives_its_claims()
    {
        var result = await ValidateAsync(Good);

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("u1", result.ClaimsIdentity.FindFirst("sub")!.Value);
    }

    [Fact]
    public void A_token_that_we_sign_says_only_what_it_was_given()
    {
        static string Part(int index) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Good.Split('.')[index]));

        Assert.Equal(Claims().ToJsonString(), Part(1));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Header), JsonNode.Parse(Part(0))), Part(0));
    }

    [Fact]
    public async Task A_token_is_still_good_within_the_skew_after_its_expiry()
    {
        var token = AccessTokens.Create(
            Key,
            Claims(c =>
                (c["iat"], c["exp"]) = (
                    Now.AddMinutes(-10).ToUnixTimeSeconds(),
                    Now.AddSeconds(-20).ToUnixTimeSeconds()
                )
            )
        );

        Assert.True((await ValidateAsync(token)).IsValid);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_attack_is_refused(string name, string token)
    {
        Assert.NotEmpty(name);
        Assert.False((await ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task No_single_changed_character_leaves_a_token_valid()
    {
        var good = Good;
        for (var i = 0; i < good.Length; i++)
        {
            foreach (var c in "ABQgwxyz0189-_.")
            {
                if (good[i] != c)
                    Assert.False((await ValidateAsync(good[..i] + c + good[(i + 1)..])).IsValid);
            }
        }
    }

    private static Task<TokenValidationResult> ValidateAsync(string token) =>
        new AccessTokens(
            new Identities(
                (kid, _) =>
                    new(
                        kid switch
                        {
                            "k1" => Key,
                            "k0" => Retired,
                            _ => null,
                        }
                    ),
                (_, _, _, _) => new((CurrentUser?)null)
            ),
            Rules,
            new FakeClock(Now.UtcDateTime)
        ).ValidateTokenAsync(token, new());

    private static byte[] Sign(byte[] data) => HMACSHA256.HashData(Key.Secret, data);

    private static JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject
        {
            ["iss"] = Rules.Issuer,
            ["aud"] = Rules.Audience,
            ["sub"] = "u1",
            ["sid"] = "s1",
            ["stamp"] = "A",
            ["iat"] = Now.ToUnixTimeSeconds(),
            ["exp"] = Now.AddMinutes(10).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        return claims;
    }

    private static string Forge(string header, JsonObject claims, Func<byte[], byte[]> sign) =>
        ForgeRaw(header, claims.ToJsonString(), sign);

    private static string ForgeRaw(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signed =
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))
            + "."
            + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));
        return signed + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)));
    }
}
