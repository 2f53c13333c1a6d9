using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features;

/// <summary>While an empty database is filled with the demo company the server answers, and says so.</summary>
public sealed class DemoCompanyTests : IAsyncLifetime
{
    private readonly HeldFeature held = new();
    private readonly TestApp app;
    private Task starting = Task.CompletedTask;

    public DemoCompanyTests() =>
        app = new TestApp()
            .With("Demo:Enabled", "true")
            .WithoutContractCheck()
            .With(services =>
                services.AddSingleton(s => new DemoCompany(
                    s,
                    [held],
                    s.GetRequiredService<IHostEnvironment>(),
                    s.GetRequiredService<IConfiguration>()
                ))
            );

    public async ValueTask InitializeAsync()
    {
        starting = app.StartAsync();
        await held.Reached.WaitAsync(TimeSpan.FromMinutes(2));
        await Until.TrueAsync(() => Task.FromResult(app.Address.Length > 0), "the server listens", 60);
    }

    [Fact]
    public async Task Pages_say_how_far_it_is_and_open_by_themselves_when_it_is_done()
    {
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        foreach (var path in (string[])["/", "/sign-in", "/customers?search=a"])
        {
            using var page = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
            Assert.Equal(["1"], page.Headers.GetValues("Refresh"));
            var text = await page.Content.ReadAsStringAsync();
            Assert.Contains("Setting up the demo company", text, StringComparison.Ordinal);
            Assert.Contains("0 of 1 parts are ready", text, StringComparison.Ordinal);
        }

        using var plain = app.Anonymous();
        using var live = await plain.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using var ready = await plain.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var sheet = await plain.GetAsync("/app.css");
        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);

        held.LetGo();
        await starting;
        using var signIn = await client.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
        Assert.False(signIn.Headers.Contains("Refresh"));
        using var readyNow = await plain.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, readyNow.StatusCode);
        using var own = await client.GetAsync("/preparing");
        Assert.DoesNotContain("Setting up", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_of_the_interfaces_are_asked_to_come_back_in_their_own_format()
    {
        using var client = app.Anonymous();
        var person = new { email = TestApp.Admin, password = AccessDemo.Password };
        using var tracker = await client.PostAsJsonAsync("/api/auth/login", person);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, tracker.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), tracker.Headers.RetryAfter?.Delta);
        Assert.Contains("being set up", await tracker.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var training = await client.PostAsJsonAsync("/api/v1/auth/login", person);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, training.StatusCode);
        Assert.NotEqual(await tracker.Content.ReadAsStringAsync(), await training.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        held.LetGo();
        await starting;
        await app.DisposeAsync();
    }

    /// <summary>The only room of this demo company, which takes as long as the test wants.</summary>
    private sealed class HeldFeature : IFeature
    {
        private readonly TaskCompletionSource reached = new();
        private readonly TaskCompletionSource gone = new();

        public Task Reached => reached.Task;

        public IReadOnlyList<PermissionEntry> Permissions => [];

        public IReadOnlyList<MenuEntry> Menu => [];

        public void LetGo() => gone.TrySetResult();

        public void Add(IServiceCollection services, IConfiguration configuration) { }

        public void Map(ModelBuilder model) { }

        public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
        {
            reached.TrySetResult();
            await gone.Task.WaitAsync(ct);
        }
    }
}
