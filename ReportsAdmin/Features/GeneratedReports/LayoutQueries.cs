using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.GeneratedReports;

/// <param name="Id">Null for those that every installation has.</param>
public sealed record LayoutRow(
    int? Id,
    string Key,
    string Title,
    LayoutDefinition Definition,
    string? OwnerName,
    DateTime? UpdatedAt,
    bool MayChange
);

/// <summary>Layouts that reports may name as their template.</summary>
public sealed class LayoutQueries(IDbContextFactory<ReportsDb> contexts, AccessQueries access)
{
    public async Task<IReadOnlyList<LayoutRow>> ListAsync(Viewer viewer, CancellationToken ct)
    {
        viewer.Demand(GeneratedReportQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var made = await db.Set<ReportLayout>().OrderBy(l => l.Title).ThenBy(l => l.Id).ToListAsync(ct);
        var people = await access.PeopleAsync([.. made.Select(l => l.OwnerId).Distinct()], ct);
        return
        [
            .. LayoutDefinition.BuiltIn.Select(b => new LayoutRow(
                null,
                b.Key,
                b.Value.Title,
                b.Value.Definition,
                null,
                null,
                false
            )),
            .. made.Select(l => new LayoutRow(
                l.Id,
                l.Key,
                l.Title,
                LayoutDefinition.FromJson(l.Definition),
                people.GetValueOrDefault(l.OwnerId)?.Name,
                l.UpdatedAt,
                LayoutCommands.MayChange(viewer, l)
            )),
        ];
    }
}
