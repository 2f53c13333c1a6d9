using MimeKit;

namespace ReportsAdmin.Platform.Mail;

/// <summary>Which addresses mail may be sent to.</summary>
public static class MailAddresses
{
    public const int MaxLength = 254;

    /// <summary>Why the text is not one plain address; null when it is.</summary>
    public static string? ProblemOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "An address is missing.";
        var address = text.Trim();
        if (address.Length > MaxLength)
            return $"An address has at most {MaxLength} characters.";
        // Names, comments, groups and line breaks are parsed by mail programs; none of them belongs into an address.
        return
            !address.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !address.AsSpan().ContainsAny("<>()[],;:\"\\")
            && MailboxAddress.TryParse(address, out var mailbox)
            && mailbox.Address == address
            && HasDomain(address)
            ? null
            : $"'{Shown(address)}' is not an e-mail address.";
    }

    private static bool HasDomain(string address)
    {
        var at = address.LastIndexOf('@');
        var labels = address[(at + 1)..].Split('.');
        return at is > 0 and <= 64
            && address.IndexOf('@', StringComparison.Ordinal) == at
            && labels.Length >= 2
            && labels.All(l =>
                l.Length is > 0 and <= 63
                && l[0] != '-'
                && l[^1] != '-'
                && l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            );
    }

    private static string Shown(string address) => new([.. address.Where(c => !char.IsControl(c)).Take(80)]);
}
