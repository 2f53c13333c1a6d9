using System.Runtime.CompilerServices;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Audit;

/// <summary>A window of the log.</summary>
/// <param name="Older">The id before which the next window starts; null at the end.</param>
public sealed record AuditWindow(IReadOnlyList<AuditRow> Rows, long? Older);

/// <summary>The audit log, for those who may read it, and the history of single records.</summary>
public sealed class AuditQueries(AuditLog log)
{
    public const string ReadPermission = "audit:read";
    public const int MaxWindow = 100;

    private const int ExportWindow = 1_000;

    /// <summary>Newest first.</summary>
    /// <param name="before">Only what is older than the entry with this id; null for the newest.</param>
    /// <param name="count">1 to <see cref="MaxWindow"/>.</param>
    public async Task<AuditWindow> ListAsync(
        CurrentUser currentUser,
        AuditFilter filter,
        long? before,
        int count,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        if (count is < 1 or > MaxWindow)
            throw DomainException.Invalid("limit", $"limit is 1 to {MaxWindow}.");
        var rows = await log.ListAsync(filter, before, count + 1, ct);
        return rows.Count > count
            ? new AuditWindow([.. rows.Take(count)], rows[count - 1].Id)
            : new AuditWindow(rows, null);
    }

    /// <summary>Everything that matches, newest first, read window by window.</summary>
    public async IAsyncEnumerable<AuditRow> AllAsync(
        CurrentUser currentUser,
        AuditFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        IReadOnlyList<AuditRow> rows;
        long? before = null;
        do
        {
            rows = await log.ListAsync(filter, before, ExportWindow, ct);
            foreach (var row in rows)
                yield return row;
            before = rows.Count > 0 ? rows[^1].Id : null;
        } while (rows.Count == ExportWindow);
    }

    /// <summary>How many entries match.</summary>
    public Task<int> CountAsync(CurrentUser currentUser, AuditFilter filter, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        return log.CountAsync(filter, ct);
    }

    /// <summary>The kinds of record and the actions that occur.</summary>
    public Task<(IReadOnlyList<string> Kinds, IReadOnlyList<string> Actions)> WordsAsync(
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        return log.WordsAsync(ct);
    }

    /// <summary>
    /// The latest entries of one record. The caller has checked that the current user sees the record; where acts came from and who merely
    /// looked at it is told to readers of the log alone.
    /// </summary>
    public async Task<IReadOnlyList<AuditRow>> HistoryAsync(
        CurrentUser currentUser,
        string kind,
        string recordId,
        int count,
        CancellationToken ct
    )
    {
        var rows = await log.ListAsync(new AuditFilter(Kind: kind, RecordId: recordId), null, count, ct);
        return currentUser.Can(ReadPermission)
            ? rows
            :
            [
                .. rows.Where(r => r.Action is not (AuditActions.Viewed or AuditActions.SignInFailed))
                    .Select(r => r with { Address = null, RequestId = null, Hash = null }),
            ];
    }
}
