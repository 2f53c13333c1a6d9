using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Mail;

/// <summary>How the connection to the mail server is secured.</summary>
public enum MailSecurity
{
    None,

    /// <summary>The connection starts in clear and must become encrypted before anything is sent.</summary>
    StartTls,
    Tls,
}

/// <summary>The mail server and the limits of mails, from <c>Mail:*</c>. Without <see cref="Host"/> mails are written but not sent.</summary>
public sealed record MailOptions : ISettings
{
    public static string Section => "Mail";

    [Setting("The mail server. Without it mails are written and not sent.")]
    public string? Host { get; init; }

    [Setting("Its port.", Least = 1, Most = 65535)]
    public int Port { get; init; } = 587;

    [Setting("How the connection is secured. StartTls begins in clear and is encrypted before anything is sent.")]
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    [Setting("Signs in to the server.")]
    public string? User { get; init; }

    [Setting("Signs in to the server.")]
    public string? Password { get; init; }

    [Setting("The address that mails come from; needed with Mail:Host.")]
    public string? From { get; init; }

    [Setting("The name beside it.", Default = "the company's")]
    public string? FromName { get; init; }

    [Setting("Files that are larger in all are not attached; the mail has a link instead.", Least = 0, Most = 100)]
    public int AttachmentMegabytes { get; init; } = 10;

    [Setting("How often sending is tried before a mail counts as failed.", Least = 1, Most = 100)]
    public int Attempts { get; init; } = 10;

    public bool IsSetUp => !string.IsNullOrWhiteSpace(Host);

    public long AttachmentBytes => AttachmentMegabytes * 1024L * 1024L;

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (From is { } from && MailAddresses.ProblemOf(from) is { } problem)
            yield return $"Mail:From cannot be used: {problem}";
        if (!IsSetUp)
            yield break;
        if (From is null)
            yield return "Mail:From is needed with Mail:Host.";
        if (User is not null && string.IsNullOrEmpty(Password))
            yield return "Mail:Password is needed with Mail:User.";
        if (string.IsNullOrWhiteSpace(configuration[SiteAddress.Setting]))
            yield return $"{SiteAddress.Setting} is needed with Mail:Host: mails contain links.";
    }
}
