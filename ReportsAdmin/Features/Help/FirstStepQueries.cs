using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Help;

/// <summary>A person's first steps and which of them they have taken.</summary>
public sealed record FirstStepList(IReadOnlyList<FirstStep> Steps, IReadOnlySet<string> Done)
{
    public int DoneCount => Steps.Count(s => Done.Contains(s.Key));

    /// <summary>True until the person closes the list; there must be something to do.</summary>
    public bool IsShown => Steps.Count > 0 && !Done.Contains(FirstStep.Closed);
}

public sealed class FirstStepQueries(IDbContextFactory<ReportsDb> contexts)
{
    public static string TopicOf(CurrentUser currentUser) =>
        FormattableString.Invariant($"first-steps:{currentUser.UserId}");

    public async Task<FirstStepList> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var done = await db.Set<FirstStepDone>()
            .Where(d => d.UserId == currentUser.UserId)
            .Select(d => d.Step)
            .ToListAsync(ct);
        return new FirstStepList(FirstStep.Of(currentUser), done.ToHashSet(StringComparer.Ordinal));
    }
}
