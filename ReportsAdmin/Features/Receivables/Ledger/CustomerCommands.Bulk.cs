using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>What a change of many rows did.</summary>
/// <param name="Changed">Keys of the rows that were changed.</param>
/// <param name="Unchanged">Rows that had the value already.</param>
/// <param name="Refused">Rows that do not exist, or that the current user cannot see or change.</param>
public sealed record BulkResult(IReadOnlyList<int> Changed, int Unchanged, int Refused);

public sealed partial class CustomerCommands
{
    /// <summary>How many rows one call may change.</summary>
    public const int MaxBulk = 500;

    /// <summary>Sets the remarks of many customers in one transaction. Each is checked as if it were changed alone.</summary>
    /// <param name="remarks">The remark of each customer, by the customer's key.</param>
    /// <exception cref="DomainException">Without the permission to edit, for an unknown remark, or for more than <see cref="MaxBulk"/> customers.</exception>
    public async Task<BulkResult> RemarksAsync(
        CurrentUser currentUser,
        IReadOnlyDictionary<int, string> remarks,
        CancellationToken ct
    )
    {
        currentUser.Require(EditPermission);
        RequireFew(remarks.Count);
        var known = remarks.ToDictionary(r => r.Key, r => KnownRemark(r.Value));
        foreach (var remark in known.Values.Distinct())
            RequireConfirmedFor(currentUser, remark);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var customers = await EditableAsync(db, currentUser, [.. known.Keys], ct);
        var changed = customers.Values.Where(c => c.Remark != known[c.Id]).ToList();
        foreach (var customer in changed)
        {
            Record(db, currentUser, customer, null, "remark", customer.Remark, known[customer.Id]);
            customer.Remark = known[customer.Id];
        }

        if (changed.Count > 0)
            await SaveAsync(db, transaction, NotesTopic, ct);
        return Result(changed, customers.Count, known.Count);
    }

    /// <summary>Giving up what is owed is guarded twice.</summary>
    private static void RequireConfirmedFor(CurrentUser currentUser, string remark)
    {
        currentUser.Require(EditPermission);
        if (remark == Remarks.WriteOff)
            currentUser.RequireConfirmed();
    }

    /// <summary>Assigns engineers to many customers in one transaction; null takes an assignment back.</summary>
    /// <param name="engineers">The engineer's user key of each customer, by the customer's key.</param>
    /// <exception cref="DomainException">Without the permission to assign, for an engineer whom the current user does not see, or for more than <see cref="MaxBulk"/> customers.</exception>
    public async Task<BulkResult> AssignEngineersAsync(
        CurrentUser currentUser,
        IReadOnlyDictionary<int, int?> engineers,
        CancellationToken ct
    )
    {
        currentUser.Require(AssignPermission);
        RequireFew(engineers.Count);
        var names = (await access.EngineersAsync(CurrentUser.System, ct)).ToDictionary(e => e.Id, e => e.Name);
        var offered = (await access.EngineersAsync(currentUser, ct)).Select(e => e.Id).ToHashSet();
        if (engineers.Values.OfType<int>().Any(id => !offered.Contains(id)))
            throw DomainException.Invalid("engineerId", "Engineer not found.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ids = engineers.Keys.ToList();
        var customers = await db.Set<Customer>()
            .AsTracking()
            .VisibleTo(currentUser)
            .Where(c => ids.Contains(c.Id))
            .ToListAsync(ct);
        var changed = customers.Where(c => c.EngineerId != engineers[c.Id]).ToList();
        foreach (var customer in changed)
        {
            Record(
                db,
                currentUser,
                customer,
                null,
                "engineer",
                Name(customer.EngineerId),
                Name(engineers[customer.Id])
            );
            customer.EngineerId = engineers[customer.Id];
        }

        if (changed.Count > 0)
            await SaveAsync(db, transaction, NotesTopic, ct);
        return Result(changed, customers.Count, engineers.Count);

        string Name(int? id) => id is { } key ? names.GetValueOrDefault(key, "") : "";
    }

    private static BulkResult Result(List<Customer> changed, int allowed, int asked) =>
        new([.. changed.Select(c => c.Id)], allowed - changed.Count, asked - allowed);

    private static void RequireFew(int count)
    {
        if (count > MaxBulk)
            throw DomainException.Invalid("ids", $"At most {MaxBulk} rows can be changed at once; these are {count}.");
    }

    private static Task<Dictionary<int, Customer>> VisibleAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<int> ids,
        CancellationToken ct
    ) =>
        db.Set<Customer>()
            .AsTracking()
            .VisibleTo(currentUser)
            .Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, ct);

    /// <summary>Those of the customers that the current user can see and change, tracked, by key.</summary>
    private static async Task<Dictionary<int, Customer>> EditableAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<int> ids,
        CancellationToken ct
    ) =>
        (await VisibleAsync(db, currentUser, ids, ct))
            .Values.Where(c => MayChange(currentUser, c))
            .ToDictionary(c => c.Id);
}
