using System.Globalization;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Imports.Pages;

/// <summary>Shows a doubtful date as it would be read.</summary>
public static class DateReading
{
    /// <summary><c>03/04/2025</c> gives <c>3 Apr 2025</c> or <c>4 Mar 2025</c>; the text itself when it is no such date.</summary>
    public static string Of(string text, DateOrder order)
    {
        var parts = text.Split(['/', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (
            parts.Length < 3
            || !parts.Take(3).All(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        )
            return text;
        var numbers = parts.Take(3).Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        var (day, month) = order == DateOrder.DayFirst ? (numbers[0], numbers[1]) : (numbers[1], numbers[0]);
        var year = numbers[2] < 100 ? 2000 + numbers[2] : numbers[2];
        return
            month is >= 1 and <= 12
            && year is >= 1900 and <= 2199
            && day >= 1
            && day <= DateTime.DaysInMonth(year, month)
            ? Dates.Day(new DateOnly(year, month, day))
            : text;
    }
}
