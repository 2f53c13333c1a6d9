namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>A telephone number as a person wrote it, and as links need it.</summary>
public static class PhoneNumber
{
    public const int MaxLength = 40;

    private const int MinDigits = 7;
    private const int MaxDigits = 15;
    private const int NationalDigits = 10;
    private const string India = "91";

    /// <summary>Why the text is no number; null when it is one, or blank.</summary>
    public static string? ProblemOf(string text)
    {
        var plain = text.Trim();
        if (plain.Length == 0)
            return null;
        var digits = plain.Count(char.IsAsciiDigit);
        var known =
            plain.All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '(' or ')' or '.')
            || (plain[0] == '+' && plain[1..].All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '(' or ')' or '.'));
        return known && digits is >= MinDigits and <= MaxDigits && plain.Length <= MaxLength
            ? null
            : "Write a telephone number with 7 to 15 digits, such as +91 98765 43210.";
    }

    /// <summary><c>tel:+919876543210</c></summary>
    public static string CallHref(string number) =>
        $"tel:{(International(number) is { } all ? "+" + all : Digits(number))}";

    /// <summary><c>https://wa.me/919876543210</c>; null when the country cannot be told.</summary>
    public static string? ChatHref(string number) => International(number) is { } all ? $"https://wa.me/{all}" : null;

    /// <summary>With the code of the country; numbers of ten digits are India's.</summary>
    private static string? International(string number)
    {
        var digits = Digits(number);
        if (number.TrimStart().StartsWith('+'))
            return digits;
        if (digits.StartsWith("00", StringComparison.Ordinal))
            return digits[2..];
        var national = digits.StartsWith('0') ? digits[1..] : digits;
        return national.Length == NationalDigits ? India + national
            : national.Length == NationalDigits + 2 && national.StartsWith(India, StringComparison.Ordinal) ? national
            : null;
    }

    private static string Digits(string number) => string.Concat(number.Where(char.IsAsciiDigit));
}
