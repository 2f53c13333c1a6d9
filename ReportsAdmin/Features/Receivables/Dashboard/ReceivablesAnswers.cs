using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Dashboard;

/// <summary>
/// Answers over the whole ledger, kept in this node's memory until something that they rest on changes: figures, remarks, the contact log,
/// disputes, the names of engineers, or the day. What depends on the rights of a person is not kept, only on what they see.
/// </summary>
public sealed class ReceivablesAnswers(
    IDbContextFactory<ReportsDb> contexts,
    AnswerCache answers,
    AccessQueries access,
    BusinessClock clock
)
{
    private static readonly string[] Topics =
    [
        ReceivablesImport.DataTopic,
        CustomerCommands.NotesTopic,
        CollectionCommands.Topic,
        DisputeCommands.Topic,
    ];

    /// <param name="question">See <see cref="AnswerCache.GetAsync"/>.</param>
    /// <param name="read">
    /// Reads in the snapshot that the version was read in: the one that the caller holds, or one that is held for it. It is not cancelled,
    /// since others may wait for the same answer. Whoever takes the answer must not change it.
    /// </param>
    internal async Task<T> GetAsync<T>(
        CurrentUser currentUser,
        object question,
        Func<CancellationToken, Task<T>> read,
        CancellationToken ct
    )
    {
        var engineers = await access.EngineersAsync(currentUser, ct);
        await using var held = ReadSnapshot.HoldUnlessHeld();
        await using var snapshot = await contexts.SnapshotAsync(ct);
        return await answers.GetHereAsync(
            currentUser,
            await VersionAsync(snapshot.Db, ct),
            (question, engineers),
            read,
            CancellationToken.None
        );
    }

    private async Task<string> VersionAsync(ReportsDb db, CancellationToken ct)
    {
        var versions = await db.Set<DataVersion>()
            .Where(v => Topics.Contains(v.Topic))
            .OrderBy(v => v.Topic)
            .Select(v => new { v.Topic, v.Version })
            .ToListAsync(ct);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join('.', versions.Select(v => $"{v.Topic}:{v.Version}"))}.{clock.Today:yyyyMMdd}"
        );
    }
}
