using System.Globalization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>A request as training understands it.</summary>
/// <param name="CurrentUser">The caller, narrowed to the departments asked for.</param>
/// <param name="Departments">Names of the departments they see, by key.</param>
/// <param name="Facts">Every filter with what was chosen, for the file to say.</param>
internal sealed record TrainingRequest(
    CurrentUser CurrentUser,
    TrainingFilter Filter,
    IReadOnlyDictionary<int, string> Departments,
    IReadOnlyList<Fact> Facts,
    string Period
);

/// <summary>The filters that all training reports share (spec 004, <c>parameters.filters</c>); learners, courses, classes, contents and departments by their ids on the wire.</summary>
internal sealed class TrainingFilters(TrainingOptionQueries choices, AccessQueries access, BusinessClock clock)
{
    private const int TitlesShown = 10;

    public static readonly IReadOnlyList<ReportFilter> All =
    [
        new("departmentIds", "Departments", FilterKind.Choices),
        new("courseIds", "Courses", FilterKind.Choices),
        new("classIds", "Classes", FilterKind.Choices),
        new("contentIds", "Contents", FilterKind.Choices),
        new("learnerIds", "Learners", FilterKind.Choices),
        new("eventTypes", "Event types", FilterKind.Choices),
        new("statuses", "Statuses", FilterKind.Choices),
    ];

    public async Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        return filter switch
        {
            "departmentIds" =>
            [
                .. (await access.DepartmentsAsync(currentUser, ct)).Select(d => new FilterOption(
                    ApiId.Of(AccessIds.Department, d.Id),
                    d.Name
                )),
            ],
            "learnerIds" => Options(TrainingIds.Learner, await choices.LearnerOptionsAsync(currentUser, ct)),
            "courseIds" => Options(TrainingIds.Course, await choices.CourseOptionsAsync(currentUser, ct)),
            "classIds" => Options(TrainingIds.Class, await choices.ClassOptionsAsync(currentUser, ct)),
            "contentIds" => Options(TrainingIds.Content, await choices.ContentOptionsAsync(currentUser, ct)),
            "eventTypes" => [.. TrainingWords.Types.Select(t => new FilterOption(t, TrainingWords.Title(t)))],
            "statuses" => [.. TrainingWords.Statuses.Select(s => new FilterOption(s, TrainingWords.Title(s)))],
            _ => [],
        };
    }

    public async Task<TrainingRequest> ReadAsync(
        CurrentUser currentUser,
        ReportTypeInfo info,
        ReportRequest request,
        CancellationToken ct
    )
    {
        currentUser.Require(info.Permission);
        var narrowed = currentUser with
        {
            Scope = currentUser.Scope.Narrow([], Keys(request, "departmentIds", AccessIds.Department)),
        };
        var filter = new TrainingFilter(
            request.Start is { } start ? TrainingMonths.StartUtc(start, clock.Zone) : null,
            // The last day of the calendar has no day after it, and no event either.
            request.End
                is { } end
            && end < DateOnly.MaxValue
                ? TrainingMonths.StartUtc(end.AddDays(1), clock.Zone)
                : null,
            Keys(request, "learnerIds", TrainingIds.Learner),
            Keys(request, "courseIds", TrainingIds.Course),
            Keys(request, "classIds", TrainingIds.Class),
            Keys(request, "contentIds", TrainingIds.Content),
            Words(request, "eventTypes", TrainingWords.TypeOf),
            Words(request, "statuses", TrainingWords.StatusOf),
            request.IncludeInactive
        );
        var departments = (await access.DepartmentsAsync(narrowed, ct)).ToDictionary(d => d.Id, d => d.Name);
        var period = Period(request);
        return new TrainingRequest(
            narrowed,
            filter,
            departments,
            await FactsAsync(currentUser, info, request, departments, period, ct),
            period
        );
    }

    private static List<int> Keys(ReportRequest request, string filter, string kind) =>
        [
            .. request
                .All(filter)
                .Select(v =>
                    ApiId.KeyOf(kind, v) is { } key and <= int.MaxValue
                        ? (int)key
                        : throw DomainException.Invalid(
                            $"parameters.filters.{filter}",
                            $"'{v}' is not one of the choices."
                        )
                ),
        ];

    private static List<T> Words<T>(ReportRequest request, string filter, Func<string, T?> read)
        where T : struct =>
        [
            .. request
                .All(filter)
                .Select(v =>
                    read(v)
                    ?? throw DomainException.Invalid(
                        $"parameters.filters.{filter}",
                        $"'{v}' is not one of the choices."
                    )
                ),
        ];

    private static IReadOnlyList<FilterOption> Options(string kind, IReadOnlyList<TrainingOption> options) =>
        [
            .. options.Select(o => new FilterOption(
                ApiId.Of(kind, o.Id),
                o.Title == o.Code ? o.Title : $"{o.Title} ({o.Code})"
            )),
        ];

    private static string Period(ReportRequest request)
    {
        static string Day(DateOnly day) => day.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);
        return (request.Start, request.End) switch
        {
            ({ } start, { } end) => $"{Day(start)} to {Day(end)}",
            ({ } start, null) => $"From {Day(start)}",
            (null, { } end) => $"To {Day(end)}",
            _ => "All dates",
        };
    }

    private async Task<IReadOnlyList<Fact>> FactsAsync(
        CurrentUser currentUser,
        ReportTypeInfo info,
        ReportRequest request,
        Dictionary<int, string> departments,
        string period,
        CancellationToken ct
    )
    {
        var facts = new List<Fact> { new("Period", period) };
        foreach (var declared in info.Filters)
        {
            var values = request.All(declared.Key);
            facts.Add(
                new(
                    declared.Title,
                    values.Count == 0 ? "All" : await TitlesAsync(currentUser, declared.Key, values, ct)
                )
            );
        }

        facts.Add(new("Inactive learners", request.IncludeInactive ? "Included" : "Left out"));
        if (request.GroupBy.Count > 0)
            facts.Add(info.GroupFact(request.GroupBy));
        facts.Add(
            new(
                "Within",
                currentUser.Scope.DepartmentIds is null ? "all departments"
                    : departments.Count == 0 ? "no department"
                    : string.Join(", ", departments.Values)
            )
        );
        return facts;
    }

    /// <summary>The first chosen values as the form names them, and how many more there are.</summary>
    private async Task<string> TitlesAsync(
        CurrentUser currentUser,
        string filter,
        IReadOnlyList<string> values,
        CancellationToken ct
    )
    {
        var options = await OptionsAsync(currentUser, filter, ct);
        var titles = values
            .Take(TitlesShown)
            .Select(v =>
                options.FirstOrDefault(o => o.Value.Equals(v, StringComparison.OrdinalIgnoreCase))?.Title ?? v
            );
        return string.Join(", ", titles)
            + (values.Count > TitlesShown ? $" and {values.Count - TitlesShown} more" : "");
    }
}
