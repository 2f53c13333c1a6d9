using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>What every answer tells the browser, and what no answer tells anybody.</summary>
public sealed class SecurityHeadersTests : IAsyncLifetime
{
    private const string Site = "reports.example.com";

    private readonly LogLines log = new();
    private TestApp app = null!;

    /// <summary>In Production behind a proxy that ends TLS; the tests send what the proxy would.</summary>
    public async ValueTask InitializeAsync() =>
        app = await new TestApp()
            .WithoutContractCheck()
            .With("environment", "Production")
            .With("AllowedHosts", Site)
            .With("Site:Address", $"https://{Site}")
            .With("Proxy:KnownProxies:0", "127.0.0.1")
            .With(services => services.AddSingleton<ILoggerProvider>(log))
            .StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("/sign-in", "text/html; charset=utf-8")]
    [InlineData("/setup", "text/html; charset=utf-8")]
    [InlineData("/no-such-page", "")]
    [InlineData("/team", "")]
    [InlineData("/app.css", "text/css; charset=utf-8")]
    [InlineData("/js/app.js", "text/javascript")]
    [InlineData("/fonts/inter-latin-wght-normal.woff2", "font/woff2")]
    [InlineData("/api/health", "application/json; charset=utf-8")]
    [InlineData("/api/v2/auth/me", "application/json; charset=utf-8")]
    [InlineData("/api/no-such-address", "application/json; charset=utf-8")]
    public async Task Every_answer_says_what_it_is_and_what_may_be_done_with_it(string path, string contentType)
    {
        using var client = Client();

        var answer = await client.GetAsync(path);

        Assert.Equal(contentType, $"{answer.Content.Headers.ContentType}");
        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Equal("same-origin", One(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("max-age=31536000; includeSubDomains", One(answer, "Strict-Transport-Security"));
        var policy = One(answer, "Content-Security-Policy").Split("; ");
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains(
            path.StartsWith("/api", StringComparison.Ordinal) ? "default-src 'none'" : "object-src 'none'",
            policy
        );
        Assert.DoesNotContain(policy, d =>
            d.StartsWith("script-src", StringComparison.Ordinal) && d.Contains("unsafe", StringComparison.Ordinal)
        );
        Assert.Empty(answer.Headers.Server);
        Assert.False(answer.Headers.Contains("X-Powered-By"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/js/")]
    [InlineData("/css")]
    [InlineData("/.git/config")]
    [InlineData("/appsettings.json")]
    [InlineData("/../appsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    public async Task Neither_folders_nor_files_of_the_server_are_shown(string path)
    {
        using var client = Client();

        var answer = await client.GetAsync(path);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain(
            "app.js\"",
            text.Replace("src=\"js/app.js\"", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("AllowedHosts", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api/health")]
    public async Task A_trace_is_not_answered_with_what_was_sent(string path)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Trace, path);
        request.Headers.Add("X-Secret", "do not repeat");

        var answer = await client.SendAsync(request);

        Assert.True((int)answer.StatusCode >= 400, $"{answer.StatusCode}");
        Assert.DoesNotContain("do not repeat", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_cookie_is_kept_from_scripts_other_sites_and_clear_connections()
    {
        using var client = Client();
        var page = await client.GetAsync("/sign-in");
        client.DefaultRequestHeaders.Add("Cookie", Cookies(page).Select(c => c.Split(';')[0]));
        var signedIn = await client.PostAsync(
            "/sign-in",
            HtmlForm.Fields(
                await page.Content.ReadAsStringAsync(),
                ("_handler", "sign-in"),
                ("Input.Email", TestApp.Manager),
                ("Input.Password", AccessDemo.Password)
            )
        );
        var byProgram = await client.PostAsJsonAsync(
            "/api/auth/login",
            new { email = TestApp.Manager, password = AccessDemo.Password }
        );
        var passkey = await client.GetAsync("/sign-in/passkey");

        var cookies = new[] { page, signedIn, byProgram, passkey }.SelectMany(Cookies).ToList();

        Assert.Equal(
            ["ra-antiforgery", "ra-passkey", "ra-refresh", "ra-session"],
            cookies.Select(c => c.Split('=')[0]).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.All(cookies, c =>
        {
            var parts = c.Split("; ").Select(p => p.ToLowerInvariant()).ToList();
            Assert.Contains("secure", parts);
            Assert.Contains("httponly", parts);
            Assert.Contains(parts, p => p is "samesite=lax" or "samesite=strict");
            Assert.DoesNotContain(parts, p => p.StartsWith("domain=", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Neither_passwords_nor_tokens_are_logged()
    {
        using var client = Client();
        var (right, wrong) = (AccessDemo.Password, "a wrong but telling password");

        await client.PostAsJsonAsync("/api/auth/login", new { email = TestApp.Manager, password = wrong });
        var login = await client.PostAsJsonAsync("/api/auth/login", new { email = TestApp.Manager, password = right });
        var tokens = await login.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        var (access, refresh) = (
            tokens.GetProperty("token").GetString()!,
            tokens.GetProperty("refreshToken").GetString()!
        );
        await client.PostAsJsonAsync("/api/auth/refresh", new { refreshToken = refresh });
        client.DefaultRequestHeaders.Authorization = new("Bearer", access);
        await client.GetAsync("/api/v2/auth/me");

        Assert.NotEmpty(log.Lines);
        Assert.All(new[] { right, wrong, access, refresh }, secret =>
            Assert.DoesNotContain(log.Lines, l => l.Contains(secret, StringComparison.Ordinal))
        );
    }

    private HttpClient Client()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(app.Address),
        };
        client.DefaultRequestHeaders.Host = Site;
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return client;
    }

    private static string One(HttpResponseMessage answer, string header) =>
        Assert.Single(answer.Headers.TryGetValues(header, out var values) ? values : []);

    private static IEnumerable<string> Cookies(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Where(c => !c.Contains("=;", StringComparison.Ordinal))
            : [];
}
