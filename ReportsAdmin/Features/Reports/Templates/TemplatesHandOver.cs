using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Templates;

/// <summary>Report templates of a person; those that the successor could not run stay.</summary>
internal sealed class TemplatesHandOver(ReportCatalog catalog) : IHandOver
{
    public string Title => "Report templates";

    public IReadOnlyList<string> Topics => [TemplateCommands.Topic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct) =>
        HandOverCount.Of(await ItemsAsync(context, ct));

    public async Task<int> MoveAsync(HandOverContext context, CancellationToken ct)
    {
        var ids = (await ItemsAsync(context, ct)).Where(i => i.Problem is null).Select(i => i.Id).ToList();
        return await context
            .Db.Set<JobTemplate>()
            .Where(t => ids.Contains(t.Id))
            .ExecuteUpdateAsync(
                s => s.SetProperty(t => t.OwnerId, context.To.UserId).SetProperty(t => t.UpdatedAt, context.Now),
                ct
            );
    }

    private async Task<List<HandOverItem<int>>> ItemsAsync(HandOverContext context, CancellationToken ct)
    {
        var items = new List<HandOverItem<int>>();
        var templates = context.Db.Set<JobTemplate>().Where(t => t.OwnerId == context.FromId).OrderBy(t => t.Name);
        foreach (var template in await templates.ToListAsync(ct))
            items.Add(
                new(template.Id, template.Name, await ReportRights.RunProblemAsync(catalog, context.To, template, ct))
            );
        return items;
    }
}
