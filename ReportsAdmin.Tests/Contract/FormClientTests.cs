using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.GenerationContractTests;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The form builder of spec 002's client, from its palette to its reports: its requests in their order, and the fields that it reads.</summary>
public sealed class FormClientTests : IAsyncLifetime
{
    private const string Survey = """
        {"title":"Site survey","description":"After each visit","schema":{"fields":[
          {"id":"name","label":"Name","type":"text","required":true,"placeholder":"Asha Rao","helpText":"As on the badge","validation":{"minLength":2,"maxLength":40,"pattern":"[A-Za-z .]+"},"styling":{"width":"half","color":"#333333"},"order":1},
          {"id":"mail","label":"Mail","type":"email","required":false,"order":2},
          {"id":"mood","label":"Mood","type":"select","required":true,"options":["Good","Bad"],"defaultValue":"Good","icon":"mood","order":3},
          {"id":"why","label":"Why","type":"textarea","required":true,"conditional":{"dependsOn":"mood","showWhen":"equals","value":"Bad"},"order":4},
          {"id":"extras","label":"Extras","type":"checkbox","required":false,"options":["Crane","Pump"],"order":5},
          {"id":"people","label":"People","type":"number","required":false,"validation":{"min":1,"max":50},"order":6},
          {"id":"day","label":"Day","type":"date","required":false,"validation":{"min":"2026-01-01","max":"2026-12-31"},"order":7},
          {"id":"stars","label":"Stars","type":"rating","required":false,"order":8}],
          "settings":{"theme":"default","submitButtonText":"Send","showProgressBar":true,"allowMultipleSubmissions":true}},
         "is_active":true,"is_public":true,
         "form_settings":{"auto_report_enabled":true,"auto_report_settings":{"trigger_type":"submission_count","threshold":2,"formats":["pdf","excel"],"template":"default"}}}
        """;

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Its_form_is_built_answered_counted_exported_copied_and_deleted()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var palette = await client.GetFromJsonAsync<JsonElement>("/api/forms/field-types");
        Assert.Equal(15, palette.GetProperty("field_types").EnumerateObject().Count());
        var text = palette.GetProperty("field_types").GetProperty("text");
        Assert.Equal(["label", "description", "icon", "category", "color", "validation"], Names(text));
        Assert.Contains("text", Texts(palette.GetProperty("categories").GetProperty("Basic")));

        var (status, created) = await SendAsync(client, HttpMethod.Post, "/api/forms/", Survey);
        Assert.Equal(HttpStatusCode.Created, status);
        var id = created.GetProperty("id").GetInt32();
        Assert.Equal(id, created.GetProperty("form").GetProperty("id").GetInt32());
        await ReadAsync(client, id);

        // Anybody answers a public form by its number; two submissions make a report.
        var stranger = app.Anonymous();
        var first = await SubmitAsync(
            stranger,
            id,
            """{"data":{"name":"Asha","mood":"Bad","why":"Rain","stars":2,"extras":["Pump"],"day":"2026-03-01"},"email":"asha@example.com"}"""
        );
        Assert.Equal(0, first.GetProperty("report_ids").GetArrayLength());
        var second = await SubmitAsync(
            client,
            id,
            """{"data":{"name":"Usha","mood":"Good","stars":5,"extras":["Pump","Crane"],"people":"12"}}"""
        );
        var report = await CompletedAsync(client, second.GetProperty("report_ids")[0].GetInt32());
        Assert.True(report.GetProperty("file_sizes").GetProperty("pdf").GetInt64() > 0);
        Assert.False(
            report.GetProperty("file_sizes").TryGetProperty("docx", out var word)
                && word.ValueKind == JsonValueKind.Number
                && word.GetInt64() > 0
        );

        await ReviewAsync(client, id, first.GetProperty("submission_id").GetInt32());
        await CountAsync(client, id);
        await ExportAsync(client, id);
        await CopyAsync(client, id);
        await DeleteAsync(client, id);
    }

    [Fact]
    public async Task A_stranger_who_sends_an_answer_twice_under_one_key_is_counted_once()
    {
        var client = await app.AsAsync(TestApp.Manager);
        using var survey = new StringContent(Survey, System.Text.Encoding.UTF8, "application/json");
        var made = await client.PostAsync("/api/forms/", survey);
        var form = await made.Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/api/forms/{form.GetProperty("id").GetInt32()}/submissions";
        using var stranger = app.Anonymous();
        async Task<HttpResponseMessage> SendAsync(string name)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(new { data = new { name, mood = "Good" } }),
            };
            request.Headers.Add("Idempotency-Key", "tapped twice");
            return await stranger.SendAsync(request);
        }

        var first = await SendAsync("Asha");
        var again = await SendAsync("Asha");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("Usha")).StatusCode);
        var listed = await client.GetFromJsonAsync<JsonElement>(path);
        Assert.Equal(1, listed.GetProperty("submissions").GetArrayLength());
    }

    [Fact]
    public async Task Its_errors_are_texts_in_error_and_its_sign_in_is_asked_for_again()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var (status, answer) = await SendAsync(client, HttpMethod.Post, "/api/forms/", """{"schema":{"fields":[]}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.Contains("Missing required field: title", answer.GetProperty("error").GetString());
        var id = (await SendAsync(client, HttpMethod.Post, "/api/forms/", Survey)).Answer.GetProperty("id").GetInt32();

        (status, answer) = await SendAsync(
            client,
            HttpMethod.Post,
            $"/api/forms/{id}/submissions",
            """{"data":{"name":"4711","mood":"Bad","people":51,"day":"2027-01-01"}}"""
        );
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["day", "name", "people", "why"], Names(answer.GetProperty("errors")).Order());
        Assert.Equal("Not after 2026-12-31.", answer.GetProperty("errors").GetProperty("day").GetString());

        foreach (
            var path in (string[])
                ["/api/forms", $"/api/forms/{id}", "/api/forms/field-types", $"/api/forms/{id}/analytics"]
        )
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().GetAsync(path)).StatusCode);
        var ended = app.Anonymous();
        ended.DefaultRequestHeaders.Authorization = new("Bearer", "a.b.c");
        (status, answer) = await SendAsync(
            ended,
            HttpMethod.Post,
            $"/api/forms/{id}/submissions",
            """{"data":{"name":"Asha","mood":"Good"}}"""
        );
        Assert.Equal((HttpStatusCode.Unauthorized, false), (status, answer.GetProperty("success").GetBoolean()));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/forms/9999")).StatusCode);
    }

    private static async Task ReadAsync(HttpClient client, int id)
    {
        var form = await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}");
        Assert.Equal(
            ("Site survey", true, true),
            (
                form.GetProperty("title").GetString(),
                form.GetProperty("is_active").GetBoolean(),
                form.GetProperty("is_public").GetBoolean()
            )
        );
        Assert.Equal(0, form.GetProperty("statistics").GetProperty("total_submissions").GetInt32());
        Assert.Contains("/f/", form.GetProperty("external_url").GetString());
        // It reads its own schema back as it sent it, and all that is ours beside it.
        var sent = JsonNode.Parse(Survey)!;
        Assert.All(
            sent["schema"]!["fields"]!.AsArray().Zip(form.GetProperty("schema").GetProperty("fields").EnumerateArray()),
            pair =>
                Assert.All(pair.First!.AsObject(), member =>
                    Assert.True(
                        JsonNode.DeepEquals(
                            member.Value,
                            JsonNode.Parse(pair.Second.GetProperty(member.Key).GetRawText())
                        ),
                        $"{pair.First!["id"]}.{member.Key}: {pair.Second}"
                    )
                )
        );
        foreach (
            var (path, value) in new[]
            {
                ("settings", sent["schema"]!["settings"]),
                ("form_settings", sent["form_settings"]),
            }
        )
        {
            var read = path == "settings" ? form.GetProperty("schema").GetProperty(path) : form.GetProperty(path);
            Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(read.GetRawText())), read.GetRawText());
        }
    }

    private static async Task ReviewAsync(HttpClient client, int id, int submission)
    {
        var all = await client.GetFromJsonAsync<JsonElement>(
            $"/api/forms/submissions?form_id={id}&status=submitted&page=1&per_page=20"
        );
        Assert.Equal(
            (2, "Site survey"),
            (
                all.GetProperty("total").GetInt32(),
                all.GetProperty("submissions")[0].GetProperty("form_title").GetString()
            )
        );
        var (status, _) = await SendAsync(
            client,
            HttpMethod.Put,
            $"/api/forms/submissions/{submission}/status",
            """{"status":"approved"}"""
        );
        Assert.Equal(HttpStatusCode.OK, status);
        var approved = await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}/submissions?status=approved");
        Assert.Equal(
            "asha@example.com",
            approved.GetProperty("submissions")[0].GetProperty("submitter_email").GetString()
        );
    }

    private static async Task CountAsync(HttpClient client, int id)
    {
        var figures = await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}/analytics");
        Assert.Equal(2, figures.GetProperty("total_submissions").GetInt32());
        Assert.Equal(
            (1, 1),
            (
                figures.GetProperty("by_status").GetProperty("approved").GetInt32(),
                figures.GetProperty("by_status").GetProperty("submitted").GetInt32()
            )
        );
        var fields = figures.GetProperty("fields").EnumerateArray().ToDictionary(f => f.GetProperty("id").GetString()!);
        Assert.Equal(["Good:1", "Bad:1"], Distribution(fields["mood"]));
        Assert.Equal(["Crane:1", "Pump:2"], Distribution(fields["extras"]));
        Assert.Equal(
            (3.5m, 1),
            (fields["stars"].GetProperty("average").GetDecimal(), fields["why"].GetProperty("answered").GetInt32())
        );

        using var qr = await client.GetAsync($"/api/forms/{id}/qr");
        Assert.Equal("image/png", qr.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<svg", await client.GetStringAsync($"/api/forms/{id}/qr?format=svg"));
    }

    private static async Task ExportAsync(HttpClient client, int id)
    {
        var json = await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}/export?format=json");
        Assert.Equal((2, 2), (json.GetProperty("total").GetInt32(), json.GetProperty("submissions").GetArrayLength()));
        Assert.Contains("asha@example.com", await client.GetStringAsync($"/api/forms/{id}/export?format=csv"));
        var rows = FormsContractTests.RowsOf(
            await client.GetByteArrayAsync($"/api/forms/{id}/export?format=xlsx&status=approved"),
            "Form Submissions"
        );
        Assert.Single(rows, r => Equals(r[2], "approved"));
        var (status, export) = await SendAsync(
            client,
            HttpMethod.Post,
            $"/api/forms/{id}/export-excel",
            """{"include_analytics":true,"immediate":true}"""
        );
        Assert.Equal(HttpStatusCode.OK, status);
        var analytics = FormsContractTests.RowsOf(
            await client.GetByteArrayAsync(export.GetProperty("download_url").GetString()),
            "Analytics"
        );
        Assert.Contains(analytics, r => Equals(r[0], "Extras") && Equals(r[1], "Pump") && Equals(r[2], 2.0));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.GetAsync($"/api/forms/{id}/export?format=pdf")).StatusCode
        );
    }

    /// <summary>The client copies a form by sending back what it read, but for its id and dates.</summary>
    private static async Task CopyAsync(HttpClient client, int id)
    {
        var read = JsonNode.Parse(await client.GetStringAsync($"/api/forms/{id}"))!.AsObject();
        foreach (var name in (string[])["id", "created_at", "updated_at"])
            read.Remove(name);
        (read["title"], read["submission_count"]) = ("Site survey (Copy)", 0);
        var (status, copy) = await SendAsync(client, HttpMethod.Post, "/api/forms/", read.ToJsonString());
        Assert.True(status == HttpStatusCode.Created, copy.GetRawText());
        Assert.Equal(
            read["schema"]!.ToJsonString(),
            JsonNode.Parse(copy.GetProperty("schema").GetRawText())!.ToJsonString()
        );
        Assert.Equal(
            read["form_settings"]!.ToJsonString(),
            JsonNode.Parse(copy.GetProperty("form_settings").GetRawText())!.ToJsonString()
        );
        var list = await client.GetFromJsonAsync<JsonElement>("/api/forms?page=1&per_page=10");
        Assert.Equal(
            (2, "Site survey (Copy)"),
            (
                list.GetProperty("pagination").GetProperty("total").GetInt32(),
                list.GetProperty("forms")[0].GetProperty("title").GetString()
            )
        );
    }

    private static async Task DeleteAsync(HttpClient client, int id)
    {
        var answer = await (await client.DeleteAsync($"/api/forms/{id}")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (false, true, 2),
            (
                answer.GetProperty("deleted").GetBoolean(),
                answer.GetProperty("archived").GetBoolean(),
                answer.GetProperty("submission_count").GetInt32()
            )
        );
        Assert.False(
            (await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}")).GetProperty("is_active").GetBoolean()
        );
        answer = await (
            await client.DeleteAsync($"/api/forms/{id}?force=true")
        ).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.GetProperty("deleted").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/forms/{id}")).StatusCode);
    }

    private static async Task<JsonElement> SubmitAsync(HttpClient client, int id, string body)
    {
        var (status, answer) = await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/submissions", body);
        Assert.True(status == HttpStatusCode.Created, answer.GetRawText());
        return answer;
    }

    private static IEnumerable<string> Distribution(JsonElement field) =>
        field
            .GetProperty("distribution")
            .EnumerateArray()
            .Select(d => $"{d.GetProperty("value").GetString()}:{d.GetProperty("count").GetInt32()}");

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(i => i.GetString());
}
