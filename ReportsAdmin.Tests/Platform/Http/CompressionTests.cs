using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>Which answers are compressed, and that entity tags still spare the second one.</summary>
public sealed class CompressionTests : IAsyncLifetime
{
    // In Development the SDK would serve assets through a handler of its own, which frames them as gzip without compressing.
    private readonly TestApp app = new TestApp().With("ReloadStaticAssetsAtRuntime", "false");

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Package_style_sheets_are_compressed_and_their_tag_gives_304(string encoding)
    {
        using var client = app.Anonymous();
        using var plain = await GetAsync(client, "/_content/MudBlazor/MudBlazor.min.css", null);
        using var small = await GetAsync(client, "/_content/MudBlazor/MudBlazor.min.css", encoding);

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal([encoding], small.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", small.Headers.Vary);
        var (bytes, packed) = (await plain.Content.ReadAsByteArrayAsync(), await small.Content.ReadAsByteArrayAsync());
        Assert.Equal(bytes, Unpacked(packed, encoding));
        Assert.True(packed.Length * 4 < bytes.Length, $"{packed.Length} of {bytes.Length} bytes");
        Assert.NotEqual(plain.Headers.ETag, small.Headers.ETag);

        foreach (var (answer, asked) in new[] { (plain, null), (small, encoding) })
        {
            using var again = await GetAsync(
                client,
                "/_content/MudBlazor/MudBlazor.min.css",
                asked,
                answer.Headers.ETag!.ToString()
            );
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_style_sheet_without_a_compressed_endpoint_gets_a_weak_tag()
    {
        using var client = app.Anonymous();
        using var plain = await GetAsync(client, "/_content/MudBlazor/MudBlazor.min.css", null);
        using var small = await GetAsync(client, "/_content/MudBlazor/MudBlazor.min.css", "br");

        Assert.Equal((false, true), (plain.Headers.ETag!.IsWeak, small.Headers.ETag!.IsWeak));
        Assert.Equal(plain.Headers.ETag.Tag, small.Headers.ETag.Tag);
    }

    [Fact]
    public async Task Ranges_of_an_asset_are_sent_as_they_are()
    {
        using var client = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_content/MudBlazor/MudBlazor.min.css");
        request.Headers.Add("Accept-Encoding", "br");
        request.Headers.Range = new(0, 99_999);
        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal(100_000, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task Json_of_the_api_is_compressed_and_says_the_same()
    {
        using var client = app.Anonymous();
        using var plain = await GetAsync(client, "/openapi/v1.json", null);
        using var small = await GetAsync(client, "/openapi/v1.json", "br");

        Assert.Equal(["br"], small.Content.Headers.ContentEncoding);
        Assert.Equal(
            await plain.Content.ReadAsStringAsync(),
            Encoding.UTF8.GetString(Unpacked(await small.Content.ReadAsByteArrayAsync(), "br"))
        );
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Lists_of_the_api_are_compressed_and_say_the_same(string encoding)
    {
        await app.UploadAsync(
            Sheet.Of([
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                .. Enumerable.Range(1, 300).Select(i => $"C-{i:000}|Customer {i}|Mumbai|SI/{i}|2026-03-02|{i}|{i}"),
            ]),
            "Mar-26"
        );
        using var client = await app.AsAsync(TestApp.Manager);
        using var plain = await GetAsync(client, "/api/customers", null);
        using var small = await GetAsync(client, "/api/customers", encoding);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (plain.StatusCode, small.StatusCode));
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal([encoding], small.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", small.Headers.Vary);
        var (text, packed) = (await plain.Content.ReadAsByteArrayAsync(), await small.Content.ReadAsByteArrayAsync());
        Assert.Equal(text, Unpacked(packed, encoding));
        Assert.True(packed.Length * 5 < text.Length, $"{packed.Length} of {text.Length} bytes");
    }

    [Fact]
    public async Task Answers_that_sign_somebody_in_are_not_compressed()
    {
        using var client = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
        {
            Content = JsonContent.Create(new { email = TestApp.Manager, password = AccessDemo.Password }),
        };
        request.Headers.Add("Accept-Encoding", "br");
        using var login = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        Assert.Empty(login.Content.Headers.ContentEncoding);
        Assert.NotEqual(default, (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token"));
    }

    [Fact]
    public async Task Pages_are_compressed_and_their_tokens_differ_in_every_answer()
    {
        using var client = app.Anonymous();
        using var first = await GetAsync(client, "/sign-in", "br");
        Assert.Equal("text/html", first.Content.Headers.ContentType!.MediaType);
        // It brings the cookie that the tokens belong to.
        Assert.Empty(first.Content.Headers.ContentEncoding);
        client.DefaultRequestHeaders.Add(
            "Cookie",
            string.Join("; ", first.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]))
        );

        var tokens = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            using var page = await GetAsync(client, "/sign-in", "br");
            Assert.Equal(["br"], page.Content.Headers.ContentEncoding);
            var html = Encoding.UTF8.GetString(Unpacked(await page.Content.ReadAsByteArrayAsync(), "br"));
            tokens.Add(Regex.Match(html, "__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value);
        }

        Assert.Equal(3, tokens.Count);
        Assert.DoesNotContain("", tokens);
    }

    [Fact]
    public async Task Events_arrive_at_once_and_csv_is_compressed()
    {
        await using var host = await ProbeHost.StartAsync();
        using var client = host.As(ProbeHost.Anybody);
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        using var events = await client.GetAsync("/api/probe/jobs/stream", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await events.Content.ReadAsStreamAsync();
        var first = new byte[9];
        await stream.ReadExactlyAsync(first).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("data: 1\n\n", Encoding.UTF8.GetString(first));
        Assert.Empty(events.Content.Headers.ContentEncoding);

        using var csv = await client.GetAsync("/api/probe/envelope/csv");
        Assert.Equal(["br"], csv.Content.Headers.ContentEncoding);
        Assert.Equal(4_000, Unpacked(await csv.Content.ReadAsByteArrayAsync(), "br").Length);
    }

    [Fact]
    public async Task The_weak_tag_of_a_compressed_api_answer_gives_304()
    {
        await using var host = await ProbeHost.StartAsync();
        using var client = host.As(ProbeHost.Anybody);
        using var first = await GetAsync(client, "/api/probe/tracker/fresh?version=7", "br");
        Assert.True(first.Headers.ETag!.IsWeak);

        using var same = await GetAsync(
            client,
            "/api/probe/tracker/fresh?version=7",
            "br",
            first.Headers.ETag.ToString()
        );
        using var other = await GetAsync(
            client,
            "/api/probe/tracker/fresh?version=8",
            "br",
            first.Headers.ETag.ToString()
        );

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
    }

    private static async Task<HttpResponseMessage> GetAsync(
        HttpClient client,
        string path,
        string? encoding,
        string? known = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encoding is not null)
            request.Headers.Add("Accept-Encoding", encoding);
        if (known is not null)
            request.Headers.Add("If-None-Match", known);
        return await client.SendAsync(request);
    }

    private static byte[] Unpacked(byte[] packed, string encoding)
    {
        using var input = new MemoryStream(packed);
        using Stream unpacking =
            encoding == "br"
                ? new BrotliStream(input, CompressionMode.Decompress)
                : new GZipStream(input, CompressionMode.Decompress);
        using var output = new MemoryStream();
        unpacking.CopyTo(output);
        return output.ToArray();
    }
}
