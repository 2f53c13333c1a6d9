using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>The endpoints and pages of the room, over HTTP against the whole application.</summary>
public sealed class AccessApiTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Login_answers_the_union_that_all_clients_read()
    {
        var answer = await app.Anonymous()
            .PostAsJsonAsync("/api/auth/login", new { email = TestApp.Engineer, password = AccessDemo.Password });

        var body = await answer.Content.ReadAsStringAsync();
        var json = JsonDocument.Parse(body).RootElement;
        var (token, refresh) = (json.GetProperty("token").GetString()!, json.GetProperty("refreshToken").GetString()!);
        var golden = Regex.Replace(
            body.Replace(token, "TOKEN", StringComparison.Ordinal)
                .Replace(refresh, "REFRESH", StringComparison.Ordinal),
            "\"id\":\"75736572[0-9a-f]{16}\"|EMP-\\d{5}|\\+91[ 0-9]+",
            m =>
                m.Value[0] switch
                {
                    '"' => "\"id\":\"ID\"",
                    'E' => "EMP",
                    _ => "PHONE",
                }
        );
        Assert.Equal(
            """{"token":"TOKEN","accessToken":"TOKEN","access_token":"TOKEN","refreshToken":"REFRESH","refresh_token":"REFRESH","expiresIn":28800,"user":{"id":"ID","name":"Imran Shaikh","role":"Engineer","department":null},"authUser":{"id":"ID","employeeCode":"EMP","name":"Imran Shaikh","email":"engineer@example.com","phone":"PHONE","role":"Engineer","region":"mumbai","isActive":true}}""",
            golden
        );
    }

    [Theory]
    [InlineData("""{"email":"nobody@example.com","password":"x"}""", 401, "Invalid email or password.")]
    [InlineData("""{"email":"engineer@example.com","password":"x"}""", 401, "Invalid email or password.")]
    [InlineData("""{"email":"engineer@example.com"}""", 400, "password is required.")]
    [InlineData("""{"email":"engineer@example.com","password":null}""", 400, "password is required.")]
    [InlineData("""{"email":7,"password":"x"}""", 400, "email has the wrong type or format.")]
    [InlineData("email=a", 400, "The body is not valid JSON.")]
    public async Task A_login_that_fails_says_so_in_its_shape(string json, int status, string error)
    {
        var answer = await app.Anonymous()
            .PostAsync("/api/auth/login", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal($"{{\"error\":\"{error}\"}}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Refresh_takes_the_token_from_the_body_the_header_or_the_cookie()
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(app.Address),
        };
        var login = await ReadAsync(
            await client.PostAsJsonAsync(
                "/api/auth/login",
                new { email = TestApp.Engineer, password = AccessDemo.Password }
            )
        );

        var byCookie = await ReadAsync(await client.PostAsync("/api/auth/refresh", null));
        var byBody = await ReadAsync(
            await app.Anonymous()
                .PostAsJsonAsync(
                    "/api/auth/refresh",
                    new { refresh_token = byCookie.GetProperty("refresh_token").GetString() }
                )
        );
        var header = new HttpRequestMessage(HttpMethod.Post, "/api/auth/refresh");
        header.Headers.Authorization = new("Bearer", byBody.GetProperty("refreshToken").GetString());
        var byHeader = await ReadAsync(await app.Anonymous().SendAsync(header));

        Assert.Equal(
            4,
            new[] { login, byCookie, byBody, byHeader }
                .Select(j => j.GetProperty("refreshToken").GetString())
                .Distinct()
                .Count()
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await app.Anonymous().PostAsync("/api/auth/refresh", null)).StatusCode
        );
    }

    [Fact]
    public async Task The_field_sales_client_signs_in_once_and_reads_by_its_cookie_alone()
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Address) };
        var login = await client.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { email = TestApp.Admin, password = AccessDemo.Password }
        );
        login.EnsureSuccessStatusCode();
        var answer = await login.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.GetProperty("accessToken").GetString()!.Length > 20);
        Assert.Equal(TestApp.Admin, answer.GetProperty("authUser").GetProperty("email").GetString());

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/dashboard/metrics")).StatusCode);
        var refused = await client.GetAsync("/api/reports/products?page=0");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var details = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("details");
        Assert.Equal("page", details.EnumerateObject().Single().Name);
        var wrong = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = TestApp.Admin, password = "no" });
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(
            "AUTH_REQUIRED",
            (await wrong.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()
        );
    }

    [Fact]
    public async Task Logout_ends_the_access_token_that_asks_for_it()
    {
        var client = await app.AsAsync(TestApp.Engineer);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/users")).StatusCode);

        Assert.Equal(
            """{"success":true}""",
            await (await client.PostAsync("/api/auth/logout", null)).Content.ReadAsStringAsync()
        );

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/users")).StatusCode);
    }

    [Fact]
    public async Task Users_are_bare_scoped_and_without_any_secret()
    {
        var text = await (await app.AsAsync(TestApp.Engineer)).GetStringAsync("/api/users");

        var users = JsonDocument.Parse(text).RootElement.EnumerateArray().ToList();
        Assert.DoesNotContain("password", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hash", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(users, u => u.GetProperty("region").GetString() == "pune");
        Assert.All(users, u => Assert.Equal(u.GetProperty("_id").GetString(), u.GetProperty("id").GetString()));
        Assert.Equal(
            ["_id", "id", "name", "email", "role", "region", "contact"],
            users[0].EnumerateObject().Select(p => p.Name).Take(7)
        );
    }

    [Theory]
    [InlineData("/team")]
    [InlineData("/profile")]
    [InlineData("/profile/password")]
    public async Task A_page_of_ours_needs_a_sign_in(string path)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Address),
        };

        Assert.Contains(
            "/sign-in?returnUrl=",
            (await client.GetAsync(path)).Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/team", "/team")]
    [InlineData("//elsewhere.example/x", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData(null, "/")]
    public async Task Signing_in_on_the_page_leads_to_an_address_of_ours(string? returnUrl, string expected)
    {
        var client = Browser();
        var answer = await SignInAsync(client, returnUrl, AccessDemo.Password);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(expected, new Uri(new Uri(app.Address), answer.Headers.Location!).AbsolutePath);
        Assert.StartsWith(
            app.Address,
            new Uri(new Uri(app.Address), answer.Headers.Location!).ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("Neha Kulkarni", await client.GetStringAsync("/team"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_on_the_page_is_told_in_the_same_words()
    {
        var answer = await SignInAsync(Browser(), "/team", "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(SignIn.WrongWords, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_needs_the_form_s_token_and_takes_the_cookie()
    {
        var client = Browser();
        await SignInAsync(client, "/team", AccessDemo.Password);
        await client.PostAsync("/sign-out", null);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/team")).StatusCode);

        var left = await client.PostAsync(
            "/sign-out",
            HtmlForm.Fields(await client.GetStringAsync("/profile/password"))
        );

        Assert.Equal("\"cache\"", left.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync("/team")).StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_that_the_browser_had()
    {
        var client = Browser();
        var first = SessionOf(await SignInAsync(client, "/team", AccessDemo.Password));
        var form = HtmlForm.Fields(
            await client.GetStringAsync("/profile/password"),
            ("_handler", "sign-in"),
            ("Input.Email", TestApp.Manager),
            ("Input.Password", AccessDemo.Password)
        );

        var second = SessionOf(await client.PostAsync("/sign-in", form));

        Assert.NotEqual(first, second);
        using var copy = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
        copy.DefaultRequestHeaders.Add("Cookie", first);
        Assert.Equal(HttpStatusCode.Unauthorized, (await copy.GetAsync($"{app.Address}/api/v2/auth/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/team")).StatusCode);
    }

    private static string SessionOf(HttpResponseMessage answer) =>
        answer
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("ra-session=", StringComparison.Ordinal))
            .Split(';')[0];

    [Fact]
    public async Task A_new_password_keeps_this_browser_signed_in()
    {
        var client = Browser();
        await SignInAsync(client, "/", AccessDemo.Password);
        var form = HtmlForm.Fields(
            await client.GetStringAsync("/profile/password"),
            ("_handler", "password"),
            ("Input.Current", AccessDemo.Password),
            ("Input.Next", "four unrelated words"),
            ("Input.Again", "four unrelated words")
        );

        Assert.Contains(
            "Password changed.",
            await (await client.PostAsync("/profile/password", form)).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/team")).StatusCode);
    }

    private HttpClient Browser() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(app.Address),
        };

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string? returnUrl, string password)
    {
        var path = returnUrl is null ? "/sign-in" : "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl);
        return await client.PostAsync(
            path,
            HtmlForm.Fields(
                await client.GetStringAsync(path),
                ("_handler", "sign-in"),
                ("Input.Email", TestApp.Manager),
                ("Input.Password", password)
            )
        );
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
