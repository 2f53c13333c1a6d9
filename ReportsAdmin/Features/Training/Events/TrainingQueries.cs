using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Training.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>Which events count; an empty list means all of them.</summary>
/// <param name="FromUtc">Inclusive.</param>
/// <param name="BeforeUtc">Exclusive.</param>
internal sealed record TrainingFilter(
    DateTime? FromUtc,
    DateTime? BeforeUtc,
    IReadOnlyList<int> Learners,
    IReadOnlyList<int> Courses,
    IReadOnlyList<int> Classes,
    IReadOnlyList<int> Contents,
    IReadOnlyList<TrainingEventType> Types,
    IReadOnlyList<TrainingStatus> Statuses,
    bool IncludeInactive
);

/// <summary>A learner with what they did.</summary>
internal sealed record LearnerActivity(
    string Code,
    string Name,
    int DepartmentId,
    int Events,
    int Courses,
    int Completed,
    long Minutes,
    long ScoreHundredths,
    int Scored,
    DateTime LastAt
);

/// <param name="Program">Empty when no sheet names one.</param>
internal sealed record CourseName(int Id, string Code, string Title, string Category, string Program);

/// <summary>Training events, of the learners in the current user's departments.</summary>
public sealed class TrainingQueries(IDbContextFactory<ReportsDb> contexts)
{
    public const string ReadPermission = "training:read";

    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return $"{TrainingImport.DataTopic}:{await db.DataVersionAsync(TrainingImport.DataTopic, ct)}";
    }

    /// <summary>The newest upload that counts; null before the first.</summary>
    internal async Task<int?> LatestUploadAsync(CancellationToken ct)
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await UploadOrder
            .Of(db, TrainingImport.TargetKind)
            .OrderByDescending(u => u.Order)
            .Select(u => (int?)u.Id)
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>Every enrolment with an event that passes the filter, its months in their order.</summary>
    internal async Task<IReadOnlyList<Enrolment>> EnrolmentsAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var months = await MonthsOf(VisibleTraining.Events(db, currentUser, filter)).ToListAsync(ct);
        var enrolled = await EnrolledAsync(db, currentUser, filter, ct);
        return
        [
            .. months
                .GroupBy(m => (m.LearnerId, m.CourseId))
                .Select(g => New([.. g.OrderBy(m => m.Month)], enrolled.TryGetValue(g.Key, out var at) ? at : null)),
        ];
    }

    private static IQueryable<EnrolmentMonth> MonthsOf(IQueryable<VisibleEvent> events) =>
        events
            .GroupBy(x => new
            {
                x.LearnerId,
                x.DepartmentId,
                x.CourseId,
                x.Month,
            })
            .Select(g => new EnrolmentMonth
            {
                LearnerId = g.Key.LearnerId,
                DepartmentId = g.Key.DepartmentId,
                CourseId = g.Key.CourseId,
                Month = g.Key.Month,
                Enrolled = g.Count(x => x.Type == TrainingEventType.Enrolled),
                CompletedAt = g.Min(x => x.Status == TrainingStatus.Completed ? (DateTime?)x.At : null),
                Withdrawn = g.Count(x => x.Status == TrainingStatus.Withdrawn),
                Failed = g.Count(x => x.Status == TrainingStatus.Failed),
                Events = g.Count(),
                Minutes = g.Sum(x => (long)(x.Minutes ?? 0)),
                ScoreHundredths = g.Sum(x => (long)(x.ScoreHundredths ?? 0)),
                Scored = g.Count(x => x.ScoreHundredths != null),
            });

    /// <summary>When each learner enrolled in a course, also before the days of the filter.</summary>
    private static async Task<Dictionary<(int LearnerId, int CourseId), DateTime>> EnrolledAsync(
        ReportsDb db,
        CurrentUser currentUser,
        TrainingFilter filter,
        CancellationToken ct
    )
    {
        var ever = filter with
        {
            FromUtc = null,
            BeforeUtc = null,
            Classes = [],
            Contents = [],
            Statuses = [],
            Types = [TrainingEventType.Enrolled],
        };
        return await VisibleTraining
            .Events(db, currentUser, ever)
            .GroupBy(x => new { x.LearnerId, x.CourseId })
            .Select(g => new
            {
                g.Key.LearnerId,
                g.Key.CourseId,
                At = g.Min(x => x.At),
            })
            .ToDictionaryAsync(x => (x.LearnerId, x.CourseId), x => x.At, ct);
    }

    /// <summary>How many learners there are in each department, whether they did anything or not.</summary>
    internal async Task<IReadOnlyDictionary<int, int>> LearnersByDepartmentAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await VisibleTraining
            .Learners(db, currentUser, filter)
            .GroupBy(l => l.DepartmentId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(x => x.Key, x => x.Count, ct);
    }

    /// <summary>The learners with an event that passes the filter, by name.</summary>
    internal async IAsyncEnumerable<LearnerActivity> ActivityAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var sums = VisibleTraining
            .Events(db, currentUser, filter)
            .GroupBy(x => x.LearnerId)
            .Select(g => new
            {
                g.Key,
                Events = g.Count(),
                Courses = g.Select(x => x.CourseId).Distinct().Count(),
                Completed = g.Where(x => x.Status == TrainingStatus.Completed)
                    .Select(x => x.CourseId)
                    .Distinct()
                    .Count(),
                Minutes = g.Sum(x => (long)(x.Minutes ?? 0)),
                Score = g.Sum(x => (long)(x.ScoreHundredths ?? 0)),
                Scored = g.Count(x => x.ScoreHundredths != null),
                Last = g.Max(x => x.At),
            });
        var rows = sums.Join(db.Set<Learner>(), s => s.Key, l => l.Id, (s, l) => new { l, s })
            .OrderBy(x => x.l.Name)
            .ThenBy(x => x.l.Code)
            .Select(x => new LearnerActivity(
                x.l.Code,
                x.l.Name,
                x.l.DepartmentId,
                x.s.Events,
                x.s.Courses,
                x.s.Completed,
                x.s.Minutes,
                x.s.Score,
                x.s.Scored,
                x.s.Last
            ));
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
            yield return row;
    }

    internal async Task<IReadOnlyDictionary<int, CourseName>> CoursesAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await db.Set<Course>()
            .Select(c => new CourseName(c.Id, c.Code, c.Title, c.Category, c.Program))
            .ToDictionaryAsync(c => c.Id, ct);
    }

    private static Enrolment New(IReadOnlyList<EnrolmentMonth> months, DateTime? enrolledAt)
    {
        var completedAt = months.FirstOrDefault(m => m.CompletedAt is not null)?.CompletedAt;
        int? days =
            completedAt >= enrolledAt ? (int)Math.Round((completedAt.Value - enrolledAt.Value).TotalDays) : null;
        return new Enrolment(months[0].LearnerId, months[0].DepartmentId, months[0].CourseId, months, days);
    }
}
