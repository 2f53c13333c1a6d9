using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>Generate, watch, edit and download (spec 002), and the list that two clients read (specs 000 and 002).</summary>
public sealed class GenerationContractTests : IAsyncLifetime
{
    private const string Spec = """
        {"title":"Monthly Sales Report","description":"Comprehensive sales analysis for Q1 2024","data":{"period":"Q1 2024","sales_data":[{"month":"Jan-24","amount":120000.5},{"month":"Feb-24","amount":134000}],"analytics":{"growth":11.67,"orders":42}},
         "config":{"template":"business_report","include_charts":true,"format":["pdf","docx","excel"]}}
        """;

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_report_is_generated_watched_edited_and_downloaded_in_the_words_of_the_document()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var (status, generated) = await SendAsync(client, HttpMethod.Post, "/api/reports/generate", Spec);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(
            ["success", "message", "report_id", "status", "download_urls", "reportId", "reportTitle", "reportType"],
            Names(generated)
        );
        Assert.Equal(
            ("Report generation started", "pending"),
            (generated.GetProperty("message").GetString(), generated.GetProperty("status").GetString())
        );
        var id = generated.GetProperty("report_id").GetInt32();
        Assert.Equal(
            $$"""{"pdf":"/api/reports/{{id}}/download/pdf","docx":"/api/reports/{{id}}/download/docx","excel":"/api/reports/{{id}}/download/excel"}""",
            generated.GetProperty("download_urls").GetRawText()
        );

        var preview = await CompletedAsync(client, id);
        Assert.Equal(
            [
                "id",
                "title",
                "description",
                "report_type",
                "status",
                "generation_progress",
                "current_step",
                "error_message",
                "generated_data",
                "report_config",
                "version",
                "created_at",
                "updated_at",
                "pdf_download_url",
                "docx_download_url",
                "excel_download_url",
                "file_sizes",
            ],
            Names(preview)
        );
        Assert.Equal(100, preview.GetProperty("generation_progress").GetInt32());
        Assert.Equal(
            """{"period":"Q1 2024","sales_data":[{"month":"Jan-24","amount":120000.5},{"month":"Feb-24","amount":134000}],"analytics":{"growth":11.67,"orders":42}}""",
            preview.GetProperty("generated_data").GetRawText()
        );
        Assert.Equal(["pdf", "docx", "excel"], Names(preview.GetProperty("file_sizes")));
        foreach (
            var (type, content, extension) in ((string, string, string)[])
                [
                    ("pdf", "application/pdf", "pdf"),
                    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
                    ("excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
                ]
        )
        {
            var file = await client.GetAsync($"/api/reports/{id}/download/{type}");
            Assert.Equal(
                (content, $"Monthly_Sales_Report.{extension}"),
                (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.FileNameStar)
            );
            Assert.Equal(
                preview.GetProperty("file_sizes").GetProperty(type).GetInt64(),
                (await file.Content.ReadAsByteArrayAsync()).Length
            );
        }

        var (edited, answer) = await SendAsync(
            client,
            HttpMethod.Put,
            $"/api/reports/{id}/edit",
            """{"generated_data":{"period":"Q1 2024, corrected"}}"""
        );
        Assert.Equal(
            (HttpStatusCode.OK, true, id, "pending"),
            (
                edited,
                answer.GetProperty("success").GetBoolean(),
                answer.GetProperty("report_id").GetInt32(),
                answer.GetProperty("status").GetString()
            )
        );
        Assert.Equal(
            "generated_data must be a JSON object.",
            (await SendAsync(client, HttpMethod.Put, $"/api/reports/{id}/edit", """{"generated_data":"text"}"""))
                .Answer.GetProperty("error")
                .GetString()
        );
        Assert.Equal(
            "Q1 2024, corrected",
            (await CompletedAsync(client, id)).GetProperty("generated_data").GetProperty("period").GetString()
        );
        Assert.Equal(2, (await CompletedAsync(client, id)).GetProperty("version").GetInt32());
        Assert.Equal(
            HttpStatusCode.OK,
            (await client.GetAsync($"/api/reports/{id}/download/pdf?version=1")).StatusCode
        );

        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync($"/api/reports/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/reports/{id}/preview")).StatusCode);
    }

    [Theory]
    [InlineData("""{"data":{},"config":{}}""", "Missing required field: title")]
    [InlineData("""{"title":"A","config":{}}""", "Missing required field: data")]
    [InlineData("""{"title":"A","data":{}}""", "Missing required field: config")]
    [InlineData("""{"title":"A","data":[1],"config":{}}""", "data must be a JSON object.")]
    [InlineData(
        """{"title":"A","data":{},"config":{"format":["pdf","exe"]}}""",
        "'exe' is not a format. Use pdf, docx or excel."
    )]
    [InlineData("""{"title":"A","data":{},"config":{"template":"none"}}""", "Template 'none' not found.")]
    [InlineData(
        """{"title":"A","data":{},"config":{"include_charts":"yes"}}""",
        "config.include_charts is true or false."
    )]
    public async Task What_cannot_be_made_is_refused_in_the_familys_shape(string body, string error)
    {
        var (status, answer) = await SendAsync(
            await app.AsAsync(TestApp.Manager),
            HttpMethod.Post,
            "/api/reports/generate",
            body
        );
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal($$"""{"success":false,"error":"{{error}}"}""", answer.GetRawText());
    }

    [Fact]
    public async Task Others_do_not_see_a_report_until_it_is_shared()
    {
        var manager = await app.AsAsync(TestApp.Manager);
        var id = (await SendAsync(manager, HttpMethod.Post, "/api/reports/generate", Spec))
            .Answer.GetProperty("report_id")
            .GetInt32();
        var engineer = await app.AsAsync(TestApp.Engineer);
        foreach (var path in (string[])["status", "preview", "download/pdf"])
        {
            var answer = await engineer.GetAsync($"/api/reports/{id}/{path}");
            Assert.Equal(
                (HttpStatusCode.Forbidden, """{"success":false,"error":"This report belongs to somebody else."}"""),
                (answer.StatusCode, await answer.Content.ReadAsStringAsync())
            );
        }

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await SendAsync(engineer, HttpMethod.Put, $"/api/reports/{id}/edit", """{"title":"Mine"}""")).Status
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await engineer.DeleteAsync($"/api/reports/{id}")).StatusCode);
        Assert.Equal(0, (await engineer.GetFromJsonAsync<JsonElement>("/api/reports")).GetProperty("total").GetInt32());
        Assert.Equal(
            1,
            (await (await app.AsAsync(TestApp.Admin)).GetFromJsonAsync<JsonElement>("/api/reports"))
                .GetProperty("total")
                .GetInt32()
        );
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await app.Anonymous().GetAsync($"/api/reports/{id}/preview")).StatusCode
        );
    }

    [Fact]
    public async Task The_list_speaks_to_both_of_its_clients()
    {
        var client = await app.AsAsync(TestApp.Manager);
        foreach (var title in (string[])["Beta", "Alpha", "Gamma"])
            await SendAsync(
                client,
                HttpMethod.Post,
                "/api/reports/generate",
                $$"""{"title":"{{title}}","data":{"a":1},"config":{"format":"excel"},"report_type":"{{title.ToLowerInvariant()}}"}"""
            );
        var answer = await client.GetFromJsonAsync<JsonElement>("/api/reports?page=1&perPage=2&sort=name:asc");
        Assert.Equal(["success", "data", "meta", "reports", "pagination", "total"], Names(answer));
        Assert.Equal("""{"total":3,"page":1,"perPage":2}""", answer.GetProperty("meta").GetRawText());
        Assert.Equal(
            """{"page":1,"pages":2,"per_page":2,"total":3,"has_next":true,"has_prev":false}""",
            answer.GetProperty("pagination").GetRawText()
        );
        Assert.Equal(
            ["Alpha", "Beta"],
            answer.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("name").GetString())
        );
        Assert.Equal(
            ["Alpha", "Beta"],
            answer.GetProperty("reports").EnumerateArray().Select(r => r.GetProperty("title").GetString())
        );
        Assert.Equal(
            [
                "id",
                "title",
                "description",
                "report_type",
                "status",
                "generation_progress",
                "version",
                "user_id",
                "user_name",
                "created_at",
                "updated_at",
                "pdf_download_url",
                "docx_download_url",
                "excel_download_url",
            ],
            Names(answer.GetProperty("reports")[0])
        );

        Assert.Equal(
            "Gamma",
            (await client.GetFromJsonAsync<JsonElement>("/api/reports?per_page=1&sort=-name"))
                .GetProperty("reports")[0]
                .GetProperty("title")
                .GetString()
        );
        Assert.Equal(
            1,
            (
                await client.GetFromJsonAsync<JsonElement>(
                    $"/api/reports?filters={Uri.EscapeDataString("""{"type":"beta"}""")}"
                )
            )
                .GetProperty("total")
                .GetInt32()
        );
        Assert.Equal(
            3,
            (
                await client.GetFromJsonAsync<JsonElement>(
                    $"/api/reports?from={DateTime.UtcNow:yyyy-MM-dd}&to={DateTime.UtcNow:yyyy-MM-dd}"
                )
            )
                .GetProperty("total")
                .GetInt32()
        );
        Assert.Equal(
            0,
            (await client.GetFromJsonAsync<JsonElement>("/api/reports?from=2020-01-01&to=2020-12-31"))
                .GetProperty("total")
                .GetInt32()
        );
        var id = answer.GetProperty("data")[0].GetProperty("id").GetInt32();
        var detail = await client.GetFromJsonAsync<JsonElement>($"/api/reports/{id}");
        Assert.Equal(["success", "data", "report"], Names(detail));
        Assert.Equal("""{"format":"excel"}""", detail.GetProperty("data").GetProperty("params").GetRawText());

        foreach (
            var wrong in (string[])
                [
                    "page=0",
                    "perPage=101",
                    "sort=amount",
                    "status=lost",
                    "from=2025-02-30",
                    "from=2025-02-02&to=2025-02-01",
                    "filters=%7B%22x%22%3A1%7D",
                    "filters=nonsense",
                ]
        )
        {
            var refused = await client.GetAsync($"/api/reports?{wrong}");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal(["error"], Names(await refused.Content.ReadFromJsonAsync<JsonElement>()));
        }

        var missing = await client.GetAsync("/api/reports/999999");
        Assert.Equal(
            (HttpStatusCode.NotFound, "Report not found."),
            (
                missing.StatusCode,
                (await missing.Content.ReadFromJsonAsync<JsonElement>())
                    .GetProperty("error")
                    .GetProperty("message")
                    .GetString()
            )
        );
    }

    [Fact]
    public async Task The_list_is_exported_and_any_report_previewed()
    {
        var client = await app.AsAsync(TestApp.Manager);
        await SendAsync(
            client,
            HttpMethod.Post,
            "/api/reports/generate",
            """{"title":"=SUM(1), \"quoted\"","data":{"a":1},"config":{"format":"excel"}}"""
        );
        using var csv = await client.PostAsync(
            "/api/reports/export",
            Json("""{"filters":{"type":"custom"},"format":"csv"}""")
        );
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (csv.StatusCode, csv.Content.Headers.ContentType!.MediaType));
        var text = Encoding.UTF8.GetString(await csv.Content.ReadAsByteArrayAsync());
        Assert.StartsWith("\uFEFFId,Title,Kind,Made by", text, StringComparison.Ordinal);
        Assert.Contains("\"'=SUM(1), \"\"quoted\"\"\"", text, StringComparison.Ordinal);
        using var pdf = await client.PostAsync("/api/reports/export", Json("""{"format":"pdf"}"""));
        Assert.Equal("%PDF", Encoding.ASCII.GetString((await pdf.Content.ReadAsByteArrayAsync())[..4]));

        var (status, preview) = await SendAsync(
            client,
            HttpMethod.Post,
            "/api/reports/preview",
            """{"filters":"{\"type\":\"custom\"}","perPage":5}"""
        );
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            (1, 5),
            (
                preview.GetProperty("meta").GetProperty("total").GetInt32(),
                preview.GetProperty("meta").GetProperty("perPage").GetInt32()
            )
        );
        Assert.Equal("=SUM(1), \"quoted\"", preview.GetProperty("data")[0].GetProperty("title").GetString());

        var (wrong, domainError) = await SendAsync(
            client,
            HttpMethod.Post,
            "/api/reports/export",
            """{"format":"exe"}"""
        );
        Assert.Equal(
            (HttpStatusCode.BadRequest, "INVALID_PARAMETERS"),
            (wrong, domainError.GetProperty("error").GetProperty("code").GetString())
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (
                await SendAsync(
                    client,
                    HttpMethod.Post,
                    "/api/reports/export",
                    """{"format":"csv","filters":{"colour":"red"}}"""
                )
            ).Status
        );
    }

    [Fact]
    public async Task The_export_takes_what_narrows_the_list_in_its_filters_and_beside_them()
    {
        var manager = await app.AsAsync(TestApp.Manager);
        var country = await app.AsAsync(TestApp.CountryManager);
        const string body = """{"title":"TITLE","data":{"a":1},"config":{"format":"excel"},"is_shared":true}""";
        await SendAsync(manager, HttpMethod.Post, "/api/reports/generate", body.Replace("TITLE", "By the manager"));
        await SendAsync(country, HttpMethod.Post, "/api/reports/generate", body.Replace("TITLE", "By the country"));
        var me = (await country.GetFromJsonAsync<JsonElement>("/api/v2/auth/me")).GetProperty("data");
        var (name, id) = (me.GetProperty("name").GetString()!, me.GetProperty("id").GetString()!);

        foreach (
            var asked in (string[])
                [
                    $$"""{"user":"{{name}}"}""",
                    $$"""{"user":"{{id}}"}""",
                    $$$"""{"filters":{"user":"{{{name[..4].ToLowerInvariant()}}}"}}""",
                    $$"""{"filters":{"user":"{{id}}","from":"2020-01-01","to":"2900-01-01"},"format":"csv"}""",
                ]
        )
        {
            using var csv = await country.PostAsync("/api/reports/export", Json(asked));
            var text = await csv.Content.ReadAsStringAsync();
            Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
            Assert.Contains("By the country", text, StringComparison.Ordinal);
            Assert.DoesNotContain("By the manager", text, StringComparison.Ordinal);
        }

        using var none = await country.PostAsync(
            "/api/reports/export",
            Json("""{"filters":{"from":"2020-01-01"},"to":"2020-01-31","status":["completed","failed"]}""")
        );
        Assert.Single((await none.Content.ReadAsStringAsync()).TrimEnd().Split('\n'));
        var listed = await country.GetFromJsonAsync<JsonElement>($"/api/reports?user={Uri.EscapeDataString(name)}");
        Assert.Equal(
            ["By the country"],
            listed.GetProperty("reports").EnumerateArray().Select(r => r.GetProperty("title").GetString())
        );
    }

    [Fact]
    public async Task A_large_export_is_a_job_to_be_asked_for()
    {
        await using var small = await new TestApp().With("Exports:MaxRows", "2").StartAsync();
        var client = await small.AsAsync(TestApp.Manager);
        foreach (var title in (string[])["A", "B", "C"])
            await SendAsync(
                client,
                HttpMethod.Post,
                "/api/reports/generate",
                $$$"""{"title":"{{{title}}}","data":{},"config":{"format":"excel"}}"""
            );
        var (status, queued) = await SendAsync(client, HttpMethod.Post, "/api/reports/export", """{"format":"csv"}""");
        Assert.Equal(HttpStatusCode.Accepted, status);
        var job = queued.GetProperty("data").GetProperty("jobId").GetString();
        for (var i = 0; ; i++)
        {
            var answer = (await client.GetFromJsonAsync<JsonElement>($"/api/reports/jobs/{job}")).GetProperty("data");
            if (answer.GetProperty("status").GetString() == "completed")
            {
                Assert.Equal(
                    4,
                    (await client.GetStringAsync(answer.GetProperty("downloadUrl").GetString()))
                        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                        .Length
                );
                break;
            }

            Assert.True(i < 600, "The job did not finish.");
            await Task.Delay(100);
        }
    }

    internal static async Task<JsonElement> CompletedAsync(HttpClient client, int id)
    {
        for (var i = 0; ; i++)
        {
            var preview = (await client.GetFromJsonAsync<JsonElement>($"/api/reports/{id}/preview")).GetProperty(
                "preview"
            );
            if (preview.GetProperty("status").GetString() is "completed" or "failed")
                return preview;
            Assert.True(i < 600, "The report was not made.");
            await Task.Delay(100);
        }
    }

    internal static async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        string body
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = Json(body) };
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
