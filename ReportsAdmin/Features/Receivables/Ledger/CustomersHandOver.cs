using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>Customers assigned to a person are assigned to the successor, if they can be assigned customers and see these.</summary>
internal sealed class CustomersHandOver(AccessQueries access) : IHandOver
{
    public string Title => "Customers";

    public IReadOnlyList<string> Topics => [ReceivablesImport.DataTopic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct)
    {
        var assigned = Assigned(context);
        var total = await assigned.CountAsync(ct);
        if (total == 0)
            return HandOverCount.None;
        var engineer = await IsEngineerAsync(context.To, ct);
        var movable = Movable(context);
        var count = engineer ? await movable.CountAsync(ct) : 0;
        // Customers that the current user does not see are counted, never named.
        var named = await assigned
            .VisibleTo(context.By)
            .Where(c => !engineer || !movable.Any(m => m.Id == c.Id))
            .OrderBy(c => c.Name)
            .Take(HandOverCount.MaxNamed)
            .Select(c => new
            {
                c.Name,
                c.Region,
                c.DepartmentId,
            })
            .ToListAsync(ct);
        return new(
            count,
            total - count,
            [.. named.Select(c => new KeptItem(c.Name, ProblemOf(context.To, engineer, c.Region, c.DepartmentId)))]
        );
    }

    public async Task<int> MoveAsync(HandOverContext context, CancellationToken ct)
    {
        var db = context.Db;
        var customers = await Movable(context).AsTracking().ToListAsync(ct);
        foreach (var customer in customers)
        {
            (customer.EngineerId, customer.UpdatedAt) = (context.To.UserId, context.Now);
            db.Add(
                new CustomerChange
                {
                    CustomerId = customer.Id,
                    Field = "engineer",
                    Before = context.FromName,
                    After = context.To.Name,
                    At = context.Now,
                    ById = context.By.UserId,
                    ByName = context.By.Name,
                }
            );
        }

        await db.SaveChangesAsync(ct);
        await db.RaiseDataVersionAsync(CustomerCommands.NotesTopic, ct);
        return customers.Count;
    }

    private static IQueryable<Customer> Assigned(HandOverContext context) =>
        context.Db.Set<Customer>().Where(c => c.EngineerId == context.FromId);

    private static IQueryable<Customer> Movable(HandOverContext context) =>
        Assigned(context).VisibleTo(context.By).VisibleTo(context.To);

    private async Task<bool> IsEngineerAsync(CurrentUser to, CancellationToken ct) =>
        (await access.EngineersAsync(CurrentUser.System, ct)).Any(e => e.Id == to.UserId);

    private static string ProblemOf(CurrentUser to, bool engineer, string region, int departmentId) =>
        !engineer ? $"a person with the role {to.Role} cannot be assigned customers"
        : !to.Scope.CoversRegion(region) ? $"{to.Name} does not work in {Regions.Display(region)}"
        : !to.Scope.CoversDepartment(departmentId) ? $"{to.Name} does not work for this department"
        : "outside your scope";
}
