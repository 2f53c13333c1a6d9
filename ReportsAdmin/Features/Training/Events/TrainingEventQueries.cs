using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>What the list of events is narrowed to. Null means all, within the current user's departments; days are the company's and included at both ends.</summary>
/// <param name="Search">Part of a learner's or a course's name or code.</param>
public sealed record TrainingEventFilter(
    string? Search = null,
    int? CourseId = null,
    TrainingEventType? Type = null,
    TrainingStatus? Status = null,
    DateOnly? From = null,
    DateOnly? Until = null
);

/// <param name="Class">Code of the class; null when the event is of none.</param>
/// <param name="Score">0 to 100, with two decimals.</param>
/// <param name="UploadId">The upload that wrote it last.</param>
public sealed record TrainingEventRow(
    int Id,
    DateTime At,
    string Learner,
    string LearnerCode,
    string Department,
    bool Active,
    int CourseId,
    string Course,
    string CourseCode,
    string? Class,
    string? Content,
    TrainingEventType Type,
    TrainingStatus Status,
    decimal? Score,
    int? Minutes,
    int UploadId
);

/// <summary>A window of the events.</summary>
/// <param name="Learners">With an event that matched, also on other pages; likewise the other figures.</param>
/// <param name="Completions">Learners' courses with an event that left them completed.</param>
public sealed record TrainingList(
    Page<TrainingEventRow> Page,
    int Learners,
    int Courses,
    int Completions,
    long Minutes
);

/// <summary>A course to choose.</summary>
public sealed record CourseChoice(int Id, string Title);

/// <summary>The events themselves, the newest first, of the learners in the current user's departments; learners who have left are shown as such.</summary>
public sealed class TrainingEventQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    TrainingOptionQueries options,
    BusinessClock clock
)
{
    public const int MaxSearch = 100;

    public async Task<IReadOnlyList<CourseChoice>> CoursesAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        return [.. (await options.CourseOptionsAsync(currentUser, ct)).Select(o => new CourseChoice(o.Id, o.Title))];
    }

    /// <summary>Four statements whatever the page: sums, completions, window, departments. Refuses: days the wrong way round, a search that is too long.</summary>
    public async Task<TrainingList> SheetAsync(
        CurrentUser currentUser,
        TrainingEventFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        if (filter.From > filter.Until)
            throw DomainException.Invalid("from", "The first day is after the last one.");
        if (filter.Search is { Length: > MaxSearch })
            throw DomainException.Invalid("search", $"At most {MaxSearch} characters.");
        await using var db = contexts.Reader();
        var matched = Matching(db, currentUser, filter);
        var sums = await SumsAsync(matched, ct);
        var completions = await matched
            .Where(x => x.Event.Status == TrainingStatus.Completed)
            .Select(x => new { x.Event.LearnerId, x.Event.CourseId })
            .Distinct()
            .CountAsync(ct);
        var window = await WindowAsync(db, matched, page, ct);
        var departments = (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name);
        return new TrainingList(
            new Page<TrainingEventRow>([.. window.Select(e => RowOf(e, departments))], sums.Count, page),
            sums.Learners,
            sums.Courses,
            completions,
            sums.Minutes
        );
    }

    private static async Task<Sums> SumsAsync(IQueryable<VisibleEvent> matched, CancellationToken ct) =>
        await matched
            .GroupBy(_ => 1)
            .Select(g => new Sums(
                g.Count(),
                g.Select(x => x.Event.LearnerId).Distinct().Count(),
                g.Select(x => x.Event.CourseId).Distinct().Count(),
                g.Sum(x => (long)(x.Event.Minutes ?? 0))
            ))
            .SingleOrDefaultAsync(ct)
        ?? new Sums(0, 0, 0, 0);

    private static Task<List<ShownEvent>> WindowAsync(
        ReportsDb db,
        IQueryable<VisibleEvent> matched,
        PageRequest page,
        CancellationToken ct
    ) =>
        matched
            .OrderByDescending(x => x.Event.At)
            .ThenByDescending(x => x.Event.Id)
            .Skip(page.Skip)
            .Take(page.Size)
            .Select(x => new ShownEvent(
                x.Event,
                x.Learner,
                x.Course,
                db.Set<TrainingClass>().Where(c => c.Id == x.Event.ClassId).Select(c => c.Code).FirstOrDefault(),
                db.Set<TrainingContent>().Where(c => c.Id == x.Event.ContentId).Select(c => c.Title).FirstOrDefault()
            ))
            .ToListAsync(ct);

    private static TrainingEventRow RowOf(ShownEvent x, Dictionary<int, string> departments) =>
        new(
            x.Event.Id,
            x.Event.At,
            x.Learner.Name,
            x.Learner.Code,
            departments.GetValueOrDefault(x.Learner.DepartmentId, ""),
            x.Learner.Active,
            x.Course.Id,
            x.Course.Title,
            x.Course.Code,
            x.Class,
            x.Content,
            x.Event.Type,
            x.Event.Status,
            x.Event.ScoreHundredths is { } score ? score / 100m : null,
            x.Event.Minutes,
            x.Event.WrittenBy > 0 ? x.Event.WrittenBy : x.Event.BatchId
        );

    private IQueryable<VisibleEvent> Matching(ReportsDb db, CurrentUser currentUser, TrainingEventFilter filter)
    {
        var events = db.Set<TrainingEvent>().AsQueryable();
        if (filter.CourseId is { } course)
            events = events.Where(e => e.CourseId == course);
        if (filter.Type is { } type)
            events = events.Where(e => e.Type == type);
        if (filter.Status is { } status)
            events = events.Where(e => e.Status == status);
        if (filter.From is { } from)
        {
            var start = TrainingMonths.StartUtc(from, clock.Zone);
            events = events.Where(e => e.At >= start);
        }

        if (filter.Until is { } until && until < DateOnly.MaxValue)
        {
            var before = TrainingMonths.StartUtc(until.AddDays(1), clock.Zone);
            events = events.Where(e => e.At < before);
        }

        return Searched(
            from e in events
            join l in db.Set<Learner>().VisibleTo(currentUser) on e.LearnerId equals l.Id
            join c in db.Set<Course>() on e.CourseId equals c.Id
            select new VisibleEvent
            {
                Event = e,
                Learner = l,
                Course = c,
            },
            filter.Search
        );
    }

    private static IQueryable<VisibleEvent> Searched(IQueryable<VisibleEvent> events, string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
            return events;
        var text = search.Trim().ToLowerInvariant();
        return events.Where(x =>
            x.Learner.Name.ToLower().Contains(text)
            || x.Learner.Code.ToLower().Contains(text)
            || x.Course.Title.ToLower().Contains(text)
            || x.Course.Code.ToLower().Contains(text)
        );
    }

    private sealed record Sums(int Count, int Learners, int Courses, long Minutes);

    private sealed record ShownEvent(
        TrainingEvent Event,
        Learner Learner,
        Course Course,
        string? Class,
        string? Content
    );

    private sealed class VisibleEvent
    {
        public required TrainingEvent Event { get; init; }

        public required Learner Learner { get; init; }

        public required Course Course { get; init; }
    }
}
