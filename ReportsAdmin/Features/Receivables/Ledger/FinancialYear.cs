using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>A financial year of the company (<see cref="FinancialCalendar"/>). <c>2024-2025</c> on the wire, <c>FY 2024-25</c> on screen.</summary>
public readonly record struct FinancialYear(int StartYear)
{
    public Period First => new(StartYear, FinancialCalendar.StartMonth);

    public Period Last => new(YearOf(FinancialCalendar.LastMonth), FinancialCalendar.LastMonth);

    /// <summary>The calendar year of a month in this financial year.</summary>
    public int YearOf(int month) => FinancialCalendar.YearOf(StartYear, month);

    public bool Contains(Period period) => period.FinancialYear == this;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartYear}-{StartYear + 1}");

    public string ToScreenText() => FinancialCalendar.ScreenText(StartYear);

    /// <summary>Understands <c>2025-26</c>, <c>2025-2026</c>, <c>FY 2025-26</c>, <c>FY26</c> and <c>FY2026</c> (an FY number names the year in which it ends).</summary>
    public static bool TryParse(string? text, out FinancialYear year)
    {
        year = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        var plain = text.Trim();
        var named = plain.StartsWith("FY", StringComparison.OrdinalIgnoreCase);
        if (named)
            plain = plain[2..].TrimStart(' ', '-', '\'');
        var parts = plain.Split(
            ['-', '/', '–'],
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        if (parts.Length == 0 || !parts.All(p => p.Length is 2 or 4 && p.All(char.IsAsciiDigit)))
            return false;
        var numbers = parts
            .Select(p => int.Parse(p, CultureInfo.InvariantCulture) + (p.Length == 2 ? 2000 : 0))
            .ToArray();
        var start = numbers switch
        {
            [var end] when named => FinancialCalendar.StartMonth == 1 ? end : end - 1,
            [var first, var second] when second == first + 1 => first,
            _ => 0,
        };
        if (start is < 1990 or > 2198)
            return false;
        year = new FinancialYear(start);
        return true;
    }
}
