using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>Schedules of a person. They then run with the successor's rights; those whose template the successor could not run stay.</summary>
internal sealed class SchedulesHandOver(ReportCatalog catalog) : IHandOver
{
    public string Title => "Schedules";

    public IReadOnlyList<string> Topics => [TemplateCommands.Topic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct) =>
        HandOverCount.Of(await ItemsAsync(context, ct));

    public async Task<int> MoveAsync(HandOverContext context, CancellationToken ct)
    {
        var (db, to) = (context.Db, context.To.UserId);
        var ids = (await ItemsAsync(context, ct)).Where(i => i.Problem is null).Select(i => i.Id).ToList();
        var movable = db.Set<ReportSchedule>().Where(s => ids.Contains(s.Id));
        await db.Set<RecurringJob>().Where(r => movable.Any(s => s.RecurringId == r.Id)).GiveToAsync(to, ct);
        return await movable.ExecuteUpdateAsync(
            s => s.SetProperty(x => x.OwnerId, to).SetProperty(x => x.UpdatedAt, context.Now),
            ct
        );
    }

    private async Task<List<HandOverItem<int>>> ItemsAsync(HandOverContext context, CancellationToken ct)
    {
        var items = new List<HandOverItem<int>>();
        var rows = await context
            .Db.Set<ReportSchedule>()
            .Where(s => s.OwnerId == context.FromId)
            .Join(
                context.Db.Set<JobTemplate>(),
                s => s.TemplateId,
                t => t.Id,
                (Schedule, Template) => new { Schedule, Template }
            )
            .OrderBy(x => x.Schedule.Name)
            .ToListAsync(ct);
        foreach (var x in rows)
            items.Add(new(x.Schedule.Id, x.Schedule.Name, await ProblemAsync(context, x.Template, ct)));
        return items;
    }

    private async Task<string?> ProblemAsync(HandOverContext context, JobTemplate template, CancellationToken ct)
    {
        // A template of the same person is handed over too, under the same conditions.
        if (template.OwnerId != context.FromId && !await CanFindAsync(context, template.Id, ct))
            return $"{context.To.Name} does not see its template";
        return await ReportRights.RunProblemAsync(catalog, context.To, template, ct);
    }

    private async Task<bool> CanFindAsync(HandOverContext context, int templateId, CancellationToken ct)
    {
        try
        {
            await TemplateQueries.FindAsync(context.Db, context.To, catalog, templateId, ct);
            return true;
        }
        catch (DomainException)
        {
            return false;
        }
    }
}
