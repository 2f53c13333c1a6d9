using System.Globalization;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Features.Training.Pages;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>The list of events against the rows of the sheet, however it is narrowed.</summary>
public sealed class TrainingEventTests
{
    [Theory, EachDatabase]
    public async Task Events_and_figures_are_those_of_the_sheet(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var rows = TrainingBook.Random(7, 260);
        var upload = await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf(rows));
        var events = fixture.Get<TrainingEventQueries>();
        var course = (await events.CoursesAsync(CurrentUser.System, default)).Single(c => c.Title == "Course 3").Id;
        var (from, until) = (new DateOnly(2025, 3, 2), new DateOnly(2025, 5, 17));
        foreach (
            var (filter, fits) in (List<(TrainingEventFilter, Func<BookRow, bool>)>)
                [
                    (new(), _ => true),
                    (new(CourseId: course), r => r.Course == 3),
                    (new(Type: TrainingEventType.Assessed), r => r.Type == "assessed"),
                    (new(Status: TrainingStatus.InProgress), r => r.Status == "in-progress"),
                    (new(From: from, Until: until), r => r.Day >= from && r.Day <= until),
                    (new(From: from, Until: from), r => r.Day == from),
                    (new("LEARNER 07"), r => r.Learner == 7),
                    (new("co-2"), r => r.Course == 2),
                    (new("L-1", CourseId: course, Status: TrainingStatus.Completed), r =>
                        r is { Learner: >= 10 and < 20, Course: 3, Status: "completed" }
                    ),
                ]
        )
        {
            var expected = rows.Where(fits).ToList();
            var shown = new List<TrainingEventRow>();
            TrainingList sheet;
            var number = 1;
            do
            {
                sheet = await events.SheetAsync(CurrentUser.System, filter, new PageRequest(number++, 60), default);
                shown.AddRange(sheet.Page.Rows);
            } while (shown.Count < sheet.Page.Total && sheet.Page.Rows.Count > 0);
            Assert.Equal(
                (
                    expected.Count,
                    expected.DistinctBy(r => r.Learner).Count(),
                    expected.DistinctBy(r => r.Course).Count(),
                    expected.Where(r => r.Status == "completed").DistinctBy(r => (r.Learner, r.Course)).Count(),
                    expected.Sum(r => (long)(r.Minutes ?? 0))
                ),
                (sheet.Page.Total, sheet.Learners, sheet.Courses, sheet.Completions, sheet.Minutes)
            );
            Assert.Equal(
                expected.Select(Line).Order(StringComparer.Ordinal),
                shown.Select(r => Line(fixture, r)).Order(StringComparer.Ordinal)
            );
            Assert.Equal(
                shown.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Select(r => r.Id),
                shown.Select(r => r.Id)
            );
            Assert.All(shown, r => Assert.Equal(upload, r.UploadId));
        }
    }

    [Fact]
    public async Task Only_learners_of_the_viewer_s_departments_are_seen_and_nothing_without_the_permission()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf(TrainingBook.Random(8, 80)));
        var events = fixture.Get<TrainingEventQueries>();
        var (whole, own) = (
            await events.SheetAsync(CurrentUser.System, new(), new PageRequest(1, 100), default),
            await events.SheetAsync(TrainingBook.Of(2), new(), new PageRequest(1, 100), default)
        );
        Assert.InRange(own.Page.Total, 1, whole.Page.Total - 1);
        Assert.All(own.Page.Rows, r => Assert.Equal("Pump", r.Department));
        Assert.Equal(
            0,
            (await events.SheetAsync(TrainingBook.Of(), new(), new PageRequest(1, 10), default)).Page.Total
        );
        var nobody = new CurrentUser(9, "Nobody", "Engineer", new HashSet<string>(), new Scope(null, null, false));
        Assert.Equal(
            ErrorKind.Forbidden,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    events.SheetAsync(nobody, new(), new PageRequest(1, 10), default)
                )
            ).Kind
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (await Assert.ThrowsAsync<DomainException>(() => events.CoursesAsync(nobody, default))).Kind
        );
        Assert.Equal(
            "from",
            Assert
                .Single(
                    (
                        await Assert.ThrowsAsync<DomainException>(() =>
                            events.SheetAsync(
                                CurrentUser.System,
                                new(From: new DateOnly(2025, 2, 1), Until: new DateOnly(2025, 1, 1)),
                                new PageRequest(1, 10),
                                default
                            )
                        )
                    ).Fields
                )
                .Key
        );
    }

    [Fact]
    public void The_address_holds_what_it_is_narrowed_to_and_leaves_out_what_is_odd()
    {
        var state = TrainingState.Of(" asha ", "3", "in progress", "in-progress", "2025-04-01", "2025-02-30", "0");
        Assert.Equal(
            (new TrainingEventFilter("asha", 3, null, TrainingStatus.InProgress, new DateOnly(2025, 4, 1)), 1),
            (state.Filter, state.Page)
        );
        Assert.Equal("/training?search=asha&course=3&status=in-progress&from=2025-04-01", state.ToUri());
        Assert.Equal("/training", new TrainingState().ToUri());
        Assert.Equal(
            "/training?search=asha&course=3&status=in-progress",
            (state with { Page = 4 }).With(f => f with { From = null })
        );
    }

    private static string Line(BookRow r) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Day:yyyy-MM-dd} {r.LearnerCode} {r.LearnerName} {r.Department} {r.Active} CO-{r.Course} {r.CourseTitle} {r.Class} {r.Type} {r.Status} {r.Score:0.##} {r.Minutes}"
        );

    private static string Line(TestFixture fixture, TrainingEventRow r) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DateOnly.FromDateTime(fixture.Get<BusinessClock>().ToLocal(r.At)):yyyy-MM-dd} {r.LearnerCode} {r.Learner} {r.Department} {r.Active} {r.CourseCode} {r.Course} {r.Class} {r.Type.ToString().ToLowerInvariant()} {(r.Status == TrainingStatus.InProgress ? "in-progress" : r.Status.ToString().ToLowerInvariant())} {r.Score:0.##} {r.Minutes}"
        );
}
