using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>Grouping by zone, which a report has while the company has zones.</summary>
internal static class ZoneGrouping
{
    /// <summary>As requests name it.</summary>
    public const string Key = "zone";

    public static ReportTypeInfo AddTo(ReportTypeInfo info) =>
        Regions.Zones.Count == 0 ? info : info with { Groupings = [new(Key, "Zone"), .. info.Groupings] };
}
