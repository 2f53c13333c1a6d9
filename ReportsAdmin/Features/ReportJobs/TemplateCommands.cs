using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>Saves, changes and deletes templates.</summary>
public sealed class TemplateCommands(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    AccessQueries access,
    Signals signals,
    BusinessClock clock
)
{
    /// <summary>Signal topic: templates or schedules changed.</summary>
    public const string Topic = "report-settings";

    public async Task<int> AddAsync(Viewer viewer, SaveTemplate asked, CancellationToken ct)
    {
        viewer.Demand(ReportJobCommands.CreatePermission);
        var template = new ReportTemplate
        {
            Name = "",
            ReportType = "",
            Parameters = "",
            Format = "",
            OwnerId = viewer.UserId,
            CreatedAt = clock.UtcNow,
        };
        await FillAsync(viewer, template, asked, ct);
        await using var db = contexts.CreateDbContext();
        db.Add(template);
        await db.SaveChangesAsync(ct);
        await signals.PublishAsync(Topic);
        return template.Id;
    }

    public async Task ChangeAsync(Viewer viewer, int id, SaveTemplate asked, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var template = await OwnAsync(db, viewer, id, ct);
        await FillAsync(viewer, template, asked, ct);
        db.Update(template);
        await db.SaveChangesAsync(ct);
        await signals.PublishAsync(Topic);
    }

    public async Task DeleteAsync(Viewer viewer, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await OwnAsync(db, viewer, id, ct);
        if (
            await db.Set<ReportSchedule>().Where(s => s.TemplateId == id).Select(s => s.Name).FirstOrDefaultAsync(ct) is
            { } schedule
        )
            throw Refusal.Conflict($"The schedule \"{schedule}\" runs this template. Delete it first.");
        await db.Set<ReportTemplate>().Where(t => t.Id == id).ExecuteDeleteAsync(ct);
        await signals.PublishAsync(Topic);
    }

    private async Task<ReportTemplate> OwnAsync(ReportsDb db, Viewer viewer, int id, CancellationToken ct)
    {
        var template = await TemplateQueries.FindAsync(db, viewer, catalog, id, ct);
        return TemplateQueries.MayChange(viewer, template.OwnerId)
            ? template
            : throw Refusal.Forbidden("This template belongs to somebody else. Save a copy of your own.");
    }

    private async Task FillAsync(Viewer viewer, ReportTemplate template, SaveTemplate asked, CancellationToken ct)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = (asked.Name ?? "").Trim();
        if (name.Length is 0 or > 200)
            problems["name"] = "name has 1 to 200 characters.";
        if (asked.Description?.Length > 1000)
            problems["description"] = "description has at most 1000 characters.";
        var format = DocumentFormat.Find(ReportStatus.Plain(asked.Format));
        if (format is null)
            problems["output.format"] = $"'{asked.Format}' is not a format.";
        var visibility = ReportStatus.VisibilityOf(asked.Visibility);
        if (
            visibility == Visibility.Department
            && (
                asked.DepartmentId is not { } department
                || (await access.DepartmentsAsync(viewer, ct)).All(d => d.Id != department)
            )
        )
            problems["departmentId"] = "Name the department that may see it.";
        if (problems.Count > 0)
            throw Refusal.Invalid(problems);
        var type = catalog.Demand(viewer, ReportStatus.Plain(asked.ReportType));
        var request = await ReportCatalog.CheckAsync(viewer, type, asked.Request ?? new ReportRequest(), ct);
        (template.Name, template.Description, template.ReportType, template.Parameters, template.Format) = (
            name,
            string.IsNullOrWhiteSpace(asked.Description) ? null : asked.Description.Trim(),
            type.Info.Key,
            ReportRequests.Write(request),
            format!.Key
        );
        (template.Priority, template.Visibility, template.DepartmentId, template.UpdatedAt) = (
            ReportStatus.PriorityOf(asked.Priority),
            visibility,
            asked.DepartmentId,
            clock.UtcNow
        );
    }
}
