using System.Diagnostics;
using System.Globalization;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Bench;

/// <summary>Stages, previews and commits two months of one sheet, and inserts as many bare rows, in one process.</summary>
internal static class ImportBenchWork
{
    private static readonly BulkColumn[] BareColumns =
    [
        new("batch_id", BulkType.Int32),
        new("row_number", BulkType.Int32),
        new("effect", BulkType.Int16),
        new("key", BulkType.Text),
        new("label", BulkType.Text),
        new("section", BulkType.Text),
        new("amount", BulkType.Int64),
        new("delta", BulkType.Int64),
        new("changes", BulkType.Text),
        new("problems", BulkType.Text),
    ];

    private const int WarmRows = 5_000;

    private static readonly string[] Regions = ["Mumbai", "Pune", "Delhi", "Chennai", "Kolkata", "Bangalore"];

    /// <summary>
    /// The answer, with slashes: milliseconds of staging, preview and commit for each of two months, of the undo of the second,
    /// of the bare insert, the milliseconds of processor time that this process used for each of these eight, and the longest time in
    /// milliseconds that another writer waited during the undo.
    /// </summary>
    public static async Task<string> RunAsync(string provider, string connection, string folder, int rows)
    {
        await using var fixture = TestFixture.Reopen(
            new DatabaseOptions { Provider = provider, ConnectionString = connection },
            folder
        );
        await fixture.SeedAsync();
        await WarmAsync(fixture, folder);
        var laps = new Laps();
        await MonthAsync(fixture, folder, rows, 202603, laps);
        var next = await MonthAsync(fixture, folder, rows, 202604, laps);
        laps.Start();
        var waited = await WhileWritingAsync(fixture, () =>
            fixture.Imports.UndoAsync(CurrentUser.System, next, default)
        );
        laps.Lap();
        laps.Start();
        await BareAsync(fixture, rows);
        laps.Lap();
        return FormattableString.Invariant($"{laps}/{waited}");
    }

    /// <summary>
    /// A server that has been up for a while: small months that are taken back first, each after the compiler has had time to
    /// finish with the one before. Without them half of the processor time measured is the compiler's.
    /// </summary>
    private static async Task WarmAsync(TestFixture fixture, string folder)
    {
        for (var round = 0; round < 3; round++)
        {
            var first = await MonthAsync(fixture, folder, WarmRows, 202603, new Laps());
            var next = await MonthAsync(fixture, folder, WarmRows, 202604, new Laps());
            await fixture.Imports.UndoAsync(CurrentUser.System, next, default);
            await fixture.Imports.UndoAsync(CurrentUser.System, first, default);
            await Task.Delay(500);
        }
    }

    /// <summary>Writes a small row again and again while something runs; answers the longest wait in milliseconds.</summary>
    private static async Task<long> WhileWritingAsync(TestFixture fixture, Func<Task> run)
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            long longest = 0;
            while (!stop.IsCancellationRequested)
            {
                var watch = Stopwatch.StartNew();
                await using (var db = fixture.Contexts.CreateDbContext())
                    await db.RaiseDataVersionAsync("bench", default);
                longest = Math.Max(longest, watch.ElapsedMilliseconds);
                await Task.Delay(50);
            }

            return longest;
        });
        await run();
        await stop.CancelAsync();
        return await writing;
    }

    private static async Task<int> MonthAsync(TestFixture fixture, string folder, int rows, int period, Laps laps)
    {
        var path = Path.Combine(folder, $"{period}.xlsx");
        Write(path, rows, period);
        laps.Start();
        int id;
        await using (var file = File.OpenRead(path))
            id = await fixture.Imports.StageNowAsync(
                CurrentUser.System,
                new NewUpload(ReceivablesImport.TargetKind, "bench.xlsx", period, 1),
                file,
                DateOrder.DayFirst,
                default
            );
        laps.Lap();
        var details = await fixture.Uploads.DetailsAsync(CurrentUser.System, id, default);
        await fixture.Uploads.RowsAsync(CurrentUser.System, id, null, null, new PageRequest(1, 50), default);
        await fixture.Uploads.EffectBySectionAsync(CurrentUser.System, id, MissingChoice.Carry, default);
        laps.Lap();
        if (details.State != ImportState.Staged || details.Counts.Data != rows)
            throw new InvalidOperationException($"{details.State} {details.Failure}");
        laps.Start();
        await fixture.Imports.CommitAsync(CurrentUser.System, id, MissingChoice.Carry, ErrorRows.Refuse, default);
        laps.Lap();
        return id;
    }

    /// <summary>A department's sheet: 20 invoices a customer; in the next month a tenth is gone, a tenth new, a tenth part paid.</summary>
    private static void Write(string path, int rows, int period)
    {
        var next = period == 202604;
        using var output = File.Create(path);
        using var writer = new XlsxWriter(output);
        writer.BeginSheet(
            new SheetSpec
            {
                Name = "Outstanding",
                Columns =
                [
                    new("Customer Code", ColumnType.Text, 12),
                    new("Customer Name", ColumnType.Text, 30),
                    new("Region", ColumnType.Text, 12),
                    new("Invoice Number", ColumnType.Text, 18, Unique: true),
                    new("Invoice Date", ColumnType.Date, 12),
                    new("Invoice Amount", ColumnType.Money, 14),
                    new("Outstanding Amount", ColumnType.Money, 14),
                ],
            }
        );
        for (var i = 0; i < rows; i++)
        {
            var invoice = next && i % 10 == 0 ? rows + i : i;
            var customer = invoice % rows / 20;
            writer.BeginRow();
            writer.Text(customer.ToString("000000", CultureInfo.InvariantCulture));
            writer.Text($"Shree Ganesh Constructions {customer}");
            writer.Text(Regions[customer % Regions.Length]);
            writer.Text($"SI/25-26/{invoice:000000}");
            writer.Date(new DateOnly(2025, 4, 1).AddDays(invoice % 330));
            writer.Money(1_180_000 + (invoice % 9_000));
            writer.Money(next && i % 10 == 1 ? 500_000 : 1_180_000 + (invoice % 9_000));
            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }

    private static async Task BareAsync(TestFixture fixture, int rows)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var at = 0;
        await fixture
            .Get<IBulkImporter>()
            .InsertAsync(
                db,
                "import_rows",
                BareColumns,
                values =>
                {
                    if (at == rows)
                        return false;
                    (values[0], values[1], values[2], values[3], values[4], values[5]) = (
                        1_000_000,
                        ++at,
                        (short)0,
                        "000123 · SI/25-26/000123",
                        "Shree Ganesh Constructions 123",
                        "mumbai"
                    );
                    (values[6], values[7], values[8], values[9]) = (1_180_000L, 1_180_000L, null, null);
                    return true;
                },
                default
            );
        await transaction.CommitAsync();
    }

    /// <summary>Times one thing after the other, by the clock and by the processor.</summary>
    private sealed class Laps
    {
        private readonly List<long> times = [];
        private readonly List<long> processor = [];
        private Stopwatch watch = new();
        private TimeSpan before;

        public void Start() => (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);

        public void Lap()
        {
            times.Add(watch.ElapsedMilliseconds);
            processor.Add((long)(Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            Start();
        }

        public override string ToString() => string.Join('/', times.Concat(processor));
    }
}
