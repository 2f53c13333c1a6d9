using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Disputes;

/// <summary>An invoice is marked as disputed if, and only if, it has one open dispute: over random histories on both databases.</summary>
public sealed class DisputeRuleTests
{
    public static TheoryData<TestProvider, int> Seeds =>
        new(
            Enum.GetValues<TestProvider>()
                .SelectMany(p => Enumerable.Range(1, p == TestProvider.Sqlite ? 12 : 4).Select(seed => (p, seed)))
        );

    [Theory, MemberData(nameof(Seeds))]
    public async Task Mark_dispute_balance_and_figures_say_the_same_after_each_step(TestProvider provider, int seed)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var history = new DisputeHistory(fixture, new Random(seed));
        await history.UploadAsync();
        for (var step = 0; step < 40; step++)
        {
            await history.StepAsync();
            await history.AgreesAsync($"seed {seed}, step {step}");
            if (step % 8 == 7)
            {
                await history.UploadAndUndoAsync();
                await history.AgreesAsync($"seed {seed}, after step {step}");
            }
        }

        Assert.True(history.Opened > 0 && history.Ended > 0, $"seed {seed}: {history.Opened} and {history.Ended}.");
    }
}
