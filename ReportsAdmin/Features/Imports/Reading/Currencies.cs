namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>The currencies that sheets name beside an amount, by sign or by ISO 4217 code.</summary>
public static class Currencies
{
    private static readonly string[] Rupees = ["₹", "inr", "rs.", "rs", "rupees", "re."];

    private static readonly (string Sign, string Code)[] Signs =
    [
        ("US$", "USD"),
        ("A$", "AUD"),
        ("C$", "CAD"),
        ("S$", "SGD"),
        ("HK$", "HKD"),
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "JPY"),
    ];

    private static readonly string[] Codes =
    [
        "USD",
        "EUR",
        "GBP",
        "AED",
        "SAR",
        "QAR",
        "OMR",
        "KWD",
        "BHD",
        "SGD",
        "HKD",
        "MYR",
        "THB",
        "IDR",
        "JPY",
        "CNY",
        "AUD",
        "NZD",
        "CAD",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "ZAR",
        "KES",
        "NGN",
        "BDT",
        "LKR",
        "NPR",
        "BTN",
        "PKR",
        "RUB",
        "BRL",
    ];

    /// <summary>The code of the foreign currency that a text names alone; null for rupees. <paramref name="known"/> is false when it names none that is known.</summary>
    public static string? Parse(string text, out bool known)
    {
        var plain = text.Trim();
        known = true;
        if (Rupees.Contains(plain, StringComparer.OrdinalIgnoreCase) || plain is "Indian Rupee" or "Indian Rupees")
            return null;
        var code = Codes.FirstOrDefault(c => c.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? Signs.FirstOrDefault(s => s.Sign.Equals(plain, StringComparison.OrdinalIgnoreCase)).Code;
        known = code is not null;
        return code ?? plain.ToUpperInvariant();
    }

    /// <summary>The foreign currency that a header, a title or a number format names; null for rupees and where none is named.</summary>
    public static string? In(string text)
    {
        foreach (var word in Words(text))
        {
            if (word is "₹" || word.Equals("INR", StringComparison.Ordinal))
                return null;
            if (Codes.Contains(word, StringComparer.Ordinal))
                return word;
        }

        return Signs.FirstOrDefault(s => text.Contains(s.Sign, StringComparison.Ordinal)).Code;
    }

    /// <summary>Takes a currency off either end of an amount; answers the code when it is a foreign one.</summary>
    internal static string? Take(ref string amount)
    {
        foreach (var sign in Rupees)
        {
            if (Off(ref amount, sign))
                return null;
        }

        foreach (var (sign, code) in Signs)
        {
            if (Off(ref amount, sign))
                return code;
        }

        return char.IsLetter(amount[0]) || char.IsLetter(amount[^1]) ? TakeCode(ref amount) : null;
    }

    private static string? TakeCode(ref string amount)
    {
        foreach (var code in Codes)
        {
            if (Off(ref amount, code))
                return code;
        }

        return null;
    }

    private static bool Off(ref string amount, string sign)
    {
        if (amount.Length <= sign.Length)
            return false;
        var first = amount.StartsWith(sign, StringComparison.OrdinalIgnoreCase);
        if (!first && !amount.EndsWith(sign, StringComparison.OrdinalIgnoreCase))
            return false;
        amount = (first ? amount[sign.Length..] : amount[..^sign.Length]).Trim();
        return true;
    }

    private static string[] Words(string text) =>
        text.Split([' ', '(', ')', '[', ']', '/', '-', ',', '.', ':', '_'], StringSplitOptions.RemoveEmptyEntries);
}
