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
    internal Task<T> GetAsync<T>(
        CurrentUser currentUser,
        object question,
        Func<CancellationToken, Task<T>> read,
        CancellationToken ct
    ) =>
        ReadSnapshot.IsHeld
            ? OfInstantAsync(currentUser, question, read, ct)
            : OfNowAsync(currentUser, question, read, ct);

    // The figures of one document must be of one instant: an answer that somebody read a moment later is another's.
    private async Task<T> OfInstantAsync<T>(
        CurrentUser currentUser,
        object question,
        Func<CancellationToken, Task<T>> read,
        CancellationToken ct
    )
    {
        var version = await VersionAsync(currentUser, ct);
        var kept = await answers.GetHereAsync(
            currentUser,
            version,
            question,
            async token => new Kept<T>(version, await read(token)),
            CancellationToken.None
        );
        return kept.Version == version ? kept.Answer : await read(ct);
    }

    // Holds no connection while somebody else reads: all who wait for one answer would take all connections away from the rest.
    private async Task<T> OfNowAsync<T>(
        CurrentUser currentUser,
        object question,
        Func<CancellationToken, Task<T>> read,
        CancellationToken ct
    )
    {
        var kept = await answers.GetHereAsync(
            currentUser,
            await VersionAsync(currentUser, ct),
            question,
            async token =>
            {
                await using var snapshot = await contexts.SnapshotAsync(token);
                return new Kept<T>(await VersionAsync(currentUser, token), await read(token));
            },
            ct
        );
        return kept.Answer;
    }

    private async Task<string> VersionAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var versions = await db.DataVersionsAsync(Topics, ct);
        var engineers = await access.EngineersAsync(currentUser, ct);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{versions}.{clock.Today:yyyyMMdd}.{string.Join('|', engineers)}"
        );
    }

    /// <param name="Version">Of the data that the answer was read from: the one that was asked for, or one that came a moment later.</param>
    private sealed record Kept<T>(string Version, T Answer);
}
