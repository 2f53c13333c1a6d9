using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Telemetry;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Imports;

/// <summary>What the room tells webhooks, and the rule about uploads that do not come.</summary>
internal static class UploadEvents
{
    public static readonly IReadOnlyList<WebhookEvent> Events =
    [
        new("upload.committed", "Upload committed", "A sheet was committed: upload, kind, month, department, rows."),
        new("upload.undone", "Upload undone", "A committed sheet was taken back."),
    ];

    /// <summary>It says nothing until the first upload.</summary>
    public static readonly AlertRule Late = new(
        "late-uploads",
        "Uploads are late",
        "Days since a sheet was last committed, of the kind that has waited longest.",
        "days",
        40,
        DaysAsync
    )
    {
        Href = "/uploads",
    };

    public static readonly SampledMetric States = new(
        "reportsadmin.uploads",
        "{upload}",
        "Uploads by state.",
        "state",
        async (db, _, ct) =>
            [
                .. (
                    await db.Set<ImportBatch>()
                        .GroupBy(b => b.State)
                        .Select(g => new { g.Key, Count = g.Count() })
                        .ToListAsync(ct)
                ).Select(g => new MetricValue(g.Key.ToString().ToLowerInvariant(), g.Count)),
            ]
    );

    public static object Of(ImportBatch batch) =>
        new
        {
            UploadId = batch.Id,
            batch.Kind,
            batch.Period,
            batch.DepartmentId,
            Rows = batch.DataRows,
        };

    private static async Task<AlertMeasure?> DaysAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        var latest = await db.Set<ImportBatch>()
            .Where(b => b.State == ImportState.Committed && b.CommittedAt != null)
            .GroupBy(b => b.Kind)
            .Select(g => new { Kind = g.Key, At = g.Max(b => b.CommittedAt) })
            .ToListAsync(ct);
        if (latest.MinBy(l => l.At) is not { At: { } at } oldest)
            return null;
        var days = Math.Floor((now - at).TotalDays);
        return new AlertMeasure(
            days,
            FormattableString.Invariant($"The last sheet of the kind {oldest.Kind} was committed {days} days ago.")
        );
    }
}
