using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Audit;

/// <summary>The audit log for programs, and as a file.</summary>
[ApiController]
[Tags("Audit")]
[Route("api/v2/audit")]
[ApiFormat<JobsFormat>]
[Permission(AuditQueries.ReadPermission)]
public sealed class AuditController(AuditQueries queries, AuditExport export, BusinessClock clock) : ControllerBase
{
    private const int DefaultLimit = 50;

    /// <summary>Newest first; <c>before</c> takes the <c>older</c> of the answer before.</summary>
    [HttpGet]
    [EndpointSummary("The audit log")]
    [ResponseExample(
        200,
        """{"success":true,"data":{"entries":[{"id":"4712","seq":4711,"hash":"9f2c4c8f6f3e2a1d9f2c4c8f6f3e2a1d9f2c4c8f6f3e2a1d9f2c4c8f6f3e2a1d","at":"2026-05-15T06:00:00Z","action":"changed","kind":"customer","recordId":"12","recordName":"Asha Traders","actorId":"757365720000000000000003","actorName":"Neha Kulkarni","seenAsName":null,"via":"page","address":"203.0.113.7","requestId":"0HN7","changes":[{"field":"Remark","before":"none","after":"dispute"}]}],"older":4712}}"""
    )]
    public async Task<JobsAnswer<AuditEntriesResponse>> List(
        [FromQuery] AuditListQuery query,
        CancellationToken ct,
        long? before = null,
        int limit = DefaultLimit
    )
    {
        var filter = query.ToState().ToFilter(clock);
        var window = await queries.ListAsync(HttpContext.CurrentUser(), filter, before, limit, ct);
        return JobsFormat.Answer(new AuditEntriesResponse(window.Rows.Select(AuditEntryResponse.From), window.Older));
    }

    /// <param name="format"><c>excel</c> or <c>csv</c>.</param>
    [HttpGet("export")]
    [EndpointSummary("The audit log as a file")]
    [FileAnswer(ReportTypes.Excel, ReportTypes.Csv)]
    [AuditedDownload("audit log")]
    public async Task<IActionResult> Export(
        [FromQuery] AuditListQuery query,
        CancellationToken ct,
        string format = "excel"
    )
    {
        var target = AuditExport.Formats.FirstOrDefault(f => f == ReportFormat.Find(format))
            ?? throw DomainException.Invalid("format", "format is excel or csv.");
        return this.Send(
            await export.RenderAsync(HttpContext.CurrentUser(), query.ToState(), target, ct),
            inline: false
        );
    }
}

/// <summary>The filters; all are optional.</summary>
/// <param name="Who">Id of a person.</param>
/// <param name="Kind">The kind of record, such as <c>customer</c>.</param>
/// <param name="Record">Key of the record within its kind.</param>
/// <param name="From">The first day, <c>2026-05-01</c>.</param>
/// <param name="To">The last day.</param>
/// <param name="Text">Part of names, details or the address.</param>
public sealed record AuditListQuery(
    string? Who = null,
    string? Action = null,
    string? Kind = null,
    string? Record = null,
    string? From = null,
    string? To = null,
    string? Text = null
)
{
    /// <exception cref="DomainException">With each filter that cannot be read.</exception>
    public AuditState ToState()
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        int? who = null;
        if (Who is not null)
        {
            who = ApiId.IntKeyOf(ApiId.User, Who)
                ?? (
                    int.TryParse(Who, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null
                );
            if (who is null)
                problems["who"] = "who is the id of a person.";
        }

        foreach (var (name, text) in new[] { ("from", From), ("to", To) })
        {
            if (text is not null && AuditState.DayOf(text) is null)
                problems[name] = $"{name} is a day, such as 2026-05-01.";
        }

        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
        return new AuditState
        {
            Who = who,
            Action = Action ?? "",
            Kind = Kind ?? "",
            Record = Record ?? "",
            From = AuditState.DayOf(From),
            To = AuditState.DayOf(To),
            Text = Text ?? "",
        };
    }
}

/// <param name="Older">What <c>before</c> takes for the next ones; null at the end.</param>
public sealed record AuditEntriesResponse(IEnumerable<AuditEntryResponse> Entries, long? Older);

/// <param name="Seq">Position in the chain; null for a moment after it was written.</param>
/// <param name="Hash">SHA-256 over the entry and everything before it.</param>
/// <param name="Via"><c>page</c>, <c>api</c>, <c>job</c> or <c>system</c>.</param>
public sealed record AuditEntryResponse(
    string Id,
    long? Seq,
    string? Hash,
    DateTime At,
    string Action,
    string? Kind,
    string? RecordId,
    string? RecordName,
    string? ActorId,
    string? ActorName,
    string? SeenAsName,
    string Via,
    string? Address,
    string? RequestId,
    IEnumerable<AuditChangeResponse> Changes
)
{
    internal static AuditEntryResponse From(AuditRow row) =>
        new(
            row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            row.Seq,
            row.Hash,
            row.At,
            row.Action,
            row.Kind,
            row.RecordId,
            row.RecordName,
            row.ActorId is { } actor ? ApiId.Of(ApiId.User, actor) : null,
            row.ActorName,
            row.SeenAsName,
            row.Via,
            row.Address,
            row.RequestId,
            row.Fields.Select(f => new AuditChangeResponse(f.Field, f.Before, f.After))
        );
}

/// <param name="Before">Null for a fact about the act, and where only the change itself is recorded.</param>
public sealed record AuditChangeResponse(string Field, string? Before, string? After);
