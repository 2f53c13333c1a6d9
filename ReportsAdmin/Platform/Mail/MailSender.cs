using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Platform.Mail;

/// <summary>Why a mail was not taken.</summary>
/// <param name="code">Nothing personal: <c>smtp-550</c>, <c>network</c>.</param>
/// <param name="detail">For administrators; may contain what the server said.</param>
/// <param name="permanent">Whether another try cannot help.</param>
internal sealed class MailRefused(string code, string detail, bool permanent) : Exception(code)
{
    public string Code { get; } = code;

    public string Detail { get; } = detail.Length > MaxDetail ? detail[..MaxDetail] : detail;

    public bool Permanent { get; } = permanent;

    /// <summary>Whether it is the address that the server will never take, rather than this mail.</summary>
    public bool IsAddress { get; init; }

    private const int MaxDetail = 500;
}

/// <summary>Hands one mail to the mail server.</summary>
internal sealed class MailSender(MailOptions options, CompanyBrand brand, FileStore files)
{
    private const int TimeoutMilliseconds = 30_000;
    private const int FirstPermanent = 500;

    /// <exception cref="MailRefused">The mail was not taken.</exception>
    public async Task SendAsync(OutgoingMail mail, IReadOnlyList<MailAttachment> attachments, CancellationToken ct)
    {
        using var message = await ComposeAsync(mail, attachments, ct);
        try
        {
            await DeliverAsync(message, ct);
        }
        catch (SmtpCommandException e)
        {
            var status = (int)e.StatusCode;
            throw new MailRefused(
                FormattableString.Invariant($"smtp-{status}"),
                FormattableString.Invariant($"The mail server said {status}: {e.Message}"),
                status >= FirstPermanent
            )
            {
                IsAddress = status >= FirstPermanent && e.ErrorCode == SmtpErrorCode.RecipientNotAccepted,
            };
        }
        catch (AuthenticationException)
        {
            throw new MailRefused("sign-in", "The mail server refused user and password.", permanent: false);
        }
        catch (Exception e) when (e is SslHandshakeException or NotSupportedException)
        {
            throw new MailRefused("tls", $"No secure connection could be made: {e.Message}", permanent: false);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or SocketException
                        or TimeoutException
                        or ProtocolException
                        or ServiceNotConnectedException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            throw new MailRefused("network", $"The mail server was not reached: {e.Message}", permanent: false);
        }
    }

    private async Task DeliverAsync(MimeMessage message, CancellationToken ct)
    {
        using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
        await client.ConnectAsync(
            options.Host!,
            options.Port,
            options.Security switch
            {
                MailSecurity.None => SecureSocketOptions.None,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.SslOnConnect,
            },
            ct
        );
        if (options.User is { } user)
            await client.AuthenticateAsync(user, options.Password!, ct);
        await client.SendAsync(message, ct);
        await QuitAsync(client);
    }

    // The mail is taken by now: what goes wrong here must not send it again.
    private static async Task QuitAsync(SmtpClient client)
    {
        try
        {
            await client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or CommandException)
        {
            // The connection ends with the client.
        }
    }

    private async Task<MimeMessage> ComposeAsync(
        OutgoingMail mail,
        IReadOnlyList<MailAttachment> attachments,
        CancellationToken ct
    )
    {
        var body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html };
        foreach (var file in attachments.OrderBy(a => a.Position))
        {
            await using var content = await OpenAsync(file, ct);
            var part = await body.Attachments.AddAsync(file.FileName, content, ContentType.Parse(file.ContentType), ct);
            // Text would arrive with other line ends.
            if (part is MimePart whole)
                whole.ContentTransferEncoding = ContentEncoding.Base64;
        }

        var message = new MimeMessage
        {
            Subject = mail.Subject,
            MessageId = mail.MessageId,
            Date = new DateTimeOffset(mail.CreatedAt, TimeSpan.Zero),
            Body = body.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress(options.FromName ?? brand.Branding.Company, options.From!));
        message.To.Add(new MailboxAddress(null, mail.ToAddress));
        // Out-of-office programs do not answer these.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private async Task<Stream> OpenAsync(MailAttachment file, CancellationToken ct)
    {
        try
        {
            return await files.OpenAsync(file.FileKey, null, ct);
        }
        catch (DomainException e) when (e.Kind == ErrorKind.Unavailable)
        {
            throw new MailRefused("files-away", e.Message, permanent: false);
        }
        catch (DomainException)
        {
            throw new MailRefused("attachment-gone", "An attached file is no longer kept.", permanent: true);
        }
    }
}
