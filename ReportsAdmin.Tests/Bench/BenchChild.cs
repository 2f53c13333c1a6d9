using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExcelDataReader;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Bench;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Platform.Jobs;

/// <summary>
/// Lets a bench or a kill test run one piece of work in a process of its own, without the test runner in its figures: the runtime calls this before
/// the entry point when DOTNET_STARTUP_HOOKS names this assembly.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(KilledProcess.Variable) is { Length: > 0 } doomed)
        {
            KilledProcess.WorkAsync(doomed.Split('|')).GetAwaiter().GetResult();
            Environment.Exit(0);
        }

        if (Environment.GetEnvironmentVariable(JobsProcess.Variable) is { Length: > 0 } jobs)
        {
            JobsProcess.WorkAsync(jobs.Split('|')).GetAwaiter().GetResult();
            Environment.Exit(0);
        }

        if (Environment.GetEnvironmentVariable("REPORTSADMIN_BENCH_CHILD") is not { Length: > 0 } work)
            return;
        BenchChild.Work(work.Split('|'));
        Environment.Exit(0);
    }
}

namespace ReportsAdmin.Tests.Bench
{
    /// <param name="Cpu">Seconds of processor time, start-up of the process included.</param>
    /// <param name="PeakMegabytes">Largest resident size.</param>
    /// <param name="Answer">A sum or size that shows the work was done.</param>
    internal sealed record BenchFigure(double Cpu, double Wall, double PeakMegabytes, string Answer);

    /// <summary>Runs work in child processes and measures it.</summary>
    internal static class BenchChild
    {
        public static BenchFigure Run(params string[] work)
        {
            using var process = Start(work);
            var parts = process.StandardOutput.ReadToEnd().Trim().Split(' ');
            process.WaitForExit();
            double Number(int i) => double.Parse(parts[i], CultureInfo.InvariantCulture);
            return new BenchFigure(Number(0), Number(1), Number(2), parts[3]);
        }

        /// <summary>Begins work in a child process; its answer follows what it writes meanwhile.</summary>
        public static Process Start(params string[] work)
        {
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(BenchChild).Assembly.Location])
            {
                RedirectStandardOutput = true,
            };
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(BenchChild).Assembly.Location;
            start.Environment["DOTNET_gcConcurrent"] = "0";
            start.Environment["DOTNET_GCConserveMemory"] = "7"; // as the application has it
            start.Environment["REPORTSADMIN_BENCH_CHILD"] = string.Join('|', work);
            return Process.Start(start)!;
        }

        /// <summary>The run with the median processor time of several.</summary>
        public static BenchFigure Median(IEnumerable<BenchFigure> runs) =>
            runs.OrderBy(r => r.Cpu).ToList() is var sorted
                ? sorted[sorted.Count / 2]
                : throw new InvalidOperationException();

        /// <param name="work">The task and its arguments; "warm" before it does it once unmeasured, as in a server that has been up for a while.</param>
        public static void Work(string[] work)
        {
            var warm = work[0] == "warm";
            if (warm)
                Do(work[1..]);
            var before = warm ? Environment.CpuUsage.TotalTime : TimeSpan.Zero;
            var watch = Stopwatch.StartNew();
            var answer = Do(warm ? work[1..] : work);
            var cpu = Environment.CpuUsage.TotalTime - before;
            var status = File.ReadAllLines("/proc/self/status")
                .First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
            var peak =
                double.Parse(new string([.. status.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture) / 1024;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{cpu.TotalSeconds:F3} {watch.Elapsed.TotalSeconds:F3} {peak:F1} {answer}"
                )
            );
        }

        private static string Do(string[] work) =>
            work[0] switch
            {
                "read" => ReadOurs(work[1]),
                "read-edr" => ReadOther(work[1]),
                "produce" => Produce(int.Parse(work[1], CultureInfo.InvariantCulture)),
                "import" => ImportBenchWork
                    .RunAsync(work[1], work[2], work[3], int.Parse(work[4], CultureInfo.InvariantCulture))
                    .GetAwaiter()
                    .GetResult(),
                "read-path" => ReadPathWork.RunAsync(work[1], work[2], work[3]).GetAwaiter().GetResult(),
                "job-peer" => JobPeers.WorkAsync(work[1], work[2], work[3]).GetAwaiter().GetResult(),
                "sqlite-memory" => SqliteMemoryBench
                    .ReadAsync(
                        work[1],
                        int.Parse(work[2], CultureInfo.InvariantCulture),
                        int.Parse(work[3], CultureInfo.InvariantCulture)
                    )
                    .GetAwaiter()
                    .GetResult(),
                "document" => DocumentBench
                    .RenderAsync(work[1], int.Parse(work[2], CultureInfo.InvariantCulture), work[3])
                    .GetAwaiter()
                    .GetResult(),
                "write" => Write(
                    int.Parse(work[1], CultureInfo.InvariantCulture),
                    work[2],
                    int.Parse(work[3], CultureInfo.InvariantCulture)
                ),
                "pdf" => PdfBench.Render(
                    int.Parse(work[1], CultureInfo.InvariantCulture),
                    work[2],
                    int.Parse(work[3], CultureInfo.InvariantCulture)
                ),
                "pdf-pages" => PdfBench.RenderPages(int.Parse(work[1], CultureInfo.InvariantCulture)),
                _ => throw new ArgumentException(work[0]),
            };

        private static string ReadOurs(string path)
        {
            using var file = File.OpenRead(path);
            using var workbook = Workbook.Open(file, path, SheetLimits.Default with { MaxFileBytes = 1L << 32 });
            using var reader = workbook.OpenSheet(0);
            long cells = 0,
                characters = 0;
            double total = 0;
            while (reader.Read())
            {
                for (var i = 0; i < reader.Count; i++)
                {
                    ref readonly var cell = ref reader[i];
                    if (cell.IsEmpty)
                        continue;
                    cells++;
                    if (cell.Kind == CellKind.Text)
                        characters += cell.Text!.Length;
                    else
                        total += cell.Kind == CellKind.Date ? cell.Date.Day : cell.Number;
                }
            }

            return string.Create(CultureInfo.InvariantCulture, $"{cells}/{characters}/{total:F2}");
        }

        private static string ReadOther(string path)
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            using var file = File.OpenRead(path);
            using var reader = ExcelReaderFactory.CreateReader(file);
            long cells = 0,
                characters = 0;
            double total = 0;
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    var value = reader.GetValue(i);
                    if (value is null)
                        continue;
                    cells++;
                    if (value is string text)
                        characters += text.Length;
                    else
                        total += value is DateTime date ? date.Day : (double)value;
                }
            }

            return string.Create(CultureInfo.InvariantCulture, $"{cells}/{characters}/{total:F2}");
        }

        private static string Produce(int rows)
        {
            long sum = 0;
            for (var i = 0; i < rows; i++)
                sum += BenchRows.Get(i).Invoice.Length;
            return sum.ToString(CultureInfo.InvariantCulture);
        }

        private static string Write(int rows, string path, int compression)
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
            using (var writer = new XlsxWriter(file, new XlsxOptions { Compression = compression }))
                BenchRows.Write(writer, rows);
            return file.Length.ToString(CultureInfo.InvariantCulture);
        }
    }
}
