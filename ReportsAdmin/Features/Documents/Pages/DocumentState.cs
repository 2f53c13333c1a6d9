using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Documents.Pages;

/// <summary>
/// The content of a document's page. While files are generated only the progress is read again: content and history change with a new
/// version or at the end of a run.
/// </summary>
/// <param name="number">Of the version; null for the newest.</param>
public sealed class DocumentState(DocumentQueries queries, CurrentUser currentUser, int id, int? number)
{
    /// <summary>Set by <see cref="ReadAsync"/>, like all the rest.</summary>
    public DocumentDetails Document { get; private set; } = null!;

    public IReadOnlyList<ReportVersionRow> Versions { get; private set; } = [];

    public IReadOnlyList<ReportFileRow> Files { get; private set; } = [];

    public ReportProgress Progress { get; private set; } = null!;

    public async Task ReadAsync(CancellationToken ct)
    {
        // Progress is read first: a change between the two reads is then noticed at the next signal.
        var progress = await queries.ProgressAsync(currentUser, id, number, ct);
        var document = await queries.DetailsAsync(currentUser, id, number, ct);
        Versions = await queries.VersionsAsync(currentUser, id, ct);
        (Document, Progress, Files) = (document, progress, Versions.First(v => v.Number == document.Number).Files);
    }

    /// <summary>On a signal: reads the progress, and the rest only when run, status or version have changed.</summary>
    /// <returns>Whether everything was read again.</returns>
    public async Task<bool> FollowAsync(CancellationToken ct)
    {
        var now = await queries.ProgressAsync(currentUser, id, number, ct);
        if ((now.Newest, now.JobId, now.Status) == (Progress.Newest, Progress.JobId, Progress.Status))
        {
            Progress = now;
            return false;
        }

        await ReadAsync(ct);
        return true;
    }
}
