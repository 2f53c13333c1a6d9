using System.Globalization;

namespace ReportsAdmin.Platform;

/// <summary>An amount of Indian rupees, held exactly as whole paise. Columns store the paise; JSON and screens show rupees.</summary>
public readonly record struct Money(long Paise) : IComparable<Money>
{
    public static readonly Money Zero;

    /// <summary>The amount in rupees, exact to two decimals.</summary>
    public decimal Rupees => Paise / 100m;

    /// <summary>Rounds half away from zero to whole paise, as an Indian ledger does. Throws <see cref="OverflowException"/> beyond 9.2e16 rupees.</summary>
    public static Money FromRupees(decimal rupees) =>
        new(checked((long)Math.Round(rupees * 100m, MidpointRounding.AwayFromZero)));

    public int CompareTo(Money other) => Paise.CompareTo(other.Paise);

    public static Money operator +(Money a, Money b) => new(checked(a.Paise + b.Paise));

    public static Money operator -(Money a, Money b) => new(checked(a.Paise - b.Paise));

    public static Money operator -(Money a) => new(checked(-a.Paise));

    public static bool operator >(Money a, Money b) => a.Paise > b.Paise;

    public static bool operator <(Money a, Money b) => a.Paise < b.Paise;

    /// <summary>Grouped as the company chose, without a sign of currency: <c>-1,23,45,678.90</c>.</summary>
    public override string ToString() => Group(Paise, withPaise: true);

    /// <summary>With the rupee sign; paise only when there are any: <c>₹1,23,45,678</c>, <c>-₹5.50</c>.</summary>
    public string ToRupeeText()
    {
        var text = Group(Math.Abs(Paise), withPaise: Paise % 100 != 0);
        return Paise < 0 ? "-₹" + text : "₹" + text;
    }

    /// <summary>A short form for cards and axes: <c>₹12.35 Cr</c>, <c>₹4.20 L</c>, <c>₹950</c>; with international grouping <c>₹123.50 M</c>.</summary>
    public string ToShortText()
    {
        var rupees = Math.Abs(Rupees);
        var sign = Paise < 0 ? "-" : "";
        var (large, largeWord, small, smallWord) = Digits.IsIndian
            ? (1_00_00_000m, "Cr", 1_00_000m, "L")
            : (1_000_000_000m, "B", 1_000_000m, "M");
        if (rupees < small)
            return $"{sign}₹{Group((long)Math.Round(rupees) * 100, withPaise: false)}";
        var (size, word) = rupees >= large ? (large, largeWord) : (small, smallWord);
        return string.Create(CultureInfo.InvariantCulture, $"{sign}₹{rupees / size:0.00} {word}");
    }

    /// <summary>Groups a whole number as the company chose: <c>12,34,567</c> or <c>1,234,567</c>.</summary>
    public static string GroupWhole(long value) => Group(checked(value * 100), withPaise: false);

    private static string Group(long paise, bool withPaise)
    {
        Span<char> buffer = stackalloc char[40];
        var at = buffer.Length;
        var negative = paise < 0;
        var magnitude = negative ? (ulong)-(paise + 1) + 1 : (ulong)paise;
        if (withPaise)
        {
            buffer[--at] = (char)('0' + (int)(magnitude % 10));
            buffer[--at] = (char)('0' + (int)(magnitude / 10 % 10));
            buffer[--at] = '.';
        }

        var rupees = magnitude / 100;
        var digits = 0;
        do
        {
            if (Digits.IsGroupEnd(digits))
                buffer[--at] = ',';
            buffer[--at] = (char)('0' + (int)(rupees % 10));
            rupees /= 10;
            digits++;
        } while (rupees > 0);
        if (negative)
            buffer[--at] = '-';
        return new string(buffer[at..]);
    }
}
