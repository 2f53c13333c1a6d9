namespace ReportsAdmin.Platform.Http;

/// <summary>
/// The limits for what a page does over its circuit, where no request passes the pipeline: the same counts, of the caller whose
/// request began the page. One for each circuit.
/// </summary>
public sealed class CircuitRates
{
    // Whoever began a circuit without our page shares one count with all who did.
    private const string Unknown = "?";

    private readonly RateCounts counts;

    internal CircuitRates(RateCounts counts) => this.counts = counts;

    /// <summary>What <see cref="CallerOf"/> gave for the request of the page; it travels protected from there to the circuit.</summary>
    public string? Caller { get; set; }

    /// <summary>The caller whom a page without sign-in is counted for.</summary>
    public static string CallerOf(HttpContext http) => RateCounts.CallerOf(http, byAddress: false);

    /// <summary>Counts one more; null when it may be done, else how long to wait.</summary>
    public TimeSpan? Take(string limit)
    {
        var take = counts.Take(limit, Caller ?? Unknown);
        return take.Refused ? take.Wait : null;
    }
}
