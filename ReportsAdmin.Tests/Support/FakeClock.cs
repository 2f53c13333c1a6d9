namespace ReportsAdmin.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class FakeClock(DateTime startUtc) : TimeProvider
{
    private DateTimeOffset now = new(DateTime.SpecifyKind(startUtc, DateTimeKind.Utc));

    public FakeClock()
        : this(new DateTime(2026, 5, 15, 6, 0, 0)) { }

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
