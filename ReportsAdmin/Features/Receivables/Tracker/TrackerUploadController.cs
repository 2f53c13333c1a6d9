using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary><c>POST /api/upload</c> of spec 003: stage and commit in one call. A file with any bad row is refused whole.</summary>
[ApiController]
[Tags("Receivables")]
[Route("api/upload")]
[ApiFormat<TrackerFormat>]
[Permission(ImportCommands.UploadPermission)]
public sealed class TrackerUploadController(ImportCommands commands, ImportQueries queries, AccessQueries access)
    : ControllerBase
{
    private const int ProblemsListed = 100;
    private const int ProblemsNamed = 3;

    /// <summary>How often a file is compared again because others changed the data meanwhile.</summary>
    private const int MaxComparisons = 20;

    [HttpPost]
    [EndpointSummary("Upload the outstanding of a month")]
    [ProducesResponseType<UploadedResponse>(200)]
    [ProducesResponseType<UploadProblemsResponse>(400)]
    [ResponseExample(400, TrackerExamples.UploadProblems)]
    [ResponseExample(200, TrackerExamples.Upload)]
    [RequestSizeLimit(UploadForm.RequestLimit)]
    [RequestFormLimits(MultipartBodyLengthLimit = UploadForm.RequestLimit)]
    public async Task<IActionResult> Upload([FromForm] TrackerUploadForm form, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var file = form.File ?? throw DomainException.Invalid("file", "No file uploaded.");
        var filter = new TrackerFilter { FinancialYear = form.FinancialYear, Department = form.Department };
        if (string.IsNullOrWhiteSpace(form.Month))
            throw DomainException.Invalid("month", "No month selected.");
        if (!Period.TryParse(form.Month, filter.Year(), out var period))
            throw DomainException.Invalid(
                "month",
                filter.Year() is null
                    ? $"'{form.Month}' needs a financial year, or write it as Apr-25."
                    : $"'{form.Month}' is not a month."
            );
        if (filter.Year() is { } year && period.FinancialYear != year)
            throw DomainException.Invalid(
                "month",
                $"{form.Month} does not lie in the financial year {form.FinancialYear}."
            );
        await using var content = file.OpenReadStream();
        var department = await filter.DepartmentIdAsync(currentUser, access, ct);
        var id = await commands.ReceiveAndWaitAsync(
            currentUser,
            new NewUpload(ReceivablesImport.TargetKind, file.FileName, period.Number, department),
            content,
            DateOrder.DayFirst,
            ct,
            await DefaultsAsync(currentUser, department, ct)
        );
        return await FinishAsync(currentUser, id, ct);
    }

    /// <summary>This client cannot answer: new customers go to the default department and repeated rows count once, and the message says so.</summary>
    private async Task<Dictionary<string, string>> DefaultsAsync(
        CurrentUser currentUser,
        int? department,
        CancellationToken ct
    )
    {
        var own = await access.DepartmentsAsync(currentUser, ct);
        var answers = new Dictionary<string, string> { [RepeatedNumbers.Question] = RepeatedNumbers.Once };
        if (department is null && own.FirstOrDefault(d => d.IsDefault) is { } standard)
            answers[DepartmentReading.Question] = standard.Id.ToString(CultureInfo.InvariantCulture);
        return answers;
    }

    /// <summary>This client sees no preview, so a file that others' changes overtook is compared again and committed.</summary>
    private async Task<IActionResult> FinishAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        for (var left = MaxComparisons; ; left--)
        {
            try
            {
                return await FinishAsync(currentUser, id, await queries.DetailsAsync(currentUser, id, ct), ct);
            }
            catch (DomainException error) when (error.Kind == ErrorKind.Conflict)
            {
                var now = await queries.DetailsAsync(currentUser, id, ct);
                if (!now.IsStale)
                    throw;
                if (left == 0)
                {
                    await commands.DiscardAsync(currentUser, id, ct);
                    throw;
                }
            }

            await commands.CompareAgainAndWaitAsync(currentUser, id, ct);
        }
    }

    private async Task<IActionResult> FinishAsync(
        CurrentUser currentUser,
        int id,
        UploadDetails staged,
        CancellationToken ct
    )
    {
        if (staged.State != ImportState.Staged)
        {
            await commands.DiscardAsync(currentUser, id, ct);
            throw DomainException.Invalid("file", RefusalText.Of(staged));
        }

        if (staged.SameFile is { } same && same.Period == staged.Period)
        {
            await commands.DiscardAsync(currentUser, id, ct);
            return Ok(
                new UploadedResponse(
                    0,
                    $"This file was already uploaded for this month as upload #{same.UploadId}; nothing was changed."
                )
            );
        }

        if (staged.Counts.Errors > 0)
            return await RefuseRowsAsync(currentUser, id, staged, ct);
        await commands.CommitAsync(currentUser, id, MissingChoice.Carry, ErrorRows.Refuse, ct);
        var count = staged.Counts.New + staged.Counts.Changed + staged.Counts.Unchanged;
        var repeated = staged.Counts.Duplicates;
        string[] sentences =
        [
            "Upload successful.",
            .. repeated == 0 ? [] : new[] { $"{repeated} repeated rows were counted once." },
            .. staged
                .Decisions.Where(d => d.Question == DepartmentReading.Question && d.Rows > 0)
                .Select(d =>
                    $"{d.Rows} {(d.Rows == 1 ? "row names" : "rows name")} new customers; they belong to {d.Text}."
                ),
        ];
        return Ok(new UploadedResponse(count, string.Join(' ', sentences)));
    }

    private async Task<IActionResult> RefuseRowsAsync(
        CurrentUser currentUser,
        int id,
        UploadDetails staged,
        CancellationToken ct
    )
    {
        var rows = await queries.RowsAsync(
            currentUser,
            id,
            RowEffect.Error,
            null,
            new PageRequest(1, ProblemsListed),
            ct
        );
        await commands.DiscardAsync(currentUser, id, ct);
        var problems = rows
            .Rows.SelectMany(r =>
                r.Problems.Select(p => new UploadProblemResponse(r.RowNumber, p.Where, p.Field, p.Message))
            )
            .ToList();
        var named = string.Join(' ', problems.Take(ProblemsNamed).Select(p => $"{p.Where}: {p.Message}"));
        return BadRequest(
            new UploadProblemsResponse(
                $"{staged.Counts.Errors} rows have problems; nothing was imported. {named}",
                problems
            )
        );
    }
}

public sealed class TrackerUploadForm
{
    public IFormFile? File { get; init; }

    public string? Month { get; init; }

    public string? FinancialYear { get; init; }

    public string? Department { get; init; }
}
