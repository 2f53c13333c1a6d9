using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ReportsAdmin.Features;
using ReportsAdmin.Platform.Http;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

public sealed class ApiFormatTests
{
    public static TheoryData<string> Families => ["envelope", "tracker", "generation", "jobs", "roadmap"];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Every_refusal_has_the_shape_of_its_family(string family)
    {
        await using var host = await ProbeHost.StartAsync();
        var client = host.As(ProbeHost.Anybody);

        await ExpectAsync(
            family,
            await host.Anonymous().GetAsync($"/api/probe/{family}/ok"),
            401,
            "AUTH_REQUIRED",
            ErrorCodes.SentenceOf(401)
        );
        await ExpectAsync(
            family,
            await client.GetAsync($"/api/probe/{family}/chief"),
            403,
            "INSUFFICIENT_PERMISSIONS",
            ErrorCodes.SentenceOf(403)
        );
        await ExpectAsync(
            family,
            await client.GetAsync($"/api/probe/{family}/nothing"),
            404,
            "RESOURCE_NOT_FOUND",
            ErrorCodes.SentenceOf(404)
        );
        await ExpectAsync(
            family,
            await client.GetAsync($"/api/probe/{family}/large"),
            413,
            "PAYLOAD_TOO_LARGE",
            ErrorCodes.SentenceOf(413)
        );
        await ExpectAsync(
            family,
            await client.PostAsync($"/api/probe/{family}/body", new StringContent("<a/>", Encoding.UTF8, "text/xml")),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            ErrorCodes.SentenceOf(415)
        );
        await ExpectAsync(
            family,
            await client.GetAsync($"/api/probe/{family}/refused"),
            400,
            "INVALID_PARAMETERS",
            "month is not a month.",
            "\"month\":\"month is not a month.\""
        );
    }

    [Theory]
    [InlineData("/api/dashboard/none", "envelope")]
    [InlineData("/api/customers/1/none", "tracker")]
    [InlineData("/api/forms/none/none", "generation")]
    [InlineData("/api/v2/none", "jobs")]
    [InlineData("/api/reports/jobs/none/none", "roadmap")]
    public async Task An_address_that_does_not_exist_answers_in_the_family_it_would_belong_to(
        string path,
        string family
    )
    {
        await using var host = await ProbeHost.StartAsync();

        await ExpectAsync(
            family,
            await host.As(ProbeHost.Anybody).GetAsync(path),
            404,
            "RESOURCE_NOT_FOUND",
            ErrorCodes.SentenceOf(404)
        );
        await ExpectAsync(
            family,
            await host.Anonymous().GetAsync(path),
            401,
            "AUTH_REQUIRED",
            ErrorCodes.SentenceOf(401)
        );
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_have_is_405_and_says_which_it_has()
    {
        await using var host = await ProbeHost.StartAsync();

        var answer = await host.As(ProbeHost.Anybody).DeleteAsync("/api/auth/login");

        Assert.Equal(["POST"], answer.Content.Headers.Allow);
        await ExpectAsync("tracker", answer, 405, "METHOD_NOT_ALLOWED", ErrorCodes.SentenceOf(405));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_bug_is_logged_whole_and_told_in_general_words(string family)
    {
        await using var host = await ProbeHost.StartAsync();

        var answer = await host.As(ProbeHost.Anybody).GetAsync($"/api/probe/{family}/boom/one-time-token");

        var body = await answer.Content.ReadAsStringAsync();
        var trace = Assert.Single(answer.Headers.GetValues("X-Trace-Id"));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        Assert.Contains(trace, body, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log, line => line.Contains("one-time-token", StringComparison.Ordinal));
        Assert.Contains(host.Log, line =>
            line.Contains("Password=secret", StringComparison.Ordinal) && line.Contains(trace, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("tracker", "{\"customerName\":\"A\"", "body")]
    [InlineData("tracker", "not json", "body")]
    [InlineData("tracker", "null", "body")]
    [InlineData("tracker", "", "body")]
    [InlineData("envelope", "{\"customerName\":\"A\"}", "invoiceCount")]
    [InlineData("jobs", "{\"invoiceCount\":1}", "customerName")]
    [InlineData("jobs", "{\"customerName\":null,\"invoiceCount\":1}", "customerName")]
    [InlineData("envelope", "{\"customerName\":\"A\",\"invoiceCount\":\"many\"}", "invoiceCount")]
    [InlineData("generation", "{\"customer_name\":\"A\",\"invoice_count\":[]}", "invoice_count")]
    [InlineData("generation", "{\"customerName\":\"A\"}", "invoice_count")]
    [InlineData("jobs", "{\"customerName\":\"A\",\"invoiceCount\":1,\"names\":[\"x\",null]}", "names[1]")]
    [InlineData("jobs", "{\"customerName\":\"A\",\"customerName\":\"B\",\"invoiceCount\":1}", "body")]
    [InlineData("jobs", "[]", "body")]
    public async Task A_body_that_does_not_fit_is_400_and_names_the_field(string family, string json, string field)
    {
        await using var host = await ProbeHost.StartAsync();

        var answer = await host.As(ProbeHost.Anybody)
            .PostAsync($"/api/probe/{family}/body", new StringContent(json, Encoding.UTF8, "application/json"));

        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, body, StringComparison.Ordinal);
        Assert.DoesNotContain("ProbeBody", body, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs", "pageNumber")]
    [InlineData("generation", "page_number")]
    public async Task A_query_that_does_not_fit_is_400_and_names_the_field(string family, string field)
    {
        await using var host = await ProbeHost.StartAsync();

        var answer = await host.As(ProbeHost.Anybody).GetAsync($"/api/probe/{family}/number?pageNumber=many");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_may_be_null_may_be_absent()
    {
        await using var host = await ProbeHost.StartAsync();
        foreach (
            var json in (string[])
                [
                    """{"customerName":"A","invoiceCount":1}""",
                    """{"customerName":"A","invoiceCount":1,"names":null,"note":null}""",
                ]
        )
        {
            var answer = await host.As(ProbeHost.Anybody)
                .PostAsync("/api/probe/jobs/body", new StringContent(json, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("", "[]7")]
    [InlineData("?pageNumber=&status=", "[]7")]
    [InlineData("?pageNumber=%20&status=&status[]=", "[]7")]
    [InlineData("?pageNumber=2&status=a&status=&status=b", "[a,b]2")]
    [InlineData("?status[]=a&status[]=b", "[a,b]7")]
    [InlineData("?STATUS=a&status[]=b", "[a,b]7")]
    public async Task A_query_value_that_is_empty_is_absent_and_brackets_make_a_list(string query, string expected)
    {
        await using var host = await ProbeHost.StartAsync();

        Assert.Equal(
            $"\"{expected}\"",
            await host.As(ProbeHost.Anybody).GetStringAsync("/api/probe/jobs/list" + query)
        );
    }

    [Fact]
    public async Task Each_family_spells_its_fields_its_own_way_and_instants_alike()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = host.As(ProbeHost.Anybody);

        foreach (var family in Families.Select(f => f.Data))
        {
            var expected =
                family == "generation"
                    ? """{"customer_name":"Probe","created_at":"2026-05-15T06:00:00Z"}"""
                    : """{"customerName":"Probe","createdAt":"2026-05-15T06:00:00Z"}""";
            Assert.Equal(expected, await client.GetStringAsync($"/api/probe/{family}/ok"));
        }
    }

    [Fact]
    public async Task A_page_that_fails_is_html_without_the_reason()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = await host.WithCookieAsync(ProbeHost.Anybody);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        var answer = await client.GetAsync("/probe-page-boom");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/reports/export", typeof(EnvelopeFormat))]
    [InlineData("POST", "/api/reports/export", typeof(RoadmapFormat))]
    [InlineData("GET", "/api/reports/distributors", typeof(EnvelopeFormat))]
    [InlineData("GET", "/api/reports/12", typeof(RoadmapFormat))]
    [InlineData("DELETE", "/api/reports/12", typeof(GenerationFormat))]
    [InlineData("GET", "/api/reports/12/status", typeof(GenerationFormat))]
    [InlineData("POST", "/api/reports/preview", typeof(RoadmapFormat))]
    [InlineData("POST", "/api/reports/generate", typeof(GenerationFormat))]
    [InlineData("GET", "/api/reports/jobs/4", typeof(RoadmapFormat))]
    [InlineData("GET", "/api/dashboard", typeof(TrackerFormat))]
    [InlineData("GET", "/api/dashboard/metrics", typeof(EnvelopeFormat))]
    [InlineData("GET", "/api/health/", typeof(GenerationFormat))]
    [InlineData("POST", "/api/upload", typeof(TrackerFormat))]
    [InlineData("GET", "/API/V2/Reports/Jobs", typeof(JobsFormat))]
    public void A_path_belongs_to_its_family(string method, string path, Type apiFormat) =>
        Assert.IsType(
            apiFormat,
            new ApiRoutes(AllFeatures.List.SelectMany(f => f.ApiRoutes)).FormatOf(new PathString(path), method)
        );

    private static async Task ExpectAsync(
        string family,
        HttpResponseMessage answer,
        int status,
        string code,
        string message,
        string details = ""
    )
    {
        var body = await answer.Content.ReadAsStringAsync();
        var timeless = Regex.Replace(body, "\"timestamp\":\"[^\"]+\"", "\"timestamp\":\"T\"");
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        var coded = $"\"code\":\"{code}\",\"message\":\"{message}\"";
        var detailed = $"{coded},\"details\":{{{details}}}";
        Assert.Equal(
            family switch
            {
                "envelope" => $"{{\"success\":false,\"error\":{{{detailed}}},\"timestamp\":\"T\",{detailed}}}",
                "tracker" => $"{{\"error\":\"{message}\"}}",
                "generation" => $"{{\"success\":false,\"error\":\"{message}\"}}",
                "jobs" => $"{{\"success\":false,\"error\":{{{detailed}}},{coded}}}",
                _ => $"{{\"error\":{{{coded}}}}}",
            },
            timeless
        );
    }
}
