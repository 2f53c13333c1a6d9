using System.Globalization;
using System.Text.RegularExpressions;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Imports;

/// <summary>The month and the department of an upload as a person corrects them before the commit; null leaves one as it is.</summary>
/// <param name="Period">The month, as <c>yyyymm</c>.</param>
/// <param name="FinancialYear">The year that the month must lie in, as <c>2025-2026</c>; null when the caller names none.</param>
/// <param name="DepartmentId">0 means all departments.</param>
public sealed record UploadSubject(int? Period = null, string? FinancialYear = null, int? DepartmentId = null);

/// <summary>Changes what an upload is about, and notes it as a decision for the file.</summary>
internal static partial class SubjectChange
{
    private const string Question = "subject";

    /// <summary>Checks and applies the change; an invalid error for a month outside its financial year, or a department that is not the user's.</summary>
    /// <param name="departments">Those that the user may upload for.</param>
    public static void Apply(
        CurrentUser currentUser,
        IReadOnlyList<DepartmentOption> departments,
        IImportTarget target,
        ImportBatch batch,
        UploadSubject subject
    )
    {
        if (subject.Period is { } month)
            CheckMonth(target.Profile, month, subject.FinancialYear);
        var (period, department) = (subject.Period ?? batch.Period, batch.DepartmentId);
        if (subject.DepartmentId is { } id)
            department = id == 0 ? null : id;
        if (department is not null && !target.Profile.AsksDepartment)
            throw DomainException.Invalid("departmentId", $"{target.Title}: the upload is for no single department.");
        if ((period, department) == (batch.Period, batch.DepartmentId))
            return;
        if (department != batch.DepartmentId && departments.Any(d => d.Id == department && !d.Active))
            throw DomainException.Invalid("departmentId", "This department is inactive and takes no uploads.");
        var names = departments.ToDictionary(d => d.Id, d => d.Name);
        if (department is { } own ? !names.ContainsKey(own) : currentUser.Scope.DepartmentIds is not null)
            throw DomainException.Invalid("departmentId", "This department is not one of yours.");
        var before = Text(target.Profile, batch.Period, batch.DepartmentId, names);
        (batch.Period, batch.DepartmentId) = (period, department);
        Note(batch, before, Text(target.Profile, period, department, names));
    }

    private static void CheckMonth(ImportProfile profile, int month, string? financialYear)
    {
        if (!profile.AsksMonth)
            throw DomainException.Invalid("period", "The sheet is for no single month.");
        if (month is < 199001 or > 219912 || month % 100 is < 1 or > 12)
            throw DomainException.Invalid("period", "The month is written as yyyymm.");
        if (financialYear is null)
            return;
        var year = Year().Match(financialYear.Trim());
        var start = year.Success ? int.Parse(year.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        if (start == 0 || (start + 1) % 100 != int.Parse(year.Groups[2].Value, CultureInfo.InvariantCulture) % 100)
            throw DomainException.Invalid(
                "financialYear",
                $"'{financialYear}' is not a financial year; write 2025-2026."
            );
        if (start != FinancialCalendar.StartYearOf(month / 100, month % 100))
            throw DomainException.Invalid(
                "period",
                $"{Month(month)} does not lie in the financial year {financialYear}."
            );
    }

    /// <summary>Answers that hold for the file alone were given for the other month or department: they are asked again where they still matter.</summary>
    private static void Note(ImportBatch batch, string before, string after)
    {
        var questions = ImportJson.Questions(batch.Questions);
        var first = questions.FirstOrDefault(q => q.Key == Question)?.Text ?? before;
        var answers = ImportJson.Answers(batch.Answers);
        foreach (var question in questions.Where(q => q.Memory == AnswerMemory.File))
            answers.Remove(question.Key);
        var changed = new UploadQuestion(
            Question,
            "What is the sheet for?",
            first,
            [new QuestionOption("changed", first == after ? after : $"{after}; it was uploaded for {first}")],
            null
        )
        {
            Memory = AnswerMemory.File,
        };
        answers[Question] = changed.Options[0].Key;
        batch.Questions = ImportJson.Write([.. questions.Where(q => q.Key != Question), changed]);
        batch.Answers = ImportJson.Write(answers);
    }

    private static string Text(ImportProfile profile, int period, int? department, Dictionary<int, string> names)
    {
        var month = profile.AsksMonth ? Month(period) : null;
        var name =
            !profile.AsksDepartment ? null
            : department is { } id ? names.GetValueOrDefault(id, "another department")
            : "all departments";
        return string.Join(", ", new[] { month, name }.OfType<string>());
    }

    private static string Month(int period) =>
        new DateOnly(period / 100, period % 100, 1).ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{4})\s*[-/]\s*(\d{4}|\d{2})$")]
    private static partial Regex Year();
}
