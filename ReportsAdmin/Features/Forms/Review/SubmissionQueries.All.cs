using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms.Review;

/// <summary>Submissions of several forms, or all of one.</summary>
public sealed partial class SubmissionQueries
{
    private const int Chunk = 500;

    /// <summary>Submissions of every form that the current user manages, newest first, with the titles of their forms.</summary>
    /// <param name="formId">Of one form only; null for all.</param>
    public async Task<(Page<SubmissionRow> Page, IReadOnlyDictionary<int, string> Titles)> ListAllAsync(
        CurrentUser currentUser,
        int? formId,
        SubmissionFilter filter,
        PageRequest page,
        CancellationToken ct,
        bool oldestFirst = false
    )
    {
        currentUser.Require(FormCommands.MakePermission);
        await using var db = contexts.Reader();
        var (me, all) = (currentUser.UserId, currentUser.Can(FormQueries.ManagePermission));
        var query = Matching(
            db.Set<Submission>()
                .Where(s =>
                    (formId == null || s.FormId == formId)
                    && db.Set<Form>().Any(f => f.Id == s.FormId && (all || f.OwnerId == me))
                ),
            filter
        );
        var found = await PageAsync(query, page, ct, oldestFirst);
        var forms = found.Rows.Select(r => r.FormId).Distinct().ToList();
        var titles = await db.Set<Form>()
            .Where(f => forms.Contains(f.Id))
            .ToDictionaryAsync(f => f.Id, f => f.Title, ct);
        return (found, titles);
    }

    /// <summary>All that match, newest first, a few at a time: for a whole export. Whoever calls it has been let in by <see cref="ListAsync"/>.</summary>
    internal async IAsyncEnumerable<SubmissionRow> StreamAsync(
        int formId,
        SubmissionFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        for (var before = int.MaxValue; ; )
        {
            var last = before;
            var chunk = await Matching(snapshot.Db, formId, filter)
                .Where(s => s.Id < last)
                .OrderByDescending(s => s.Id)
                .Take(Chunk)
                .ToListAsync(ct);
            if (chunk.Count == 0)
                yield break;
            foreach (var row in await RowsAsync(chunk, ct))
                yield return row;
            before = chunk[^1].Id;
        }
    }

    private async Task<Page<SubmissionRow>> PageAsync(
        IQueryable<Submission> query,
        PageRequest page,
        CancellationToken ct,
        bool oldestFirst = false
    )
    {
        var total = await query.CountAsync(ct);
        var ordered = oldestFirst
            ? query.OrderBy(s => s.SubmittedAt).ThenBy(s => s.Id)
            : query.OrderByDescending(s => s.SubmittedAt).ThenByDescending(s => s.Id);
        var rows = await ordered.Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new Page<SubmissionRow>(await RowsAsync(rows, ct), total, page);
    }

    private async Task<IReadOnlyList<SubmissionRow>> RowsAsync(IReadOnlyList<Submission> found, CancellationToken ct)
    {
        var people = await access.PeopleAsync([.. found.Select(r => r.SubmitterId).OfType<int>().Distinct()], ct);
        return [.. found.Select(r => Row(r, people))];
    }
}
