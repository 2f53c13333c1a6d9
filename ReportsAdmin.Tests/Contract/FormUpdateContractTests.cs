using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.GenerationContractTests;

namespace ReportsAdmin.Tests.Contract;

/// <summary>Changing and deleting a form through the API keeps to the versions and rights of the form builder.</summary>
public sealed class FormUpdateContractTests : IAsyncLifetime
{
    private const string Form =
        """{"title":"Visit","description":"Weekly","schema":{"fields":[{"id":"a","label":"A","type":"text"}]},"submission_limit":5}""";

    private readonly TestApp app = new();

    private FormCommands Commands => app.Services.GetRequiredService<FormCommands>();

    private FormQueries Queries => app.Services.GetRequiredService<FormQueries>();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task What_is_not_given_is_left_as_it_is_and_null_takes_away()
    {
        var (client, id) = await OpenAsync();
        var form = await PutAsync(client, id, """{"title":"Visits"}""");
        Assert.Equal(
            ("Visits", "Weekly", 5, 1),
            (
                form.GetProperty("title").GetString(),
                form.GetProperty("description").GetString(),
                form.GetProperty("submission_limit").GetInt32(),
                form.GetProperty("version").GetInt32()
            )
        );
        form = await PutAsync(client, id, """{"description":null,"submission_limit":null,"is_public":true}""");
        Assert.Equal(JsonValueKind.Null, form.GetProperty("description").ValueKind);
        Assert.Equal(JsonValueKind.Null, form.GetProperty("submission_limit").ValueKind);
        Assert.Equal(
            ("Visits", true),
            (form.GetProperty("title").GetString(), form.GetProperty("is_public").GetBoolean())
        );
        Assert.Contains("/f/", form.GetProperty("external_url").GetString());
        Assert.Equal(
            form.GetProperty("external_url").GetString(),
            form.GetProperty("form").GetProperty("external_url").GetString()
        );
    }

    [Fact]
    public async Task New_questions_make_a_new_version_and_the_same_questions_none()
    {
        var (client, id) = await OpenAsync();
        await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/submissions", """{"data":{"a":"x"}}""");
        var read = await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}");
        var same = await PutAsync(client, id, $$"""{"schema":{{read.GetProperty("schema").GetRawText()}}}""");
        Assert.Equal(1, same.GetProperty("version").GetInt32());
        var form = await PutAsync(
            client,
            id,
            """{"schema":{"fields":[{"id":"b","label":"B","type":"text","required":true}]},"version":1}"""
        );
        Assert.Equal(2, form.GetProperty("version").GetInt32());
        var submissions = await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}/submissions");
        Assert.Equal(1, submissions.GetProperty("submissions")[0].GetProperty("version").GetInt32());
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/submissions", """{"data":{"a":"x"}}""")).Status
        );

        var (stale, answer) = await SendAsync(
            client,
            HttpMethod.Put,
            $"/api/forms/{id}",
            """{"title":"Old","version":1}"""
        );
        Assert.Equal(HttpStatusCode.Conflict, stale);
        Assert.StartsWith("Somebody else saved this form", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_draft_becomes_a_version_when_it_is_opened()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var (_, made) = await SendAsync(
            client,
            HttpMethod.Post,
            "/api/forms",
            Form.Replace("\"submission_limit\":5", "\"is_active\":false")
        );
        var id = made.GetProperty("id").GetInt32();
        Assert.Equal(
            (JsonValueKind.Null, false),
            (made.GetProperty("version").ValueKind, made.GetProperty("is_active").GetBoolean())
        );
        var changed = await PutAsync(client, id, """{"schema":{"fields":[{"id":"b","label":"B","type":"text"}]}}""");
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("version").ValueKind);
        var open = await PutAsync(client, id, """{"is_active":true}""");
        Assert.Equal(
            (1, true, "b"),
            (
                open.GetProperty("version").GetInt32(),
                open.GetProperty("accepts_submissions").GetBoolean(),
                open.GetProperty("schema").GetProperty("fields")[0].GetProperty("id").GetString()
            )
        );
    }

    [Fact]
    public async Task Changes_in_the_form_builder_are_not_overwritten()
    {
        var (client, id) = await OpenAsync();
        var details = await Queries.DetailsAsync(CurrentUser.System, id, default);
        var draft = details.Draft with
        {
            Sections =
            [
                details.Draft.Sections[0] with
                {
                    Fields = [.. details.Draft.Sections[0].Fields, new FormField("c", "C", FieldTypes.Text)],
                },
            ],
        };
        await Commands.SaveAsync(CurrentUser.System, id, "Visit", "Weekly", draft, details.Revision, default);
        var (status, answer) = await SendAsync(
            client,
            HttpMethod.Put,
            $"/api/forms/{id}",
            """{"schema":{"fields":[{"id":"b","label":"B","type":"text"}]}}"""
        );
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("form builder", answer.GetProperty("error").GetString());
        // A title that was changed here is not put back by a builder that still shows the old one.
        await PutAsync(client, id, """{"title":"Visits"}""");
        await Assert.ThrowsAsync<DomainException>(() =>
            Commands.SaveAsync(CurrentUser.System, id, "Visit", "Weekly", draft, details.Revision + 1, default)
        );
    }

    [Fact]
    public async Task Only_those_who_may_change_a_form_change_and_delete_it()
    {
        var (_, id) = await OpenAsync();
        var engineer = await app.AsAsync(TestApp.Engineer);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await SendAsync(engineer, HttpMethod.Put, $"/api/forms/{id}", """{"title":"Mine"}""")).Status
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await engineer.DeleteAsync($"/api/forms/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await engineer.GetAsync($"/api/forms/{id}/qr")).StatusCode);
        var one = await engineer.GetFromJsonAsync<JsonElement>($"/api/forms/{id}");
        Assert.False(one.TryGetProperty("form_settings", out _));
        Assert.False(one.TryGetProperty("statistics", out _));
        var admin = await app.AsAsync(TestApp.Admin);
        Assert.Equal("Mine", (await PutAsync(admin, id, """{"title":"Mine"}""")).GetProperty("title").GetString());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(admin, HttpMethod.Put, "/api/forms/9999", """{"title":"X"}""")).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await SendAsync(admin, HttpMethod.Put, $"/api/forms/{id}", """{"title":"  "}""")).Status
        );
    }

    [Fact]
    public async Task A_form_without_submissions_is_deleted_and_one_with_some_is_closed()
    {
        var (client, id) = await OpenAsync();
        var answer = await (await client.DeleteAsync($"/api/forms/{id}")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (true, "Form deleted"),
            (answer.GetProperty("deleted").GetBoolean(), answer.GetProperty("message").GetString())
        );
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"/api/forms/{id}")).StatusCode);

        (client, id) = await OpenAsync();
        await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/submissions", """{"data":{"a":"x"}}""");
        answer = await (await client.DeleteAsync($"/api/forms/{id}")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("force=true", answer.GetProperty("message").GetString());
        var list = await client.GetFromJsonAsync<JsonElement>("/api/forms?status=inactive");
        Assert.Equal(
            (1, 1),
            (
                list.GetProperty("total").GetInt32(),
                list.GetProperty("forms")[0].GetProperty("submission_count").GetInt32()
            )
        );
    }

    [Fact]
    public async Task Storage_clean_up_and_retention_are_those_of_the_clean_up_page()
    {
        var admin = await app.AsAsync(TestApp.Admin);
        var storage = (await admin.GetFromJsonAsync<JsonElement>("/api/reports/lifecycle/storage")).GetProperty(
            "storage_usage"
        );
        Assert.Equal(
            (0, 0L, 30),
            (
                storage.GetProperty("total_files").GetInt32(),
                storage.GetProperty("total_size").GetInt64(),
                storage.GetProperty("retention_days").GetInt32()
            )
        );
        var (status, answer) = await SendAsync(
            admin,
            HttpMethod.Put,
            "/api/reports/lifecycle/retention",
            """{"retention_days":45}"""
        );
        Assert.Equal((HttpStatusCode.OK, 45), (status, answer.GetProperty("retention_days").GetInt32()));
        Assert.Equal(
            45,
            (await admin.GetFromJsonAsync<JsonElement>("/api/reports/lifecycle/retention"))
                .GetProperty("retention_days")
                .GetInt32()
        );
        foreach (
            var body in (string[])
                [
                    "{}",
                    """{"retention_days":0}""",
                    """{"retention_days":"ten"}""",
                    """{"retention_days":3,"kind":"all"}""",
                ]
        )
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await SendAsync(admin, HttpMethod.Put, "/api/reports/lifecycle/retention", body)).Status
            );

        (status, answer) = await SendAsync(
            admin,
            HttpMethod.Post,
            "/api/reports/lifecycle/cleanup",
            """{"force":false}"""
        );
        Assert.Equal(
            (HttpStatusCode.OK, false),
            (status, answer.GetProperty("result").GetProperty("started").GetBoolean())
        );
        (status, answer) = await SendAsync(
            admin,
            HttpMethod.Post,
            "/api/reports/lifecycle/cleanup",
            """{"force":true}"""
        );
        Assert.Equal((HttpStatusCode.Accepted, true), (status, answer.GetProperty("success").GetBoolean()));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await (await app.AsAsync(TestApp.Manager)).GetAsync("/api/reports/lifecycle/storage")).StatusCode
        );
    }

    private async Task<(HttpClient Client, int Id)> OpenAsync()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var (status, answer) = await SendAsync(client, HttpMethod.Post, "/api/forms", Form);
        Assert.True(status == HttpStatusCode.Created, answer.GetRawText());
        return (client, answer.GetProperty("id").GetInt32());
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, int id, string body)
    {
        var (status, answer) = await SendAsync(client, HttpMethod.Put, $"/api/forms/{id}", body);
        Assert.True(status == HttpStatusCode.OK, answer.GetRawText());
        return answer;
    }
}
