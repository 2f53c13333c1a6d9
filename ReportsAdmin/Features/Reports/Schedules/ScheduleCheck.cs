using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>Refuses schedules that would not do what their owner means; their times are checked by <see cref="RecurringJobs"/>.</summary>
public sealed class ScheduleCheck(
    ReportCatalog catalog,
    AccessQueries access,
    CurrentUserAccessor people,
    Limits limits
)
{
    internal const string PerPersonLimit = "Reports:MaxSchedules";

    private const int MaxName = 200;
    private const int MaxRecipients = 50;

    /// <summary>One message for each field that cannot be used.</summary>
    internal async Task RequireAsync(ReportsDb db, CurrentUser currentUser, SaveSchedule asked, CancellationToken ct)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((asked.Name ?? "").Trim().Length is 0 or > MaxName)
            problems["name"] = $"name has 1 to {MaxName} characters.";
        if (string.IsNullOrWhiteSpace(asked.Cron))
            problems["cron"] = "cron is required, such as 0 8 * * 1 for Mondays at 08:00.";
        var template = await TemplateQueries.FindAsync(db, currentUser, catalog, asked.TemplateId, ct);
        if (await RecipientsProblemAsync(currentUser, asked.RecipientIds, template, ct) is { } recipients)
            problems["recipients"] = recipients;
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
    }

    /// <exception cref="DomainException">Conflict: the person has as many schedules as there may be.</exception>
    internal async Task RequireRoomAsync(ReportsDb db, CurrentUser currentUser, CancellationToken ct)
    {
        var most = limits.Of(PerPersonLimit);
        if (await db.Set<ReportSchedule>().CountAsync(s => s.OwnerId == currentUser.UserId, ct) >= most)
            throw DomainException.Conflict(
                $"You have {most} schedules, which is the most. Delete one that is not needed."
            );
    }

    private async Task<string?> RecipientsProblemAsync(
        CurrentUser currentUser,
        IReadOnlyList<int> recipients,
        JobTemplate template,
        CancellationToken ct
    )
    {
        if (recipients.Count == 0)
            return null;
        if (recipients.Count > MaxRecipients)
            return $"A schedule has at most {MaxRecipients} recipients.";
        if (!currentUser.Can(AccessQueries.TeamPermission))
            return "You may not name recipients.";
        var team = (await access.TeamAsync(currentUser, ct)).ToDictionary(m => m.Id, m => m.Name);
        if (recipients.Any(r => !team.ContainsKey(r)))
            return "A recipient is not among the people you see.";
        var type = catalog.Require(currentUser, template.ReportType);
        var covered = FrozenScope.Parse(FrozenScope.Of(currentUser, ReportRequests.Read(template.Parameters)));
        var outside = new List<string>();
        foreach (var recipient in recipients.Distinct())
            if (
                await people.FindAsync(recipient, ct) is not { CurrentUser: var person }
                || !person.Can(type.Info.Permission)
                || !person.Scope.Contains(covered)
            )
                outside.Add(team[recipient]);
        return outside.Count == 0
            ? null
            : $"The report covers more than {string.Join(", ", outside)} may see. Leave them out, or choose a template that is narrowed to what they see.";
    }
}
