using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ReportsAdmin.Platform.Idempotency;

/// <summary>
/// Runs what a form asks for once, however often it is sent: the same content of the same form within a day answers what was created
/// the first time. A form with other content is another command.
/// </summary>
public sealed class IdempotentCommands(IdempotencyStore store)
{
    /// <param name="origin">The key of what sends it, such as a form; made when it was opened.</param>
    /// <param name="content">All that the command depends on; compared as JSON.</param>
    /// <param name="command">Creates something and answers its identifier, which must survive JSON.</param>
    /// <exception cref="DomainException">Conflict: the same form is being sent at this moment. Besides, whatever the command throws.</exception>
    public async Task<T> RunAsync<T>(
        CurrentUser currentUser,
        Guid origin,
        object content,
        Func<Task<T>> command,
        CancellationToken ct
    )
    {
        var text = $"{content.GetType()}\n{JsonSerializer.Serialize(content, content.GetType())}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var key = $"{origin:N} {hash}";
        var (outcome, first) = await store.ClaimAsync(currentUser.UserId, key, hash, ct);
        if (outcome == ClaimOutcome.Answered)
            return JsonSerializer.Deserialize<T>(first!.Body)!;
        if (outcome != ClaimOutcome.Claimed)
            throw DomainException.Conflict("This is being sent already.");
        var kept = false;
        try
        {
            var created = await command();
            await store.KeepAsync(
                currentUser.UserId,
                key,
                StatusCodes.Status201Created,
                null,
                JsonSerializer.SerializeToUtf8Bytes(created)
            );
            kept = true;
            return created;
        }
        finally
        {
            if (!kept)
                await store.ReleaseAsync(currentUser.UserId, key);
        }
    }
}

/// <summary>Registers what remembers commands.</summary>
public static class IdempotencySetup
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services) =>
        services.AddSingleton<IdempotencyStore>().AddSingleton<IdempotentCommands>();
}
