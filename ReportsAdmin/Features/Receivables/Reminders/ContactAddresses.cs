using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>The addresses of a customer's accounts department, as a person writes them and as they are stored: separated by commas.</summary>
public static class ContactAddresses
{
    public const int MaxCount = 3;
    public const int MaxStop = 200;

    /// <summary>Of the stored text.</summary>
    public const int MaxLength = (MaxCount * MailAddresses.MaxLength) + ((MaxCount - 1) * 2);

    private static readonly char[] Separators = [',', ';', ' ', '\n', '\r', '\t'];

    /// <summary>The addresses of the text, each once.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [
            .. text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .DistinctBy(BouncedAddresses.Fold, StringComparer.Ordinal),
        ];

    /// <summary>As it is stored.</summary>
    public static string Written(string text) => string.Join(", ", Of(text));

    /// <summary>Why the text cannot be stored; null when it can, or is blank.</summary>
    public static string? ProblemOf(string text)
    {
        var addresses = Of(text);
        if (addresses.Count > MaxCount)
            return $"A customer has at most {MaxCount} addresses.";
        return addresses.Select(MailAddresses.ProblemOf).FirstOrDefault(p => p is not null);
    }
}
