using System.Text;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;
using Format = ReportsAdmin.Platform.Rendering.ReportFormat;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>The figures of the reports on scores, contents, transcripts, programs, instructors and certificates.</summary>
public sealed class TrainingMoreReportsTests
{
    [Theory, EachDatabase]
    public async Task Every_table_says_what_the_rows_say_however_it_is_narrowed(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var rows = TrainingBook.Random(11, 500);
        await TrainingBook.UploadAsync(fixture, TrainingBook.FullSheetOf(rows));
        foreach (var (type, title) in TrainingMoreByHand.Tables)
        {
            var whole = await TrainingBook.LinesAsync(fixture, type, new ReportRequest(), title: title);
            Assert.NotEmpty(whole);
            foreach (var (name, request, isSeen) in await NarrowedAsync(fixture, rows))
            {
                var expected = new TrainingMoreByHand(rows, isSeen, request.IncludeInactive)
                    .Lines(type, title)
                    .ToList();
                var actual = await TrainingBook.LinesAsync(fixture, type, request, title: title);
                Assert.True(
                    expected.SequenceEqual(actual),
                    $"{type}, {title}, {name}:\n{string.Join('\n', expected.Except(actual).Take(5))}\nis not\n{string.Join('\n', actual.Except(expected).Take(5))}"
                );
                if (name is not ("all" or "statuses" or "types"))
                    Assert.NotEqual(whole, actual);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task Scores_are_grouped_by_department_month_and_learner_too(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var rows = TrainingBook.Random(12, 300);
        await TrainingBook.UploadAsync(fixture, TrainingBook.FullSheetOf(rows));
        var scored = rows.Where(r => r.Active && r.Score is not null).ToList();
        Assert.Equal(
            scored
                .GroupBy(r => (r.Department, r.Month, Learner: $"{r.LearnerName} ({r.LearnerCode})"))
                .Select(g =>
                    $"{g.Key.Department}|{g.Key.Month}|{g.Key.Learner}|{g.Count()}|1|{TrainingBook.Text(g.Max(r => r.Score))}"
                )
                .Order(StringComparer.Ordinal),
            await TrainingBook.LinesAsync(
                fixture,
                "performance-analysis",
                new ReportRequest
                {
                    GroupBy = ["department", "month", "learner"],
                    Measures = ["scored", "learners", "highest"],
                }
            )
        );
    }

    [Theory, EachDatabase]
    public async Task Key_figures_are_the_totals_of_the_tables(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var rows = TrainingBook.Random(13, 300);
        await TrainingBook.UploadAsync(fixture, TrainingBook.FullSheetOf(rows));
        foreach (var type in TrainingBook.MoreTypes)
        {
            var document = await TrainingBook.ReportAsync(fixture, type, new ReportRequest());
            Assert.DoesNotContain(document.Blocks, b => b is ParagraphBlock);
            var figures = document
                .Blocks.OfType<KeyFiguresBlock>()
                .Single()
                .Figures.ToDictionary(f => f.Label, f => f.Value);
            var compared = 0;
            foreach (var table in document.Blocks.OfType<TableBlock>())
            {
                var totals = new TableTotals(table.Columns);
                var row = new ReportRow(table.Columns.Count);
                await using var source = table.Open();
                while (await source.NextAsync(row, default))
                    totals.Add(row);
                for (var i = 0; i < table.Columns.Count; i++)
                {
                    if (!table.Columns[i].Total || !figures.TryGetValue(table.Columns[i].Header, out var figure))
                        continue;
                    compared++;
                    Assert.True(
                        figure.Number == totals[i].Number,
                        $"{type}: {table.Columns[i].Header} {figure.Number} {totals[i].Number}"
                    );
                }
            }

            Assert.True(compared > 0 || type == "certification-status", type);
        }
    }

    [Theory, EachDatabase]
    public async Task A_class_of_several_learners_is_taught_once_a_day(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var day = new DateOnly(2025, 3, 1);
        BookRow Attended(int learner, string @class, DateOnly on, int? minutes, string type = "attended") =>
            new(learner, 1, @class, "", type, "in-progress", on, null, minutes);
        await TrainingBook.UploadAsync(
            fixture,
            TrainingBook.FullSheetOf([
                Attended(2, "CO-1-0", day, 45),
                Attended(3, "CO-1-0", day, 60),
                Attended(4, "CO-1-0", day, null),
                Attended(2, "CO-1-0", day.AddDays(1), null),
                Attended(2, "CO-1-0", day, 500, "progressed"),
                Attended(2, "CO-1-00", day, 30),
                Attended(2, "CO-1-1", day, 90),
                Attended(3, "", day, 700),
            ])
        );
        Assert.Equal(
            ["Ira Menon|2|3|6|3|90", "Jon 1|1|1|1|1|90"],
            await TrainingBook.LinesAsync(fixture, "instructor-workload", new ReportRequest())
        );
    }

    [Fact]
    public async Task Programs_are_followed_over_the_months()
    {
        await using var fixture = await TestFixture.OpenAsync();
        BookRow Of(int learner, string type, int month) =>
            new(learner, 1, "", "", type, type, new DateOnly(2025, month, 3), null, null);
        await TrainingBook.UploadAsync(
            fixture,
            TrainingBook.FullSheetOf([
                Of(2, "enrolled", 1),
                Of(2, "completed", 3),
                Of(4, "enrolled", 1),
                Of(4, "withdrawn", 3),
            ])
        );
        Assert.Equal(
            ["Alpha|Jan-25|2|0|2|0", "Alpha|Mar-25|2|1|0|0.5"],
            await TrainingBook.LinesAsync(
                fixture,
                "program-progress",
                new ReportRequest { GroupBy = ["program", "month"] }
            )
        );
    }

    [Fact]
    public async Task Certificates_are_counted_by_state_and_expire_without_an_upload()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await TrainingBook.UploadAsync(fixture, TrainingBook.FullSheetOf(TrainingBook.Random(14, 400)));
        var report = fixture.Get<ReportCatalog>().Find("certification-status")!;
        var version = await report.DataVersionAsync(CurrentUser.System, default);
        var before = await CountsAsync();
        Assert.All(before.Values, c => Assert.True(c > 0));

        fixture.Clock.Advance(TimeSpan.FromDays(31));
        Assert.NotEqual(version, await report.DataVersionAsync(CurrentUser.System, default));
        var after = await CountsAsync();
        Assert.Equal(before["Expired"] + before["Expires within 30 days"], after["Expired"]);
        Assert.Equal(before["Without expiry"], after["Without expiry"]);

        async Task<Dictionary<string, long>> CountsAsync()
        {
            var lines = await TrainingBook.LinesAsync(fixture, report.Info.Key, new ReportRequest());
            var figures = (await TrainingBook.ReportAsync(fixture, report.Info.Key, new ReportRequest()))
                .Blocks.OfType<KeyFiguresBlock>()
                .Single()
                .Figures.ToDictionary(f => f.Label, f => f.Value.Number);
            Assert.All(figures, f =>
                Assert.Equal(lines.Count(l => l.EndsWith("|" + f.Key, StringComparison.Ordinal)), f.Value)
            );
            return figures;
        }
    }

    [Theory, EachDatabase]
    public async Task A_viewer_of_one_department_never_sees_another(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var rows = TrainingBook.Random(15, 200);
        await TrainingBook.UploadAsync(fixture, TrainingBook.FullSheetOf(rows));
        var currentUser = TrainingBook.Of(1);
        var everyone = new ReportRequest { IncludeInactive = true };
        var inside = rows.Where(r => r.Department == "Batching Plant").ToList();
        string[] outside =
        [
            "Pump",
            .. rows.Where(r => r.Department == "Pump").SelectMany(r => new[] { r.LearnerCode, r.LearnerName }),
        ];
        foreach (var (type, title) in TrainingMoreByHand.Tables)
        {
            var document = await TrainingBook.ReportAsync(fixture, type, everyone, currentUser);
            using var output = new MemoryStream();
            await fixture.Get<ReportRenderers>().RenderAsync(document, Format.Json, output, null, default);
            var text = Encoding.UTF8.GetString(output.ToArray());
            Assert.All(outside, o => Assert.DoesNotContain(o, text, StringComparison.Ordinal));
            Assert.Equal(
                new TrainingMoreByHand(inside, _ => true, true).Lines(type, title),
                await TrainingBook.LinesAsync(fixture, type, everyone, currentUser, title)
            );
            Assert.Empty(await TrainingBook.LinesAsync(fixture, type, everyone, TrainingBook.Of(), title));
            await Assert.ThrowsAsync<DomainException>(() =>
                TrainingBook.ReportAsync(
                    fixture,
                    type,
                    With(("departmentIds", [ApiId.Of(AccessIds.Department, 2)])),
                    currentUser
                )
            );
        }
    }

    private static async Task<(string Name, ReportRequest Request, Func<BookRow, bool> IsSeen)[]> NarrowedAsync(
        TestFixture fixture,
        List<BookRow> rows
    )
    {
        var (from, to) = (new DateOnly(2025, 3, 2), new DateOnly(2025, 5, 17));
        var firstWithM1 = rows.First(r => r.Content == "M1").Course;
        Task<string> IdAsync(string filter, string title) => TrainingBook.IdAsync(fixture, filter, title);
        return
        [
            ("all", new(), _ => true),
            ("inactive", new() { IncludeInactive = true }, _ => true),
            ("dates", new() { Start = from, End = to }, r => r.Day >= from && r.Day <= to),
            ("course", With(("courseIds", [await IdAsync("courseIds", "Course 2")])), r => r.Course == 2),
            ("class", With(("classIds", [await IdAsync("classIds", "CO-2-1")])), r => r.Class == "CO-2-1"),
            ("content", With(("contentIds", [await IdAsync("contentIds", "M1")])), r =>
                r.Content == "M1" && r.Course == firstWithM1
            ),
            ("types", With(("eventTypes", ["completed", "assessed", "attended"])), r =>
                r.Type is "completed" or "assessed" or "attended"
            ),
            ("statuses", With(("statuses", ["completed"])), r => r.Status == "completed"),
            ("learner", With(("learnerIds", [await IdAsync("learnerIds", "Learner 03")])), r => r.Learner == 3),
            ("department", With(("departmentIds", [ApiId.Of(AccessIds.Department, 2)])), r => r.Department == "Pump"),
        ];
    }

    private static ReportRequest With(params (string Key, string[] Values)[] filters) =>
        new() { Filters = filters.ToDictionary(f => f.Key, f => (IReadOnlyList<string>)f.Values) };
}
