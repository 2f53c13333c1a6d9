using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>What was refused is in the log with who asked, and nobody writes lines of their own there.</summary>
public sealed class RefusalLogTests
{
    [Fact]
    public async Task A_refused_request_is_logged_with_who_asked_for_what()
    {
        await using var host = await ProbeHost.StartAsync();

        var refused = await host.As(ProbeHost.Anybody).GetAsync("/api/probe/tracker/chief");
        var permitted = await host.As(ProbeHost.Chief).GetAsync("/api/probe/tracker/chief");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NoContent), (refused.StatusCode, permitted.StatusCode));
        var line = Assert.Single(host.Log, l => l.Contains("was refused", StringComparison.Ordinal));
        Assert.StartsWith(
            $"Warning: GET api/probe/tracker/chief was refused with 403 for user {ProbeHost.Anybody} at ",
            line,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task One_request_too_many_is_logged()
    {
        await using var host = await ProbeHost.StartAsync(("RateLimits:V2", "1"));
        var client = host.As(ProbeHost.Anybody);

        await client.GetAsync("/api/v2/none");
        await client.GetAsync("/api/v2/none");

        Assert.Contains(
            "with 429",
            Assert.Single(host.Log, l => l.Contains("was refused", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    /// <remarks>The console indents further lines of a message, so that none of them looks like an entry; with <c>json</c> they are escaped.</remarks>
    [Theory]
    [InlineData(ConsoleFormatterNames.Simple)]
    [InlineData(ConsoleFormatterNames.Json)]
    public void A_text_with_line_breaks_makes_no_line_of_its_own_in_the_log(string format)
    {
        using var provider = new ServiceCollection()
            .AddLogging(l =>
                l.AddConsole()
                    .AddSimpleConsole(o =>
                        (o.TimestampFormat, o.UseUtcTimestamp) = ("yyyy-MM-ddTHH:mm:ss.fff'Z' ", true)
                    )
                    .AddJsonConsole()
            )
            .BuildServiceProvider();
        var formatter = provider.GetServices<ConsoleFormatter>().Single(f => f.Name == format);
        var text = new StringBuilder();

        formatter.Write(
            new LogEntry<string>(
                LogLevel.Warning,
                "Forms",
                default,
                "Form x\n2026-11-29T10:00:00.000Z info: Access[0] Signed in",
                null,
                (state, _) => state
            ),
            null,
            new StringWriter(text)
        );

        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^(\\{|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z )", lines[0]);
        Assert.All(lines.Skip(1), l => Assert.StartsWith("      ", l, StringComparison.Ordinal));
    }
}
