using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// What pages and answers read from a full database: 1,000,000 invoices with ten months of balances on PostgreSQL and one on SQLite,
/// 1,000,000 lines of the stock ledger and as many activities; or as many as <c>REPORTSADMIN_BENCH_ROWS</c> says. Each query is asked by a
/// new process, first cold, with the compiling of its code and statements, then again. <c>REPORTSADMIN_BENCH_ONLY</c> asks those alone that
/// have it in their name, and tells their slow statements.
/// <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~ReadPathBench --logger "console;verbosity=detailed"</c>.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class ReadPathBench(ITestOutputHelper test)
{
    private const int ColdBar = 500;
    private const int WarmBar = 50;

    private static readonly int Rows = int.Parse(
        Environment.GetEnvironmentVariable("REPORTSADMIN_BENCH_ROWS") ?? "1000000",
        CultureInfo.InvariantCulture
    );

    private readonly BenchOutput output = new(test);

    [Theory, EachDatabase]
    public async Task First_pages(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        await using var database = await TestDatabase.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("reportsadmin-bench-").FullName;
        await using (var fixture = TestFixture.Reopen(database.Options, folder))
        {
            await fixture.SeedAsync();
            await new ReadPathData(fixture, provider, Rows, provider == TestProvider.Postgres ? 10 : 1).FillAsync();
            Assert.Equal(0, await fixture.Get<LedgerSums>().CheckAsync(default));
            Assert.True(await fixture.Get<StockTotals>().CheckAsync(default));
            await using var db = fixture.Contexts.CreateDbContext();
            var balances = await db.Set<InvoiceBalance>().CountAsync();
            output.WriteLine(
                $"{provider}: {Rows} invoices, {balances} balances, {Rows} stock movements, {Rows} activities"
            );
        }

        using var child = BenchChild.Start(
            "read-path",
            database.Options.Provider,
            database.Options.ConnectionString!,
            folder
        );
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Split('|') is [var name, var cold, var warm])
                Tell(name, Number(cold), Number(warm));
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(0, child.ExitCode);
    }

    private void Tell(string name, double cold, double warm) =>
        output.WriteLine(
            $"{name}: cold {cold:0} ms, warm {warm:0.0} ms{(cold > ColdBar || warm > WarmBar ? ", beyond the bar" : "")}"
        );

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
