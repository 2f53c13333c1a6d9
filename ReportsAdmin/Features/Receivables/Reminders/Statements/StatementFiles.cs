using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Receivables.Reminders.Statements;

/// <summary>The statement of account that goes with a mail: the one of the report catalogue, kept with the job that sends it.</summary>
public sealed class StatementFiles(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    ReportRenderers renderers
)
{
    /// <summary>Null for no statement.</summary>
    public static string? NameOf(StatementFile file, string code, Period month) =>
        FormatOf(file) is { } format
            ? $"statement-{new string([.. code.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')])}-{month}.{format.Extension}"
            : null;

    internal async Task<Artifact> WriteAsync(
        JobContext context,
        CurrentUser currentUser,
        (int CustomerId, string Code, Period Month) of,
        (StatementFile File, string Name) artifact,
        CancellationToken ct
    )
    {
        var format = FormatOf(artifact.File)!;
        var type = catalog.Require(currentUser, StatementReport.Key);
        var request = new ReportRequest
        {
            Filters = new Dictionary<string, IReadOnlyList<string>>
            {
                [ReceivablesFilters.Customer.Key] = [ApiId.Of(OutstandingIds.Customer, of.CustomerId)],
                [ReceivablesFilters.To.Key] = [of.Month.ToString()],
            },
        };
        return await context.SaveAsync(
            artifact.Name,
            NameOf(artifact.File, of.Code, of.Month)!,
            format.ContentType,
            null,
            async (output, token) =>
            {
                await using var held = await contexts.SnapshotAsync(token);
                var document = await type.BuildAsync(currentUser, request, token);
                await renderers.RenderAsync(document, format, output, null, token);
            },
            ct
        );
    }

    private static ReportFormat? FormatOf(StatementFile file) =>
        file switch
        {
            StatementFile.Pdf => ReportFormat.Pdf,
            StatementFile.Excel => ReportFormat.Excel,
            _ => null,
        };
}
