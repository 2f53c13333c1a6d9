using System.Globalization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Forms.Export;

/// <summary>Exports that are sent at once, without a job.</summary>
public sealed class FormExportFiles(FormExports exports, ReportRenderers renderers, BusinessClock clock)
{
    /// <summary>The file, rewound; whoever sends it disposes it.</summary>
    public async Task<OpenFile> RenderAsync(
        CurrentUser currentUser,
        int formId,
        SubmissionFilter filter,
        ReportFormat format,
        CancellationToken ct
    )
    {
        var document = await exports.BuildAsync(currentUser, formId, new FormExport([formId], filter), ct);
        var stamp = clock.ToLocal(clock.UtcNow).ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var file = await renderers.RenderToFileAsync(document, format, ct);
        return new OpenFile(
            file,
            $"{FormExportHandler.NameOf(document.Title)}-{stamp}.{format.Extension}",
            format.ContentType,
            file.Length,
            "",
            clock.UtcNow,
            null
        );
    }
}
