using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Forms.Review;

/// <summary>Answers to the current user's forms that nobody has reviewed.</summary>
public sealed class SubmissionsDay(SubmissionQueries submissions, BusinessClock clock) : IDaySource
{
    private const int LateDays = 3;

    public int Order => 50;

    public IReadOnlyList<string> TopicsOf(CurrentUser currentUser) => [FormCommands.Topic];

    public async Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        if (!currentUser.Can(FormCommands.MakePermission))
            return [];
        var (page, titles) = await submissions.ListAllAsync(
            currentUser,
            null,
            new SubmissionFilter(SubmissionStatus.Submitted),
            new PageRequest(1, DaySection.Most),
            ct,
            oldestFirst: true
        );
        return
        [
            new DaySection(
                "Answers to review",
                "fact_check",
                page.Total,
                "/forms",
                [
                    .. page.Rows.Select(s => new DayItem(
                        titles.GetValueOrDefault(s.FormId, "Form"),
                        s.SubmitterName is { Length: > 0 } name ? $"From {name}" : "",
                        FormattableString.Invariant($"/forms/{s.FormId}/submissions/{s.Id}"),
                        Dates.Day(DateOnly.FromDateTime(clock.ToLocal(s.SubmittedAt))),
                        DateOnly.FromDateTime(clock.ToLocal(s.SubmittedAt)) < clock.Today.AddDays(-LateDays)
                    )),
                ]
            ),
        ];
    }
}
