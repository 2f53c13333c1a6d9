using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>
/// Slows down whoever guesses passwords, and nobody else: each source gets five guesses at an account, then waits a minute, two, four,
/// up to an hour. Guesses from many sources make new sources of that account wait too, but never one from which the account was signed in
/// to before. Sessions that exist are not touched. Unknown accounts are counted alike, and nothing is written, so neither words nor time
/// tell which exist. Time is measured, not read from the clock: a clock that was set forward and back neither lengthens nor ends a
/// wait. Counts are per node and end with it.
/// </summary>
public sealed class SignInAttempts(TimeProvider time)
{
    /// <summary>Stands for all sources together.</summary>
    private const string Everywhere = "*";
    private const int MaxRemembered = 100_000;
    private const int FreeGuesses = 5;
    private const int FreeGuessesOfAll = 30;
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Guesses> guesses = new(StringComparer.Ordinal);

    /// <summary>How long this source must wait before it may guess at the account; zero when it may now.</summary>
    /// <param name="trusted">Whether the account was signed in to from this source before.</param>
    public TimeSpan WaitOf(string account, string? source, bool trusted)
    {
        var wait = WaitOf(KeyOf(account, source), FreeGuesses);
        if (trusted)
            return wait;
        var all = WaitOf(KeyOf(account, Everywhere), FreeGuessesOfAll);
        return all > wait ? all : wait;
    }

    /// <param name="what">What was guessed at.</param>
    /// <exception cref="DomainException">Too many, when there is something to wait for.</exception>
    public static void Refuse(TimeSpan wait, string what = "passwords")
    {
        if (wait == TimeSpan.Zero)
            return;
        var minutes = (int)Math.Ceiling(wait.TotalMinutes);
        throw new DomainException(
            ErrorKind.TooMany,
            $"Too many wrong {what}. Try again in {(minutes == 1 ? "a minute" : $"{minutes} minutes")}."
        )
        {
            RetryAfter = wait,
        };
    }

    /// <summary>Counts a wrong password.</summary>
    public void Fail(string account, string? source)
    {
        if (guesses.Count > MaxRemembered)
            Sweep();
        var now = time.GetTimestamp();
        foreach (var key in new[] { KeyOf(account, source), KeyOf(account, Everywhere) })
            guesses.AddOrUpdate(key, new Guesses(1, now), (_, g) => new Guesses(CountOf(g) + 1, now));
    }

    /// <summary>A right password forgets the wrong ones of its source.</summary>
    public void Succeed(string account, string? source) => guesses.TryRemove(KeyOf(account, source), out _);

    /// <summary>Takes back a guess that was counted before it was looked at, and forgets the wrong ones of its source.</summary>
    public void Withdraw(string account, string? source)
    {
        Succeed(account, source);
        var all = KeyOf(account, Everywhere);
        while (guesses.TryGetValue(all, out var g))
        {
            if (guesses.TryUpdate(all, g with { Count = Math.Max(0, g.Count - 1) }, g))
                return;
        }
    }

    private TimeSpan WaitOf(string key, int free)
    {
        if (!guesses.TryGetValue(key, out var g))
            return TimeSpan.Zero;
        var over = CountOf(g) - free;
        if (over < 0)
            return TimeSpan.Zero;
        var delay = over >= 6 ? Longest : First * Math.Pow(2, over);
        var wait = delay - time.GetElapsedTime(g.Last);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private void Sweep()
    {
        foreach (var old in guesses.Where(g => CountOf(g.Value) == 0))
            guesses.TryRemove(old);
        // More than that at once is an attack from many sources; forgetting gives each of them five guesses more and keeps the memory.
        if (guesses.Count > MaxRemembered)
            guesses.Clear();
    }

    /// <summary>Of a hash: the addresses that people mistype are not kept.</summary>
    private static string KeyOf(string account, string? source) =>
        Convert.ToBase64String(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{account}\n{source ?? "unknown"}")).AsSpan(0, 18)
        );

    private int CountOf(Guesses g) => time.GetElapsedTime(g.Last) > Forgotten ? 0 : g.Count;

    /// <param name="Last">A timestamp of the measured time.</param>
    private readonly record struct Guesses(int Count, long Last);
}
