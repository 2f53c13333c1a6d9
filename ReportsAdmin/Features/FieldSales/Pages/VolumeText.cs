using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>Volumes as screens write them.</summary>
public static class VolumeText
{
    /// <summary>Grouped, up to three decimals where there are any: <c>1,23,456.5</c>.</summary>
    public static string Of(decimal volume)
    {
        var whole = Math.Truncate(Math.Abs(volume));
        var rest = Math.Abs(volume) - whole;
        return $"{(volume < 0 ? "−" : "")}{Money.GroupWhole((long)whole)}{(rest == 0 ? "" : rest.ToString(".###", CultureInfo.InvariantCulture))}";
    }
}
