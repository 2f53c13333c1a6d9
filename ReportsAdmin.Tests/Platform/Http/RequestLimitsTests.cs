using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>Rate limits, CORS, headers, freshness and the session cookie.</summary>
public sealed class RequestLimitsTests
{
    [Fact]
    public async Task Every_answer_says_how_many_requests_are_left()
    {
        await using var host = await ProbeHost.StartAsync(("RateLimits:Tracker", "5"));

        var answer = await host.As(ProbeHost.Anybody).GetAsync("/api/probe/tracker/ok");

        Assert.Equal("5", answer.Headers.GetValues("RateLimit-Limit").Single());
        Assert.Equal("4", answer.Headers.GetValues("RateLimit-Remaining").Single());
        Assert.Equal("60", answer.Headers.GetValues("RateLimit-Reset").Single());
    }

    [Fact]
    public async Task One_too_many_is_429_in_the_family_with_the_time_until_the_next_is_permitted()
    {
        await using var host = await ProbeHost.StartAsync(("RateLimits:V2", "2"));
        var client = host.As(ProbeHost.Anybody);
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v2/none")).StatusCode);
        host.Clock.Advance(TimeSpan.FromSeconds(40));

        var refused = await client.GetAsync("/api/v2/none");

        // Both requests are 40 s old: half a minute after the window's end one of them is forgotten.
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(50), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("0", refused.Headers.GetValues("RateLimit-Remaining").Single());
        Assert.Equal(
            """{"success":false,"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Too many requests. Try again in 50 s.","details":{}},"code":"RATE_LIMIT_EXCEEDED","message":"Too many requests. Try again in 50 s."}""",
            await refused.Content.ReadAsStringAsync()
        );
        host.Clock.Advance(TimeSpan.FromSeconds(49));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync("/api/v2/none")).StatusCode);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v2/none")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync("/api/v2/none")).StatusCode);
    }

    [Fact]
    public async Task Two_bursts_around_the_end_of_a_window_do_not_both_fit()
    {
        await using var host = await ProbeHost.StartAsync(("RateLimits:V2", "10"));
        var client = host.As(ProbeHost.Anybody);
        host.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(10, await PermittedAsync(client, 20));

        host.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, await PermittedAsync(client, 20));
        // What was refused does not count against the caller: the first burst is forgotten by and by.
        host.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(5, await PermittedAsync(client, 20));
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(10, await PermittedAsync(client, 20));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(60)]
    public async Task Who_waits_as_long_as_told_is_let_in_and_no_minute_takes_twice_the_limit(int limit)
    {
        await using var host = await ProbeHost.StartAsync(("RateLimits:V2", $"{limit}"));
        var random = new Random(limit);
        var permitted = new List<DateTimeOffset>();
        for (var i = 0; i < 300; i++)
        {
            // Tokens live shorter than this test.
            var client = host.As(ProbeHost.Anybody);
            host.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 60_000 / limit)));
            var answer = await client.GetAsync("/api/v2/none");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                host.Clock.Advance(answer.Headers.RetryAfter!.Delta!.Value);
                answer = await host.As(ProbeHost.Anybody).GetAsync("/api/v2/none");
            }

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            var now = host.Clock.GetUtcNow();
            permitted.Add(now);
            Assert.InRange(
                permitted.Count(p => p > now - TimeSpan.FromMinutes(1)),
                1,
                (2 * limit) - (limit > 1 ? 1 : 0)
            );
        }
    }

    [Fact]
    public async Task One_user_does_not_use_up_the_requests_of_another()
    {
        await using var host = await ProbeHost.StartAsync(("RateLimits:Tracker", "1"));

        Assert.Equal(
            HttpStatusCode.OK,
            (await host.As(ProbeHost.Anybody).GetAsync("/api/probe/tracker/ok")).StatusCode
        );
        Assert.Equal(HttpStatusCode.OK, (await host.As(ProbeHost.Chief).GetAsync("/api/probe/tracker/ok")).StatusCode);
    }

    [Fact]
    public async Task An_allowed_origin_may_call_with_credentials_and_read_our_headers()
    {
        await using var host = await ProbeHost.StartAsync();

        var preflight = await host.Anonymous().SendAsync(Cross(HttpMethod.Options, "http://localhost:9002"));
        var refused = await host.Anonymous().SendAsync(Cross(HttpMethod.Get, "http://localhost:9002"));

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal("http://localhost:9002", preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("true", preflight.Headers.GetValues("Access-Control-Allow-Credentials").Single());
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("http://localhost:9002", refused.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains(
            "Retry-After",
            refused.Headers.GetValues("Access-Control-Expose-Headers").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Another_origin_is_not_allowed()
    {
        await using var host = await ProbeHost.StartAsync();

        var preflight = await host.Anonymous().SendAsync(Cross(HttpMethod.Options, "https://elsewhere.example"));

        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_list_that_has_not_changed_is_304_for_the_same_viewer_only()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = host.As(ProbeHost.Anybody);
        var first = await client.GetAsync("/api/probe/tracker/fresh?version=7");
        var tag = first.Headers.ETag!;

        Assert.Equal(
            "private, no-cache",
            string.Join(", ", first.Headers.GetValues("Cache-Control"))
                .Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal)
        );
        Assert.Equal(
            HttpStatusCode.NotModified,
            (await AskAgainAsync(client, "/api/probe/tracker/fresh?version=7", tag.Tag)).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await AskAgainAsync(client, "/api/probe/tracker/fresh?version=8", tag.Tag)).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await AskAgainAsync(host.As(ProbeHost.Chief), "/api/probe/tracker/fresh?version=7", tag.Tag)).StatusCode
        );
    }

    [Fact]
    public async Task A_session_cookie_reads_but_changes_only_with_the_pages_token()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = await host.WithCookieAsync(ProbeHost.Anybody);
        var body = new { customerName = "A", invoiceCount = 1 };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/probe/tracker/ok")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await client.PostAsJsonAsync("/api/probe/tracker/body", body)).StatusCode
        );

        var token = await client.GetAsync("/probe-token");
        client.DefaultRequestHeaders.Add("Cookie", token.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        client.DefaultRequestHeaders.Add("RequestVerificationToken", await token.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync("/api/probe/tracker/body", body)).StatusCode);
    }

    [Fact]
    public async Task A_stamp_that_no_longer_counts_ends_the_token_and_the_cookie_at_once()
    {
        await using var host = await ProbeHost.StartAsync();
        var byToken = host.As(ProbeHost.Anybody);
        var byCookie = await host.WithCookieAsync(ProbeHost.Anybody);
        host.Stamps.Clear();

        var refused = await byToken.GetAsync("/api/probe/tracker/ok");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Bearer error=\"invalid_token\"", refused.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await byCookie.GetAsync("/api/probe/tracker/ok")).StatusCode);
    }

    [Fact]
    public async Task A_person_is_sent_to_sign_in_and_a_program_is_not()
    {
        await using var host = await ProbeHost.StartAsync();

        var page = await host.Anonymous().GetAsync("/probe-token?x=1");
        var program = await host.Anonymous().GetAsync("/api/probe/jobs/ok");

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.EndsWith(
            "/sign-in?returnUrl=%2Fprobe-token%3Fx%3D1",
            page.Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
    }

    [Fact]
    public async Task Every_answer_tells_the_browser_to_be_careful()
    {
        await using var host = await ProbeHost.StartAsync();

        var answer = await host.Anonymous().GetAsync("/api/probe/tracker/ok");

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains(
            "frame-ancestors 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.True(answer.Headers.Contains("Referrer-Policy"));
    }

    [Fact]
    public async Task Nothing_between_keeps_an_answer_that_is_for_one_person()
    {
        await using var host = await ProbeHost.StartAsync();
        var api = await host.As(ProbeHost.Anybody).GetAsync("/api/probe/tracker/ok");
        var page = await (await host.WithCookieAsync(ProbeHost.Anybody)).GetAsync("/probe-token");
        var compared = await host.As(ProbeHost.Anybody).GetAsync("/api/probe/tracker/fresh?version=1");

        Assert.Equal("no-store", api.Headers.CacheControl!.ToString());
        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Equal("no-cache, private", compared.Headers.CacheControl!.ToString());
    }

    private static async Task<int> PermittedAsync(HttpClient client, int requests)
    {
        var permitted = 0;
        for (var i = 0; i < requests; i++)
            permitted += (await client.GetAsync("/api/v2/none")).StatusCode == HttpStatusCode.NotFound ? 1 : 0;
        return permitted;
    }

    private static HttpRequestMessage Cross(HttpMethod method, string origin)
    {
        var request = new HttpRequestMessage(method, "/api/probe/tracker/ok");
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
            request.Headers.Add("Access-Control-Request-Method", "GET");
        return request;
    }

    private static Task<HttpResponseMessage> AskAgainAsync(HttpClient client, string path, string tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("If-None-Match", tag);
        return client.SendAsync(request);
    }
}
