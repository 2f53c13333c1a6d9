using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Help;

/// <summary>One task that a newcomer is shown.</summary>
/// <param name="Key">Kept for each person who has opened it.</param>
/// <param name="Permission">Who may do it.</param>
public sealed record FirstStep(string Key, string Title, string Text, string Href, string Permission)
{
    /// <summary>In place of a task: the person closed the list.</summary>
    public const string Closed = "closed";

    private static readonly FirstStep Company = new(
        "company",
        "Set name, logo and number format",
        "They appear on every page, public form and report.",
        "/admin/company",
        "company:manage"
    );

    private static readonly FirstStep Upload = new(
        "upload",
        "Upload the month's sheet",
        "You see every row and every problem before anything changes, and can undo it later.",
        "/uploads/new",
        "imports:upload"
    );

    private static readonly FirstStep Calendar = new(
        "calendar",
        "See which sheets are missing",
        "The calendar shows, for each department and month, whether its sheet has arrived.",
        "/upload-calendar",
        "imports:read"
    );

    private static readonly FirstStep Customers = new(
        "customers",
        "Find who owes the most",
        "Sort and filter customers, and open one to see all of its invoices.",
        "/customers",
        "outstanding:read"
    );

    private static readonly FirstStep Assign = new(
        "assign",
        "Assign engineers",
        "Select customers in the list and choose the engineer who follows them up.",
        "/customers",
        "outstanding:assign"
    );

    private static readonly FirstStep Remark = new(
        "remark",
        "Write a remark",
        "Press the remark of a customer to record what was agreed. Your manager sees it at once.",
        "/customers",
        "outstanding:edit"
    );

    private static readonly FirstStep Report = new(
        "report",
        "Make a report",
        "Choose a report, its filters and a format. It is prepared in the background and kept for download.",
        "/reports",
        "reports:create"
    );

    private static readonly FirstStep Schedule = new(
        "schedule",
        "Have a report made by itself",
        "A schedule makes the same report every week or month.",
        "/schedules",
        "reports:create"
    );

    private static readonly FirstStep Team = new(
        "team",
        "Check the team",
        "Everyone with role, region and whom they report to.",
        "/team",
        "team:read"
    );

    private static readonly FirstStep Form = new(
        "form",
        "Fill in a form",
        "Visit reports, checklists and surveys; what you write is kept until you send it.",
        "/forms",
        "forms:read"
    );

    private static readonly Dictionary<string, FirstStep[]> ByRole = new(StringComparer.Ordinal)
    {
        ["Admin"] = [Company, Team, Upload, Calendar, Report],
        ["Country Manager"] = [Customers, Calendar, Report, Schedule, Team],
        ["Manager"] = [Customers, Assign, Remark, Report],
        ["Engineer"] = [Customers, Remark, Form, Report],
    };

    /// <summary>The tasks of a person's role that they may do; for a role of the company's own, those of the role that sees as much.</summary>
    public static IReadOnlyList<FirstStep> Of(CurrentUser currentUser) =>
        [
            .. ByRole
                .GetValueOrDefault(
                    currentUser.Role,
                    ByRole[currentUser.Scope.ChangesOnlyAssigned ? "Engineer" : "Manager"]
                )
                .Where(s => currentUser.Can(s.Permission)),
        ];
}

/// <summary>That a person has opened a task, or closed the list.</summary>
public sealed class FirstStepDone
{
    public int UserId { get; init; }

    /// <summary>Key of a <see cref="FirstStep"/>, or <see cref="FirstStep.Closed"/>.</summary>
    public required string Step { get; init; }

    public DateTime At { get; init; }
}
