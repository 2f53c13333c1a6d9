using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.GenerationContractTests;

namespace ReportsAdmin.Tests.Contract;

/// <summary>How the answers of number and phone fields are read.</summary>
public sealed class FormAnswerContractTests : IAsyncLifetime
{
    private const string Form =
        """{"title":"N","is_active":true,"schema":{"fields":[{"id":"amt","label":"Amount","type":"number"},{"id":"ph","label":"Phone","type":"phone"}]}}""";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_decimal_comma_is_refused_in_words_and_never_read_as_another_number()
    {
        var (client, form) = await OpenAsync();
        foreach (var number in (string[])["12,5", "12,50", "1,2345", "1,25,00", ",5", "12,500,5", "1.234,56", "12,"])
        {
            var (status, answer) = await SubmitAsync(client, form, "amt", number);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains("Use a point for decimals, such as 12.5.", answer.GetRawText());
        }
    }

    [Fact]
    public async Task Commas_that_group_digits_are_taken()
    {
        var (client, form) = await OpenAsync();
        (string Typed, decimal Read)[] numbers =
        [
            ("12.5", 12.5m),
            ("1,25,000", 125_000),
            ("125,000.75", 125_000.75m),
            ("1,234,567", 1_234_567),
            (" -12,34,567.5 ", -1_234_567.5m),
            ("12,500", 12_500),
        ];
        foreach (var (typed, _) in numbers)
            Assert.Equal(HttpStatusCode.Created, (await SubmitAsync(client, form, "amt", typed)).Status);
        var page = await client.GetFromJsonAsync<JsonElement>($"/api/forms/{form}/submissions?page=1&per_page=50");
        Assert.Equal(
            numbers.Select(n => n.Read).Order(),
            page.GetProperty("submissions")
                .EnumerateArray()
                .Select(s => s.GetProperty("data").GetProperty("amt").GetDecimal())
                .Order()
        );
    }

    [Fact]
    public async Task Telephone_numbers_of_India_are_taken_as_people_write_them()
    {
        var (client, form) = await OpenAsync();
        foreach (
            var phone in (string[])
                [
                    "(022) 2345 6789",
                    "+91 98765 43210",
                    "098765-43210",
                    "+91-22-2345-6789",
                    "+91 (22) 2345 6789",
                    "022 - 2345 6789",
                    "9876543210",
                    "1800 209 1234",
                ]
        )
            Assert.Equal(HttpStatusCode.Created, (await SubmitAsync(client, form, "ph", phone)).Status);
        foreach (
            var odd in (string[])["(022 2345 6789", "022) 23456789", "12345", "98765 43210 or 1", "+", "1 (((((((("]
        )
            Assert.Equal(HttpStatusCode.BadRequest, (await SubmitAsync(client, form, "ph", odd)).Status);
    }

    private async Task<(HttpClient Client, int Form)> OpenAsync()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var (_, created) = await SendAsync(client, HttpMethod.Post, "/api/forms", Form);
        return (client, created.GetProperty("id").GetInt32());
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> SubmitAsync(
        HttpClient client,
        int form,
        string field,
        string value
    ) =>
        SendAsync(
            client,
            HttpMethod.Post,
            $"/api/forms/{form}/submissions",
            JsonSerializer.Serialize(new { data = new Dictionary<string, string> { [field] = value } })
        );
}
