using System.Diagnostics;

namespace ReportsAdmin.Platform.Telemetry;

/// <summary>How long each step of the start took, from the beginning of the process, told in one line when requests are answered.</summary>
public sealed class StartClock(TimeProvider time, TimeSpan before)
{
    private readonly long started = time.GetTimestamp();
    private readonly List<(string Step, TimeSpan Until)> steps = [];

    /// <summary>Begins now; what the runtime needed before is the first step.</summary>
    public static StartClock Begin()
    {
        using var process = Process.GetCurrentProcess();
        var clock = new StartClock(
            TimeProvider.System,
            TimeProvider.System.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime()
        );
        clock.Done("runtime");
        return clock;
    }

    /// <summary>Notes the end of a step, which began with the end of the one before.</summary>
    public void Done(string step) => steps.Add((step, before + time.GetElapsedTime(started)));

    /// <summary><c>Started in 2.1 s: runtime 0.2, services 0.6, database 0.9, server 0.4</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"Started in {steps[^1].Until.TotalSeconds:0.0} s: {string.Join(", ", steps.Select((s, i) => FormattableString.Invariant($"{s.Step} {(s.Until - (i == 0 ? TimeSpan.Zero : steps[i - 1].Until)).TotalSeconds:0.0}")))}"
        );
}
