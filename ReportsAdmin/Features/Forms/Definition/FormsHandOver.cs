using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>Forms of a person, with what they create on a schedule.</summary>
internal sealed class FormsHandOver : IHandOver
{
    public string Title => "Forms";

    public IReadOnlyList<string> Topics => [FormCommands.Topic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct)
    {
        var problem = context.To.Can(FormCommands.MakePermission) ? null : $"{context.To.Name} may not make forms";
        var forms = await Owned(context).OrderBy(f => f.Title).Select(f => new { f.Id, f.Title }).ToListAsync(ct);
        return HandOverCount.Of(forms.ConvertAll(f => new HandOverItem<int>(f.Id, f.Title, problem)));
    }

    public async Task<int> MoveAsync(HandOverContext context, CancellationToken ct)
    {
        var owned = Owned(context);
        await context
            .Db.Set<RecurringJob>()
            .Where(r => owned.Any(f => f.RecurringId == r.Id))
            .GiveToAsync(context.To.UserId, ct);
        return await owned.ExecuteUpdateAsync(
            s => s.SetProperty(f => f.OwnerId, context.To.UserId).SetProperty(f => f.UpdatedAt, context.Now),
            ct
        );
    }

    private static IQueryable<Form> Owned(HandOverContext context) =>
        context.Db.Set<Form>().Where(f => f.OwnerId == context.FromId);
}
