namespace ReportsAdmin.Platform;

/// <summary>
/// Who is behind the work that is running now, for the audit log: what somebody may do is decided by the <see cref="CurrentUser"/> that
/// every command takes. Requests, circuits and jobs set it (Decisions/0030-audit.md); it flows with the asynchronous work they start, and so does
/// that the work may only read.
/// </summary>
/// <param name="UserId">Null for strangers and the system.</param>
/// <param name="Name">Null where only the id is known.</param>
/// <param name="Via">One of <see cref="ActorVia"/>.</param>
public sealed record Actor(int? UserId, string? Name, string Via)
{
    /// <summary>The application acting for itself: start-up, clean-up, background work.</summary>
    public static readonly Actor System = new(null, null, ActorVia.System);

    private static readonly AsyncLocal<Actor?> Ambient = new();

    /// <summary>Who the person is seen as, while an administrator sees the application as somebody else.</summary>
    public int? SeenAsId { get; init; }

    public string? SeenAsName { get; init; }

    /// <summary>Why nothing may be written in this work, in a sentence for the person; null where writing is allowed. The database refuses by it (Decisions/0035-see-as.md).</summary>
    public string? ReadOnly { get; init; }

    /// <summary>The network address of the caller.</summary>
    public string? Address { get; init; }

    /// <summary>What the log of the application calls the request, the circuit or the job.</summary>
    public string? RequestId { get; init; }

    /// <summary>False while data is created that nobody entered: default permissions and the demo company.</summary>
    public bool IsRecorded { get; init; } = true;

    public static Actor Current => Ambient.Value ?? System;

    /// <summary>The same way, request and address, on behalf of a caller as they are now: the one who looks, where somebody is seen as somebody else.</summary>
    public Actor Of(CurrentUser? user) =>
        this with
        {
            UserId = user?.CallerId,
            Name = user?.SeenBy?.Name ?? user?.Name,
            SeenAsId = user?.SeenBy is null ? null : user.UserId,
            SeenAsName = user?.SeenBy is null ? null : user.Name,
            ReadOnly = user?.SeenBy is null ? null : CurrentUser.ReadOnlyWords(user.Name),
        };

    /// <summary>Acts as somebody until the answer is disposed.</summary>
    public static IDisposable Use(Actor actor)
    {
        var before = Ambient.Value;
        Ambient.Value = actor;
        return new Restore(before);
    }

    private sealed class Restore(Actor? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}

/// <summary>By which way an act came.</summary>
public static class ActorVia
{
    /// <summary>A page in a browser.</summary>
    public const string Page = "page";

    /// <summary>A program with a token.</summary>
    public const string Api = "api";

    /// <summary>A job that runs for a person.</summary>
    public const string Job = "job";

    public const string System = "system";
}
