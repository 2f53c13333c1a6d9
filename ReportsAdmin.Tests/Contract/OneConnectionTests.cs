using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using ReportsAdmin.Tests.Ui;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>
/// Every page and every reading request with a pool of one connection. Whoever holds one and waits for another waits for ever when all who
/// hold one do the same. Requests that write are watched by <see cref="ApiFuzzTests"/>.
/// </summary>
public sealed class OneConnectionTests : IAsyncLifetime
{
    private static readonly string[] OtherFormats = ["format=excel", "format=docx", "format=json"];

    private readonly TestApp app = new();
    private readonly ConcurrentQueue<string> faults = new();
    private string asked = "";
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(TestProvider.Postgres);
        await using (var wide = new TestApp())
        {
            await wide.On(database.Options).StartAsync();
            await PagesApp.FillAsync(wide);
        }

        // A job reads its report at one instant while others write how far it is, so it holds a connection for as long.
        await app.On(database.WithConnections(1, seconds: 5))
            .With("Jobs:Workers", "0")
            .With("Jobs:UrgentWorkers", "0")
            .With(services => services.Replace(ServiceDescriptor.Singleton<OutageOf>(Note)))
            .WithFirstSteps()
            .StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_waits_for_a_second_connection_while_it_holds_one()
    {
        using var client = await app.AsAsync(TestApp.Admin);
        // A report is read the same way for each kind of file.
        var routes = ScopeWalkTests.Routes.Where(r => !OtherFormats.Any(f => r.Contains(f, StringComparison.Ordinal)));
        foreach (var path in (string[])[.. routes, .. PagesInBrowserTests.Pages])
        {
            asked = path;
            using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            if ((int)answer.StatusCode >= 500)
                faults.Enqueue($"{path}: {(int)answer.StatusCode}");
            // A stream of events goes on for as long as its job waits.
            else if (!path.EndsWith("/events", StringComparison.Ordinal))
                await answer.Content.LoadIntoBufferAsync();
        }

        Assert.Empty(faults);
    }

    // Pages say it in their place, with the status of success.
    private DomainException? Note(Exception error)
    {
        var outage = DatabaseOutage.Of(error);
        if (outage is not null)
            faults.Enqueue($"{asked}: {error}");
        return outage;
    }
}
