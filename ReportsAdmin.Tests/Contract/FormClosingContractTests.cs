using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.FormSettingsContractTests;
using static ReportsAdmin.Tests.Contract.GenerationContractTests;

namespace ReportsAdmin.Tests.Contract;

/// <summary>Who may answer a form, how often and until when; also without an account.</summary>
public sealed class FormClosingContractTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_form_that_is_full_or_past_its_date_or_closed_says_so()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var stranger = app.Anonymous();
        var full = await OpenAsync(client, "\"is_public\":true,\"submission_limit\":1");
        Assert.Equal(HttpStatusCode.Created, (await AnswerAsync(stranger, full)).Status);
        Assert.Equal(
            (HttpStatusCode.Conflict, "This form is closed: it has received all the submissions it can take."),
            await AnswerAsync(stranger, full)
        );
        Assert.False(
            (await client.GetFromJsonAsync<JsonElement>($"/api/forms/{full}"))
                .GetProperty("accepts_submissions")
                .GetBoolean()
        );

        var past = await OpenAsync(client, "\"is_public\":true,\"expires_at\":\"2020-01-31\"");
        Assert.Equal(
            (HttpStatusCode.Conflict, "This form is closed: its closing date has passed."),
            await AnswerAsync(stranger, past)
        );
        Assert.Equal(
            "2020-01-31T18:30:00Z",
            (await client.GetFromJsonAsync<JsonElement>($"/api/forms/{past}")).GetProperty("expires_at").GetString()
        );
        await SendAsync(client, HttpMethod.Put, $"/api/forms/{past}", """{"expires_at":null}""");
        Assert.Equal(HttpStatusCode.Created, (await AnswerAsync(stranger, past)).Status);

        await SendAsync(client, HttpMethod.Put, $"/api/forms/{past}", """{"is_active":false}""");
        Assert.Equal(
            (HttpStatusCode.NotFound, "This form takes no submissions at present."),
            await AnswerAsync(stranger, past)
        );
        var closed = await OpenAsync(client, "\"is_public\":false");
        Assert.Equal(HttpStatusCode.Unauthorized, (await AnswerAsync(stranger, closed)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AnswerAsync(stranger, 9999)).Status);
        Assert.Equal(HttpStatusCode.Created, (await AnswerAsync(await app.AsAsync(TestApp.Engineer), closed)).Status);
    }

    [Fact]
    public async Task A_form_for_one_submission_each_takes_no_second_one()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var body =
            """{"title":"Once","is_public":true,"schema":{"fields":[{"id":"a","label":"A","type":"text"}],"settings":{"allowMultipleSubmissions":false}}}""";
        var id = (await SendAsync(client, HttpMethod.Post, "/api/forms", body)).Answer.GetProperty("id").GetInt32();
        Assert.Equal(HttpStatusCode.Created, (await AnswerAsync(client, id)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await AnswerAsync(client, id)).Status);
        var stranger = app.Anonymous();
        Assert.Equal(HttpStatusCode.BadRequest, (await AnswerAsync(stranger, id)).Status);
        Assert.Equal(HttpStatusCode.Created, (await AnswerAsync(stranger, id, "one@example.com")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await AnswerAsync(stranger, id, "ONE@example.com")).Status);
        Assert.Equal(HttpStatusCode.Created, (await AnswerAsync(stranger, id, "two@example.com")).Status);
    }

    [Fact]
    public async Task Strangers_share_the_limit_of_public_links()
    {
        await using var strict = await new TestApp().With("RateLimits:Public", "2").StartAsync();
        var client = await strict.AsAsync(TestApp.Manager);
        var id = await OpenAsync(client, "\"is_public\":true");
        var stranger = strict.Anonymous();
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Created, (await AnswerAsync(stranger, id)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AnswerAsync(stranger, id)).Status);
        Assert.Equal(HttpStatusCode.Created, (await AnswerAsync(client, id)).Status);
    }

    private static async Task<(HttpStatusCode Status, string? Error)> AnswerAsync(
        HttpClient client,
        int id,
        string? email = null
    )
    {
        var body = JsonSerializer.Serialize(new { data = new { a = "x" }, email });
        var (status, answer) = await SendAsync(client, HttpMethod.Post, $"/api/forms/{id}/submissions", body);
        return (status, answer.TryGetProperty("error", out var error) ? error.GetString() : null);
    }
}
