namespace ReportsAdmin.Platform.Rendering;

/// <summary>Renders a report to one format, streaming: memory does not grow with the rows.</summary>
public interface IReportRenderer
{
    ReportFormat Format { get; }

    /// <summary>Why this report is too large for the format (a page or row ceiling), in words that name the number; null when it fits.</summary>
    string? Objection(ReportDocument document);

    /// <summary>Writes the file, forward only, and leaves the stream open. Progress and cancellation are looked at every 1,000 rows at the latest.</summary>
    Task<RenderedReport> RenderAsync(
        ReportDocument document,
        Stream output,
        IProgress<long>? rows,
        CancellationToken ct
    );
}

/// <param name="Rows">Rows of all tables together.</param>
/// <param name="Pages">Null where a format has no pages.</param>
/// <param name="Warnings">What could not be shown as it should, such as characters that no font has.</param>
public sealed record RenderedReport(long Rows, int? Pages, IReadOnlyList<string> Warnings);
