using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Http;

/// <summary>How an action answers a list that has no page: <c>return this.Stream(rows);</c></summary>
public static class StreamedLists
{
    /// <summary>All that is read for the answer until it is disposed is of one instant.</summary>
    public static Task<SnapshotLease> SnapshotAsync(this HttpContext http) =>
        http.RequestServices.GetRequiredService<IDbContextFactory<ReportsDb>>().SnapshotAsync(http.RequestAborted);

    /// <summary>A bare array.</summary>
    /// <param name="write">Writes one row; as the family's serializer does when none is given.</param>
    public static StreamedList<T> Stream<T>(
        this ControllerBase controller,
        IAsyncEnumerable<T> rows,
        Action<Utf8JsonWriter, T>? write = null
    ) => new(controller.HttpContext.ApiFormat().Json, rows, write);

    /// <summary>An object with the list as its last member.</summary>
    /// <param name="envelope">Reads the other members, in the same snapshot as the rows.</param>
    /// <param name="member">What the list is called on the wire.</param>
    public static StreamedList<T> Stream<T>(
        this ControllerBase controller,
        Func<CancellationToken, Task<object>> envelope,
        string member,
        IAsyncEnumerable<T> rows
    ) => new(controller.HttpContext.ApiFormat().Json, rows) { Envelope = envelope, Member = member };
}

/// <summary>
/// A list of any length, written as its rows are read and sent in pieces, so that its memory is that of a piece and of the longest row.
/// All of it is read in one snapshot. An error before the first piece has left is answered in the words of the family; one after it
/// breaks the connection off, so that nobody takes a part for the whole. When the caller leaves, the reading ends.
/// </summary>
public sealed class StreamedList<T>(
    JsonSerializerOptions spelling,
    IAsyncEnumerable<T> rows,
    Action<Utf8JsonWriter, T>? write = null
) : ActionResult
{
    // Below the size of which the runtime collects arrays apart.
    private const int PieceBytes = 1 << 16;

    internal Func<CancellationToken, Task<object>>? Envelope { get; init; }

    internal string Member { get; init; } = "";

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        await using var held = await http.SnapshotAsync();
        try
        {
            await AnswerAsync(http.Response, http.RequestAborted);
        }
        catch when (http.Response.HasStarted)
        {
            http.Abort();
            throw;
        }
    }

    private async Task AnswerAsync(HttpResponse response, CancellationToken ct)
    {
        // Pieces are written to the body, not flushed through its pipe: how much to send at once is the business of what compresses it.
        var piece = new ArrayBufferWriter<byte>(PieceBytes);
        await using var json = new Utf8JsonWriter(
            piece,
            new JsonWriterOptions { Encoder = spelling.Encoder, SkipValidation = true }
        );
        response.ContentType = MediaTypeNames.Application.Json + "; charset=utf-8";
        await OpenAsync(json, ct);
        json.WriteStartArray();
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (write is null)
                JsonSerializer.Serialize(json, row, spelling);
            else
                write(json, row);
            if (json.BytesPending + piece.WrittenCount > PieceBytes / 2)
                await SendAsync();
        }

        json.WriteEndArray();
        if (Envelope is not null)
            json.WriteEndObject();
        await SendAsync();

        async ValueTask SendAsync()
        {
            json.Flush();
            // What waits in the compressor has not left, but can no longer be taken back.
            if (!response.HasStarted)
                await response.StartAsync(ct);
            await response.Body.WriteAsync(piece.WrittenMemory, ct);
            piece.ResetWrittenCount();
        }
    }

    private async Task OpenAsync(Utf8JsonWriter json, CancellationToken ct)
    {
        if (Envelope is null)
            return;
        json.WriteStartObject();
        foreach (var member in JsonSerializer.SerializeToElement(await Envelope(ct), spelling).EnumerateObject())
            member.WriteTo(json);
        json.WritePropertyName(Member);
    }
}
