using Xunit;

namespace ReportsAdmin.Tests.Support;

/// <summary>Waits for what other threads do, bounded in time.</summary>
public static class Until
{
    /// <param name="what">Named when it does not come about.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, int seconds = 30)
    {
        for (var left = seconds * 20; ; left--)
        {
            if (await condition())
                return;
            Assert.True(left > 0, $"It did not come about: {what}.");
            await Task.Delay(50);
        }
    }
}
