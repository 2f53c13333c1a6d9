using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Ui.Components;

/// <summary>Counts and sizes in words.</summary>
public static class Counts
{
    /// <summary><c>1 invoice</c>, <c>12,345 invoices</c>.</summary>
    public static string Of(long number, string one, string? many = null) =>
        $"{Money.GroupWhole(number)} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary><c>840 B</c>, <c>12.4 KB</c>, <c>3.1 MB</c>.</summary>
    public static string Bytes(long bytes) =>
        bytes switch
        {
            < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
            < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d:0.#} KB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d / 1024d:0.#} MB"),
        };
}
