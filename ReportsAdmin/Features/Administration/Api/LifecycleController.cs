using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Administration.Retention;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Administration.Api;

/// <summary>How long files of documents are kept, what they take up, and their clean-up (spec 002). The rooms that make files know nothing of retention, so it is here.</summary>
[ApiController]
[Route("api/reports/lifecycle")]
[ApiFormat<GenerationFormat>]
[Permission(RetentionQueries.ManagePermission)]
public sealed class LifecycleController(RetentionQueries queries, RetentionCommands commands) : ControllerBase
{
    /// <summary>The retention of documents' files.</summary>
    private const string ReportFiles = "report-files";

    private const string RetentionExample =
        """{"success":true,"message":"Files of documents are kept for 30 days","retention_days":30}""";

    [HttpGet("storage")]
    [EndpointSummary("Space that files take")]
    [ResponseExample(
        200,
        """{"success":true,"storage_usage":{"total_files":120,"total_size":52428800,"total_size_mb":50.00,"retention_days":30,"kinds":[{"kind":"report-files","title":"Files of documents","retention_days":30,"due_files":4,"due_size":1048576}]}}"""
    )]
    public async Task<object> Storage(CancellationToken ct)
    {
        var rows = await queries.ListAsync(HttpContext.CurrentUser(), ct);
        var (files, bytes) = await queries.StoredAsync(HttpContext.CurrentUser(), ct);
        return new
        {
            success = true,
            storage_usage = new StorageUsageResponse(
                files,
                bytes,
                Math.Round(bytes / 1048576m, 2),
                rows.Single(r => r.Kind == ReportFiles).Days,
                [.. rows.Select(r => new StorageKindResponse(r.Kind, r.Title, r.Days, r.Due.Count, r.Due.Bytes))]
            ),
        };
    }

    /// <summary>Starts the clean-up of what is older than its retention; with <c>force</c> also when nothing is.</summary>
    [HttpPost("cleanup")]
    [EndpointSummary("Delete files that are past their retention")]
    [RequestExample("""{"force":false}""")]
    [ResponseExample(
        202,
        """{"success":true,"message":"Clean-up started","result":{"started":true,"due_files":4,"due_size":1048576},"task_id":"12"}"""
    )]
    [ResponseExample(
        200,
        """{"success":true,"message":"Nothing is due","result":{"started":false,"due_files":0,"due_size":0}}"""
    )]
    public async Task<IActionResult> CleanUp(
        CancellationToken ct,
        [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)]
            CleanUpRequest? body = null
    )
    {
        body?.CheckKnown();
        var currentUser = HttpContext.CurrentUser();
        var due = (await queries.ListAsync(currentUser, ct)).Select(r => r.Due).ToList();
        var (files, size) = (due.Sum(d => d.Count), due.Sum(d => d.Bytes));
        var result = new CleanUpResponse(files > 0 || body?.Force == true, files, size);
        if (!result.Started)
            return Ok(
                new
                {
                    success = true,
                    message = "Nothing is due",
                    result,
                }
            );
        var job = await commands.CleanUpAsync(currentUser, ct);
        return Accepted(
            new
            {
                success = true,
                message = "Clean-up started",
                result,
                task_id = job.ToString(CultureInfo.InvariantCulture),
            }
        );
    }

    [HttpGet("retention")]
    [EndpointSummary("How long files are kept")]
    [ResponseExample(200, RetentionExample)]
    public async Task<object> Retention(CancellationToken ct) =>
        Kept(await queries.DaysOfAsync(HttpContext.CurrentUser(), ReportFiles, ct));

    [HttpPut("retention")]
    [EndpointSummary("Set how long files are kept")]
    [RequestExample("""{"retention_days":30}""")]
    [ResponseExample(200, RetentionExample)]
    public async Task<object> Keep(RetentionRequest body, CancellationToken ct)
    {
        body.CheckKnown();
        var days = body.RetentionDays
            ?? throw DomainException.Invalid("retention_days", "Missing required field: retention_days");
        if (days is < 1 or > RetentionCommands.MaxDays)
            throw DomainException.Invalid("retention_days", $"retention_days is 1 to {RetentionCommands.MaxDays}.");
        await commands.KeepAsync(HttpContext.CurrentUser(), ReportFiles, days, ct);
        return Kept(days);
    }

    private static object Kept(int days) =>
        new
        {
            success = true,
            message = string.Create(CultureInfo.InvariantCulture, $"Files of documents are kept for {days} days"),
            retention_days = days,
        };
}

/// <param name="TotalSize">Bytes.</param>
/// <param name="RetentionDays">Of files of documents.</param>
public sealed record StorageUsageResponse(
    int TotalFiles,
    long TotalSize,
    decimal TotalSizeMb,
    int RetentionDays,
    IReadOnlyList<StorageKindResponse> Kinds
);

/// <param name="DueFiles">What a clean-up would delete now.</param>
/// <param name="DueSize">Bytes.</param>
public sealed record StorageKindResponse(string Kind, string Title, int RetentionDays, int DueFiles, long DueSize);

/// <param name="Started">Whether a clean-up is running or waits to run.</param>
public sealed record CleanUpResponse(bool Started, int DueFiles, long DueSize);

public sealed record CleanUpRequest(bool? Force = null)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <exception cref="DomainException">With every member that is unknown.</exception>
    public void CheckKnown() => UnknownMembers.Refuse(Others);
}

/// <param name="RetentionDays">How long files of documents are kept.</param>
public sealed record RetentionRequest(int? RetentionDays = null)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <exception cref="DomainException">With every member that is unknown.</exception>
    public void CheckKnown() => UnknownMembers.Refuse(Others);
}

internal static class UnknownMembers
{
    public static void Refuse(Dictionary<string, JsonElement>? others)
    {
        if (others is { Count: > 0 })
            throw DomainException.Invalid(others.Keys.ToDictionary(n => n, n => $"'{n}' is not known here."));
    }
}
