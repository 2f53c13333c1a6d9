using System.Globalization;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>What every document over receivables begins with.</summary>
public sealed class ReceivablesDocument(BusinessClock clock)
{
    internal ReportDocument New(
        ReportTypeInfo info,
        string subtitle,
        ReceivablesRequest request,
        DataFreshness freshness,
        IReadOnlyList<Block> blocks
    ) =>
        new()
        {
            Title = info.Title,
            Subtitle = subtitle,
            MadeAtUtc = clock.UtcNow,
            MadeBy = request.CurrentUser.Name,
            DataAsOf = DataAsOf(freshness, request.Filter.Period),
            Parameters = request.Facts,
            Blocks = blocks,
        };

    /// <summary><c>upload #12 (April.xlsx), 30 Apr 2025 18:05; Pump is late (Mar-25)</c></summary>
    private string DataAsOf(DataFreshness freshness, Period month)
    {
        if (freshness.UploadId is not { } upload)
            return $"no upload up to {month}";
        var at = freshness.At is { } utc
            ? clock.ToLocal(utc).ToString(", dd MMM yyyy HH:mm", CultureInfo.InvariantCulture)
            : "";
        var late = freshness.Late.Count == 0 ? "" : $"; older figures: {string.Join("; ", freshness.Late)}";
        return $"upload #{upload} ({freshness.FileName}){at}{late}";
    }

    /// <summary>A change in words, for below a key figure: <c>+2.4% on Mar-25</c>.</summary>
    internal static string? Change(Money now, Money before, Period against) =>
        before.Paise == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(now.Paise - before.Paise) * 100m / Math.Abs(before.Paise):+0.0;-0.0;0.0}% on {against}"
            );

    internal static ReportCell Share(long part, long whole) =>
        whole == 0 ? ReportCell.Blank() : ReportCell.OfPercent((decimal)part / whole);

    internal static ReportColumn MoneyColumn(string key, string header, bool total = true, double width = 14) =>
        new(key, header, ColumnType.Money, width, Total: total);
}
