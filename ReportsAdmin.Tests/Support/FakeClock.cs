namespace ReportsAdmin.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class FakeClock(DateTime startUtc) : TimeProvider
{
    private DateTimeOffset now = new(DateTime.SpecifyKind(startUtc, DateTimeKind.Utc));
    private long passed;

    public FakeClock()
        : this(new DateTime(2026, 5, 15, 6, 0, 0)) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => passed;

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan by)
    {
        now += by;
        passed += by.Ticks;
    }

    /// <summary>Somebody sets the clock forward or back, while no time passes.</summary>
    public void Set(TimeSpan by) => now += by;
}
