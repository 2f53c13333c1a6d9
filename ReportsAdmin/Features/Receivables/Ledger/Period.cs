using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>A calendar month of the books. Stored as <c>yyyymm</c>; <c>Apr-25</c> on the wire of spec 003.</summary>
[JsonConverter(typeof(Json))]
public readonly record struct Period : IComparable<Period>
{
    private static readonly string[] ShortNames =
    [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ];
    private static readonly string[] LongNames =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    public Period(int year, int month)
    {
        if (year is < 1990 or > 2199 || month is < 1 or > 12)
            throw new ArgumentOutOfRangeException(nameof(month), $"{year}-{month} is not a month.");
        (Year, Month) = (year, month);
    }

    public int Year { get; }

    public int Month { get; }

    /// <summary><c>202504</c> for April 2025: sorts as time does.</summary>
    public int Number => (Year * 100) + Month;

    public FinancialYear FinancialYear => new(FinancialCalendar.StartYearOf(Year, Month));

    public DateOnly FirstDay => new(Year, Month, 1);

    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);

    public static Period FromNumber(int number) => new(number / 100, number % 100);

    public static Period Of(DateOnly day) => new(day.Year, day.Month);

    public Period AddMonths(int months) => Of(FirstDay.AddMonths(months));

    public int CompareTo(Period other) => Number.CompareTo(other.Number);

    /// <summary><c>Apr-25</c>, whatever the culture of the machine.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ShortNames[Month - 1]}-{Year % 100:00}");

    /// <summary><c>April 2025</c>, for people.</summary>
    public string ToLongText() => string.Create(CultureInfo.InvariantCulture, $"{LongNames[Month - 1]} {Year}");

    /// <summary>
    /// Understands <c>Apr-25</c>, <c>Apr 2025</c>, <c>April</c>, <c>Apr</c>, <c>4</c>, <c>04</c>, <c>2025-04</c> and <c>04/2025</c>. A month without a
    /// year takes it from the financial year.
    /// </summary>
    public static bool TryParse(string? text, FinancialYear? year, out Period period)
    {
        period = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        var parts = text.Trim().Split(['-', ' ', '/', '\'', ',', '_'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 1 or > 2)
            return false;
        if (parts.Length == 1)
            return MonthOf(parts[0]) is { } alone && year is { } fy && Make(fy.YearOf(alone), alone, out period);

        // Four digits are a year wherever they stand: 2025-04 and 04-2025.
        var (first, second) =
            parts[0].Length == 4 && char.IsDigit(parts[0][0]) ? (parts[1], parts[0]) : (parts[0], parts[1]);
        if (
            MonthOf(first) is not { } month
            || !int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
            return false;
        return (second.Length is 2 or 4) && Make(second.Length == 2 ? 2000 + number : number, month, out period);
    }

    /// <summary>The month of a text, which <see cref="TryParse"/> understands.</summary>
    /// <exception cref="DomainException">Invalid, with the field: it is no month.</exception>
    public static Period Parse(string? text, FinancialYear? year, string field) =>
        TryParse(text, year, out var period)
            ? period
            : throw DomainException.Invalid(field, $"'{text}' is not a month. Write it as Apr-25.");

    private static int? MonthOf(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return text.Length <= 2 && number is >= 1 and <= 12 ? number : null;
        var index = Array.FindIndex(LongNames, n =>
            n.Equals(text, StringComparison.OrdinalIgnoreCase)
            || (text.Length >= 3 && n.StartsWith(text, StringComparison.OrdinalIgnoreCase))
        );
        return index < 0 ? null : index + 1;
    }

    private static bool Make(int year, int month, out Period period)
    {
        period = year is >= 1990 and <= 2199 ? new Period(year, month) : default;
        return period.Year != 0;
    }

    /// <summary>Its number: its properties lead from one month to others without end.</summary>
    private sealed class Json : JsonConverter<Period>
    {
        public override Period Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            FromNumber(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, Period value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Number);
    }
}
