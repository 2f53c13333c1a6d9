using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Administration.Backups;

/// <summary>Backups for programs, such as one that copies them to another place.</summary>
[ApiController]
[Tags("Backups")]
[Route("api/v2/backups")]
[ApiFormat<JobsFormat>]
[Permission(BackupQueries.ManagePermission)]
public sealed class BackupsController(BackupQueries queries, BackupCommands commands) : ControllerBase
{
    [HttpGet]
    [EndpointSummary("The backups, newest first")]
    [ResponseExample(
        200,
        """{"success":true,"data":{"nightly":true,"keep":14,"backups":[{"name":"reportsadmin-20260515-195000-3f2a1c.backup.zip","size":48211034,"takenAt":"2026-05-15T19:50:00Z","rows":214503,"files":312,"missingFiles":4,"schema":"20260501000000_Initial","problem":null}]}}"""
    )]
    public async Task<JobsAnswer<BackupsResponse>> List(CancellationToken ct)
    {
        var view = await queries.ReadAsync(HttpContext.CurrentUser(), ct);
        return JobsFormat.Answer(
            new BackupsResponse(view.IsNightly, view.Keep, view.Files.Select(BackupResponse.From))
        );
    }

    [HttpPost]
    [EndpointSummary("Make a backup now")]
    [ResponseExample(202, """{"success":true,"data":{"jobId":"12"},"message":"The backup is queued"}""")]
    public async Task<IActionResult> Make(CancellationToken ct)
    {
        var job = await commands.MakeAsync(HttpContext.CurrentUser(), ct);
        var id = job.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Accepted(JobsFormat.Answer(new BackupJobResponse(id), "The backup is queued"));
    }

    [HttpGet("{name}/file")]
    [EndpointSummary("The file of a backup")]
    [FileAnswer("application/zip")]
    [AuditedDownload("backup", "name")]
    public IActionResult Download(string name) =>
        this.Send(queries.Open(HttpContext.CurrentUser(), name), inline: false);
}

/// <param name="Nightly">Whether one is made every night.</param>
/// <param name="Keep">How many stay.</param>
public sealed record BackupsResponse(bool Nightly, int Keep, IEnumerable<BackupResponse> Backups);

/// <param name="Size">In bytes.</param>
/// <param name="MissingFiles">Files that rows name and that were deleted before the backup.</param>
/// <param name="Schema">The last migration.</param>
/// <param name="Problem">Why it cannot be read; the figures are null then.</param>
public sealed record BackupResponse(
    string Name,
    long Size,
    DateTime? TakenAt,
    long? Rows,
    int? Files,
    int? MissingFiles,
    string? Schema,
    string? Problem
)
{
    internal static BackupResponse From(BackupFile file) =>
        new(
            file.Name,
            file.Size,
            file.Content?.TakenAt,
            file.Content?.Rows,
            file.Content?.Files,
            file.Content?.MissingFiles,
            file.Content?.Schema,
            file.Problem
        );
}

public sealed record BackupJobResponse(string JobId);
