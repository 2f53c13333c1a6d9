using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Tests.Deployment;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// A working day at once: open pages that go from one to the next, clients of the API that read and write, and reports that are made, for two
/// minutes, on one node with SQLite and on two with PostgreSQL, Redis and the proxy. Whoever makes the load runs on the same machine, so its
/// processor time is said too. <c>REPORTSADMIN_BENCH_LOAD=circuits,requests a second,seconds</c> for another load.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class LoadBench(ITestOutputHelper test)
{
    private const int Customers = 5_000;
    private const int Invoices = 20_000;

    private static readonly TimeSpan Thinks = TimeSpan.FromSeconds(10);

    private static readonly string[] Pages =
    [
        "/",
        "/customers",
        "/customers?region=pune",
        "/customers?page=3",
        "/invoices",
        "/movement",
        "/collections",
        "/reports",
        "/jobs",
        "/uploads",
        "/upload-calendar",
    ];

    private static readonly string[] Reads =
    [
        "/api/dashboard",
        "/api/dashboard?region=Pune",
        "/api/reports/customers?page=1&limit=50",
        "/api/reports/customers?page=7&limit=50",
        "/api/reports/distributors",
        "/api/dashboard/metrics",
        "/api/v2/reports/jobs",
        "/api/v2/lookups",
        "/api/users",
        "/api/health/workers",
        "/api/health",
    ];

    private readonly BenchOutput output = new(test);

    [Theory, EachDatabase]
    public async Task A_working_day_at_once(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        var asked = (Environment.GetEnvironmentVariable("REPORTSADMIN_BENCH_LOAD") ?? "200,500,120")
            .Split(',')
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture))
            .ToList();
        await using var files = new SwiftServer();
        if (provider == TestProvider.Postgres)
            await files.InitializeAsync();
        await using var nodes = provider == TestProvider.Postgres ? await TwoNodes.StartAsync(files, Unlimited) : null;
        await using var node = provider == TestProvider.Sqlite ? await OneNode.StartAsync(Unlimited) : null;
        var address = new Uri(nodes?.Address ?? node!.Address);
        var processes = nodes?.Nodes.Select(n => n.Id).ToList() ?? [node!.Id];
        using var client = Client(address);
        await TestApp.SignInAsync(client, TestApp.Admin);
        await UploadAsync(client);

        var before = processes.Select(Memory).ToList();
        var circuits = await CircuitsAsync(address, asked[0]);
        var opened = processes.Select(Memory).ToList();
        var load = new Load(client, asked[1], TimeSpan.FromSeconds(asked[2]));
        var ownCpu = Environment.CpuUsage.TotalTime;
        var cpu = processes.Sum(Cpu);
        var watch = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var walks = circuits.Select((c, i) => WalkAsync(c, i, load.Navigations, stop.Token)).ToList();
        var memory = WatchAsync(processes, stop.Token);
        await load.RunAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        cpu = processes.Sum(Cpu) - cpu;
        ownCpu = Environment.CpuUsage.TotalTime - ownCpu;
        await stop.CancelAsync();
        await Task.WhenAll(walks);
        var resident = await memory;
        var lost = circuits.Count(c => c.Fault is not null);
        foreach (var circuit in circuits)
            await circuit.DisposeAsync();

        var name = provider == TestProvider.Sqlite ? "one node, SQLite" : "two nodes, PostgreSQL, Redis, proxy";
        output.WriteLine(
            $"{name}: {asked[0]} open pages, {load.Done} requests in {seconds:0} s = {load.Done / seconds:0} a second, {load.Failed} failed; {lost} pages lost"
        );
        output.WriteLine($"  requests, ms: {Percentiles(load.Requests)}");
        output.WriteLine($"  p50 of each sixth of the time, ms: {load.OverTime()}");
        output.WriteLine($"  each from when it was sent, p50 in ms: {load.ByRequest()}");
        output.WriteLine(
            $"  page to first change, ms ({load.Navigations.Count} times): {Percentiles(load.Navigations)}"
        );
        output.WriteLine(
            $"  memory of the nodes, MB: {Sum(before)} before, {Sum(opened)} with the pages open, {Middle(resident, 0.25)} after a quarter, {Middle(resident, 0.6)} after six tenths, {resident[^1]} at the end, {resident.Max()} at most"
        );
        output.WriteLine(
            $"  processor: nodes {cpu / seconds:0.00}, this bench {ownCpu.TotalSeconds / seconds:0.00} of {Environment.ProcessorCount}"
        );
        foreach (
            var fault in load
                .Faults.Concat(circuits.Select(c => c.Fault).OfType<string>().Where(f => f != "left"))
                .Distinct()
                .Take(5)
        )
            output.WriteLine($"  {fault}");
        Assert.Equal(0, load.Failed);
        Assert.Equal(0, lost);
    }

    private static void Unlimited(IDictionary<string, string> settings)
    {
        foreach (var limit in new[] { "Login", "Tracker", "Reports", "Export", "Dashboard", "V2", "Public" })
            settings["RateLimits__" + limit] = "10000000";
        settings["Circuits__MaxPerPerson"] = "1000";
    }

    private static HttpClient Client(Uri address) =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
                UseCookies = false,
                // As many as a proxy keeps open to a node: what is not answered in time waits here, and its time counts.
                MaxConnectionsPerServer = 256,
                AutomaticDecompression = DecompressionMethods.None,
            }
        )
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };

    private static async Task UploadAsync(HttpClient client)
    {
        const string header =
            "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";
        var lines = Enumerable
            .Range(1, Invoices)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"C-{i % Customers:00000}|Customer {i % Customers:00000}|{(i % Customers % 2 == 0 ? "Pune" : "Goa")}|S-{i}|2026-{1 + i % 9:00}-{1 + i % 27:00}|{1000 + i}|{500 + i * 31 % 90_000}"
                )
            );
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Sheet.Of([header, .. lines])), "file", "outstanding.xlsx" },
            { new StringContent("Oct-26"), "month" },
            { new StringContent("2026-2027"), "financialYear" },
            { new StringContent("Batching Plant"), "department" },
        };
        using var answer = await client.PostAsync("/api/upload", form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<List<CircuitClient>> CircuitsAsync(Uri address, int count)
    {
        var session = new CookieContainer();
        using (
            var handler = new HttpClientHandler
            {
                CookieContainer = session,
                ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
            }
        )
        using (var client = new HttpClient(handler) { BaseAddress = address })
        {
            var form = await client.GetStringAsync("/sign-in");
            using var answer = await client.PostAsync(
                "/sign-in",
                HtmlForm.Fields(
                    form,
                    ("_handler", "sign-in"),
                    ("Input.Email", TestApp.Admin),
                    ("Input.Password", AccessDemo.Password)
                )
            );
            answer.EnsureSuccessStatusCode();
        }

        var circuits = new List<CircuitClient>();
        for (var i = 0; i < count; i++)
        {
            // Each is a browser of its own to the proxy, so it gets a node of its own.
            var own = new CookieContainer();
            foreach (Cookie cookie in session.GetCookies(address))
            {
                if (cookie.Name != "ra-node")
                    own.Add(cookie);
            }

            circuits.Add(await CircuitClient.OpenAsync(address, own, Pages[i % Pages.Length]));
        }

        return circuits;
    }

    private static async Task WalkAsync(CircuitClient circuit, int number, Times times, CancellationToken stop)
    {
        var random = new Random(number);
        try
        {
            await Task.Delay(Thinks * random.NextDouble(), stop);
            for (var i = number + 1; ; i++)
            {
                times.Add(await circuit.GoAsync(Pages[i % Pages.Length]));
                await Task.Delay(Thinks * (0.5 + random.NextDouble()), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The two minutes are over.
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            circuit.Fail(e.Message);
        }
    }

    private static async Task<List<long>> WatchAsync(IReadOnlyList<int> processes, CancellationToken stop)
    {
        var seen = new List<long>();
        while (!stop.IsCancellationRequested)
        {
            seen.Add(processes.Sum(Memory));
            await Task.Delay(1000, CancellationToken.None);
        }

        return seen;
    }

    private static long Memory(int process) =>
        long.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(l => l.StartsWith("VmRSS", StringComparison.Ordinal))
                .Where(char.IsAsciiDigit)
                .ToArray(),
            CultureInfo.InvariantCulture
        ) / 1024;

    private static double Cpu(int process)
    {
        using var one = Process.GetProcessById(process);
        return one.TotalProcessorTime.TotalSeconds;
    }

    private static long Sum(IEnumerable<long> megabytes) => megabytes.Sum();

    private static long Middle(IReadOnlyList<long> megabytes, double at) =>
        megabytes[(int)(at * (megabytes.Count - 1))];

    private static string Percentiles(Times times)
    {
        if (times.Count == 0)
            return "none";
        var sorted = times.Sorted();
        string At(double share) =>
            sorted[(int)(share * (sorted.Count - 1))].ToString("0", CultureInfo.InvariantCulture);
        return $"p50 {At(0.5)}, p95 {At(0.95)}, p99 {At(0.99)}, max {At(1)}";
    }

    /// <summary>Milliseconds, from many threads.</summary>
    private sealed class Times
    {
        private readonly List<double> all = [];

        public int Count
        {
            get
            {
                lock (all)
                    return all.Count;
            }
        }

        public void Add(TimeSpan time)
        {
            lock (all)
                all.Add(time.TotalMilliseconds);
        }

        public List<double> Sorted()
        {
            lock (all)
                return [.. all.Order()];
        }
    }

    /// <summary>Requests at a steady rate, whether the answers come or not: a time counts from when the request was due.</summary>
    private sealed class Load(HttpClient client, int rate, TimeSpan length)
    {
        private readonly ConcurrentDictionary<string, Times> each = new(StringComparer.Ordinal);
        private readonly Times[] overTime = [.. Enumerable.Range(0, 6).Select(_ => new Times())];
        private int done;
        private int failed;

        public Times Requests { get; } = new();

        public Times Navigations { get; } = new();

        public int Done => done;

        public int Failed => failed;

        public HashSet<string> Faults { get; } = [];

        /// <summary>The middle time of each kind, the slowest first.</summary>
        public string ByRequest() =>
            string.Join(
                ", ",
                each.Select(e => (e.Key, Middle: e.Value.Sorted()[e.Value.Count / 2]))
                    .OrderByDescending(e => e.Middle)
                    .Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key} {e.Middle:0.0}"))
            );

        /// <summary>The middle time of the requests that were due in each sixth of the time.</summary>
        public string OverTime() =>
            string.Join(
                ", ",
                overTime.Select(t =>
                    t.Count == 0 ? "-" : t.Sorted()[t.Count / 2].ToString("0", CultureInfo.InvariantCulture)
                )
            );

        public async Task RunAsync()
        {
            var watch = Stopwatch.StartNew();
            var open = new List<Task>();
            for (var sent = 0; watch.Elapsed < length; )
            {
                var due = (int)(watch.Elapsed.TotalSeconds * rate);
                for (; sent < due; sent++)
                    open.Add(OneAsync(sent, watch, TimeSpan.FromSeconds((double)sent / rate)));
                if (open.Count > 10_000)
                    open.RemoveAll(t => t.IsCompletedSuccessfully);
                await Task.Delay(2);
            }

            await Task.WhenAll(open);
        }

        // Of a hundred requests, one writes a note; every two thousandth makes a report.
        private async Task OneAsync(int number, Stopwatch watch, TimeSpan due)
        {
            await Task.Yield();
            var sent = watch.Elapsed;
            var what =
                number % 2000 == 1999 ? "report"
                : number % 100 == 0 ? "note"
                : Reads[number % Reads.Length];
            try
            {
                using var answer =
                    what == "report"
                        ? await client.PostAsJsonAsync(
                            "/api/v2/reports/jobs",
                            new
                            {
                                reportType = "outstanding-ageing",
                                name = "Load",
                                output = new { format = "pdf" },
                            }
                        )
                    : what == "note"
                        ? await client.PutAsJsonAsync(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"/api/customers/C-{number * 7 % Customers:00000}/notes"
                            ),
                            new { newNotes = string.Create(CultureInfo.InvariantCulture, $"Note {number}") }
                        )
                    : await client.GetAsync(what);
                await answer.Content.LoadIntoBufferAsync();
                if (!answer.IsSuccessStatusCode)
                    Fail(
                        $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.PathAndQuery}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
                    );
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                Fail(e.Message);
            }

            Requests.Add(watch.Elapsed - due);
            overTime[Math.Min(5, (int)(due / length * 6))].Add(watch.Elapsed - due);
            each.GetOrAdd(what, _ => new Times()).Add(watch.Elapsed - sent);
            Interlocked.Increment(ref done);
        }

        private void Fail(string what)
        {
            Interlocked.Increment(ref failed);
            lock (Faults)
                Faults.Add(what.Length > 300 ? what[..300] : what);
        }
    }

    /// <summary>The application in a process of its own on SQLite.</summary>
    private sealed class OneNode : IAsyncDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-load-").FullName;
        private readonly int port = FreePort.Next();
        private Process? process;

        public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

        public int Id => process!.Id;

        public static async Task<OneNode> StartAsync(Action<IDictionary<string, string>> set)
        {
            var node = new OneNode();
            var path = Path.Combine(node.folder, "reportsadmin.db");
            await TestDatabase.CopyTemplateAsync(path);
            await TwoNodes.SeedAsync(TestDatabase.At(path));
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location])
            {
                WorkingDirectory = Path.GetDirectoryName(typeof(Program).Assembly.Location)!,
            };
            var settings = new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = node.Address,
                ["AllowedHosts"] = "127.0.0.1",
                ["Storage__Root"] = node.folder,
                ["Logging__LogLevel__Default"] = "Warning",
            };
            set(settings);
            foreach (var (name, value) in settings)
                start.Environment[name] = value;
            node.process = Process.Start(start)!;
            using var client = new HttpClient { BaseAddress = new Uri(node.Address) };
            await TwoNodes.ReadyAsync(client, "the node is ready", seconds: 120);
            return node;
        }

        public async ValueTask DisposeAsync()
        {
            process!.Kill();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }
}
