using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>The certificate that a learner holds for a course.</summary>
/// <param name="CertifiedAt">Of the event that it rests on.</param>
/// <param name="ValidUntil">The last valid day; null when it has no expiry.</param>
internal sealed record Certificate(
    int LearnerId,
    int CourseId,
    string LearnerCode,
    string Learner,
    int DepartmentId,
    string CourseCode,
    string Course,
    DateTime CertifiedAt,
    DateOnly? ValidUntil
);

/// <summary>
/// Certificates of the learners in the current user's departments. Of the events that left a learner's course completed
/// the one with the latest last day counts, and the newest when several or none have one: a completion without a last
/// day does not take away what a certificate says.
/// </summary>
public sealed class CertificateQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>One for each learner and course, in the order of the learners' names.</summary>
    internal async IAsyncEnumerable<Certificate> CertificatesAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        Certificate? best = null;
        await foreach (var next in Rows(snapshot.Db, currentUser, filter).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (best is not null && (best.LearnerId, best.CourseId) != (next.LearnerId, next.CourseId))
            {
                yield return best;
                best = null;
            }

            if (best is null || Rank(next).CompareTo(Rank(best)) > 0)
                best = next;
        }

        if (best is not null)
            yield return best;
    }

    private static (DateOnly, DateTime) Rank(Certificate certificate) =>
        (certificate.ValidUntil ?? DateOnly.MinValue, certificate.CertifiedAt);

    private static IQueryable<Certificate> Rows(ReportsDb db, CurrentUser currentUser, TrainingFilter filter) =>
        from x in Completions(db, currentUser, filter)
        join l in db.Set<Learner>() on x.LearnerId equals l.Id
        join c in db.Set<Course>() on x.CourseId equals c.Id
        orderby l.Name, l.Code, c.Title, c.Code
        select new Certificate(
            x.LearnerId,
            x.CourseId,
            l.Code,
            l.Name,
            l.DepartmentId,
            c.Code,
            c.Title,
            x.At,
            x.ValidUntil
        );

    private static IQueryable<VisibleEvent> Completions(ReportsDb db, CurrentUser currentUser, TrainingFilter filter) =>
        VisibleTraining.Events(db, currentUser, filter).Where(x => x.Status == TrainingStatus.Completed);
}
