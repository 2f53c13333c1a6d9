using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Receivables.Calendar;

/// <summary>That sheets of a closed month are taken after all.</summary>
/// <param name="Region">Null for all regions of the department.</param>
/// <param name="Days">From now on.</param>
public sealed record NewException(int DepartmentId, string? Region, Period Month, int Days, string Reason);

/// <summary>Closes and reopens months, and allows exceptions. An upload is checked when it is committed and when it is undone.</summary>
public sealed class ClosingCommands(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    ChangeNotifier notifier,
    BusinessClock clock
)
{
    public const string ClosePermission = "months:close";

    /// <summary>Topic of the data version and of the signal that months were closed or reopened.</summary>
    public const string Topic = "closed months";

    internal const string AuditKind = "closed months";

    /// <summary>Closes the months of departments up to one that is over.</summary>
    /// <param name="through">Null reopens all.</param>
    /// <exception cref="DomainException">Forbidden to who does not see all regions; invalid for a month that is not over and for a department that the current user does not see.</exception>
    public async Task CloseAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> departmentIds,
        Period? through,
        CancellationToken ct
    )
    {
        RequireMayClose(currentUser);
        if (through is { } last && last.LastDay >= clock.Today)
            throw DomainException.Invalid("month", $"{last.ToLongText()} is not over.");
        var names = await NamesAsync(currentUser, departmentIds, ct);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // First, because its row lock lets one at a time compare with what is closed.
        await db.RaiseDataVersionAsync(Topic, ct);
        var before = await db.Set<ClosedMonths>()
            .Where(c => departmentIds.Contains(c.DepartmentId))
            .ToDictionaryAsync(c => c.DepartmentId, c => (int?)c.Through, ct);
        await db.Set<ClosedMonths>().Where(c => departmentIds.Contains(c.DepartmentId)).ExecuteDeleteAsync(ct);
        foreach (var id in departmentIds.Distinct())
        {
            if (through is { } month)
                db.Add(
                    new ClosedMonths
                    {
                        DepartmentId = id,
                        Through = month.Number,
                        At = clock.UtcNow,
                        ByName = currentUser.Name,
                    }
                );
            if (before.GetValueOrDefault(id) is var was && was != through?.Number)
                db.Record(
                    AuditActions.Changed,
                    AuditKind,
                    id,
                    names[id],
                    new AuditField("Closed up to", TextOf(was), TextOf(through?.Number))
                );
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(Topic);
    }

    /// <exception cref="DomainException">Invalid, with each field.</exception>
    public async Task AllowAsync(CurrentUser currentUser, NewException exception, CancellationToken ct)
    {
        RequireMayClose(currentUser);
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (exception.Days is < 1 or > ClosingException.MaxDays)
            problems["days"] = $"Allow it for 1 to {ClosingException.MaxDays} days.";
        if (exception.Reason.Trim().Length is 0 or > ClosingException.MaxReason)
            problems["reason"] = $"Say why, in at most {ClosingException.MaxReason} characters.";
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
        var names = await NamesAsync(currentUser, [exception.DepartmentId], ct);
        await using var db = contexts.CreateDbContext();
        var number = exception.Month.Number;
        if (
            !await db.Set<ClosedMonths>()
                .AnyAsync(c => c.DepartmentId == exception.DepartmentId && number <= c.Through, ct)
        )
            throw DomainException.Invalid("month", $"{exception.Month.ToLongText()} is not closed.");
        db.Add(
            new ClosingException
            {
                DepartmentId = exception.DepartmentId,
                Region = exception.Region ?? "",
                Period = number,
                Until = clock.UtcNow.AddDays(exception.Days),
                Reason = exception.Reason.Trim(),
                At = clock.UtcNow,
                ByName = currentUser.Name,
            }
        );
        db.Record(
            AuditActions.Changed,
            AuditKind,
            exception.DepartmentId,
            names[exception.DepartmentId],
            AuditField.Fact("Allowed after all", exception.Month.ToLongText()),
            AuditField.Fact("Region", exception.Region is { } of ? Regions.Display(of) : "all"),
            AuditField.Fact("Days", exception.Days),
            AuditField.Fact("Because", exception.Reason.Trim())
        );
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(Topic);
    }

    /// <summary>Ends an exception before its time; nothing happens when it has ended.</summary>
    public async Task EndAsync(CurrentUser currentUser, int exceptionId, CancellationToken ct)
    {
        RequireMayClose(currentUser);
        await using var db = contexts.CreateDbContext();
        var exception = await db.Set<ClosingException>().SingleOrDefaultAsync(e => e.Id == exceptionId, ct);
        if (exception is null)
            return;
        var names = await NamesAsync(currentUser, [exception.DepartmentId], ct);
        await db.Set<ClosingException>().Where(e => e.Id == exceptionId).ExecuteDeleteAsync(ct);
        db.Record(
            AuditActions.Changed,
            AuditKind,
            exception.DepartmentId,
            names[exception.DepartmentId],
            AuditField.Fact("No longer allowed", Period.FromNumber(exception.Period).ToLongText())
        );
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(Topic);
    }

    /// <summary>A month is closed for all regions of a department, so that who sees some of them may not.</summary>
    internal static bool MayClose(CurrentUser currentUser) =>
        currentUser.Can(ClosePermission) && currentUser.Scope.Regions is null;

    private static void RequireMayClose(CurrentUser currentUser)
    {
        currentUser.Require(ClosePermission);
        if (!MayClose(currentUser))
            throw DomainException.Forbidden("Months are closed for all regions, by who sees all of them.");
    }

    private async Task<Dictionary<int, string>> NamesAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> departmentIds,
        CancellationToken ct
    )
    {
        var names = (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name);
        return departmentIds.Count > 0 && departmentIds.All(names.ContainsKey)
            ? names
            : throw DomainException.Invalid("department", "Choose one of your departments.");
    }

    private static string TextOf(int? month) => month is { } number ? Period.FromNumber(number).ToLongText() : "open";
}
