using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>What a program asks and answers between an upload and its commit.</summary>
public sealed class UploadAnswerContractTests : IAsyncLifetime
{
    private const string Sheet = """
        Customer Code,Customer Name,Region,Invoice No,Invoice Date,Currency,Outstanding
        A,Asha,Pune,1,13/02/2025,INR,100.25
        A,Asha,Pune,2,14/02/2025,USD,30.50
        A,Asha,Pune,3,15/02/2025,USD,9.50
        """;

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Questions_are_answered_and_what_is_kept_apart_is_listed_with_its_own_sum()
    {
        using var client = await app.AsAsync(TestApp.CountryManager);
        var upload = await UploadAsync(client);

        var asking = await BecomesAsync(client, upload, "asking");
        var question = asking.GetProperty("questions").EnumerateArray().Single();
        Assert.Equal("foreign-currency", question.GetProperty("key").GetString());
        Assert.Contains(
            "leave-out",
            question.GetProperty("options").EnumerateArray().Select(o => o.GetProperty("key").GetString())
        );
        await AnswerAsync(
            client,
            upload,
            new { answers = new Dictionary<string, string> { ["foreign-currency"] = "leave-out" } }
        );

        var staged = await BecomesAsync(client, upload, "staged");
        var apart = staged.GetProperty("keptApart").EnumerateArray().Single();
        Assert.Equal(
            ("USD", 2, 40m, 100.25m),
            (
                apart.GetProperty("currency").GetString(),
                apart.GetProperty("rows").GetInt32(),
                apart.GetProperty("amount").GetDecimal(),
                staged.GetProperty("total").GetDecimal()
            )
        );
    }

    [Fact]
    public async Task Month_and_department_are_corrected_before_the_commit()
    {
        using var client = await app.AsAsync(TestApp.CountryManager);
        var upload = await UploadAsync(client);
        await BecomesAsync(client, upload, "asking");

        await AnswerAsync(
            client,
            upload,
            new
            {
                period = 202503,
                financialYear = "2024-2025",
                departmentId = 2,
                answers = new Dictionary<string, string> { ["foreign-currency"] = "leave-out" },
            }
        );

        var staged = await BecomesAsync(client, upload, "staged");
        Assert.Equal(
            (202503, 2),
            (staged.GetProperty("period").GetInt32(), staged.GetProperty("departmentId").GetInt32())
        );
        using var refused = await client.PostAsJsonAsync(
            $"{upload}/answer",
            new { period = 202503, financialYear = "2025-2026" }
        );
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private static async Task<string> UploadAsync(HttpClient client)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("outstanding"), "kind" },
            { new StringContent("202504"), "period" },
            { new StringContent("1"), "departmentId" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Sheet)), "file", "march.csv" },
        };
        using var answer = await client.PostAsync("/api/v2/uploads", form);
        answer.EnsureSuccessStatusCode();
        return "/api/v2/uploads/"
            + (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("id").GetString();
    }

    private static async Task AnswerAsync(HttpClient client, string upload, object body)
    {
        using var answer = await client.PostAsJsonAsync($"{upload}/answer", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> BecomesAsync(HttpClient client, string upload, string state)
    {
        for (var i = 0; ; i++)
        {
            var data = (await client.GetFromJsonAsync<JsonElement>(upload)).GetProperty("data");
            if (data.GetProperty("state").GetString() == state)
                return data;
            Assert.True(i < 600, $"The upload is {data.GetProperty("state")}, not {state}.");
            await Task.Delay(50);
        }
    }
}
