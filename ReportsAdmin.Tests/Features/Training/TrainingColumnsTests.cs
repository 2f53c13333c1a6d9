using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>The optional columns of training sheets: program, instructor and the certificate's last day.</summary>
public sealed class TrainingColumnsTests
{
    private const string Event = "L-02|Learner 02|Pump|CO-1|Course 1|Safety|CO-1-A||completed||2025-03-01|90|30|yes";

    [Theory, EachDatabase]
    public async Task Changes_are_shown_written_and_taken_back(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await TrainingBook.UploadAsync(
            fixture,
            Sheet.Of(TrainingBook.FullHeader, Event + "|Alpha|Ira Menon|2026-03-01")
        );
        var before = await ReportsAsync(fixture);
        Assert.Equal(
            [
                "Alpha|Pump|1|1|0|1",
                "Ira Menon|1|1|1|0|0",
                "L-02|Learner 02|Pump|CO-1|Course 1|2025-03-01|2026-03-01|Expired",
            ],
            before
        );
        var corrected = await TrainingBook.StageAsync(
            fixture,
            Sheet.Of(TrainingBook.FullHeader, Event + "|Beta|Jon Rao|2027-03-01")
        );
        Assert.Equal(
            [
                ("Program", "Alpha", "Beta"),
                ("Instructor", "Ira Menon", "Jon Rao"),
                ("Valid Until", "01 Mar 2026", "01 Mar 2027"),
            ],
            (await RowsAsync(fixture, corrected)).Single().Changes.Select(c => (c.Field, c.Before, c.After))
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, corrected, null, ErrorRows.Refuse, default);
        Assert.Equal(
            [
                "Beta|Pump|1|1|0|1",
                "Jon Rao|1|1|1|0|0",
                "L-02|Learner 02|Pump|CO-1|Course 1|2025-03-01|2027-03-01|Valid",
            ],
            await ReportsAsync(fixture)
        );
        await fixture.Imports.UndoAsync(CurrentUser.System, corrected, default);
        Assert.Equal(before, await ReportsAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task Columns_that_are_absent_or_blank_change_nothing_and_later_columns_add_what_was_unknown(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await TrainingBook.UploadAsync(fixture, Sheet.Of(TrainingBook.Header, Event));
        var added = await TrainingBook.StageAsync(
            fixture,
            Sheet.Of(TrainingBook.FullHeader, Event + "|Alpha|Ira Menon|2026-06-01")
        );
        Assert.Equal(
            [("Program", "none"), ("Instructor", "none"), ("Valid Until", "none")],
            (await RowsAsync(fixture, added)).Single().Changes.Select(c => (c.Field, c.Before))
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, added, null, ErrorRows.Refuse, default);
        var full = await ReportsAsync(fixture);
        foreach (
            var sheet in (byte[][])
                [Sheet.Of(TrainingBook.Header, Event), Sheet.Of(TrainingBook.FullHeader, Event + "|||")]
        )
        {
            var again = await TrainingBook.StageAsync(fixture, sheet);
            Assert.Equal(RowEffect.Unchanged, (await RowsAsync(fixture, again)).Single().Effect);
            await fixture.Imports.CommitAsync(CurrentUser.System, again, null, ErrorRows.Refuse, default);
            Assert.Equal(full, await ReportsAsync(fixture));
        }
    }

    [Theory]
    [InlineData(
        "L-03|Learner 03|Pump|CO-1|Course 1|Safety|||enrolled||2025-03-01|||yes|Beta||",
        "Row 2 gives this course the program Alpha."
    )]
    [InlineData(
        "L-03|Learner 03|Pump|CO-1|Course 1|Safety|CO-1-A||enrolled||2025-03-01|||yes||Jon Rao|",
        "Row 2 gives this class the instructor Ira Menon."
    )]
    [InlineData(
        "L-03|Learner 03|Pump|CO-1|Course 1|Safety|||enrolled||2025-03-01|||yes||Jon Rao|",
        "An instructor teaches a class. Name the class in Class Code."
    )]
    [InlineData(
        "L-03|Learner 03|Pump|CO-1|Course 1|Safety|||enrolled||2025-03-01|||yes|||2026-03-01",
        "Only an event that completes the course has a certificate."
    )]
    [InlineData(
        "L-03|Learner 03|Pump|CO-1|Course 1|Safety|||completed||2025-03-01|||yes|||2025-02-28",
        "The certificate expires before the day of the event."
    )]
    [InlineData(
        Event + "|Alpha|Ira Menon|2027-03-01",
        "Row 2 has the same event with another status, score, time or expiry."
    )]
    public async Task A_row_that_contradicts_says_why(string line, string problem)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await TrainingBook.StageAsync(
            fixture,
            Sheet.Of(TrainingBook.FullHeader, Event + "|Alpha|Ira Menon|2026-03-01", line)
        );
        var row = (await RowsAsync(fixture, id)).Single(r => r.Effect == RowEffect.Error);
        Assert.Equal(problem, row.Problems.Single().Message);
    }

    [Fact]
    public async Task Rows_that_leave_the_columns_blank_agree_with_the_row_that_fills_them()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await TrainingBook.UploadAsync(
            fixture,
            Sheet.Of(
                TrainingBook.FullHeader,
                "L-03|Learner 03|Pump|co-1|Course 1|Safety|co-1-a||attended||2025-03-01||45|yes|||",
                Event + "|Alpha|Ira Menon|2026-03-01",
                "L-04|Learner 04|Pump|CO-1|Course 1|Safety|CO-1-A||enrolled||2025-03-01|||yes|||"
            )
        );
        Assert.Equal(
            ["Ira Menon|1|3|3|1|45"],
            await TrainingBook.LinesAsync(fixture, "instructor-workload", new ReportRequest())
        );
        Assert.Equal(
            ["Alpha|Pump|3|1|2|0.333333"],
            await TrainingBook.LinesAsync(fixture, "program-progress", new ReportRequest())
        );
    }

    private static async Task<List<string>> ReportsAsync(TestFixture fixture)
    {
        var lines = new List<string>();
        foreach (var type in (string[])["program-progress", "instructor-workload", "certification-status"])
            lines.AddRange(await TrainingBook.LinesAsync(fixture, type, new ReportRequest()));
        return lines;
    }

    private static async Task<IReadOnlyList<PreviewRow>> RowsAsync(TestFixture fixture, int upload) =>
        (await fixture.Uploads.RowsAsync(CurrentUser.System, upload, null, null, new PageRequest(1, 20), default)).Rows;
}
