using System.Text;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Training;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;
using Format = ReportsAdmin.Platform.Rendering.ReportFormat;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>The figures of the five training reports, what narrows them, and who sees what.</summary>
public sealed class TrainingReportsTests
{
    public static TheoryData<string> Types => [.. TrainingBook.Types, .. TrainingBook.MoreTypes];

    [Theory, EachDatabase]
    public async Task Every_report_says_what_the_rows_say_however_it_is_narrowed(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var rows = TrainingBook.Random(1, 500);
        await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf(rows));
        var (from, to) = (new DateOnly(2025, 3, 2), new DateOnly(2025, 5, 17));
        var asked = new (
            string Name,
            ReportRequest Request,
            Func<BookRow, bool> IsSeen,
            Func<BookRow, bool>? IsLearner
        )[]
        {
            ("all", new(), _ => true, null),
            ("with inactive", new() { IncludeInactive = true }, _ => true, null),
            ("dates", new() { Start = from, End = to }, r => r.Day >= from && r.Day <= to, null),
            ("from", new() { Start = from }, r => r.Day >= from, null),
            ("one day", new() { Start = from, End = from }, r => r.Day == from, null),
            (
                "courses",
                With(
                    (
                        "courseIds",
                        [
                            await TrainingBook.IdAsync(fixture, "courseIds", "Course 2"),
                            await TrainingBook.IdAsync(fixture, "courseIds", "Course 3"),
                        ]
                    )
                ),
                r => r.Course is 2 or 3,
                null
            ),
            (
                "class",
                With(("classIds", [await TrainingBook.IdAsync(fixture, "classIds", "CO-2-1")])),
                r => r.Class == "CO-2-1",
                null
            ),
            (
                "content",
                With(("contentIds", [await TrainingBook.IdAsync(fixture, "contentIds", "M1")])),
                r => r is { Content: "M1", Course: var c } && c == FirstWithM1(rows),
                null
            ),
            ("types", With(("eventTypes", ["completed", "assessed"])), r => r.Type is "completed" or "assessed", null),
            ("statuses", With(("statuses", ["in-progress"])), r => r.Status == "in-progress", null),
            (
                "learners",
                With(
                    (
                        "learnerIds",
                        [
                            await TrainingBook.IdAsync(fixture, "learnerIds", "Learner 03"),
                            await TrainingBook.IdAsync(fixture, "learnerIds", "Learner 05"),
                        ]
                    )
                ) with
                {
                    IncludeInactive = true,
                },
                r => r.Learner is 3 or 5,
                r => r.Learner is 3 or 5
            ),
            (
                "department",
                With(("departmentIds", [ApiId.Of(AccessIds.Department, 2)])),
                r => r.Department == "Pump",
                r => r.Department == "Pump"
            ),
            (
                "several",
                With(("departmentIds", [ApiId.Of(AccessIds.Department, 1)]), ("statuses", ["completed", "failed"])) with
                {
                    End = to,
                },
                r =>
                    r.Department == "Batching Plant"
                    && r.Status is "completed" or "failed"
                    && r.Department == "Batching Plant"
                    && r.Day <= to,
                r => r.Department == "Batching Plant"
            ),
        };
        foreach (var type in TrainingBook.Types)
        {
            var whole = await TrainingBook.LinesAsync(fixture, type, new ReportRequest());
            foreach (var (name, request, isSeen, isLearner) in asked)
            {
                var expected = new TrainingByHand(rows, isSeen, request.IncludeInactive, isLearner)
                    .Lines(type)
                    .ToList();
                var actual = await TrainingBook.LinesAsync(fixture, type, request);
                Assert.True(
                    expected.SequenceEqual(actual),
                    $"{type}, {name}:\n{string.Join('\n', expected.Except(actual).Take(5))}\nis not\n{string.Join('\n', actual.Except(expected).Take(5))}"
                );
                if (name != "all")
                    Assert.NotEqual(whole, actual);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task Key_figures_are_the_totals_of_the_table_and_no_rate_is_above_one(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf(TrainingBook.Random(2, 300)));
        foreach (var type in TrainingBook.Types)
        {
            var info = fixture.Get<ReportCatalog>().Find(type)!.Info;
            foreach (
                var groups in info.Groupings.Select(g => new[] { g.Key }).Append([.. info.Groupings.Select(g => g.Key)])
            )
            {
                var document = await TrainingBook.ReportAsync(
                    fixture,
                    type,
                    new ReportRequest
                    {
                        GroupBy = groups.Where(_ => info.Groupings.Count > 0).ToArray(),
                        Measures = [.. info.Measures.Select(m => m.Key)],
                    }
                );
                var figures = document
                    .Blocks.OfType<KeyFiguresBlock>()
                    .Single()
                    .Figures.ToDictionary(f => f.Label, f => f.Value);
                var table = document.Blocks.OfType<TableBlock>().Single();
                var totals = new TableTotals(table.Columns);
                var row = new ReportRow(table.Columns.Count);
                await using var rows = table.Open();
                while (await rows.NextAsync(row, default))
                {
                    totals.Add(row);
                    for (var i = 0; i < table.Columns.Count; i++)
                        if (table.Columns[i].Key == "rate" && !row[i].IsBlank)
                            Assert.InRange(row[i].Fraction, 0m, 1m);
                }

                for (var i = 0; i < table.Columns.Count; i++)
                {
                    if (table.Columns[i].Total && figures.TryGetValue(table.Columns[i].Header, out var figure))
                        Assert.True(
                            figure.Number == totals[i].Number,
                            $"{type} by {string.Join(", ", groups)}: {table.Columns[i].Header} {figure.Number} {totals[i].Number}"
                        );
                }
            }
        }
    }

    [Theory, MemberData(nameof(Types))]
    public async Task What_is_not_declared_is_refused_with_the_field_named(string type)
    {
        await using var fixture = await TestFixture.OpenAsync();
        await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf(TrainingBook.Random(3, 20)));
        async Task Refused(ReportRequest request, string field) =>
            Assert.Contains(
                field,
                (await Assert.ThrowsAsync<DomainException>(() => TrainingBook.ReportAsync(fixture, type, request)))
                    .Fields
                    .Keys
            );
        await Refused(With(("regions", ["mumbai"])), "parameters.filters.regions");
        await Refused(With(("learnerIds", ["L-01"])), "parameters.filters.learnerIds");
        await Refused(With(("courseIds", [ApiId.Of(TrainingIds.Learner, 1)])), "parameters.filters.courseIds");
        await Refused(With(("statuses", ["asleep"])), "parameters.filters.statuses");
        await Refused(new ReportRequest { GroupBy = ["moon"] }, "parameters.groupBy");
        await Refused(new ReportRequest { Measures = ["speed"] }, "parameters.measures");
        await Refused(
            new ReportRequest { Start = new DateOnly(2025, 2, 1), End = new DateOnly(2025, 1, 1) },
            "parameters.dateRange"
        );
    }

    [Theory, EachDatabase]
    public async Task A_viewer_of_one_department_never_sees_another(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var rows = TrainingBook
            .Random(4, 200)
            .Append(
                new BookRow(
                    1,
                    77,
                    "SECRET-CLASS",
                    "SECRET-PART",
                    "enrolled",
                    "enrolled",
                    new DateOnly(2025, 1, 1),
                    null,
                    null
                )
            )
            .ToList();
        await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf(rows));
        var currentUser = TrainingBook.Of(1);
        string[] outside =
        [
            "Pump",
            "Course 77",
            "SECRET-CLASS",
            "SECRET-PART",
            .. rows.Where(r => r.Department == "Pump").SelectMany(r => new[] { r.LearnerCode, r.LearnerName }),
        ];
        foreach (var type in TrainingBook.Types)
        {
            var document = await TrainingBook.ReportAsync(
                fixture,
                type,
                new ReportRequest { IncludeInactive = true },
                currentUser
            );
            using var output = new MemoryStream();
            await fixture.Get<ReportRenderers>().RenderAsync(document, Format.Json, output, null, default);
            var text = Encoding.UTF8.GetString(output.ToArray());
            Assert.All(outside, o => Assert.DoesNotContain(o, text, StringComparison.Ordinal));
            var inside = rows.Where(r => r.Department == "Batching Plant").ToList();
            Assert.Equal(
                new TrainingByHand(inside, _ => true, true).Lines(type),
                await TrainingBook.LinesAsync(fixture, type, new ReportRequest { IncludeInactive = true }, currentUser)
            );

            var report = fixture.Get<ReportCatalog>().Find(type)!;
            foreach (var filter in report.Info.Filters)
                Assert.DoesNotContain(await report.OptionsAsync(currentUser, filter.Key, default), o =>
                    outside.Any(x => o.Title.Contains(x, StringComparison.Ordinal))
                );
            await Assert.ThrowsAsync<DomainException>(() =>
                TrainingBook.ReportAsync(
                    fixture,
                    type,
                    With(("departmentIds", [ApiId.Of(AccessIds.Department, 2)])),
                    currentUser
                )
            );
            Assert.Empty(await TrainingBook.LinesAsync(fixture, type, new ReportRequest(), TrainingBook.Of()));

            // Also where nobody checked the request before: their scope is part of the query.
            var forced = await report.BuildAsync(
                currentUser,
                With(("departmentIds", [ApiId.Of(AccessIds.Department, 2)])) with
                {
                    GroupBy = [.. report.Info.Groupings.Take(1).Select(g => g.Key)],
                    Measures = [report.Info.Measures[0].Key],
                },
                default
            );
            Assert.Equal(0, forced.Blocks.OfType<TableBlock>().Single().Rows);
        }
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Without_the_permission_there_is_no_report(string type)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var currentUser = new CurrentUser(7, "Engineer", "Engineer", new HashSet<string>(), Scope.Everything);
        var report = fixture.Get<ReportCatalog>().Find(type)!;
        await Assert.ThrowsAsync<DomainException>(() => report.BuildAsync(currentUser, new ReportRequest(), default));
        await Assert.ThrowsAsync<DomainException>(() => report.OptionsAsync(currentUser, "learnerIds", default));
        Assert.DoesNotContain(fixture.Get<ReportCatalog>().Of(currentUser), t => t.Info.Category == "Training");
        Assert.Equal(["Admin", "Country Manager", "Manager"], new TrainingFeature().Permissions.Single().DefaultRoles);
    }

    [Theory, EachDatabase]
    public async Task Without_data_every_report_is_empty_and_none_fails(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        foreach (var type in TrainingBook.Types)
        {
            Assert.Empty(await TrainingBook.LinesAsync(fixture, type, new ReportRequest { IncludeInactive = true }));
            var document = await TrainingBook.ReportAsync(fixture, type, new ReportRequest());
            Assert.Equal("no upload yet", document.DataAsOf);
            foreach (var format in (Format[])[Format.Pdf, Format.Csv, Format.Excel, Format.Word])
            {
                using var output = new MemoryStream();
                await fixture.Get<ReportRenderers>().RenderAsync(document, format, output, null, default);
                Assert.True(output.Length > 0 || format == Format.Csv, type);
            }
        }
    }

    private static int FirstWithM1(List<BookRow> rows) => rows.First(r => r.Content == "M1").Course;

    private static ReportRequest With(params (string Key, string[] Values)[] filters) =>
        new() { Filters = filters.ToDictionary(f => f.Key, f => (IReadOnlyList<string>)f.Values) };
}
