namespace ReportsAdmin.Platform;

/// <summary>How the digits of a number are grouped, and with it which short words amounts take.</summary>
public enum DigitGrouping
{
    /// <summary><c>1,23,45,678</c>; lakh and crore.</summary>
    Indian,

    /// <summary><c>12,345,678</c>; million and billion.</summary>
    International,
}

/// <summary>
/// The company's choice of <see cref="DigitGrouping"/>. One process serves one company and every text with a number depends on the
/// choice, so it is the process's own and not passed through some hundred calls; the administration sets it at start and on change.
/// </summary>
public static class Digits
{
    private static volatile DigitGrouping grouping = DigitGrouping.Indian;

    public static DigitGrouping Grouping
    {
        get => grouping;
        set => grouping = value;
    }

    public static bool IsIndian => grouping == DigitGrouping.Indian;

    /// <summary>True when a comma belongs left of the <paramref name="digits"/> last digits of a whole number.</summary>
    internal static bool IsGroupEnd(int digits) =>
        digits >= 3 && (grouping == DigitGrouping.Indian ? digits % 2 == 1 : digits % 3 == 0);
}
