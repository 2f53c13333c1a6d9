using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>What is known about forms beside their submissions: types of fields, figures, the QR code of the public link.</summary>
[ApiController]
[Route("api/forms")]
[ApiFormat<GenerationFormat>]
[Permission(FormCommands.MakePermission)]
public sealed class FormFiguresController(FormQueries forms, FormAnalytics analytics, BusinessClock clock)
    : ControllerBase
{
    [HttpGet("field-types")]
    [EndpointSummary("Field types that a form may have")]
    [ResponseExample(200, FormsExamples.FieldTypes)]
    public FieldTypesResponse FieldTypes() => FieldTypesResponse.All;

    /// <summary>Submissions by status, day and answer; of all times unless days are given.</summary>
    [HttpGet("{id:int}/analytics")]
    [EndpointSummary("Figures over the submissions of a form")]
    [ResponseExample(200, FormsExamples.Analytics)]
    public async Task<FormAnalyticsResponse> Analytics(
        int id,
        CancellationToken ct,
        string? status = null,
        [FromQuery(Name = "date_from")] string? from = null,
        [FromQuery(Name = "date_to")] string? to = null
    )
    {
        var filter = SubmissionFilters.Read(clock, status, from, to);
        return FormAnalyticsResponse.From(id, await analytics.ReadAsync(HttpContext.CurrentUser(), id, filter, ct));
    }

    /// <summary>The public link as a QR code, to print or to show.</summary>
    /// <param name="format"><c>png</c> or <c>svg</c>.</param>
    [HttpGet("{id:int}/qr")]
    [EndpointSummary("QR code of the address of a form")]
    [FileAnswer("image/png", "image/svg+xml", HasRanges = false)]
    [NotAudited("The picture of a public address.")]
    public async Task<IActionResult> Qr(int id, CancellationToken ct, string? format = null)
    {
        var row = await forms.RowAsync(HttpContext.CurrentUser(), id, ct);
        if (!row.MayManage)
            throw DomainException.Forbidden("This form belongs to somebody else.");
        if (row.LinkToken is not { } token)
            throw DomainException.Conflict("This form has no public link. Set is_public to true first.");
        var address = $"{HttpContext.BaseAddress()}/f/{token}";
        return format?.ToLowerInvariant() switch
        {
            null or "" or "png" => File(QrCodes.Png(address), "image/png", $"form-{id}.png"),
            "svg" => File(System.Text.Encoding.UTF8.GetBytes(QrCodes.Svg(address)), "image/svg+xml", $"form-{id}.svg"),
            _ => throw DomainException.Invalid("format", "format is one of: png, svg."),
        };
    }
}

/// <summary>Figures of a form's submissions.</summary>
public sealed record FormAnalyticsResponse(
    bool Success,
    int FormId,
    int TotalSubmissions,
    IReadOnlyDictionary<string, int> ByStatus,
    IReadOnlyList<DayCountResponse> SubmissionsPerDay,
    IReadOnlyList<FieldFiguresResponse> Fields
)
{
    public static FormAnalyticsResponse From(int formId, FormFigures f) =>
        new(
            true,
            formId,
            f.Total,
            Enum.GetValues<Intake.SubmissionStatus>()
                .ToDictionary(SubmissionWords.Of, s => f.Statuses.GetValueOrDefault(s)),
            [
                .. f.Days.Select(d => new DayCountResponse(
                    d.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    d.Count
                )),
            ],
            [
                .. f.Fields.Select(x => new FieldFiguresResponse(
                    x.Id,
                    x.Label,
                    x.Type,
                    x.Answered,
                    [.. x.Choices.Select(c => new ChoiceCountResponse(c.Value, c.Count))],
                    x.Average
                )),
            ]
        );
}

/// <param name="Date">A day of the company's calendar.</param>
public sealed record DayCountResponse(string Date, int Count);

/// <param name="Distribution">Of fields with choices and of ratings; empty for others.</param>
/// <param name="Average">Of ratings.</param>
public sealed record FieldFiguresResponse(
    string Id,
    string Label,
    string Type,
    int Answered,
    IReadOnlyList<ChoiceCountResponse> Distribution,
    decimal? Average
);

public sealed record ChoiceCountResponse(string Value, int Count);

/// <summary>The filters of submissions as addresses have them.</summary>
internal static class SubmissionFilters
{
    public static SubmissionFilter Read(
        BusinessClock clock,
        string? status,
        string? from,
        string? to,
        string? email = null,
        string? search = null
    )
    {
        var (first, end) = new DateRangeResponse(from, to).Read(clock, "date_from", "date_to");
        if (first >= end)
            throw DomainException.Invalid("date_from", "date_from is after date_to.");
        return new SubmissionFilter(new ExportFiltersResponse(status).Read("status"), first, end, email, search);
    }
}
