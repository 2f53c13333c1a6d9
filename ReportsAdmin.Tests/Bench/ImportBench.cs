using System.Globalization;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>Bars of an upload of 100,000 rows, or of <c>REPORTSADMIN_BENCH_ROWS</c>. Processor times are of this process alone. Run in Release: <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~ImportBench --logger "console;verbosity=detailed"</c>.</summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class ImportBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private static readonly int Rows = int.Parse(
        Environment.GetEnvironmentVariable("REPORTSADMIN_BENCH_ROWS") ?? "100000",
        CultureInfo.InvariantCulture
    );

    private const int Rounds = 3;

    [Theory, EachDatabase]
    public async Task Staging_previewing_and_committing_a_month(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        var runs = new List<(long[] Times, double Peak)>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            var folder = Directory.CreateTempSubdirectory("reportsadmin-bench-").FullName;
            var figure = BenchChild.Run(
                "import",
                database.Options.Provider,
                database.Options.ConnectionString!,
                folder,
                Rows.ToString(CultureInfo.InvariantCulture)
            );
            Directory.Delete(folder, recursive: true);
            runs.Add(
                (
                    [.. figure.Answer.Split('/').Select(t => long.Parse(t, CultureInfo.InvariantCulture))],
                    figure.PeakMegabytes
                )
            );
        }

        var (times, peak) = runs.OrderBy(r => r.Times[..3].Sum()).ElementAt(Rounds / 2);
        Report($"{provider}, first month", times[..3], times[8..11]);
        Report($"{provider}, next month ", times[3..6], times[11..14]);
        output.WriteLine(
            $"  undo of the next month {times[6]} ms, processor {times[14]} ms, another writer waits {times[16]} ms at most; bare insert of as many rows {times[7]} ms = {Rows * 1000L / times[7]} rows/s, processor {times[15]} ms; first month costs {times[..3].Sum() / (double)times[7]:F1} of it, the next {times[3..6].Sum() / (double)times[7]:F1}; peak {peak:F0} MB"
        );
        if (Rows == 100_000)
            Assert.True(runs.Min(r => r.Peak) < 320, "more memory than the bar");
    }

    private void Report(string name, long[] times, long[] processor) =>
        output.WriteLine(
            $"{name}: stage {times[0]} ms, preview {times[1]} ms, commit {times[2]} ms, together {times.Sum()} ms = {Rows * 1000L / times.Sum()} rows/s; processor {processor[0]} + {processor[1]} + {processor[2]} ms = {Rows * 1000L / processor.Sum()} rows/s"
        );
}
