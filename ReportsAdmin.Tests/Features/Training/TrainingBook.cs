using System.Globalization;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Features.Training.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>One row of a sheet of training events, as a test thinks of it.</summary>
public sealed record BookRow(
    int Learner,
    int Course,
    string Class,
    string Content,
    string Type,
    string Status,
    DateOnly Day,
    decimal? Score,
    int? Minutes
)
{
    public string LearnerCode => $"L-{Learner:00}";

    public string LearnerName => $"Learner {Learner:00}";

    public string Department => Learner % 2 == 0 ? "Batching Plant" : "Pump";

    public bool Active => Learner % 6 != 5;

    public string CourseTitle => $"Course {Course}";

    public string Category => Course % 3 == 0 ? "Safety" : "Technical";

    public string Month => Day.ToString("MMM-yy", CultureInfo.InvariantCulture);

    public string Program =>
        Course switch
        {
            1 or 2 => "Alpha",
            3 => "Beta",
            _ => "",
        };

    /// <summary>Classes of course 5 have none.</summary>
    public string Instructor =>
        Class.Length == 0 || Course == 5 ? ""
        : Class.EndsWith('0') ? "Ira Menon"
        : $"Jon {Course % 2}";

    /// <summary>Of a third of the completions none, of a third a year, and of a third around the day of the tests' clock.</summary>
    public DateOnly? ValidUntil =>
        Status != "completed"
            ? null
            : ((Learner + Course + Day.Day) % 3) switch
            {
                0 => null,
                1 => Day.AddYears(1),
                _ => TrainingBook.Today.AddDays(((Learner % 5) - 2) * 15 + (Day.Day % 2)),
            };

    public string FullLine =>
        string.Create(CultureInfo.InvariantCulture, $"{Line}|{Program}|{Instructor}|{ValidUntil:yyyy-MM-dd}");

    public string Line =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{LearnerCode}|{LearnerName}|{Department}|CO-{Course}|{CourseTitle}|{Category}|{Class}|{Content}|{Type}|{Status}|{Day:yyyy-MM-dd}|{Score}|{Minutes}|{(Active ? "yes" : "no")}"
        );
}

/// <summary>Sheets of training events, their upload, and the reports read back row by row.</summary>
public static class TrainingBook
{
    public const string Header =
        "Learner Code|Learner Name|Department|Course Code|Course Title|Category|Class Code|Content Code|Event|Status|Date|Score|Minutes|Active";

    /// <summary>With the optional columns.</summary>
    public const string FullHeader = Header + "|Program|Instructor|Valid Until";

    /// <summary>Of <see cref="FakeClock"/> at its start, on the company's clocks.</summary>
    public static readonly DateOnly Today = new(2026, 5, 15);

    /// <summary>The types with other tables than counts of enrolments, or over optional columns.</summary>
    public static readonly string[] MoreTypes =
    [
        "performance-analysis",
        "assessment-results",
        "scorm-attempts",
        "transcript",
        "program-progress",
        "instructor-workload",
        "certification-status",
    ];

    public static readonly string[] Types =
    [
        "enrollment-summary",
        "completion-rates",
        "learner-activity",
        "course-analytics",
        "department-overview",
    ];

    private static readonly string[] Events =
    [
        "enrolled",
        "started",
        "progressed",
        "completed",
        "failed",
        "withdrawn",
        "attended",
        "assessed",
    ];

    /// <summary>Many events of few learners, so that every combination comes up: completed without enrolling, withdrawn and enrolled again, decided twice.</summary>
    public static List<BookRow> Random(int seed, int count)
    {
        var random = new Random(seed);
        var rows = new List<BookRow>();
        var seen = new HashSet<string>();
        while (rows.Count < count)
        {
            var course = random.Next(1, 6);
            var type = Events[random.Next(Events.Length)];
            var status = type is "started" or "progressed" or "attended" or "assessed"
                ? random.Next(8) switch
                {
                    0 => "completed",
                    1 => "failed",
                    2 => "withdrawn",
                    _ => "in-progress",
                }
                : type;
            var row = new BookRow(
                random.Next(24),
                course,
                random.Next(2) == 0 ? "" : $"CO-{course}-{random.Next(2)}",
                random.Next(2) == 0 ? "" : $"M{random.Next(1, 3)}",
                type,
                status,
                new DateOnly(2025, 1, 1).AddDays(random.Next(200)),
                random.Next(3) == 0 ? random.Next(0, 10_001) / 100m : null,
                random.Next(2) == 0 ? random.Next(0, 300) : null
            );
            if (seen.Add($"{row.Learner} {course} {row.Class} {row.Content} {type} {row.Day}"))
                rows.Add(row);
        }

        return rows;
    }

    public static byte[] SheetOf(IEnumerable<BookRow> rows) => Sheet.Of([Header, .. rows.Select(r => r.Line)]);

    public static byte[] FullSheetOf(IEnumerable<BookRow> rows) =>
        Sheet.Of([FullHeader, .. rows.Select(r => r.FullLine)]);

    public static Task<int> StageAsync(
        TestFixture fixture,
        byte[] sheet,
        CurrentUser? currentUser = null,
        int? department = null,
        DateOrder dates = DateOrder.DayFirst
    ) =>
        fixture.Imports.StageNowAsync(
            currentUser ?? CurrentUser.System,
            new NewUpload(TrainingImport.TargetKind, "training.xlsx", 202504, department),
            new MemoryStream(sheet),
            dates,
            default
        );

    public static async Task<int> UploadAsync(TestFixture fixture, byte[] sheet)
    {
        var id = await StageAsync(fixture, sheet);
        await fixture.Imports.CommitAsync(CurrentUser.System, id, null, ErrorRows.Refuse, default);
        return id;
    }

    /// <summary>A country manager of some departments only.</summary>
    public static CurrentUser Of(params int[] departments) =>
        new(
            7,
            "Limited",
            "Manager",
            new HashSet<string>
            {
                TrainingQueries.ReadPermission,
                ImportCommands.UploadPermission,
                ImportQueries.ReadPermission,
            },
            new Scope(null, departments, false)
        );

    public static async Task<ReportDocument> ReportAsync(
        TestFixture fixture,
        string type,
        ReportRequest request,
        CurrentUser? currentUser = null
    )
    {
        var report = fixture.Get<ReportCatalog>().Require(currentUser ?? CurrentUser.System, type);
        return await report.BuildAsync(
            currentUser ?? CurrentUser.System,
            await ReportCatalog.CheckAsync(currentUser ?? CurrentUser.System, report, request, default),
            default
        );
    }

    /// <summary>The rows of the report's table as <c>a|b|c</c>, sorted.</summary>
    /// <param name="title">Of the table, for a report with several.</param>
    public static async Task<IReadOnlyList<string>> LinesAsync(
        TestFixture fixture,
        string type,
        ReportRequest request,
        CurrentUser? currentUser = null,
        string? title = null
    )
    {
        var table = (await ReportAsync(fixture, type, request, currentUser))
            .Blocks.OfType<TableBlock>()
            .Single(t => title is null || t.Title == title);
        var lines = new List<string>();
        var row = new ReportRow(table.Columns.Count);
        await using var rows = table.Open();
        while (await rows.NextAsync(row, default))
            lines.Add(string.Join('|', Enumerable.Range(0, table.Columns.Count).Select(i => Text(row[i]))));
        if (table.Rows != lines.Count)
            throw new InvalidOperationException($"{type} announced {table.Rows} rows and has {lines.Count}.");
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public static string Text(ReportCell cell) =>
        cell.IsBlank
            ? ""
            : cell.Type switch
            {
                ColumnType.Text => cell.Text!,
                ColumnType.Whole => cell.Number.ToString(CultureInfo.InvariantCulture),
                ColumnType.Date => cell.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                _ => Text(cell.Fraction),
            };

    public static string Text(decimal? value) =>
        value is { } number ? Math.Round(number, 6).ToString("0.######", CultureInfo.InvariantCulture) : "";

    /// <summary>The id that a filter knows a thing by.</summary>
    public static async Task<string> IdAsync(TestFixture fixture, string filter, string title)
    {
        var options = await fixture
            .Get<ReportCatalog>()
            .Find(Types[0])!
            .OptionsAsync(CurrentUser.System, filter, default);
        return options.First(o => o.Title == title || o.Title.StartsWith(title + " (", StringComparison.Ordinal)).Value;
    }
}
