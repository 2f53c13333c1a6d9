using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ReportsAdmin.Features.Administration.Limits;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>More requests at once than the node answers: the rest are told at once, each in the format of its caller.</summary>
public sealed class LoadGateTests : IAsyncLifetime
{
    private const int Most = 50;
    private const int Beyond = 5;

    private readonly TestApp app = new();
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(TestProvider.Postgres);
        await app.On(database.WithConnections(Most + 20)).StartAsync();
        await app
            .Services.GetRequiredService<LimitCommands>()
            .SetAsync(CurrentUser.System, "Requests.Open", Most, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Those_beyond_the_limit_are_refused_at_once_in_their_format_and_health_is_not()
    {
        using var client = await app.AsAsync(TestApp.Admin);
        await using var hold = new NpgsqlConnection(database.Options.ConnectionString);
        await hold.OpenAsync();
        await using (var held = await hold.BeginTransactionAsync())
        {
            await using (var take = new NpgsqlCommand("LOCK TABLE departments IN ACCESS EXCLUSIVE MODE", hold, held))
                await take.ExecuteNonQueryAsync();
            var asked = Enumerable.Range(0, Most + Beyond).Select(_ => client.GetAsync("/api/dashboard")).ToList();
            await Until.TrueAsync(
                () => Task.FromResult(asked.Count(a => a.IsCompleted) == Beyond),
                "those beyond the limit are answered"
            );
            var waiting = asked.Where(a => !a.IsCompleted).ToList();
            using var refused = await asked.First(a => a.IsCompleted);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
            var tracker = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.StartsWith(
                "The server has more to do",
                tracker.GetProperty("error").GetString(),
                StringComparison.Ordinal
            );
            using var envelope = await client.GetAsync("/api/v2/lookups");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, envelope.StatusCode);
            var answer = await envelope.Content.ReadFromJsonAsync<JsonElement>();
            Assert.False(answer.GetProperty("success").GetBoolean());
            Assert.Equal(Most, waiting.Count(w => !w.IsCompleted));
            using var health = await client.GetAsync("/api/health/workers");
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);

            await held.RollbackAsync();
            foreach (var one in waiting)
            {
                using var served = await one;
                Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            }
        }

        using var again = await client.GetAsync("/api/dashboard");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }
}
