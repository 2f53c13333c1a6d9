using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.GenerationContractTests;

namespace ReportsAdmin.Tests.Contract;

/// <summary>Every setting of a form that a client sends is honoured, or refused by the place it is at.</summary>
public sealed class FormSettingsContractTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("""{"id":"a","label":"A","type":"text","colour":"red"}""", "schema.fields[1].colour")]
    [InlineData("""{"id":"a","label":"A","type":"text","validation":{"step":2}}""", "schema.fields[1].validation.step")]
    [InlineData(
        """{"id":"a","label":"A","type":"text","validation":{"pattern":"("}}""",
        "schema.fields[1].validation.pattern"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"text","validation":{"pattern":"a)|(b"}}""",
        "schema.fields[1].validation.pattern"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"select","options":["x"],"validation":{"pattern":"x"}}""",
        "schema.fields[1].validation.pattern"
    )]
    [InlineData("""{"id":"a","label":"A","type":"text","validation":{"min":1}}""", "schema.fields[1].validation.min")]
    [InlineData(
        """{"id":"a","label":"A","type":"number","validation":{"min":"low"}}""",
        "schema.fields[1].validation.min"
    )]
    [InlineData("""{"id":"a","label":"A","type":"number","min":1,"validation":{"min":2}}""", "schema.fields[1].min")]
    [InlineData(
        """{"id":"a","label":"A","type":"date","validation":{"min":"soon"}}""",
        "schema.fields[1].validation.min"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"date","validation":{"min":"2026-02-01","max":"2026-01-01"}}""",
        "schema.fields[1].validation.min"
    )]
    [InlineData("""{"id":"a","label":"A","type":"rating","validation":{"min":99}}""", "schema.fields[1].max")]
    [InlineData(
        """{"id":"a","label":"A","type":"file","validation":{"fileType":["exe"]}}""",
        "schema.fields[1].validation.fileType"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"file","validation":{"maxSize":500000}}""",
        "schema.fields[1].validation.maxSize"
    )]
    [InlineData("""{"id":"a","label":"A","type":"file","defaultValue":"x"}""", "schema.fields[1].defaultValue")]
    [InlineData("""{"id":"a","label":"A","type":"number","defaultValue":"many"}""", "schema.fields[1].defaultValue")]
    [InlineData(
        """{"id":"a","label":"A","type":"select","options":["x"],"defaultValue":"y"}""",
        "schema.fields[1].defaultValue"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"select","options":[{"value":"x","label":"Ex"}]}""",
        "schema.fields[1].options[0].label"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"text","conditional":{"showWhen":"x"}}""",
        "schema.fields[1].conditional.dependsOn"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"text","conditional":{"dependsOn":"first","operator":"sounds-like","showWhen":"x"}}""",
        "schema.fields[1].conditional.operator"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"text","conditional":{"dependsOn":"nobody","showWhen":"x"}}""",
        "schema.fields[1].conditional"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"text","conditional":{"dependsOn":"first","any":true}}""",
        "schema.fields[1].conditional.any"
    )]
    [InlineData("""{"id":"a","label":"A","type":"text","styling":"bold"}""", "schema.fields[1].styling")]
    [InlineData("""{"id":"a","label":"A","type":"text","help":"x","helpText":"y"}""", "schema.fields[1].helpText")]
    [InlineData("""{"label":"A","type":"text"}""", "schema.fields[1].id")]
    [InlineData("""{"id":"a","label":"A","type":"text","section":"nowhere"}""", "schema.fields[1].section")]
    public async Task A_setting_of_a_field_that_cannot_be_is_refused_by_its_place(string field, string place)
    {
        var (status, answer) = await CreateAsync(await app.AsAsync(TestApp.Manager), field);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.Contains(place, PlacesOf(answer));
    }

    [Theory]
    [InlineData("\"priority\":1", "priority")]
    [InlineData("\"submission_limit\":0", "submission_limit")]
    [InlineData("\"expires_at\":\"tomorrow\"", "expires_at")]
    [InlineData("\"expires_at\":\"9999-12-31\"", "expires_at")]
    [InlineData("\"form_settings\":{\"notify\":true}", "form_settings.notify")]
    [InlineData(
        "\"form_settings\":{\"auto_report_enabled\":true,\"auto_report_settings\":{\"trigger_type\":\"full_moon\"}}",
        "form_settings.auto_report_settings.trigger_type"
    )]
    [InlineData(
        "\"form_settings\":{\"auto_report_enabled\":true,\"auto_report_settings\":{\"threshold\":0}}",
        "form_settings.auto_report_settings.threshold"
    )]
    [InlineData(
        "\"form_settings\":{\"auto_report_enabled\":true,\"auto_report_settings\":{\"trigger_type\":\"time_interval\",\"interval_hours\":5}}",
        "form_settings.auto_report_settings.interval_hours"
    )]
    [InlineData(
        "\"form_settings\":{\"auto_report_enabled\":true,\"auto_report_settings\":{\"formats\":[\"html\"]}}",
        "form_settings.auto_report_settings.formats"
    )]
    [InlineData(
        "\"form_settings\":{\"auto_report_enabled\":true,\"auto_report_settings\":{\"template\":\"gone\"}}",
        "form_settings.auto_report_settings.template"
    )]
    [InlineData(
        "\"form_settings\":{\"auto_report_enabled\":true,\"auto_report_settings\":{\"recipients\":[]}}",
        "form_settings.auto_report_settings.recipients"
    )]
    public async Task A_setting_of_a_form_that_cannot_be_is_refused_by_its_place(string member, string place)
    {
        var client = await app.AsAsync(TestApp.Manager);
        var body = $$$"""{"title":"T","schema":{"fields":[{"id":"a","label":"A","type":"text"}]},{{{member}}}}""";
        var (status, answer) = await SendAsync(client, HttpMethod.Post, "/api/forms", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(place, PlacesOf(answer));
        Assert.Equal(0, (await client.GetFromJsonAsync<JsonElement>("/api/forms")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData(
        """{"id":"a","label":"A","type":"text","validation":{"pattern":"[A-Z]{2}\\d+","message":"Two letters, then digits"}}""",
        "\"AB12\"",
        "\"xAB12\"",
        "Two letters, then digits"
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"phone","validation":{"pattern":"\\+91.*"}}""",
        "\"+91 98765 43210\"",
        "\"098765 43210\"",
        "This is not in the format asked for."
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"text","validation":{"pattern":"(?=.*\\d)\\w{4,}"}}""",
        "\"abc1\"",
        "\"abcd\"",
        "This is not in the format asked for."
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"email","validation":{"maxLength":12}}""",
        "\"a@b.com\"",
        "\"somebody@example.com\"",
        "At most 12 characters."
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"text","validation":{"minLength":3}}""",
        "\"abc\"",
        "\"ab\"",
        "At least 3 characters."
    )]
    [InlineData("""{"id":"a","label":"A","type":"number","validation":{"min":1,"max":5}}""", "5", "6", "At most 5.")]
    [InlineData(
        """{"id":"a","label":"A","type":"date","validation":{"min":"2026-01-10"}}""",
        "\"2026-01-10\"",
        "\"2026-01-09\"",
        "Not before 2026-01-10."
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"datetime","validation":{"max":"2026-01-10T18:00"}}""",
        "\"2026-01-10T18:00\"",
        "\"2026-01-10T18:01\"",
        "Not after 2026-01-10 18:00."
    )]
    [InlineData(
        """{"id":"a","label":"A","type":"text","validation":{"required":true}}""",
        "\"x\"",
        "\"\"",
        "This is required."
    )]
    public async Task A_limit_that_is_sent_holds_for_every_answer(string field, string good, string bad, string problem)
    {
        var client = await app.AsAsync(TestApp.Manager);
        var (status, made) = await CreateAsync(client, field);
        Assert.True(status == HttpStatusCode.Created, made.GetRawText());
        var path = $"/api/forms/{made.GetProperty("id").GetInt32()}/submissions";
        Assert.Equal(
            HttpStatusCode.Created,
            (await SendAsync(client, HttpMethod.Post, path, $$$"""{"data":{"a":{{{good}}}}}""")).Status
        );
        (status, var answer) = await SendAsync(client, HttpMethod.Post, path, $$$"""{"data":{"a":{{{bad}}}}}""");
        Assert.Equal(
            (HttpStatusCode.BadRequest, problem),
            (status, answer.GetProperty("errors").GetProperty("a").GetString())
        );
    }

    [Theory]
    [InlineData("""{"dependsOn":"first","showWhen":"yes please"}""", "yes please", "no")]
    [InlineData("""{"dependsOn":"first","showWhen":"not-equals","value":"skip"}""", "other", "skip")]
    [InlineData("""{"dependsOn":"first","showWhen":"lease","operator":"contains"}""", "a lease", "none")]
    [InlineData("""{"dependsOn":"first"}""", "anything", "")]
    public async Task A_condition_decides_what_is_required(string conditional, string shows, string hides)
    {
        var client = await app.AsAsync(TestApp.Manager);
        var (_, made) = await CreateAsync(
            client,
            $$$"""{"id":"a","label":"A","type":"text","required":true,"conditional":{{{conditional}}}}"""
        );
        var path = $"/api/forms/{made.GetProperty("id").GetInt32()}/submissions";
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(conditional),
                JsonNode.Parse(
                    made.GetProperty("schema").GetProperty("fields")[1].GetProperty("conditional").GetRawText()
                )
            ),
            made.GetRawText()
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await SendAsync(client, HttpMethod.Post, path, $$$"""{"data":{"first":"{{{shows}}}"}}""")).Status
        );
        Assert.Equal(
            HttpStatusCode.Created,
            (await SendAsync(client, HttpMethod.Post, path, $$$"""{"data":{"first":"{{{hides}}}"}}""")).Status
        );
    }

    [Theory]
    [InlineData("""{"auto_report_enabled":true,"auto_report_settings":{"trigger_type":"immediate"}}""")]
    [InlineData("""{"auto_report_enabled":true,"auto_report_settings":{"trigger_type":"submission_count"}}""")]
    [InlineData(
        """{"auto_report_enabled":true,"auto_report_settings":{"trigger_type":"submission_count","submission_threshold":25,"include_charts":true}}"""
    )]
    [InlineData(
        """{"auto_report_enabled":true,"auto_report_settings":{"trigger_type":"time_interval","interval_hours":24,"formats":["docx"]}}"""
    )]
    [InlineData(
        """{"auto_report_enabled":true,"auto_report_settings":{"trigger_type":"scheduled","cron":"30 9 * * 5","time_zone":"UTC"}}"""
    )]
    [InlineData("""{"auto_report_enabled":false,"auto_report_settings":{"trigger_type":"immediate"}}""")]
    [InlineData("""{"auto_report_enabled":false}""")]
    public async Task Automatic_reports_are_kept_as_they_were_set(string settings)
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = await OpenAsync(client, $"\"form_settings\":{settings}");
        var read = (await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}"))
            .GetProperty("form_settings")
            .GetRawText();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(settings), JsonNode.Parse(read)), read);
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(client, HttpMethod.Put, $"/api/forms/{id}", $$$"""{"form_settings":{{{read}}}}""")).Status
        );
        var other = await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}");
        Assert.Equal(read, other.GetProperty("form_settings").GetRawText());
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> CreateAsync(HttpClient client, string field) =>
        SendAsync(
            client,
            HttpMethod.Post,
            "/api/forms",
            $$$"""{"title":"T","schema":{"fields":[{"id":"first","label":"First","type":"text"},{{{field}}}]}}"""
        );

    internal static async Task<int> OpenAsync(HttpClient client, string members)
    {
        var body = $$$"""{"title":"T","schema":{"fields":[{"id":"a","label":"A","type":"text"}]},{{{members}}}}""";
        var (status, answer) = await SendAsync(client, HttpMethod.Post, "/api/forms", body);
        Assert.True(status == HttpStatusCode.Created, answer.GetRawText());
        return answer.GetProperty("id").GetInt32();
    }

    private static IEnumerable<string> PlacesOf(JsonElement answer) =>
        answer.TryGetProperty("errors", out var errors)
            ? errors.EnumerateObject().Select(e => e.Name)
            // One problem that says its place itself is not told twice.
            : [answer.GetProperty("error").GetString()!.Split(' ', ':')[0].Trim('\'')];
}
