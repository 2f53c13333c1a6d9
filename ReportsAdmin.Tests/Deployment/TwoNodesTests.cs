using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Npgsql;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Deployment;

/// <summary>Two nodes behind the proxy, and one of them is killed with SIGKILL while it runs a job and shows a page.</summary>
[Collection(S3Collection.Name)]
public sealed class TwoNodesTests(SwiftServer files, ITestOutputHelper output)
{
    private const string Jobs = "/api/v2/reports/jobs";
    private const string Page = "/jobs?status=running&search=Killed";

    private static readonly TimeSpan ComesBack = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task The_job_of_a_killed_node_goes_on_at_the_other_and_so_does_its_open_page()
    {
        await using var nodes = await TwoNodes.StartAsync(files);
        using var client = nodes.Client();
        await TestApp.SignInAsync(client, TestApp.Admin);

        // A report cannot read the invoices for as long as this test holds them, so its job runs for as long.
        await using var hold = new NpgsqlConnection(nodes.Database.ConnectionString);
        await hold.OpenAsync();
        await using var transaction = await hold.BeginTransactionAsync();
        await ExecuteAsync(hold, "LOCK TABLE invoices, balances IN ACCESS EXCLUSIVE MODE");
        var id = await CreateReportAsync(client);
        var (first, _) = await RunsAtAsync(nodes, other: null);
        var other = nodes.Nodes.Single(n => n != first);
        var page = await OpenPageAsync(nodes, first);
        await page.EvaluateAsync("window.before = true");

        await first.KillAsync();
        var watch = Stopwatch.StartNew();
        var (second, attempt) = await RunsAtAsync(nodes, other: first);
        var took = watch.Elapsed;
        output.WriteLine($"The job ran at the other node after {took.TotalSeconds:0.0} s.");
        Assert.Same(other, second);
        Assert.Equal(2, attempt);
        Assert.True(took < ComesBack, $"It took {took}.");

        await page.WaitForFunctionAsync("!window.before", null, new() { Timeout = 60_000 });
        await Browser.LiveAsync(page);
        output.WriteLine($"The page was live again after {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.Equal(nodes.Address + Page, page.Url);
        Assert.Equal(TwoNodes.CookieOf(other), await CookieAsync(page, nodes.Address));
        await Assertions.Expect(page.GetByText("Killed").First).ToBeVisibleAsync();

        await transaction.RollbackAsync();
        await Until.TrueAsync(async () => await StatusAsync(client, id) == "completed", "the report is made", 60);
        Assert.NotEmpty(await client.GetByteArrayAsync($"{Jobs}/{id}/download"));

        // The node comes back, reads what the other wrote, and nobody had to sign in again.
        first.Start();
        await nodes.ReadyAsync(first);
        using var direct = new HttpRequestMessage(HttpMethod.Get, $"http://{first.Address}{Jobs}/{id}/download");
        direct.Headers.Authorization = client.DefaultRequestHeaders.Authorization;
        using var plain = new HttpClient();
        using var download = await plain.SendAsync(direct);
        Assert.True(download.IsSuccessStatusCode, $"{download.StatusCode}");
        await page.Context.CloseAsync();

        // Secrets came from files and are in no log.
        foreach (var node in nodes.Nodes)
        {
            Assert.DoesNotContain(SwiftServer.SecretKey, node.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("password-of-the-keys", node.Said, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(node.Folder, "data", "files")));
        }
    }

    /// <summary>Waits until the report runs at a node; with <paramref name="other"/>, at another than that.</summary>
    private static async Task<(NodeProcess Node, int Attempt)> RunsAtAsync(TwoNodes nodes, NodeProcess? other)
    {
        (NodeProcess? Node, int Attempt) found = default;
        await Until.TrueAsync(
            async () =>
            {
                await using var db = nodes.Db();
                var job = await db.Set<Job>()
                    .Where(j => j.Title == "Killed" && j.State == JobState.Running)
                    .Select(j => new { j.Worker, j.Attempt })
                    .SingleOrDefaultAsync();
                var node = nodes.Nodes.FirstOrDefault(n =>
                    job?.Worker?.Contains(
                        string.Create(CultureInfo.InvariantCulture, $":{n.Id}:"),
                        StringComparison.Ordinal
                    ) == true
                );
                if (node is null || node == other)
                    return false;
                found = (node, job!.Attempt);
                return true;
            },
            "the report runs",
            seconds: 40
        );
        return (found.Node!, found.Attempt);
    }

    /// <summary>A page of the node, by the proxy's cookie.</summary>
    private static async Task<IPage> OpenPageAsync(TwoNodes nodes, NodeProcess node)
    {
        var page = await Browser.OpenAtAsync(nodes.Address, anyCertificate: true);
        page.SetDefaultTimeout(60_000);
        await page.Context.AddCookiesAsync([
            new()
            {
                Name = "ra-node",
                Value = TwoNodes.CookieOf(node),
                Url = nodes.Address,
            },
        ]);
        await page.GotoAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(Page));
        await page.FillAsync("input[type=email]", TestApp.Admin);
        await page.FillAsync("input[type=password]", AccessDemo.Password);
        await page.ClickAsync("button[type=submit]");
        await Browser.LiveAsync(page);
        Assert.Equal(TwoNodes.CookieOf(node), await CookieAsync(page, nodes.Address));
        return page;
    }

    private static async Task<string> CookieAsync(IPage page, string address) =>
        (await page.Context.CookiesAsync([address])).Single(c => c.Name == "ra-node").Value;

    private static async Task<string> CreateReportAsync(HttpClient client)
    {
        using var created = await client.PostAsJsonAsync(
            Jobs,
            new
            {
                reportType = "outstanding-ageing",
                name = "Killed",
                output = new { format = "csv" },
            }
        );
        created.EnsureSuccessStatusCode();
        var answer = await created.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("data").GetProperty("id").GetString()!;
    }

    private static async Task<string?> StatusAsync(HttpClient client, string id) =>
        (await client.GetFromJsonAsync<JsonElement>($"{Jobs}/{id}"))
            .GetProperty("data")
            .GetProperty("status")
            .GetString();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
