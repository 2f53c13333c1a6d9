using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ExcelDataReader;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.GenerationContractTests;

namespace ReportsAdmin.Tests.Contract;

/// <summary>Forms, submissions and exports in the words of spec 002 and its client, and health.</summary>
public sealed class FormsContractTests : IAsyncLifetime
{
    private const string Visit = """
        {"title":"Site visit","description":"Weekly","schema":{"fields":[
          {"id":"name","label":"Name","type":"text","required":true,"maxLength":20},{"id":"mail","label":"Mail","type":"email"},{"id":"people","label":"People","type":"number","min":1,"max":50},
          {"id":"mood","label":"Mood","type":"select","options":["Good","Bad"]},{"id":"why","label":"Why bad","type":"textarea","required":true,"showWhen":{"field":"mood","is":"equals","value":"Bad"}},
          {"id":"extras","label":"Extras","type":"checkbox","options":["Crane","Pump","Mixer"]},{"id":"day","label":"Day","type":"date"},{"id":"stars","label":"Stars","type":"rating"},{"id":"photo","label":"Photo","type":"file","fileTypes":[".png",".pdf"]}]},"is_public":true}
        """;

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_form_is_made_filled_in_reviewed_and_exported_as_its_client_does()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var (status, created) = await SendAsync(client, HttpMethod.Post, "/api/forms/", Visit);
        Assert.Equal(HttpStatusCode.Created, status);
        var id = created.GetProperty("id").GetInt32();
        var list = await client.GetFromJsonAsync<JsonElement>("/api/forms?page=1&per_page=5");
        Assert.Equal(["success", "forms", "pagination", "total"], Names(list));
        Assert.Equal(
            [
                "id",
                "title",
                "description",
                "schema",
                "is_active",
                "is_public",
                "creator_id",
                "creator_name",
                "version",
                "created_at",
                "updated_at",
                "submission_count",
                "submission_limit",
                "expires_at",
                "accepts_submissions",
                "form_settings",
                "external_url",
            ],
            Names(list.GetProperty("forms")[0])
        );
        Assert.Equal(
            ["page", "pages", "per_page", "total", "has_next", "has_prev"],
            Names(list.GetProperty("pagination"))
        );
        Assert.Equal(
            20,
            list.GetProperty("forms")[0]
                .GetProperty("schema")
                .GetProperty("fields")[0]
                .GetProperty("maxLength")
                .GetInt32()
        );

        var (taken, submitted) = await SendAsync(
            client,
            HttpMethod.Post,
            $"/api/forms/{id}/submissions",
            """{"data":{"name":"Asha","people":"12","mood":"Good","why":"hidden, so not kept","extras":["Pump","Crane"],"day":"2026-01-31","stars":4},"email":"asha@example.com"}"""
        );
        Assert.Equal(
            (HttpStatusCode.Created, "Form submitted successfully"),
            (taken, submitted.GetProperty("message").GetString())
        );
        var submission = submitted.GetProperty("submission_id").GetInt32();
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await SendAsync(
                    client,
                    HttpMethod.Post,
                    "/api/forms/submit",
                    $$$"""{"form_id":{{{id}}},"data":{"name":"Usha","mood":"Bad","why":"Rain"},"submitter_email":"usha@example.com"}"""
                )
            ).Status
        );

        var page = await client.GetFromJsonAsync<JsonElement>(
            $"/api/forms/{id}/submissions?page=1&per_page=10&status=submitted"
        );
        Assert.Equal(["success", "submissions", "pagination", "total"], Names(page));
        Assert.Equal(
            """{"name":"Asha","people":12,"mood":"Good","extras":["Crane","Pump"],"day":"2026-01-31","stars":4}""",
            page.GetProperty("submissions")[1].GetProperty("data").GetRawText()
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await SendAsync(
                    client,
                    HttpMethod.Put,
                    $"/api/forms/submissions/{submission}/status",
                    """{"status":"approved"}"""
                )
            ).Status
        );
        Assert.Equal(
            1,
            (await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}/submissions?status=approved"))
                .GetProperty("total")
                .GetInt32()
        );
        Assert.Equal(
            0,
            (
                await client.GetFromJsonAsync<JsonElement>(
                    $"/api/forms/{id}/submissions?date_from=2020-01-01&date_to=2020-12-31"
                )
            )
                .GetProperty("total")
                .GetInt32()
        );

        var (exported, export) = await SendAsync(
            client,
            HttpMethod.Post,
            $"/api/forms/{id}/export-excel",
            """{"filters":{"status":"approved"},"include_metadata":false,"max_records":10,"immediate":true}"""
        );
        Assert.Equal(
            (HttpStatusCode.OK, "Export completed", id),
            (exported, export.GetProperty("message").GetString(), export.GetProperty("form_id").GetInt32())
        );
        var file = await client.GetByteArrayAsync(export.GetProperty("download_url").GetString());
        Assert.Equal(export.GetProperty("file_size").GetInt64(), file.Length);
        Assert.Equal(file, await client.GetByteArrayAsync($"/api/forms/{id}/download-excel"));
        var rows = RowsOf(file, "Form Submissions");
        Assert.Equal(
            [
                "ID",
                "Submitted At",
                "Status",
                "Submitter Email",
                "Email Verified",
                "Name",
                "Mail",
                "People",
                "Mood",
                "Why bad",
                "Extras",
                "Day",
                "Stars",
                "Photo",
            ],
            rows.First(r => Equals(r[0], "ID"))
        );
        var asha = Assert.Single(rows, r => Equals(r[5], "Asha"));
        Assert.Equal(
            ("approved", "asha@example.com", "No", 12.0, "Crane, Pump", new DateTime(2026, 1, 31), 4.0),
            (asha[2], asha[3], asha[4], asha[7], asha[10], asha[11], asha[12])
        );
        Assert.DoesNotContain(rows, r => Equals(r[5], "Usha"));

        var (queued, job) = await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/export-excel", "{}");
        Assert.Equal(HttpStatusCode.Accepted, queued);
        Assert.Equal(["success", "message", "form_id", "task_id", "status"], Names(job));
        Assert.Equal("processing", job.GetProperty("status").GetString());
        Assert.Equal(
            2,
            (await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}/export-history"))
                .GetProperty("exports")
                .GetArrayLength()
        );
    }

    [Fact]
    public async Task What_its_client_leaves_out_or_sends_empty_is_understood()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await SendAsync(client, HttpMethod.Post, "/api/forms", Visit)).Answer.GetProperty("id").GetInt32();
        var token = await app
            .Services.GetRequiredService<FormCommands>()
            .MakeLinkAsync(CurrentUser.System, id, "Gate", singleUse: false, default);
        var submission = (
            await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/submissions", """{"data":{"name":"Asha"}}""")
        )
            .Answer.GetProperty("submission_id")
            .GetInt32();
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await SendAsync(
                    app.Anonymous(),
                    HttpMethod.Post,
                    "/api/public/forms/submit",
                    $$$"""{"token":"{{{token}}}","data":{"name":"Usha"}}"""
                )
            ).Status
        );

        var rows = (
            await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}/submissions?status=&date_from=&date_to=")
        ).GetProperty("submissions");
        Assert.Equal(
            [
                "id",
                "form_id",
                "version",
                "data",
                "submitter_id",
                "submitter_email",
                "submitter_name",
                "submitted_at",
                "status",
            ],
            Names(rows[0])
        );
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("submitter_id").ValueKind);
        var creator = (await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}"))
            .GetProperty("form")
            .GetProperty("creator_id")
            .GetString();
        Assert.Equal(
            (creator, TestApp.Manager),
            (rows[1].GetProperty("submitter_id").GetString(), rows[1].GetProperty("submitter_email").GetString())
        );

        var (rejected, answer) = await SendAsync(
            client,
            HttpMethod.Put,
            $"/api/forms/submissions/{submission}/status",
            """{"status":"rejected"}"""
        );
        Assert.Equal((HttpStatusCode.OK, "rejected"), (rejected, answer.GetProperty("status").GetString()));
        Assert.Equal(
            "No reason was given.",
            (
                await app
                    .Services.GetRequiredService<SubmissionQueries>()
                    .DetailsAsync(CurrentUser.System, submission, default)
            )
                .Events[0]
                .Text
        );

        var (exported, export) = await SendAsync(
            client,
            HttpMethod.Post,
            $"/api/forms/{id}/export-excel",
            """{"date_range":{"start":"","end":""},"filters":{"status":"","submitter_email":""},"include_metadata":true,"include_analytics":true,"excel_options":{},"max_records":1000,"immediate":true}"""
        );
        Assert.Equal((HttpStatusCode.OK, "Export completed"), (exported, export.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task The_newest_workbook_of_a_form_is_never_the_archive_of_several()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await SendAsync(client, HttpMethod.Post, "/api/forms", Visit)).Answer.GetProperty("id").GetInt32();
        var other = (await SendAsync(client, HttpMethod.Post, "/api/forms", Visit)).Answer.GetProperty("id").GetInt32();
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/export-excel", """{"immediate":true}""")).Status
        );
        var (status, bulk) = await SendAsync(
            client,
            HttpMethod.Post,
            "/api/forms/bulk-export",
            $$$"""{"form_ids":[{{{id}}},{{{other}}}],"export_options":{"include_metadata":true}}"""
        );
        Assert.Equal(HttpStatusCode.Accepted, status);
        for (
            var left = 300;
            (await client.GetFromJsonAsync<JsonElement>($"/api/forms/{id}/export-status"))
                .GetProperty("status")
                .GetString() != "completed";
            left--
        )
        {
            Assert.True(left > 0, "The export never ended.");
            await Task.Delay(100);
        }

        using var archive = await client.GetAsync(bulk.GetProperty("download_url").GetString());
        Assert.Equal("application/zip", archive.Content.Headers.ContentType!.MediaType);
        using var newest = await client.GetAsync($"/api/forms/{id}/download-excel");
        Assert.EndsWith(".xlsx", newest.Content.Headers.ContentDisposition!.FileNameStar, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/forms/{other}/download-excel")).StatusCode);
    }

    [Fact]
    public async Task Each_wrong_answer_has_its_message()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await SendAsync(client, HttpMethod.Post, "/api/forms", Visit)).Answer.GetProperty("id").GetInt32();
        var (status, answer) = await SendAsync(
            client,
            HttpMethod.Post,
            $"/api/forms/{id}/submissions",
            """{"data":{"mail":"nobody","people":51,"mood":"Bad","extras":["Boat"],"day":"2026-02-30","stars":6,"photo":"made up","stranger":1}}"""
        );
        Assert.Equal(HttpStatusCode.BadRequest, status);
        var errors = answer.GetProperty("errors");
        Assert.Equal(["day", "extras", "mail", "name", "people", "stars", "stranger", "why"], Names(errors).Order());
        Assert.Equal(
            ("This is required.", "At most 50.", "'Boat' is not one of the choices."),
            (
                errors.GetProperty("name").GetString(),
                errors.GetProperty("people").GetString(),
                errors.GetProperty("extras").GetString()
            )
        );
        Assert.Equal(
            "The file was not received. Choose it again.",
            (
                await SendAsync(
                    client,
                    HttpMethod.Post,
                    $"/api/forms/{id}/submissions",
                    """{"data":{"name":"A","photo":"made up"}}"""
                )
            )
                .Answer.GetProperty("errors")
                .GetProperty("photo")
                .GetString()
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (
                await SendAsync(
                    client,
                    HttpMethod.Post,
                    "/api/forms",
                    """{"title":"T","schema":{"fields":[{"id":"a","label":"A","type":"select"}]}}"""
                )
            ).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(client, HttpMethod.Post, "/api/forms/9999/submissions", """{"data":{}}""")).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await SendAsync(client, HttpMethod.Put, "/api/forms/submissions/1/status", """{"status":"lost"}""")).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.GetAsync($"/api/forms/{id}/submissions?per_page=101")).StatusCode
        );
    }

    [Fact]
    public async Task A_link_is_the_only_key_and_may_work_once()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await SendAsync(client, HttpMethod.Post, "/api/forms", Visit)).Answer.GetProperty("id").GetInt32();
        var commands = app.Services.GetRequiredService<FormCommands>();
        var token = await commands.MakeLinkAsync(CurrentUser.System, id, "Gate", singleUse: true, default);
        var stranger = app.Anonymous();
        Assert.Equal(
            "Site visit",
            (await stranger.GetFromJsonAsync<JsonElement>($"/api/public/forms/{token}"))
                .GetProperty("form")
                .GetProperty("title")
                .GetString()
        );

        var png = new byte[] { 0x89, 0x50, 0x4E, 0x47, 1, 2, 3 };
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (await AttachAsync(stranger, token, "photo", "evil.exe", png)).Status
        );
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (await AttachAsync(stranger, token, "photo", "page.png", "<script>"u8.ToArray())).Status
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await AttachAsync(stranger, token, "name", "a.png", png)).Status);
        var (attached, photo) = await AttachAsync(stranger, token, "photo", "../../site.png", png);
        Assert.Equal((HttpStatusCode.Created, "site.png"), (attached, photo.GetProperty("file_name").GetString()));

        var body =
            $$$"""{"token":"{{{token}}}","data":{"name":"Gate","photo":"{{{photo.GetProperty("token").GetString()}}}"}}""";
        var (status, submitted) = await SendAsync(stranger, HttpMethod.Post, "/api/public/forms/submit", body);
        Assert.Equal(HttpStatusCode.Created, status);
        var (again, domainError) = await SendAsync(stranger, HttpMethod.Post, "/api/public/forms/submit", body);
        Assert.Equal(
            (HttpStatusCode.NotFound, "This link has been used already. It works once."),
            (again, domainError.GetProperty("error").GetString())
        );

        var details = await app
            .Services.GetRequiredService<SubmissionQueries>()
            .DetailsAsync(CurrentUser.System, submitted.GetProperty("id").GetInt32(), default);
        using var download = await client.GetAsync(
            $"/api/forms/submissions/{details.Row.Id}/files/{details.Files[0].Id}"
        );
        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(png, await download.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await stranger.GetAsync($"/api/forms/submissions/{details.Row.Id}/files/{details.Files[0].Id}")).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (
                await (await app.AsAsync(TestApp.Engineer)).GetAsync(
                    $"/api/forms/submissions/{details.Row.Id}/files/{details.Files[0].Id}"
                )
            ).StatusCode
        );

        var second = await commands.MakeLinkAsync(CurrentUser.System, id, "Office", singleUse: false, default);
        var link = (
            await app.Services.GetRequiredService<FormQueries>().DetailsAsync(CurrentUser.System, id, default)
        ).Links.Single(l => l.Token == second);
        await commands.RevokeLinkAsync(CurrentUser.System, id, link.Id, default);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/public/forms/{second}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/api/public/forms/guess")).StatusCode);
    }

    [Fact]
    public async Task On_submission_the_export_and_the_three_files_are_made_by_themselves()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await SendAsync(client, HttpMethod.Post, "/api/forms", Visit)).Answer.GetProperty("id").GetInt32();
        await app
            .Services.GetRequiredService<FormCommands>()
            .AutomateAsync(CurrentUser.System, id, new AutomationSettings(OnSubmission: true, EveryN: 2), default);
        var first = (
            await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/submissions", """{"data":{"name":"Asha"}}""")
        ).Answer.GetProperty("report_ids");
        Assert.Equal(1, first.GetArrayLength());
        var preview = await CompletedAsync(client, first[0].GetInt32());
        Assert.Equal(
            ("completed", "Asha"),
            (
                preview.GetProperty("status").GetString(),
                preview.GetProperty("generated_data").GetProperty("Answers").GetProperty("Name").GetString()
            )
        );
        foreach (var type in (string[])["pdf", "docx", "excel"])
            Assert.True(preview.GetProperty("file_sizes").GetProperty(type).GetInt64() > 0, type);
        Assert.Equal(
            2,
            (await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/submissions", """{"data":{"name":"Usha"}}"""))
                .Answer.GetProperty("report_ids")
                .GetArrayLength()
        );
        var runs = await app
            .Services.GetRequiredService<SubmissionQueries>()
            .RunsAsync(CurrentUser.System, id, null, default);
        Assert.Contains(runs, r => r is { Kind: "export", Trigger: "submission" });
        Assert.Single(runs, r => r is { Kind: "report", Trigger: "count" });

        var (status, automatic) = await SendAsync(client, HttpMethod.Post, $"/api/reports/auto-generate/{id}", "{}");
        Assert.Equal((HttpStatusCode.Accepted, id), (status, automatic.GetProperty("form_id").GetInt32()));
        var all = await CompletedAsync(client, automatic.GetProperty("report_id").GetInt32());
        Assert.Equal(
            ("Auto-Generated Report - Site visit", "auto_generated", 2),
            (
                all.GetProperty("title").GetString(),
                all.GetProperty("report_type").GetString(),
                all.GetProperty("generated_data").GetProperty("summary").GetProperty("total_submissions").GetInt32()
            )
        );
    }

    [Fact]
    public async Task What_cannot_be_made_by_itself_never_costs_a_submission()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = (await SendAsync(client, HttpMethod.Post, "/api/forms", Visit)).Answer.GetProperty("id").GetInt32();
        var forms = app.Services.GetRequiredService<FormCommands>();
        var engineer = await app.AsAsync(TestApp.Engineer);
        await forms.AutomateAsync(
            CurrentUser.System,
            id,
            new AutomationSettings(OnSubmission: true, Template: "gone"),
            default
        );
        var (status, answer) = await SendAsync(
            engineer,
            HttpMethod.Post,
            $"/api/forms/{id}/submissions",
            """{"data":{"name":"Asha"}}"""
        );
        Assert.Equal((HttpStatusCode.Created, 0), (status, answer.GetProperty("report_ids").GetArrayLength()));

        await forms.AutomateAsync(CurrentUser.System, id, new AutomationSettings(OnSubmission: true), default);
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
            await db.Set<User>()
                .Where(u => u.Email == TestApp.Manager)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.Active, false));
        await app.Services.GetRequiredService<CurrentUserAccessor>().ChangedAsync();
        (status, answer) = await SendAsync(
            engineer,
            HttpMethod.Post,
            $"/api/forms/{id}/submissions",
            """{"data":{"name":"Usha"}}"""
        );
        Assert.Equal((HttpStatusCode.Created, 0), (status, answer.GetProperty("report_ids").GetArrayLength()));
        Assert.Equal(
            2,
            (
                await app
                    .Services.GetRequiredService<SubmissionQueries>()
                    .ListAsync(CurrentUser.System, id, new SubmissionFilter(), new PageRequest(1, 10), default)
            ).Total
        );
    }

    [Fact]
    public async Task Health_answers_in_the_documented_shape_without_sign_in()
    {
        foreach (var path in (string[])["/api/health", "/api/health/"])
        {
            var answer = await app.Anonymous().GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var health = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(["service", "status", "timestamp", "version", "checks"], Names(health));
            Assert.Equal(
                ("automated_report_platform", "healthy"),
                (health.GetProperty("service").GetString(), health.GetProperty("status").GetString())
            );
            var checks = health.GetProperty("checks");
            Assert.Equal(["database", "redis", "filesystem"], Names(checks).Take(3));
            Assert.Equal(
                ["users", "forms", "submissions", "reports"],
                Names(checks.GetProperty("database").GetProperty("tables"))
            );
            Assert.Equal(
                ("connected", "active"),
                (
                    checks.GetProperty("redis").GetProperty("connection").GetString(),
                    checks.GetProperty("redis").GetProperty("workers").GetString()
                )
            );
            Assert.Equal(
                ("accessible", "read_write"),
                (
                    checks.GetProperty("filesystem").GetProperty("upload_directory").GetString(),
                    checks.GetProperty("filesystem").GetProperty("permissions").GetString()
                )
            );
        }

        foreach (var part in (string[])["database", "workers", "detailed"])
            Assert.Equal(HttpStatusCode.OK, (await app.Anonymous().GetAsync($"/api/health/{part}")).StatusCode);
    }

    [Fact]
    public async Task Health_is_red_when_the_disk_is_full()
    {
        await using var full = await new TestApp().With("Health:MinFreeMegabytes", "999999999").StartAsync();
        var answer = await full.Anonymous().GetAsync("/api/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(
            "unhealthy",
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString()
        );
        await using var nearly = await new TestApp().With("Health:EnoughFreeMegabytes", "999999999").StartAsync();
        Assert.Equal(
            (HttpStatusCode.OK, "degraded"),
            (
                (await nearly.Anonymous().GetAsync("/api/health")).StatusCode,
                (await nearly.Anonymous().GetFromJsonAsync<JsonElement>("/api/health"))
                    .GetProperty("status")
                    .GetString()
            )
        );
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> AttachAsync(
        HttpClient client,
        string token,
        string field,
        string name,
        byte[] content
    )
    {
        using var part = new ByteArrayContent(content)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("image/png") },
        };
        using var form = new MultipartFormDataContent { { new StringContent(field), "field" }, { part, "file", name } };
        using var answer = await client.PostAsync($"/api/public/forms/{token}/files", form);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    internal static List<object?[]> RowsOf(byte[] workbook, string sheet)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook));
        while (reader.Name != sheet)
            Assert.True(reader.NextResult(), $"There is no sheet '{sheet}'.");
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        return rows;
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
