using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Features.Training.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>Sheets of training events: in, again, corrected, and back out.</summary>
public sealed class TrainingImportTests
{
    private static readonly BookRow First = new(
        2,
        1,
        "CO-1-A",
        "M1",
        "assessed",
        "in-progress",
        new DateOnly(2025, 3, 1),
        40,
        30
    );

    [Theory, EachDatabase]
    public async Task An_upload_changes_the_reports_and_its_undo_brings_them_back(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf(TrainingBook.Random(5, 120)));
        var (before, versions, counts) = (
            await ReportsAsync(fixture),
            await VersionsAsync(fixture),
            await CountsAsync(fixture)
        );
        var second = await TrainingBook.UploadAsync(
            fixture,
            TrainingBook.SheetOf([
                .. TrainingBook.Random(6, 150).Where(r => r.Day > new DateOnly(2025, 5, 1)),
                new BookRow(90, 50, "X", "Y", "enrolled", "enrolled", new DateOnly(2025, 6, 1), null, null),
            ])
        );
        Assert.All((await ReportsAsync(fixture)).Zip(before), r => Assert.NotEqual(r.Second, r.First));
        var between = await VersionsAsync(fixture);
        Assert.All(between.Zip(versions), v => Assert.NotEqual(v.Second, v.First));
        Assert.Contains(
            $"upload #{second}",
            (await TrainingBook.ReportAsync(fixture, TrainingBook.Types[0], new ReportRequest())).DataAsOf,
            StringComparison.Ordinal
        );

        Assert.Empty(await fixture.Imports.UndoAsync(CurrentUser.System, second, default));
        Assert.Equal(before, await ReportsAsync(fixture));
        Assert.Equal(counts, await CountsAsync(fixture));
        Assert.All((await VersionsAsync(fixture)).Zip(between), v => Assert.NotEqual(v.Second, v.First));
    }

    [Theory, EachDatabase]
    public async Task The_same_file_twice_is_nothing_new(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var sheet = TrainingBook.SheetOf(TrainingBook.Random(7, 150));
        await TrainingBook.UploadAsync(fixture, sheet);
        var (before, counts) = (await ReportsAsync(fixture), await CountsAsync(fixture));
        var again = await TrainingBook.StageAsync(fixture, sheet);
        var rows = await fixture.Uploads.RowsAsync(
            CurrentUser.System,
            again,
            null,
            null,
            new PageRequest(1, PageRequest.MaxSize),
            default
        );
        Assert.Equal(150, rows.Total);
        Assert.All(rows.Rows, r => Assert.Equal(RowEffect.Unchanged, r.Effect));
        await fixture.Imports.CommitAsync(CurrentUser.System, again, null, ErrorRows.Refuse, default);
        Assert.Equal(before, await ReportsAsync(fixture));
        Assert.Equal(counts, await CountsAsync(fixture));
        await fixture.Imports.UndoAsync(CurrentUser.System, again, default);
        Assert.Equal(before, await ReportsAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task A_correction_is_shown_written_and_taken_back_before_what_it_corrects(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var made = await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf([First]));
        var before = await ReportsAsync(fixture);
        var corrected = await TrainingBook.StageAsync(
            fixture,
            Sheet.Of(
                TrainingBook.Header,
                (First with { Status = "completed", Score = 88.5m })
                    .Line.Replace("Learner 02", "Learner Two", StringComparison.Ordinal)
                    .Replace("Course 1", "Course One", StringComparison.Ordinal)
            )
        );
        var row = (
            await fixture.Uploads.RowsAsync(
                CurrentUser.System,
                corrected,
                RowEffect.Changed,
                null,
                new PageRequest(1, 10),
                default
            )
        ).Rows.Single();
        Assert.Equal(
            [
                ("Learner Name", "Learner 02", "Learner Two"),
                ("Course Title", "Course 1", "Course One"),
                ("Status", "in-progress", "completed"),
                ("Score", "40", "88.5"),
            ],
            row.Changes.Select(c => (c.Field, c.Before, c.After))
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, corrected, null, ErrorRows.Refuse, default);
        Assert.Equal(
            ["Course One|1|1|1||88.5"],
            await TrainingBook.LinesAsync(fixture, "completion-rates", new ReportRequest())
        );

        Assert.Equal(
            ErrorKind.Conflict,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Imports.UndoAsync(CurrentUser.System, made, default)
                )
            ).Kind
        );
        await fixture.Imports.UndoAsync(CurrentUser.System, corrected, default);
        Assert.Equal(before, await ReportsAsync(fixture));
        await fixture.Imports.UndoAsync(CurrentUser.System, made, default);
        Assert.Equal([0, 0, 0, 0, 0], await CountsAsync(fixture));
    }

    [Fact]
    public async Task What_a_later_upload_needs_stays_when_an_earlier_one_goes()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var first = await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf([First]));
        var second = await TrainingBook.UploadAsync(
            fixture,
            TrainingBook.SheetOf([First with { Day = First.Day.AddDays(1) }])
        );
        await fixture.Imports.UndoAsync(CurrentUser.System, first, default);
        Assert.Equal([1, 1, 1, 1, 1], await CountsAsync(fixture));
        await fixture.Imports.UndoAsync(CurrentUser.System, second, default);
        Assert.Equal([0, 0, 0, 0, 0], await CountsAsync(fixture));
    }

    [Theory]
    [InlineData("|Name|Pump|C|T|G|||enrolled||2025-03-01||", "The learner code is blank.")]
    [InlineData("L|Name|Pump||T|G|||enrolled||2025-03-01||", "The course code is blank.")]
    [InlineData("L|Name|Atlantis|C|T|G|||enrolled||2025-03-01||", "'Atlantis' is not one of your departments.")]
    [InlineData("L|Name|Pump|C|T|G|||vanished||2025-03-01||", "'vanished' is not an event.")]
    [InlineData("L|Name|Pump|C|T|G|||||2025-03-01||", "The event is blank.")]
    [InlineData("L|Name|Pump|C|T|G|||attended|asleep|2025-03-01||", "'asleep' is not a status.")]
    [InlineData(
        "L|Name|Pump|C|T|G|||completed|in-progress|2025-03-01||",
        "A learner who completed is not in-progress."
    )]
    [InlineData("L|Name|Pump|C|T|G|||enrolled||||", "The date is blank.")]
    [InlineData("L|Name|Pump|C|T|G|||enrolled||2026-05-16||", "The date lies in the future.")]
    [InlineData("L|Name|Pump|C|T|G|||assessed||2025-03-01|101|", "'101' is not a score from 0 to 100.")]
    [InlineData("L|Name|Pump|C|T|G|||assessed||2025-03-01||-5", "'-5' is not a number of minutes.")]
    public async Task A_row_that_cannot_be_right_says_why(string line, string problem)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await TrainingBook.StageAsync(fixture, Sheet.Of(TrainingBook.Header, line + "|", First.Line));
        var row = (
            await fixture.Uploads.RowsAsync(
                CurrentUser.System,
                id,
                RowEffect.Error,
                null,
                new PageRequest(1, 10),
                default
            )
        ).Rows.Single();
        Assert.StartsWith(problem, row.Problems.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_of_one_department_leaves_the_others_learners_alone()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf([First with { Learner = 3 }]));
        var id = await TrainingBook.StageAsync(
            fixture,
            TrainingBook.SheetOf([First with { Learner = 3, Minutes = 99 }, First with { Learner = 9 }, First]),
            TrainingBook.Of(1),
            1
        );
        var rows = (
            await fixture.Uploads.RowsAsync(CurrentUser.System, id, null, null, new PageRequest(1, 10), default)
        ).Rows;
        Assert.Equal([RowEffect.Error, RowEffect.Error, RowEffect.New], rows.Select(r => r.Effect));
    }

    [Theory, EachDatabase]
    public async Task Departments_with_long_names_and_learners_who_move_between_them_come_in(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var name = "Batching " + new string('x', 80);
        await using (var db = fixture.Contexts.CreateDbContext())
            await db.Set<ReportsAdmin.Features.Access.People.Department>()
                .Where(d => d.Id == 1)
                .ExecuteUpdateAsync(s => s.SetProperty(d => d.Name, name));
        string Line(string department, int day) => $"L|Name|{department}|C|T|G|||started||2025-03-0{day}||10|";
        await TrainingBook.UploadAsync(fixture, Sheet.Of(TrainingBook.Header, Line(name, 1), Line("", 2)));
        Assert.Equal(
            [$"{name}|1|1|1|0|0"],
            await TrainingBook.LinesAsync(fixture, "department-overview", new ReportRequest())
        );
        var moved = await TrainingBook.UploadAsync(fixture, Sheet.Of(TrainingBook.Header, Line("Pump", 3)));
        Assert.Equal(
            ["Pump|1|1|1|0|0"],
            await TrainingBook.LinesAsync(fixture, "department-overview", new ReportRequest())
        );
        await fixture.Imports.UndoAsync(CurrentUser.System, moved, default);
        Assert.Equal(
            [$"{name}|1|1|1|0|0"],
            await TrainingBook.LinesAsync(fixture, "department-overview", new ReportRequest())
        );
    }

    [Fact]
    public async Task The_template_and_the_sample_can_be_uploaded()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var templates = fixture.Get<ImportTemplates>();
        using var template = new MemoryStream();
        templates.WriteTemplate(CurrentUser.System, TrainingImport.TargetKind, template);
        await TrainingBook.UploadAsync(fixture, template.ToArray());
        Assert.Equal([1, 1, 1, 1, 1], await CountsAsync(fixture));
        using var sample = new MemoryStream();
        templates.WriteSample(CurrentUser.System, TrainingImport.TargetKind, 202504, sample);
        var id = await TrainingBook.StageAsync(fixture, sample.ToArray());
        var rows = (
            await fixture.Uploads.RowsAsync(CurrentUser.System, id, null, null, new PageRequest(1, 20), default)
        ).Rows;
        Assert.Equal(
            [
                RowEffect.New,
                RowEffect.New,
                RowEffect.New,
                RowEffect.Duplicate,
                RowEffect.New,
                RowEffect.Error,
                RowEffect.Error,
                RowEffect.Error,
            ],
            rows.Select(r => r.Effect)
        );
    }

    private static async Task<List<string>> ReportsAsync(TestFixture fixture)
    {
        var texts = new List<string>();
        foreach (var type in TrainingBook.Types)
            texts.Add(
                string.Join(
                    '\n',
                    await TrainingBook.LinesAsync(fixture, type, new ReportRequest { IncludeInactive = true })
                )
            );
        return texts;
    }

    private static async Task<List<string>> VersionsAsync(TestFixture fixture)
    {
        var versions = new List<string>();
        foreach (var type in TrainingBook.Types)
            versions.Add(await fixture.Get<ReportCatalog>().Find(type)!.DataVersionAsync(CurrentUser.System, default));
        return versions;
    }

    /// <summary>Learners, courses, classes, contents, events.</summary>
    private static async Task<List<int>> CountsAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return
        [
            await db.Set<Learner>().CountAsync(),
            await db.Set<Course>().CountAsync(),
            await db.Set<TrainingClass>().CountAsync(),
            await db.Set<TrainingContent>().CountAsync(),
            await db.Set<TrainingEvent>().CountAsync(),
        ];
    }
}
