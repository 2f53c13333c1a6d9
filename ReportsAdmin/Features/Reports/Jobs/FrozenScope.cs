using System.Globalization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>The regions and departments a report covers, as a text that a column holds: <c>mumbai,pune|1,3</c>, with <c>*</c> for all.</summary>
internal static class FrozenScope
{
    /// <summary>What is left of the current user's scope by the request's own regions and departments.</summary>
    public static string Of(CurrentUser currentUser, ReportRequest request)
    {
        var departments = request
            .All("departmentIds")
            .Select(d => ApiId.IntKeyOf(AccessIds.Department, d))
            .OfType<int>()
            .ToList();
        var regions = request
            .All("regions")
            .Where(r => !r.Equals("all", StringComparison.OrdinalIgnoreCase))
            .SelectMany(r => Regions.Within(Regions.ParseFilter(r) ?? r))
            .ToList();
        var scope = currentUser.Scope.Narrow(regions, departments);
        return $"{(scope.Regions is null ? "*" : string.Join(',', scope.Regions.Order(StringComparer.Ordinal)))}|{(scope.DepartmentIds is null ? "*" : string.Join(',', scope.DepartmentIds.Order()))}";
    }

    public static Scope Parse(string text)
    {
        var parts = text.Split('|');
        return new Scope(
            parts[0] == "*" ? null : parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries),
            parts[1] == "*"
                ? null
                :
                [
                    .. parts[1]
                        .Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .Select(d => int.Parse(d, CultureInfo.InvariantCulture)),
                ],
            false
        );
    }
}
