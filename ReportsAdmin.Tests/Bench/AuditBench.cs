using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Tests.Platform.Audit;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// What the log costs: the same command with and without its entry, in turns; sealing and verifying by entry.
/// <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~AuditBench --logger "console;verbosity=detailed"</c>.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class AuditBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Turns = 400;
    private const int Entries = 20_000;

    [Theory, EachDatabase]
    public async Task The_cost_of_an_entry_on_the_commit_of_a_command(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            db.Add(new User { Name = "Ravi", Role = RoleNames.Manager });
            await db.SaveChangesAsync();
        }

        var times = new Dictionary<bool, List<double>> { [true] = [], [false] = [] };
        for (var i = 0; i < Turns; i++)
        {
            foreach (var recorded in (bool[])[true, false])
            {
                using var acting = Actor.Use(AuditBooks.Neha with { IsRecorded = recorded });
                var start = Stopwatch.GetTimestamp();
                await CommandAsync(fixture, $"+91 {i} {recorded}");
                times[recorded].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        var (with, without) = (Median(times[true]), Median(times[false]));
        output.WriteLine($"{provider}: {with:F2} ms with an entry, {without:F2} without: {with / without:F2} times");
        Assert.True(with < 3 * without, "slower than the bar");
    }

    [Theory, EachDatabase]
    public async Task Sealing_and_verifying(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        await using var fixture = await TestFixture.OpenAsync(provider);
        for (var i = 0; i < Entries / 1000; i++)
            await fixture.WriteAsync(1000);
        var start = Stopwatch.GetTimestamp();
        var count = await fixture.SealAsync();
        var sealing = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var verdict = await fixture.VerifyAsync();
        var verifying = Stopwatch.GetElapsedTime(start);
        output.WriteLine(
            $"{provider}: {count / sealing.TotalSeconds:F0} entries/s sealed, {verdict.Checked / verifying.TotalSeconds:F0} verified"
        );
        Assert.Null(verdict.Break);
    }

    /// <summary>What a command does: reads a row in a transaction, changes it, saves, raises nothing else.</summary>
    private static async Task CommandAsync(TestFixture fixture, string contact)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var user = await db.Set<User>().AsTracking().FirstAsync();
        user.Contact = contact;
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private static double Median(List<double> times) => times.Skip(Turns / 10).Order().ElementAt(Turns * 9 / 20);
}
