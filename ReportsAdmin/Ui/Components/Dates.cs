using System.Globalization;

namespace ReportsAdmin.Ui.Components;

/// <summary>Dates as people here read them, whatever the culture of the machine.</summary>
public static class Dates
{
    /// <summary><c>12 Apr 2025</c>; a dash when there is none.</summary>
    public static string Day(DateOnly? day) =>
        day is { } d ? d.ToString("d MMM yyyy", CultureInfo.InvariantCulture) : "–";

    /// <summary><c>4 Nov 2026, 10:32</c>. Give it the company's local time.</summary>
    public static string Moment(DateTime local) => local.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A month held as <c>yyyymm</c>: <c>April 2025</c>.</summary>
    public static string Month(int yyyymm) =>
        new DateOnly(yyyymm / 100, yyyymm % 100, 1).ToString("MMMM yyyy", CultureInfo.InvariantCulture);
}
