using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// A page that is open in a browser, without the browser: it loads the page, opens its circuit as blazor.web.js does, confirms what is drawn, and
/// goes from page to page. Two hundred of them cost a hundredth of two hundred tabs.
/// </summary>
internal sealed partial class CircuitClient : IAsyncDisposable
{
    private readonly Uri address;
    private readonly HubConnection hub;
    private readonly Lock gate = new();
    private long began;
    private TaskCompletionSource<TimeSpan>? changed;
    private string? fault;

    private CircuitClient(Uri address, CookieContainer cookies)
    {
        this.address = address;
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "_blazor"), options =>
        {
            options.Cookies = cookies;
            options.HttpMessageHandlerFactory = handler =>
            {
                ((HttpClientHandler)handler).ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
                return handler;
            };
            options.WebSocketConfiguration = socket =>
                socket.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        hub = builder.Build();
        hub.On<long, byte[]>("JS.RenderBatch", (batch, _) => DrawnAsync(batch));
        hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (call, name, _, _, _, _) =>
            AnswerAsync(call, name)
        );
        hub.On<string>("JS.Error", message => Fail(message));
        hub.Closed += error =>
        {
            Fail(error?.Message ?? "closed");
            return Task.CompletedTask;
        };
    }

    /// <summary>Which functions of the browser the pages called; they are answered with nothing.</summary>
    public static ConcurrentDictionary<string, int> Called { get; } = new(StringComparer.Ordinal);

    /// <summary>What went wrong in this circuit; null as long as it lives.</summary>
    public string? Fault
    {
        get
        {
            lock (gate)
                return fault;
        }
    }

    /// <param name="cookies">Holds the session; the cookie of the node is added to it.</param>
    public static async Task<CircuitClient> OpenAsync(Uri address, CookieContainer cookies, string path)
    {
        using var handler = new SocketsHttpHandler
        {
            CookieContainer = cookies,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        using var client = new HttpClient(handler) { BaseAddress = address };
        var html = await client.GetStringAsync(path);
        var circuit = new CircuitClient(address, cookies);
        try
        {
            await circuit.hub.StartAsync();
            await circuit.BeginAsync(path, html);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes to another page, or the same with other filters; gives the time until the page's first change.</summary>
    public async Task<TimeSpan> GoAsync(string path)
    {
        var done = Expect();
        await hub.SendAsync("OnLocationChanged", new Uri(address, path).ToString(), null, true);
        return await done.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate)
            fault ??= "left";
        await hub.DisposeAsync();
    }

    private async Task BeginAsync(string path, string html)
    {
        var markers = Marker()
            .Matches(html)
            .Select(m => m.Groups[1].Value)
            .Where(m => m.Contains("\"descriptor\"", StringComparison.Ordinal))
            .ToList();
        var state = State().Match(html).Groups[1].Value;
        var done = Expect();
        var secret = await hub.InvokeAsync<string?>(
            "StartCircuit",
            address.ToString(),
            new Uri(address, path).ToString(),
            "[]",
            state
        );
        if (secret is null)
            throw new InvalidOperationException("The server refused the circuit.");
        var operations = markers.Select(
            (marker, i) =>
                $$"""{"type":"add","ssrComponentId":{{(i + 1).ToString(CultureInfo.InvariantCulture)}},"marker":{{marker}}}"""
        );
        await hub.SendAsync(
            "UpdateRootComponents",
            $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""",
            state
        );
        await done.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private Task<TimeSpan> Expect()
    {
        lock (gate)
        {
            if (fault is not null)
                throw new InvalidOperationException(fault);
            began = Stopwatch.GetTimestamp();
            changed = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            return changed.Task;
        }
    }

    private async Task DrawnAsync(long batch)
    {
        lock (gate)
        {
            changed?.TrySetResult(Stopwatch.GetElapsedTime(began));
            changed = null;
        }

        await hub.SendAsync("OnRenderCompleted", batch, null);
    }

    private async Task AnswerAsync(long call, string name)
    {
        Called.AddOrUpdate(name, 1, (_, n) => n + 1);
        if (call == 0)
            return;
        var result = name switch
        {
            "ra.keptUnder" => "[]",
            "ra.copy" => "false",
            _ => "null",
        };
        await hub.SendAsync(
            "EndInvokeJSFromDotNet",
            call,
            true,
            string.Create(CultureInfo.InvariantCulture, $"[{call},true,{result}]")
        );
    }

    /// <summary>Notes what went wrong; the first word stays.</summary>
    public void Fail(string message)
    {
        lock (gate)
        {
            fault ??= message;
            changed?.TrySetException(new InvalidOperationException(message));
            changed = null;
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^>]*?)-->")]
    private static partial Regex State();

    /// <summary>The protocol of circuits: MessagePack under another name.</summary>
    private sealed class BlazorPack : IHubProtocol
    {
        private readonly MessagePackHubProtocol inner = new();

        public string Name => "blazorpack";

        public int Version => 1;

        public TransferFormat TransferFormat => TransferFormat.Binary;

        public bool IsVersionSupported(int version) => version == Version;

        public bool TryParseMessage(
            ref ReadOnlySequence<byte> input,
            IInvocationBinder binder,
            [NotNullWhen(true)] out HubMessage? message
        ) => inner.TryParseMessage(ref input, binder, out message);

        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);
    }
}
