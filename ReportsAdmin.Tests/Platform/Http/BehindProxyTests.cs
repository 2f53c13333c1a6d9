using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>In Production behind a proxy that ends TLS: this test sends what the proxy would, from loopback.</summary>
public sealed class BehindProxyTests
{
    private const string Site = "reports.example.com";
    private const string Proxy = "127.0.0.1";

    [Fact]
    public async Task A_known_proxy_makes_cookies_secure_and_browsers_keep_to_https()
    {
        await using var app = await Production().With("Proxy:KnownProxies:0", Proxy).StartAsync();
        using var client = Client(app, "https");

        var answer = await SignInAsync(client, "/team");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/team", answer.Headers.Location!.OriginalString);
        Assert.All(Cookies(answer), c => Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Cookies(answer), c => c.StartsWith("ra-session=", StringComparison.Ordinal));
        Assert.Equal(
            "max-age=31536000; includeSubDomains",
            answer.Headers.GetValues("Strict-Transport-Security").Single()
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.1.2.3")]
    public async Task Nobody_else_may_say_that_a_request_came_by_https(string? proxy)
    {
        var production = Production();
        await using var app = await (
            proxy is null ? production : production.With("Proxy:KnownProxies:0", proxy)
        ).StartAsync();
        using var client = Client(app, "https");

        var answer = await SignInAsync(client, "/team");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.All(Cookies(answer), c => Assert.DoesNotContain("; secure", c, StringComparison.OrdinalIgnoreCase));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal("/team", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_page_that_needs_a_sign_in_redirects_to_a_path()
    {
        await using var app = await Production().StartAsync();
        using var client = Client(app, "https");

        var answer = await client.GetAsync("/team?q=a");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/sign-in?returnUrl=%2Fteam%3Fq%3Da", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_request_for_another_host_is_refused()
    {
        await using var app = await Production().StartAsync();
        using var client = Client(app, "https");
        client.DefaultRequestHeaders.Host = "evil.example";

        var answer = await client.GetAsync("/team");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task An_address_that_the_caller_writes_does_not_escape_the_rate_limit()
    {
        await using var app = await Production().With("RateLimits:Login", "2").StartAsync();
        using var client = Client(app, "https");

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests],
            await GuessAsync(client, "1.1.1.1", "2.2.2.2", "3.3.3.3")
        );
    }

    [Fact]
    public async Task Behind_a_known_network_each_caller_has_a_limit_whatever_they_put_in_front()
    {
        await using var app = await Production()
            .With("RateLimits:Login", "2")
            .With("Proxy:KnownNetworks", "127.0.0.0/8, 10.0.0.0/8")
            .StartAsync();
        using var client = Client(app, "https");

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests],
            // The first was reached through two known proxies.
            await GuessAsync(client, "9.9.9.9, 10.0.0.7", "1.1.1.1, 9.9.9.9", "2.2.2.2, 9.9.9.9")
        );
        Assert.Equal([HttpStatusCode.Unauthorized], await GuessAsync(client, "8.8.8.8"));
    }

    [Fact]
    public async Task Plain_http_is_sent_to_the_configured_site_when_that_is_asked_for()
    {
        await using var app = await Production()
            .With("Https:Redirect", "true")
            .With("Proxy:KnownProxies:0", Proxy)
            .StartAsync();
        using var plain = Client(app, "http");
        using var secure = Client(app, "https");

        var sent = await plain.GetAsync("/sign-in?returnUrl=%2Fteam");

        Assert.Equal(HttpStatusCode.PermanentRedirect, sent.StatusCode);
        Assert.Equal($"https://{Site}/sign-in?returnUrl=%2Fteam", sent.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await secure.GetAsync("/sign-in")).StatusCode);
        Assert.NotEqual(HttpStatusCode.PermanentRedirect, (await plain.GetAsync("/api/health")).StatusCode);
        // A program is not sent on: it would send its token in clear each time, and nobody would notice.
        var program = await plain.GetAsync("/api/v2/auth/me");
        Assert.Equal(HttpStatusCode.Forbidden, program.StatusCode);
        Assert.Null(program.Headers.Location);
    }

    [Theory]
    [InlineData("Proxy:KnownProxies:0", "proxy.example", "Proxy:KnownProxies has 'proxy.example'")]
    [InlineData("Proxy:KnownNetworks:0", "10.0.0.0/99", "Proxy:KnownNetworks has '10.0.0.0/99'")]
    [InlineData("Site:Address", "http://reports.example.com", "Https:Redirect needs an https Site:Address")]
    public void A_setting_that_cannot_be_used_is_named(string key, string value, string fault)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Https:Redirect", "true"), new(key, value)])
            .Build();

        Assert.Contains(SettingsSection.Check(AllFeatures.Settings, configuration), f =>
            f.StartsWith(fault, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/")]
    public async Task The_documentation_is_for_signed_in_people_in_production(string path)
    {
        await using var app = await Production().With("Proxy:KnownProxies:0", Proxy).StartAsync();
        using var client = Client(app, "https");

        var stranger = await client.GetAsync(path);
        await SignInAsync(client, "/");

        Assert.Equal(HttpStatusCode.Found, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_documentation_can_be_opened_by_a_setting()
    {
        await using var app = await Production().With("Docs:Open", "true").StartAsync();
        using var client = Client(app, "https");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/openapi/v1.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs/")).StatusCode);
    }

    private static TestApp Production() =>
        new TestApp()
            .WithoutContractCheck()
            .With("environment", "Production")
            .With("AllowedHosts", Site)
            .With("Site:Address", $"https://{Site}");

    /// <summary>Does what a proxy does with a browser's request.</summary>
    private static HttpClient Client(TestApp app, string scheme)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(app.Address),
        };
        client.DefaultRequestHeaders.Host = Site;
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        return client;
    }

    /// <summary>Sends the form of the sign-in page and keeps its cookies, secure ones too, as a browser behind TLS does.</summary>
    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string returnUrl)
    {
        var path = "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl);
        var page = await client.GetAsync(path);
        Keep(client, page);
        var token = Regex.Match(
            await page.Content.ReadAsStringAsync(),
            "name=\"__RequestVerificationToken\" value=\"([^\"]+)\""
        );
        var answer = await client.PostAsync(
            path,
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["_handler"] = "sign-in",
                    ["Input.Email"] = TestApp.Manager,
                    ["Input.Password"] = AccessDemo.Password,
                    ["__RequestVerificationToken"] = token.Groups[1].Value,
                }
            )
        );
        Keep(client, answer);
        return answer;
    }

    private static void Keep(HttpClient client, HttpResponseMessage answer) =>
        client.DefaultRequestHeaders.Add("Cookie", Cookies(answer).Select(c => c.Split(';')[0]));

    private static List<string> Cookies(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];

    /// <summary>Signs in with a wrong password of another account each time, so that only the address has a limit.</summary>
    private static async Task<List<HttpStatusCode>> GuessAsync(HttpClient client, params string[] forwardedFor)
    {
        var answers = new List<HttpStatusCode>();
        foreach (var address in forwardedFor)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
            {
                Content = JsonContent.Create(new { email = $"{Guid.NewGuid():N}@example.com", password = "wrong" }),
            };
            request.Headers.Add("X-Forwarded-For", address);
            answers.Add((await client.SendAsync(request)).StatusCode);
        }

        return answers;
    }
}
