using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Templates;

/// <summary>Saves, changes and deletes templates.</summary>
public sealed class TemplateCommands(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    AccessQueries access,
    ChangeNotifier notifier,
    BusinessClock clock
)
{
    /// <summary>Signal topic: templates or schedules changed.</summary>
    public const string Topic = "report-settings";

    public async Task<int> AddAsync(CurrentUser currentUser, SaveTemplate asked, CancellationToken ct)
    {
        currentUser.Require(ReportJobCommands.CreatePermission);
        var template = new JobTemplate
        {
            Name = "",
            ReportType = "",
            Parameters = "",
            Format = "",
            OwnerId = currentUser.UserId,
            CreatedAt = clock.UtcNow,
        };
        await FillAsync(currentUser, template, asked, ct);
        await using var db = contexts.CreateDbContext();
        db.Add(template);
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(Topic);
        return template.Id;
    }

    public async Task ChangeAsync(CurrentUser currentUser, int id, SaveTemplate asked, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var template = await OwnAsync(db, currentUser, id, ct);
        db.Attach(template);
        await FillAsync(currentUser, template, asked, ct);
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(Topic);
    }

    public async Task DeleteAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var template = await OwnAsync(db, currentUser, id, ct);
        if (
            await db.Set<ReportSchedule>().Where(s => s.TemplateId == id).Select(s => s.Name).FirstOrDefaultAsync(ct) is
            { } schedule
        )
            throw DomainException.Conflict($"The schedule \"{schedule}\" runs this template. Delete it first.");
        await db.Set<JobTemplate>().Where(t => t.Id == id).ExecuteDeleteAsync(ct);
        await db.RecordAsync(AuditActions.Removed, ReportsAudit.Template, id, template.Name, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(Topic);
    }

    private async Task<JobTemplate> OwnAsync(ReportsDb db, CurrentUser currentUser, int id, CancellationToken ct)
    {
        var template = await TemplateQueries.FindAsync(db, currentUser, catalog, id, ct);
        return TemplateQueries.MayChange(currentUser, template.OwnerId)
            ? template
            : throw DomainException.Forbidden("This template belongs to somebody else. Save a copy of your own.");
    }

    private async Task FillAsync(
        CurrentUser currentUser,
        JobTemplate template,
        SaveTemplate asked,
        CancellationToken ct
    )
    {
        var problems = await ProblemsAsync(currentUser, asked, ct);
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
        var type = catalog.Require(currentUser, ReportStatus.Plain(asked.ReportType));
        var request = await ReportCatalog.CheckAsync(currentUser, type, asked.Request ?? new ReportRequest(), ct);
        (template.Name, template.Description, template.ReportType, template.Parameters, template.Format) = (
            asked.Name!.Trim(),
            string.IsNullOrWhiteSpace(asked.Description) ? null : asked.Description.Trim(),
            type.Info.Key,
            ReportRequests.Write(request),
            ReportFormat.Find(ReportStatus.Plain(asked.Format))!.Key
        );
        (template.Priority, template.Visibility, template.DepartmentId, template.UpdatedAt) = (
            ReportStatus.PriorityOf(asked.Priority),
            ReportStatus.VisibilityOf(asked.Visibility),
            asked.DepartmentId,
            clock.UtcNow
        );
    }

    private async Task<Dictionary<string, string>> ProblemsAsync(
        CurrentUser currentUser,
        SaveTemplate asked,
        CancellationToken ct
    )
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((asked.Name ?? "").Trim().Length is 0 or > 200)
            problems["name"] = "name has 1 to 200 characters.";
        if (asked.Description?.Length > 1000)
            problems["description"] = "description has at most 1000 characters.";
        if (ReportFormat.Find(ReportStatus.Plain(asked.Format)) is null)
            problems["output.format"] = $"'{asked.Format}' is not a format.";
        if (
            ReportStatus.VisibilityOf(asked.Visibility) == Visibility.Department
            && (
                asked.DepartmentId is not { } department
                || (await access.DepartmentsAsync(currentUser, ct)).All(d => d.Id != department)
            )
        )
            problems["departmentId"] = "Name the department that may see it.";
        return problems;
    }
}
