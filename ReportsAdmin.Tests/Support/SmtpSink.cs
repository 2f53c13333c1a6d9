using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace ReportsAdmin.Tests.Support;

/// <summary>A real SMTP server on a loopback port that keeps what it takes, and refuses when told to.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<MimeMessage> received = new();
    private readonly ConcurrentQueue<SmtpResponse> answers = new();
    private readonly ConcurrentDictionary<string, bool> unknown = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task running;

    public SmtpSink(int? port = null)
    {
        Port = port ?? FreePort.Next();
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(e => e.Endpoint(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, Port)))
            .Build();
        var services = new ServiceProvider();
        services.Add(new Store(this));
        services.Add(new Recipients(this));
        running = new SmtpServer.SmtpServer(options, services).StartAsync(stopping.Token);
    }

    public int Port { get; }

    public IReadOnlyList<MimeMessage> Received => [.. received];

    /// <summary>How often a mail was handed over, refused ones among them.</summary>
    public int Tries { get; private set; }

    /// <summary>The settings that make the application send here.</summary>
    public (string Key, string Value)[] Settings =>
        [
            ("Mail:Host", "127.0.0.1"),
            ("Mail:Port", Port.ToString(CultureInfo.InvariantCulture)),
            ("Mail:Security", "None"),
            ("Mail:From", "reports@example.com"),
            ("Mail:FromName", "Reports"),
            ("Site:Address", "https://reports.example.com"),
            ("Jobs:PollSeconds", "0.05"),
            ("Jobs:BackoffSeconds", "0"),
        ];

    /// <summary>Answers the next mails so, one after another; later ones are taken.</summary>
    public void AnswerNext(int status, string words = "not now", int times = 1)
    {
        for (var i = 0; i < times; i++)
            answers.Enqueue(new SmtpResponse((SmtpReplyCode)status, words));
    }

    /// <summary>Refuses every mail to this address for good, when the address is named.</summary>
    public void RefuseAddress(string address) => unknown[address] = true;

    /// <summary>Waits until so many mails were taken.</summary>
    public async Task<IReadOnlyList<MimeMessage>> WaitAsync(int count = 1)
    {
        await Until.TrueAsync(() => Task.FromResult(received.Count >= count), $"{count} mails; {received.Count} came");
        return Received;
    }

    public async ValueTask DisposeAsync()
    {
        if (running.IsCompleted)
            return;
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private sealed class Recipients(SmtpSink sink) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(
            ISessionContext context,
            IMailbox to,
            IMailbox from,
            CancellationToken cancellationToken
        ) => Task.FromResult(!sink.unknown.ContainsKey($"{to.User}@{to.Host}"));
    }

    private sealed class Store(SmtpSink sink) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context,
            IMessageTransaction transaction,
            ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            sink.Tries++;
            if (sink.answers.TryDequeue(out var refused))
                return refused;
            using var content = new MemoryStream(buffer.ToArray());
            sink.received.Enqueue(await MimeMessage.LoadAsync(content, cancellationToken));
            return SmtpResponse.Ok;
        }
    }
}
