using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Files;

/// <summary>The whole application with its files in a bucket.</summary>
[Collection(S3Collection.Name)]
public sealed class S3AppTests(SwiftServer server)
{
    private const string Jobs = "/api/v2/reports/jobs";

    [Fact]
    public async Task Uploads_reports_downloads_and_backups_work_and_an_outage_is_said_in_each_familys_words()
    {
        var options = await server.BucketAsync();
        await using var app = new TestApp()
            .With("Files:Store", "S3")
            .With("Files:S3:Endpoint", options.Endpoint!)
            .With("Files:S3:Bucket", options.Bucket!)
            .With("Files:S3:AccessKey", options.AccessKey!)
            .With("Files:S3:SecretKey", options.SecretKey!);
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI-1|2025-03-20|200000|150000.25",
                "C-2|Bharat Infra|Delhi|B-9|2024-01-10|70000|77777.77"
            ),
            "Apr-25"
        );
        using var client = await app.AsAsync(TestApp.Manager);
        var id = await RunReportAsync(client);
        var file = await client.GetByteArrayAsync($"{Jobs}/{id}/download");
        Assert.Equal(2, await ObjectsAsync(options));

        // A range, as browsers ask for that go on with a download.
        using var part = new HttpRequestMessage(HttpMethod.Get, $"{Jobs}/{id}/download");
        part.Headers.Range = new RangeHeaderValue(10, 29);
        using var partly = await client.SendAsync(part);
        Assert.Equal(HttpStatusCode.PartialContent, partly.StatusCode);
        Assert.Equal(file[10..30], await partly.Content.ReadAsByteArrayAsync());

        await BackUpAsync(app);
        await server.KillAsync();
        try
        {
            using var away = await client.GetAsync($"{Jobs}/{id}/download");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(30), away.Headers.RetryAfter?.Delta);
            var body = await away.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(
                "The file store does not answer at the moment. Try again in a minute.",
                body.GetProperty("error").GetProperty("message").GetString()
            );
            using var uploaded = await UploadAsync(app);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, uploaded.StatusCode);
            Assert.Equal(
                "The file store does not answer at the moment. Try again in a minute.",
                (await uploaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()
            );
            await Until.TrueAsync(
                async () =>
                    (await (await client.GetAsync("/api/health")).Content.ReadAsStringAsync()).Contains(
                        "The file store does not answer.",
                        StringComparison.Ordinal
                    ),
                "health says so"
            );
            // Pages and figures need no files: other nodes would fare no better.
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/customers")).StatusCode);

            var waiting = await CreateReportAsync(client, "While away");
            await server.RestartAsync();
            await CompletesAsync(client, waiting);
        }
        finally
        {
            if (!await AnswersAsync())
                await server.RestartAsync();
        }

        Assert.Equal(file, await client.GetByteArrayAsync($"{Jobs}/{id}/download"));
    }

    private static async Task BackUpAsync(TestApp app)
    {
        var folder = Directory.CreateTempSubdirectory("reportsadmin-s3-backup-");
        try
        {
            var made = await app
                .Services.GetRequiredService<BackupMaker>()
                .MakeAsync(folder.FullName, (_, _) => { }, default);
            Assert.Equal((2, 0), (made.Files, made.MissingFiles));
            await using var archive = await ZipFile.OpenReadAsync(Path.Combine(folder.FullName, made.Name));
            var store = app.Services.GetRequiredService<FileStore>();
            Assert.Equal("s3", store.Place);
            foreach (var entry in archive.Entries.Where(e => e.FullName.StartsWith("files/", StringComparison.Ordinal)))
            {
                await using var kept = await store.OpenAsync(entry.Name, null, default);
                await using var saved = await entry.OpenAsync();
                using var one = new MemoryStream();
                using var two = new MemoryStream();
                await kept.CopyToAsync(one);
                await saved.CopyToAsync(two);
                Assert.Equal(one.ToArray(), two.ToArray());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<HttpResponseMessage> UploadAsync(TestApp app)
    {
        using var who = await app.AsAsync(TestApp.CountryManager);
        using var form = new MultipartFormDataContent
        {
            {
                new ByteArrayContent(Sheet.Of(ContractApp.Header, "C-3|Asha|Mumbai|SI-2|2025-03-20|100|100")),
                "file",
                "outstanding.xlsx"
            },
            { new StringContent("Apr-25"), "month" },
            { new StringContent("2025-2026"), "financialYear" },
        };
        return await who.PostAsync("/api/upload", form);
    }

    private static async Task<string> RunReportAsync(HttpClient client)
    {
        var id = await CreateReportAsync(client, "Ageing");
        await CompletesAsync(client, id);
        return id;
    }

    private static async Task<string> CreateReportAsync(HttpClient client, string name)
    {
        var created = await client.PostAsJsonAsync(
            Jobs,
            new
            {
                reportType = "outstanding-ageing",
                name,
                output = new { format = name == "Ageing" ? "excel" : "csv" },
            }
        );
        created.EnsureSuccessStatusCode();
        var answer = await created.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("data").GetProperty("id").GetString()!;
    }

    private static Task CompletesAsync(HttpClient client, string id) =>
        Until.TrueAsync(
            async () =>
                (await client.GetFromJsonAsync<JsonElement>($"{Jobs}/{id}"))
                    .GetProperty("data")
                    .GetProperty("status")
                    .GetString() == "completed",
            "the report is completed",
            seconds: 90
        );

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new HttpClient();
            using var answer = await client.GetAsync(server.Endpoint);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<int> ObjectsAsync(S3Options options)
    {
        using var client = server.Client();
        var found = await client.ListObjectsV2Async(
            new Amazon.S3.Model.ListObjectsV2Request { BucketName = options.Bucket }
        );
        return found.S3Objects?.Count ?? 0;
    }
}
