using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Help;

/// <summary>Remembers for each person what they have opened; nobody sees another's.</summary>
public sealed class FirstStepCommands(IDbContextFactory<ReportsDb> contexts, ChangeNotifier notifier, TimeProvider time)
{
    /// <summary>A task was opened. Opening it again changes nothing; an unknown one is refused.</summary>
    public Task TakeAsync(CurrentUser currentUser, string step, CancellationToken ct) =>
        FirstStep.Of(currentUser).Any(s => s.Key == step)
            ? AddAsync(currentUser, step, ct)
            : throw DomainException.NotFound("There is no such step for you.");

    /// <summary>The list does not come back by itself.</summary>
    public Task CloseAsync(CurrentUser currentUser, CancellationToken ct) =>
        AddAsync(currentUser, FirstStep.Closed, ct);

    /// <summary>Shows the list again, with nothing done.</summary>
    public async Task RestartAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await db.Set<FirstStepDone>().Where(d => d.UserId == currentUser.UserId).ExecuteDeleteAsync(ct);
        await notifier.PublishAsync(FirstStepQueries.TopicOf(currentUser));
    }

    private async Task AddAsync(CurrentUser currentUser, string step, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var now = time.GetUtcNow().UtcDateTime;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO first_steps_done (user_id, step, at)
            VALUES ({currentUser.UserId}, {step}, {now})
            ON CONFLICT (user_id, step) DO NOTHING
            """,
            ct
        );
        await notifier.PublishAsync(FirstStepQueries.TopicOf(currentUser));
    }
}
