using ReportsAdmin.Platform.Telemetry;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Telemetry;

public sealed class StartClockTests
{
    [Fact]
    public void Each_step_has_its_own_time_and_together_they_are_all()
    {
        var time = new FakeClock();
        var clock = new StartClock(time, TimeSpan.FromSeconds(0.2));
        clock.Done("runtime");
        time.Advance(TimeSpan.FromSeconds(1.5));
        clock.Done("database");
        time.Advance(TimeSpan.FromSeconds(0.4));
        clock.Done("server");
        Assert.Equal("Started in 2.1 s: runtime 0.2, database 1.5, server 0.4", clock.ToString());
    }
}
