using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Health;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Health;

/// <summary>Red is told where something is really wrong.</summary>
public sealed class HealthChecksTests
{
    public static TheoryData<TestProvider> Providers => [TestProvider.Sqlite, TestProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_schema_that_is_behind_is_red(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var before = await fixture.Get<HealthChecks>().DatabaseAsync(default);
        Assert.Equal((HealthState.Healthy, true, 0), (before.State, before.Connected, before.PendingMigrations));
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            var newest = (await db.Database.GetAppliedMigrationsAsync()).Last();
            await db.Database.ExecuteSqlAsync(
                $"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = {newest}"""
            );
        }

        var behind = await fixture.Get<HealthChecks>().DatabaseAsync(default);
        Assert.Equal((HealthState.Unhealthy, true, 1), (behind.State, behind.Connected, behind.PendingMigrations));
    }

    [Fact]
    public async Task Workers_that_no_longer_look_for_work_are_dead()
    {
        await using var fixture = await TestFixture.OpenAsync();
        Assert.Equal(HealthState.Healthy, (await fixture.Get<HealthChecks>().WorkersAsync(default)).State);
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        var dead = await fixture.Get<HealthChecks>().WorkersAsync(default);
        Assert.Equal(
            (HealthState.Unhealthy, "The workers of this process have stopped looking for work."),
            (dead.State, dead.Problem)
        );
    }
}
