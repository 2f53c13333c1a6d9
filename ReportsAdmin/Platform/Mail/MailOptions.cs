using Microsoft.Extensions.Options;

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
public sealed record MailOptions
{
    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The address that mails come from.</summary>
    public string? From { get; init; }

    /// <summary>The name beside it; null for the company's.</summary>
    public string? FromName { get; init; }

    /// <summary>Files that are larger in all are not attached; the mail has a link instead.</summary>
    public int AttachmentMegabytes { get; init; } = 10;

    /// <summary>How often sending is tried, with the pauses of the job queue, before a mail counts as failed.</summary>
    public int Attempts { get; init; } = 10;

    public bool IsSetUp => !string.IsNullOrWhiteSpace(Host);

    public long AttachmentBytes => AttachmentMegabytes * 1024L * 1024L;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OptionsValidationException">One or more cannot be used; every fault is named.</exception>
    public static MailOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Mail");
        var faults = Enum.GetNames<MailSecurity>().Contains(section["Security"] ?? nameof(MailSecurity.StartTls))
            ? new List<string>()
            : [$"Mail:Security is '{section["Security"]}'; it may be None, StartTls or Tls."];
        if (faults.Count > 0)
            throw Refused(faults);
        var options = section.Get<MailOptions>() ?? new MailOptions();
        faults.AddRange(options.Faults(configuration));
        return faults.Count == 0 ? options : throw Refused(faults);
    }

    private IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (Port is < 1 or > 65535)
            yield return FormattableString.Invariant($"Mail:Port is {Port}; it must be 1 to 65535.");
        if (AttachmentMegabytes is < 0 or > 100)
            yield return FormattableString.Invariant(
                $"Mail:AttachmentMegabytes is {AttachmentMegabytes}; it must be 0 to 100."
            );
        if (Attempts is < 1 or > 100)
            yield return FormattableString.Invariant($"Mail:Attempts is {Attempts}; it must be 1 to 100.");
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

    private static OptionsValidationException Refused(IEnumerable<string> faults) =>
        new("Mail", typeof(MailOptions), faults);
}
