using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>More requests at once than the node answers: the rest are told at once, each in the format of its caller.</summary>
public sealed class LoadGateTests : IAsyncLifetime
{
    private const int Most = 50;

    private readonly TestApp app = new();
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(TestProvider.Postgres);
        await app.With("Database:Provider", "PostgreSQL")
            .With(
                "Database:ConnectionString",
                new NpgsqlConnectionStringBuilder(database.Options.ConnectionString)
                {
                    MaxPoolSize = Most + 20,
                }.ConnectionString
            )
            .StartAsync();
        app.Services.GetRequiredService<Limits>()
            .Apply(new Dictionary<string, int>(StringComparer.Ordinal) { ["Requests.Open"] = Most });
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
            var waiting = Enumerable.Range(0, Most).Select(_ => client.GetAsync("/api/dashboard")).ToList();
            using var refused = await UntilRefusedAsync(client, "/api/dashboard");
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
            Assert.DoesNotContain(waiting, w => w.IsCompleted);
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

    // Those before are on their way: until all have arrived, this one may be taken too, and waits like them.
    private static async Task<HttpResponseMessage> UntilRefusedAsync(HttpClient client, string path)
    {
        HttpResponseMessage? refused = null;
        await Until.TrueAsync(
            async () =>
            {
                using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                try
                {
                    refused = await client.GetAsync(path, brief.Token);
                    return refused.StatusCode == HttpStatusCode.ServiceUnavailable;
                }
                catch (OperationCanceledException)
                {
                    return false;
                }
            },
            "a request is refused"
        );
        return refused!;
    }
}
