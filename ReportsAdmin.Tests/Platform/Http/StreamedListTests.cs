using System.IO.Compression;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>Lists without a page, over HTTP, in the format of each family.</summary>
public sealed class StreamedListTests : IAsyncLifetime
{
    private ProbeHost host = null!;

    public async ValueTask InitializeAsync() => host = await ProbeHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("tracker", 0)]
    [InlineData("tracker", 3)]
    [InlineData("generation", 3)]
    [InlineData("jobs", 5_000)]
    public async Task The_bytes_and_headers_are_those_of_a_list_in_memory(string family, int count)
    {
        using var client = host.As(ProbeHost.Anybody);
        foreach (var shape in (string[])["array", "object"])
        {
            using var memory = await client.GetAsync($"/api/probe-rows/{family}/memory/{shape}?count={count}");
            using var stream = await client.GetAsync($"/api/probe-rows/{family}/stream/{shape}?count={count}");

            Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
            Assert.Equal(await memory.Content.ReadAsStringAsync(), await stream.Content.ReadAsStringAsync());
            Assert.Equal(memory.Content.Headers.ContentType, stream.Content.Headers.ContentType);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task An_error_before_anything_has_left_is_answered_in_the_words_of_the_family(int rows)
    {
        using var client = host.As(ProbeHost.Anybody);
        using var tracker = await client.GetAsync($"/api/probe-rows/tracker/stream/array?count=9&refuse={rows}");
        using var generation = await client.GetAsync($"/api/probe-rows/generation/stream/object?count=9&refuse={rows}");

        Assert.Equal(HttpStatusCode.BadRequest, tracker.StatusCode);
        Assert.Equal("""{"error":"row is no row."}""", await tracker.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, generation.StatusCode);
        Assert.Equal("""{"success":false,"error":"row is no row."}""", await generation.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("br")]
    public async Task An_error_later_breaks_the_answer_off(string? encoding)
    {
        using var client = host.As(ProbeHost.Anybody);
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            "/api/probe-rows/tracker/stream/array?count=60000&refuse=50000"
        );
        if (encoding is not null)
            request.Headers.Add("Accept-Encoding", encoding);
        // A compressor may still hold all of it: then not even the status arrives.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await answer.Content.ReadAsByteArrayAsync();
        });
    }

    [Fact]
    public async Task A_reader_who_stops_stops_the_reading_and_one_who_leaves_ends_it()
    {
        using var client = host.As(ProbeHost.Anybody);
        var source = RowsProbe.Endless = new EndlessRows();
        using (var answer = await client.GetAsync("/api/probe-rows/endless", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await answer.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[100_000]);
            var read = await SettledAsync(() => source.Read);
            Assert.InRange(read, 1_000, 20_000);
            await body.ReadExactlyAsync(new byte[1_000_000]);
            Assert.InRange(await SettledAsync(() => source.Read), read + 5_000, read + 40_000);
        }

        await source.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_compressed_list_says_the_same_and_leaves_while_it_is_read(string encoding)
    {
        using var client = host.As(ProbeHost.Anybody);
        var plain = await client.GetByteArrayAsync("/api/probe-rows/jobs/stream/array?count=20000");
        client.DefaultRequestHeaders.Add("Accept-Encoding", encoding);
        var packed = await client.GetByteArrayAsync("/api/probe-rows/jobs/stream/array?count=20000");
        Assert.Equal(plain, Unpacked(packed, encoding));

        var source = RowsProbe.Endless = new EndlessRows();
        using var answer = await client.GetAsync("/api/probe-rows/endless", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        await using (var body = await answer.Content.ReadAsStreamAsync())
            await body.ReadExactlyAsync(new byte[200_000]);
        answer.Dispose();
        await source.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Other_methods_are_answered_as_for_a_list_in_memory()
    {
        using var client = host.As(ProbeHost.Anybody);
        foreach (var method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Put])
        {
            using var memory = await client.SendAsync(new(method, "/api/probe-rows/jobs/memory/array?count=3"));
            using var stream = await client.SendAsync(new(method, "/api/probe-rows/jobs/stream/array?count=3"));
            Assert.Equal(memory.StatusCode, stream.StatusCode);
            Assert.Equal(await memory.Content.ReadAsStringAsync(), await stream.Content.ReadAsStringAsync());
        }
    }

    private static async Task<long> SettledAsync(Func<long> count)
    {
        var before = -1L;
        await Until.TrueAsync(
            async () =>
            {
                var now = count();
                var same = now == before;
                before = now;
                await Task.Delay(100);
                return same;
            },
            "the reading waits for the reader"
        );
        return before;
    }

    private static byte[] Unpacked(byte[] packed, string encoding)
    {
        using var source = new MemoryStream(packed);
        using Stream stream =
            encoding == "br"
                ? new BrotliStream(source, CompressionMode.Decompress)
                : new GZipStream(source, CompressionMode.Decompress);
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }
}

/// <summary>Rows without an end, which know how many were taken and whether the reader has let go of them.</summary>
public sealed class EndlessRows
{
    private long read;

    public long Read => Interlocked.Read(ref read);

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async IAsyncEnumerable<ProbeRow> RowsAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                ct.ThrowIfCancellationRequested();
                Interlocked.Increment(ref read);
                yield return ProbeRow.Of(i);
                if (i % 1_000 == 0)
                    await Task.Yield();
            }
        }
        finally
        {
            Ended.TrySetResult();
        }
    }
}

public sealed record ProbeRow(int RowNumber, string CustomerName, decimal Amount, DateTime? PaidAt)
{
    public static ProbeRow Of(int i) =>
        new(
            i,
            $"Asha & \"Söhne\" ₹ {(i * 7919) % 100_003}",
            i / 4m,
            i % 3 == 0 ? null : DateTime.UnixEpoch.AddSeconds(i)
        );
}

[ApiController]
[Route("api/probe-rows")]
public sealed class RowsProbe : ControllerBase
{
    public static EndlessRows? Endless { get; set; }

    [HttpGet("endless")]
    [ApiFormat<TrackerFormat>]
    public ActionResult Streamed() => this.Stream(Endless!.RowsAsync());

    [HttpGet("tracker/{way}/{shape}")]
    [ApiFormat<TrackerFormat>]
    public ActionResult Tracker(string way, string shape, int count, int? refuse) => Answer(way, shape, count, refuse);

    [HttpGet("generation/{way}/{shape}")]
    [ApiFormat<GenerationFormat>]
    public ActionResult Generation(string way, string shape, int count, int? refuse) =>
        Answer(way, shape, count, refuse);

    [HttpGet("jobs/{way}/{shape}")]
    [ApiFormat<JobsFormat>]
    public ActionResult Jobs(string way, string shape, int count, int? refuse) => Answer(way, shape, count, refuse);

    private ActionResult Answer(string way, string shape, int count, int? refuse) =>
        (way, shape) switch
        {
            ("memory", "array") => Ok(Rows(count).ToList()),
            ("memory", _) => Ok(
                new
                {
                    success = true,
                    made_at = DateTime.UnixEpoch,
                    Total = count,
                    note = (string?)null,
                    rows = Rows(count).ToList(),
                }
            ),
            (_, "array") => this.Stream(RowsAsync(count, refuse)),
            _ => this.Stream(
                _ =>
                    Task.FromResult<object>(
                        new
                        {
                            success = true,
                            made_at = DateTime.UnixEpoch,
                            Total = count,
                            note = (string?)null,
                        }
                    ),
                "rows",
                RowsAsync(count, refuse)
            ),
        };

    private static IEnumerable<ProbeRow> Rows(int count) => Enumerable.Range(0, count).Select(ProbeRow.Of);

    private static async IAsyncEnumerable<ProbeRow> RowsAsync(int count, int? refuse)
    {
        foreach (var row in Rows(count))
        {
            if (row.RowNumber == refuse)
                throw DomainException.Invalid("row", "row is no row.");
            if (row.RowNumber % 1_000 == 0)
                await Task.Yield();
            yield return row;
        }
    }
}
