using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Features.Training.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training;

/// <summary>
/// The training of the demo company: 120 learners, 12 courses and some 6,000 events over 18 months, the same on every machine
/// and dated relative to today. It comes in through one workbook and the real import.
/// </summary>
internal static class TrainingDemo
{
    private const int Learners = 120;
    private const int Months = 18;
    private const int CoursesEach = 9;

    private static readonly (string Code, string Title, string Category)[] Courses =
    [
        ("SAF-101", "Site safety", "Safety"),
        ("SAF-102", "Working at height", "Safety"),
        ("SAF-103", "Lifting and rigging", "Safety"),
        ("SAF-104", "First aid", "Safety"),
        ("TEC-201", "Batching plant operation", "Technical"),
        ("TEC-202", "Concrete pump maintenance", "Technical"),
        ("TEC-203", "Hydraulics", "Technical"),
        ("TEC-204", "Electrical fault finding", "Technical"),
        ("SAL-301", "Spare parts selling", "Commercial"),
        ("SAL-302", "Collections and credit", "Commercial"),
        ("SOF-401", "Writing to customers", "Soft skills"),
        ("SOF-402", "Leading a site team", "Soft skills"),
    ];

    private static readonly string[] Firsts =
        "Aarav Bhavna Chetan Divya Eshan Farida Gaurav Hema Imran Jyoti Karan Leela".Split(' ');
    private static readonly string[] Lasts = "Acharya Bose Chopra Dixit Fernandes Ghosh Hegde Jain Khan Mishra".Split(
        ' '
    );
    private static readonly string[] Modules = ["M1", "M2", "M3"];
    private static readonly string[] Instructors =
    [
        "Ravi Iyer",
        "Sunita Kulkarni",
        "Joseph D'Souza",
        "Meena Pillai",
        "Arjun Nair",
    ];

    private sealed record DemoEvent(
        int Learner,
        int Course,
        string? Content,
        TrainingEventType Type,
        DateOnly Day,
        int? Score,
        int? Minutes
    );

    public static async Task SeedAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        if (await db.Set<TrainingEvent>().AnyAsync(ct))
            return;
        var access = services.GetRequiredService<AccessQueries>();
        var departments = await access.DepartmentsAsync(CurrentUser.System, ct);
        var uploader = await access.DemoViewerAsync("country.manager@example.com", ct);
        var today = services.GetRequiredService<BusinessClock>().Today;
        using var sheet = new MemoryStream();
        WriteSheet(sheet, departments, Events(new Random(20_250_402), today));
        sheet.Position = 0;
        var commands = services.GetRequiredService<ImportCommands>();
        var id = await commands.StageNowAsync(
            uploader,
            new NewUpload(TrainingImport.TargetKind, "Training register.xlsx", TrainingMonths.Of(today), null),
            sheet,
            DateOrder.DayFirst,
            ct
        );
        await commands.CommitAsync(uploader, id, null, ErrorRows.Refuse, ct);
    }

    private static List<DemoEvent> Events(Random random, DateOnly today)
    {
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
        var days = today.DayNumber - first.DayNumber;
        var events = new List<DemoEvent>();
        for (var learner = 0; learner < Learners; learner++)
        {
            foreach (var course in Enumerable.Range(0, Courses.Length).OrderBy(_ => random.Next()).Take(CoursesEach))
                events.AddRange(
                    CourseOf(random, learner, course, first.AddDays(random.Next(days + 1))).Where(e => e.Day <= today)
                );
        }

        return events;
    }

    /// <summary>What one learner does in one course: most complete it, some fail, withdraw or stop on the way.</summary>
    private static IEnumerable<DemoEvent> CourseOf(Random random, int learner, int course, DateOnly enrolled)
    {
        var day = enrolled;
        var fate = random.Next(100);
        yield return At(null, TrainingEventType.Enrolled, 0);
        if (fate >= 95)
            yield break;
        yield return At(null, TrainingEventType.Started, random.Next(1, 10));
        foreach (var module in Modules.Take(fate < 75 ? 2 + random.Next(2) : random.Next(3)))
            yield return At(module, TrainingEventType.Progressed, random.Next(2, 15), minutes: random.Next(2, 13) * 10);
        if (random.Next(3) == 0)
            yield return At(null, TrainingEventType.Attended, random.Next(1, 8), minutes: 180);
        if (fate < 75)
        {
            yield return At("TEST", TrainingEventType.Assessed, random.Next(1, 10), random.Next(5000, 10_001), 45);
            yield return At(null, TrainingEventType.Completed, random.Next(0, 3));
        }
        else if (fate < 82)
            yield return At("TEST", TrainingEventType.Failed, random.Next(1, 10), random.Next(1000, 4000), 45);
        else if (fate < 88)
            yield return At(null, TrainingEventType.Withdrawn, random.Next(3, 40));

        DemoEvent At(string? content, TrainingEventType type, int after, int? score = null, int? minutes = null)
        {
            day = day.AddDays(after);
            return new DemoEvent(learner, course, content, type, day, score, minutes);
        }
    }

    private static void WriteSheet(Stream output, IReadOnlyList<DepartmentOption> departments, List<DemoEvent> events)
    {
        using var writer = new XlsxWriter(output);
        writer.BeginSheet(
            new SheetSpec
            {
                Name = "Training",
                Columns =
                [
                    .. TrainingFields.All.All.Select(f => new SheetColumn(
                        f.Title,
                        f.Type == FieldType.Date ? ColumnType.Date : ColumnType.Text,
                        16
                    )),
                ],
            }
        );
        foreach (var e in events.OrderBy(e => e.Day).ThenBy(e => e.Learner).ThenBy(e => e.Course))
        {
            writer.BeginRow();
            WriteEvent(writer, e, departments[e.Learner % departments.Count].Name);
            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }

    private static string ProgramOf(string category) =>
        category switch
        {
            "Safety" => "Site readiness",
            "Technical" => "Plant technician",
            "Commercial" => "Sales academy",
            _ => "",
        };

    private static void WriteEvent(XlsxWriter writer, DemoEvent e, string department)
    {
        var course = Courses[e.Course];
        writer.Text(string.Create(CultureInfo.InvariantCulture, $"EMP-{e.Learner + 1:0000}"));
        writer.Text($"{Firsts[e.Learner % Firsts.Length]} {Lasts[e.Learner / Firsts.Length % Lasts.Length]}");
        writer.Text(department);
        writer.Text(course.Code);
        writer.Text(course.Title);
        writer.Text(course.Category);
        writer.Text(ProgramOf(course.Category));
        writer.Text($"{course.Code}-{(char)('A' + (e.Learner % 3))}");
        writer.Text(Instructors[(e.Course + (e.Learner % 3)) % Instructors.Length]);
        writer.Text(e.Content ?? "");
        writer.Text(TrainingWords.Of(e.Type));
        writer.Text(TrainingWords.Of(TrainingWords.After(e.Type)));
        writer.Date(e.Day);
        writer.Text(e.Score is { } score ? (score / 100m).ToString("0.##", CultureInfo.InvariantCulture) : "");
        writer.Text(e.Minutes?.ToString(CultureInfo.InvariantCulture) ?? "");
        // Certificates of safety last a year; the others have no expiry.
        if (e.Type == TrainingEventType.Completed && course.Category == "Safety")
            writer.Date(e.Day.AddYears(1));
        else
            writer.Text("");
        // Every fifteenth has left since.
        writer.Text(e.Learner % 15 == 14 ? "no" : "yes");
    }
}
