using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Ui.Components;

/// <summary>What amounts are counted in on a screen: rupees, lakh or crore.</summary>
public sealed record MoneyUnit
{
    public const string Cookie = "MoneyUnit";

    public static readonly MoneyUnit Rupees = new("full", "₹", 1);
    public static readonly MoneyUnit Lakh = new("lakh", "₹ lakh", 1_00_000);
    public static readonly MoneyUnit Crore = new("crore", "₹ crore", 1_00_00_000);

    public static readonly IReadOnlyList<MoneyUnit> All = [Rupees, Lakh, Crore];

    private MoneyUnit(string key, string sign, decimal size) => (Key, Sign, Size) = (key, sign, size);

    /// <summary>As addresses and the cookie name it.</summary>
    public string Key { get; }

    /// <summary>For the head of a column.</summary>
    public string Sign { get; }

    /// <summary>How many rupees make one.</summary>
    public decimal Size { get; }

    /// <summary>Anything but the three names is null: cookies and addresses are input.</summary>
    public static MoneyUnit? Of(string? key) => All.FirstOrDefault(u => u.Key == key);

    /// <summary>The number alone, grouped the Indian way, with two decimals: they stand below each other.</summary>
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
