namespace ReportsAdmin.Platform.Http;

/// <summary>An operation that is answered however many others wait: what tells a proxy that the node is there, or stays open for as long as somebody listens.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AlwaysAnsweredAttribute : Attribute;

/// <summary>
/// Refuses requests of the API while too many are being answered. Each that waits takes memory, and its caller has often given up by the time
/// it is answered: a server that takes all of them answers nobody in time and ends without memory.
/// </summary>
internal sealed class LoadGate(RequestDelegate next, Limits limits)
{
    public const string Open = "Requests.Open";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private int open;

    public Task InvokeAsync(HttpContext http) =>
        http.IsApi() && http.GetEndpoint()?.Metadata.GetMetadata<AlwaysAnsweredAttribute>() is null
            ? CountedAsync(http)
            : next(http);

    private async Task CountedAsync(HttpContext http)
    {
        try
        {
            if (Interlocked.Increment(ref open) > limits.Of(Open))
                throw new DomainException(
                    ErrorKind.Unavailable,
                    "The server has more to do than it can at the moment. Try again in a few seconds."
                )
                {
                    RetryAfter = Pause,
                };
            await next(http);
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }
}
