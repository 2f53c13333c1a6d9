using System.IO.Compression;
using System.Text.Json;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Forms.Export;

/// <summary>Makes the Excel export of one form, or a zip of several, with the rights its owner has when it runs.</summary>
public sealed class FormExportHandler(
    FormExports exports,
    ReportRenderers renderers,
    CurrentUserAccessor viewers,
    BusinessClock clock
) : IJobHandler
{
    public const string JobKind = "forms.export";

    /// <summary>What such a run is called in the log of a form.</summary>
    public const string RunKind = "export";

    private const string ArtifactName = "excel";
    private const int MaxFileName = 80;

    public string Kind => JobKind;

    internal static NewJob JobOf(string title, FormExport export, int ownerId, string? uniqueKey = null) =>
        new(JobKind, $"Excel export of {title}", JsonSerializer.Serialize(export, JsonSerializerOptions.Web), ownerId)
        {
            UniqueKey = uniqueKey,
        };

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        context.Report("Reading the submissions", 5);
        var export = context.Read<FormExport>();
        var currentUser = await viewers.OfUserAsync(context.OwnerId, ct);
        var stamp = clock
            .ToLocal(clock.UtcNow)
            .ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        await (
            export.FormIds is [var only]
                ? SaveWorkbookAsync(context, currentUser, only, export, stamp, ct)
                : SaveArchiveAsync(context, currentUser, export, stamp, ct)
        );
    }

    private async Task SaveWorkbookAsync(
        JobContext context,
        CurrentUser currentUser,
        int formId,
        FormExport export,
        string stamp,
        CancellationToken ct
    )
    {
        var document = await exports.BuildAsync(currentUser, formId, export, ct);
        var total = document.Blocks.OfType<TableBlock>().Sum(t => t.Rows);
        const string Step = "Writing the workbook";
        context.Report(Step, 20, 0, total);
        await context.SaveAsync(
            ArtifactName,
            $"{NameOf(document.Title)}-{stamp}.xlsx",
            ReportFormat.Excel.ContentType,
            keep: null,
            (output, token) =>
                renderers.RenderAsync(
                    document,
                    ReportFormat.Excel,
                    output,
                    new RowProgress(context, Step, total),
                    token
                ),
            ct
        );
    }

    private Task SaveArchiveAsync(
        JobContext context,
        CurrentUser currentUser,
        FormExport export,
        string stamp,
        CancellationToken ct
    ) =>
        context.SaveAsync(
            ArtifactName,
            $"forms-{stamp}.zip",
            "application/zip",
            keep: null,
            (output, token) => WriteArchiveAsync(context, currentUser, export, output, token),
            ct
        );

    private async Task WriteArchiveAsync(
        JobContext context,
        CurrentUser currentUser,
        FormExport export,
        Stream output,
        CancellationToken ct
    )
    {
        await using var zip = await ZipArchive.CreateAsync(
            output,
            ZipArchiveMode.Create,
            leaveOpen: true,
            entryNameEncoding: null,
            ct
        );
        for (var i = 0; i < export.FormIds.Count; i++)
        {
            var document = await exports.BuildAsync(currentUser, export.FormIds[i], export, ct);
            context.Report($"Writing {document.Title}", 10 + (i * 85 / export.FormIds.Count));
            // Two forms may have one title.
            var entry = zip.CreateEntry(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{export.FormIds[i]}-{NameOf(document.Title)}.xlsx"
                ),
                CompressionLevel.NoCompression
            );
            await using var part = await entry.OpenAsync(ct);
            await using var file = await renderers.RenderToFileAsync(document, ReportFormat.Excel, ct);
            await file.CopyToAsync(part, ct);
        }
    }

    internal static string NameOf(string title)
    {
        var name = string.Concat(title.Select(c => char.IsLetterOrDigit(c) ? c : '_')).Trim('_');
        return name.Length == 0 ? "form"
            : name.Length > MaxFileName ? name[..MaxFileName]
            : name;
    }
}

/// <summary>An occurrence of a form's schedule.</summary>
public sealed class FormScheduleHandler(FormAutomation automation) : IJobHandler
{
    public const string JobKind = "forms.schedule";

    public string Kind => JobKind;

    internal static string ArgumentsOf(int formId) =>
        JsonSerializer.Serialize(new FormScheduleArguments(formId), JsonSerializerOptions.Web);

    public Task RunAsync(JobContext context, CancellationToken ct) =>
        automation.OnScheduleAsync(context.Read<FormScheduleArguments>().FormId, ct);

    private sealed record FormScheduleArguments(int FormId);
}
