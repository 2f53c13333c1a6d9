using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Reports that a person created, with their jobs; those that cover more than the successor sees stay.</summary>
internal sealed class ReportsHandOver(ReportCatalog catalog) : IHandOver
{
    public string Title => "Reports";

    public IReadOnlyList<string> Topics => [JobQueue.Topic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct)
    {
        var owned = Owned(context);
        var total = await owned.CountAsync(ct);
        if (total == 0)
            return HandOverCount.None;
        var movable = await MovableAsync(context, ct);
        var count = await movable.CountAsync(ct);
        var named = await owned
            .Where(r => !movable.Any(m => m.Id == r.Id))
            .OrderByDescending(r => r.Id)
            .Take(HandOverCount.MaxNamed)
            .Select(r => new { r.Name, r.ReportType })
            .ToListAsync(ct);
        return new(
            count,
            total - count,
            [
                .. named.Select(r => new KeptItem(
                    r.Name,
                    ReportRights.TypeProblem(catalog, context.To, r.ReportType)
                        ?? $"it covers more than {context.To.Name} sees"
                )),
            ]
        );
    }

    public async Task<int> MoveAsync(HandOverContext context, CancellationToken ct)
    {
        var movable = await MovableAsync(context, ct);
        await context.Db.Set<Job>().Where(j => movable.Any(r => r.JobId == j.Id)).GiveToAsync(context.To.UserId, ct);
        return await movable.ExecuteUpdateAsync(
            s => s.SetProperty(r => r.OwnerId, context.To.UserId).SetProperty(r => r.Fingerprint, (string?)null),
            ct
        );
    }

    private static IQueryable<ReportRun> Owned(HandOverContext context) =>
        context.Db.Set<ReportRun>().Where(r => r.OwnerId == context.FromId);

    private async Task<IQueryable<ReportRun>> MovableAsync(HandOverContext context, CancellationToken ct)
    {
        var types = catalog
            .Of(context.To)
            .Select(t => t.Info.Key)
            .Where(_ => context.To.Can(ReportJobQueries.ReadPermission))
            .ToList();
        var scopes = (await Owned(context).Select(r => r.Scope).Distinct().ToListAsync(ct))
            .Where(s => context.To.Scope.Contains(FrozenScope.Parse(s)))
            .ToList();
        return Owned(context).Where(r => types.Contains(r.ReportType) && scopes.Contains(r.Scope));
    }
}

/// <summary>Whether a person may have a saved report of somebody else.</summary>
internal static class ReportRights
{
    public static string? TypeProblem(ReportCatalog catalog, CurrentUser person, string reportType) =>
        catalog.Find(reportType) is not { } type ? "this kind of report no longer exists"
        : !person.Can(ReportJobQueries.ReadPermission) || !person.Can(type.Info.Permission)
            ? $"{person.Name} may not read reports of the kind {type.Info.Title}"
        : null;

    /// <summary>Why the person could not run these settings; null when they could.</summary>
    public static async Task<string?> RunProblemAsync(
        ReportCatalog catalog,
        CurrentUser person,
        JobTemplate template,
        CancellationToken ct
    )
    {
        if (TypeProblem(catalog, person, template.ReportType) is { } problem)
            return problem;
        if (!person.Can(ReportJobCommands.CreatePermission))
            return $"{person.Name} may not create reports";
        try
        {
            var request = ReportRequests.Read(template.Parameters);
            await ReportCatalog.CheckAsync(person, catalog.Find(template.ReportType)!, request, ct);
            return null;
        }
        catch (DomainException error) when (error.Kind is ErrorKind.Invalid or ErrorKind.Forbidden)
        {
            return error.Message;
        }
    }
}
