using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>What an administrator decides about a department.</summary>
/// <param name="ParentId">The department above it; null for none.</param>
/// <param name="Edges">Four ascending numbers of days.</param>
/// <param name="IsDefault">Takes new customers of an upload that names no department; one department is the default.</param>
public sealed record DepartmentDraft(
    string Name,
    string Code,
    int? ParentId,
    IReadOnlyList<int> Edges,
    bool AgesByDueDate,
    bool IsDefault = false,
    bool Active = true
);

/// <summary>Changes the departments. Figures, open pages and people's scopes follow at once.</summary>
public sealed class DepartmentCommands(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor viewers,
    ChangeNotifier notifier,
    TimeProvider time,
    IEnumerable<StructureDependent> dependents
)
{
    public const int MaxName = 100;
    public const int MaxCode = 20;

    private const string Topic = "departments";

    /// <returns>The key of the new department.</returns>
    /// <exception cref="DomainException">Invalid: with the field.</exception>
    public async Task<int> AddAsync(CurrentUser currentUser, DepartmentDraft draft, CancellationToken ct)
    {
        var department = new Department { Name = "", Code = "" };
        await WriteAsync(
            currentUser,
            async db =>
            {
                db.Add(department);
                await ApplyAsync(db, currentUser, department, draft, ct);
            },
            ct
        );
        return department.Id;
    }

    /// <param name="version">As read: a change meanwhile is a conflict.</param>
    /// <exception cref="DomainException">Not found, conflict, or invalid with the field.</exception>
    public Task ChangeAsync(
        CurrentUser currentUser,
        int id,
        int version,
        DepartmentDraft draft,
        CancellationToken ct
    ) =>
        WriteAsync(
            currentUser,
            async db =>
            {
                var department = await db.Set<Department>().AsTracking().SingleOrDefaultAsync(d => d.Id == id, ct)
                    ?? throw DomainException.NotFound("Department not found.");
                if (department.Version != version)
                    throw DomainException.Conflict(
                        $"{department.Name} was changed meanwhile. Reload the page and try again."
                    );
                if (!draft.Active && department.Active)
                    await CheckDeactivationAsync(db, department, draft, ct);
                await ApplyAsync(db, currentUser, department, draft, ct);
            },
            ct
        );

    private async Task WriteAsync(CurrentUser currentUser, Func<ReportsDb, Task> change, CancellationToken ct)
    {
        currentUser.Require(DepartmentQueries.ManagePermission);
        await using (var db = contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Two moves at one moment could make a cycle: changes of departments take place one after another.
            await db.RaiseDataVersionAsync(Topic, ct);
            await change(db);
            await db.SaveChangesAsync(ct);
            foreach (var dependent in dependents)
                await db.RaiseDataVersionAsync(dependent.Topic, ct);
            await transaction.CommitAsync(ct);
        }

        // Who works for a department also works for those below it: a move changes scopes.
        await viewers.ChangedAsync();
        foreach (var dependent in dependents)
            await notifier.PublishAsync(dependent.Topic);
    }

    private async Task ApplyAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Department department,
        DepartmentDraft draft,
        CancellationToken ct
    )
    {
        var (name, code) = (draft.Name.Trim(), draft.Code.Trim());
        await CheckNamesAsync(db, department.Id, name, code, ct);
        if (draft.ParentId is { } parent)
            await CheckParentAsync(db, department.Id, parent, ct);
        if (draft is { IsDefault: true, Active: false })
            throw DomainException.Invalid("isDefault", "An inactive department cannot be the default.");
        if (department.IsDefault && !draft.IsDefault)
            throw DomainException.Invalid("isDefault", "Make another department the default instead.");
        if (draft.IsDefault && !department.IsDefault)
        {
            foreach (var other in await db.Set<Department>().AsTracking().Where(d => d.IsDefault).ToListAsync(ct))
                other.IsDefault = false;
        }

        (department.Name, department.Code, department.ParentId) = (name, code, draft.ParentId);
        department.BucketEdges = AgeEdges.Write(draft.Edges);
        department.AgeingBasis = draft.AgesByDueDate ? AgeingBasis.DueDate : AgeingBasis.InvoiceDate;
        (department.IsDefault, department.Active) = (draft.IsDefault, draft.Active);
        department.Version++;
        (department.ChangedById, department.ChangedAt) = (currentUser.UserId, time.GetUtcNow().UtcDateTime);
    }

    private static async Task CheckNamesAsync(ReportsDb db, int id, string name, string code, CancellationToken ct)
    {
        if (name.Length is 0 or > MaxName)
            throw DomainException.Invalid("name", $"Give a name of at most {MaxName} characters.");
        if (code.Length is 0 or > MaxCode)
            throw DomainException.Invalid("code", $"Give a code of at most {MaxCode} characters.");
        foreach (var other in await db.Set<Department>().Where(d => d.Id != id).ToListAsync(ct))
        {
            if (other.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                throw DomainException.Invalid("name", $"There is a department {other.Name} already.");
            if (other.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
                throw DomainException.Invalid("code", $"{other.Name} has the code {other.Code} already.");
        }
    }

    private static async Task CheckParentAsync(ReportsDb db, int id, int parent, CancellationToken ct)
    {
        if (!await db.Set<Department>().AnyAsync(d => d.Id == parent, ct))
            throw DomainException.Invalid("parentId", "The department above it does not exist.");
        if (id != 0 && (await DepartmentTree.BelowAsync(db, [id], ct)).Contains(parent))
            throw DomainException.Invalid("parentId", "A department cannot be moved below itself.");
    }

    private static async Task CheckDeactivationAsync(
        ReportsDb db,
        Department department,
        DepartmentDraft draft,
        CancellationToken ct
    )
    {
        if (department.IsDefault || draft.IsDefault)
            throw DomainException.Conflict(
                $"{department.Name} is the default department. Make another one the default first."
            );
        if (await db.Set<Department>().AnyAsync(d => d.ParentId == department.Id && d.Active, ct))
            throw DomainException.Conflict(
                $"There are active departments below {department.Name}. Deactivate or move them first."
            );
    }
}
