using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Ui.Components;

/// <summary>What amounts are counted in on a screen: rupees, lakh or crore; with international grouping rupees, thousand or million.</summary>
public sealed record MoneyUnit
{
    public const string Cookie = "MoneyUnit";

    public static readonly MoneyUnit Rupees = new("full", "₹", "", 1);

    private static readonly IReadOnlyList<MoneyUnit> Indian =
    [
        Rupees,
        new("lakh", "₹ lakh", "L", 1_00_000),
        new("crore", "₹ crore", "Cr", 1_00_00_000),
    ];

    private static readonly IReadOnlyList<MoneyUnit> International =
    [
        Rupees,
        new("thousand", "₹ thousand", "K", 1_000),
        new("million", "₹ million", "M", 1_000_000),
    ];

    private MoneyUnit(string key, string sign, string suffix, decimal size) =>
        (Key, Sign, Suffix, Size) = (key, sign, suffix, size);

    /// <summary>Those that belong to the company's digit grouping.</summary>
    public static IReadOnlyList<MoneyUnit> All => Digits.IsIndian ? Indian : International;

    /// <summary>As addresses and the cookie name it.</summary>
    public string Key { get; }

    /// <summary>For the head of a column.</summary>
    public string Sign { get; }

    /// <summary>Behind a single figure: <c>Cr</c>; empty for rupees.</summary>
    public string Suffix { get; }

    /// <summary>How many rupees make one.</summary>
    public decimal Size { get; }

    /// <summary>Anything but the names of <see cref="All"/> is null: cookies and addresses are input.</summary>
    public static MoneyUnit? Of(string? key) => All.FirstOrDefault(u => u.Key == key);

    /// <summary>The number alone, grouped, with two decimals: they stand below each other.</summary>
    public string Text(Money value)
    {
        if (Size == 1)
            return value.ToString().Replace('-', '−');
        var hundredths = (long)Math.Round(value.Rupees / Size * 100, MidpointRounding.AwayFromZero);
        var (whole, rest) = Math.DivRem(Math.Abs(hundredths), 100);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(hundredths < 0 ? "−" : "")}{Money.GroupWhole(whole)}.{rest:00}"
        );
    }
}

/// <summary>The unit that a person chose, for the pages of his circuit; the cookie carries it to the next.</summary>
public sealed class MoneyUnitChoice
{
    public MoneyUnit Current { get; set; } = MoneyUnit.Rupees;
}
