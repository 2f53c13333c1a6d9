using System.Globalization;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>Excel's day serials (1900 system): 1 is 1900-01-01, and 60 is a 29 February 1900 that never was.</summary>
internal static class ExcelDate
{
    /// <summary>Days between the 1904 system of old Mac workbooks and the 1900 system.</summary>
    public const int Shift1904 = 1462;

    private const double LastSerial = 2_958_466;
    private static readonly DateTime Origin = new(1899, 12, 30);

    public static bool IsSerial(double serial) => serial is >= 0 and < LastSerial;

    public static DateTime FromSerial(double serial)
    {
        if (!IsSerial(serial))
            return DateTime.MinValue;

        // Before the false leap day the origin is one day later. Milliseconds are all a double keeps for a date of today.
        var shifted = serial < 60 ? serial + 1 : serial;
        return Origin.AddMilliseconds(Math.Round(shifted * 86_400_000));
    }

    public static double ToSerial(DateTime date)
    {
        var days = (date - Origin).TotalDays;
        return days < 61 ? days - 1 : days;
    }

    public static TimeSpan ToDuration(double days) =>
        Math.Abs(days) < 1e7 ? TimeSpan.FromMilliseconds(Math.Round(days * 86_400_000)) : TimeSpan.Zero;

    public static string Format(DateTime date) =>
        date.ToString(
            date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture
        );

    public static string Format(TimeSpan time) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(long)Math.Floor(time.TotalHours):00}:{time.Minutes:00}:{time.Seconds:00}"
        );

    /// <summary>Reads the ISO forms of a <c>t="d"</c> cell. A time alone gives a fraction of a day.</summary>
    public static bool TryParseIso(string text, out double serial, out CellKind kind)
    {
        (serial, kind) = (0, CellKind.Time);
        if (
            !text.Contains('-', StringComparison.Ordinal)
            && TimeSpan.TryParse(text.TrimEnd('Z'), CultureInfo.InvariantCulture, out var time)
        )
        {
            serial = time.TotalDays;
            return true;
        }

        // The clock on the wall is meant: an offset is dropped, not applied.
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return false;
        serial = ToSerial(date.DateTime);
        kind = CellKind.Date;
        return true;
    }
}
