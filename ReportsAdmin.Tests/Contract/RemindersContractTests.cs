using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.Answers;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The API of reminders: simulated, sent, logged, bounced, and who may do what.</summary>
public sealed class RemindersContractTests : IAsyncLifetime
{
    private const string Root = "/api/v2/receivables/reminders";

    private readonly SmtpSink sink = new();
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        foreach (var (key, value) in sink.Settings)
            app.With(key, value);
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI/1|2025-03-20|200000|150000.25",
                "C-2|Mumbai Works|Mumbai|SI/2|2025-03-20|1000|1000",
                "C-3|Konkan Builders|Goa|K-1|2025-03-20|1000|1000.50"
            ),
            MonthBack(1)
        );
        await SwitchAsync(on: true);
        foreach (var code in (string[])["C-1", "C-3"])
            await Customers.EmailAsync(CurrentUser.System, await KeyAsync(code), $"{code}@example.com", null, default);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sink.DisposeAsync();
    }

    private CustomerCommands Customers => app.Services.GetRequiredService<CustomerCommands>();

    [Fact]
    public async Task What_is_simulated_is_sent_logged_and_bounces()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var simulation = (await JsonAsync(await manager.GetAsync($"{Root}/simulation?verdict=due"))).GetProperty(
            "data"
        );
        var parts = simulation.GetProperty("outstanding");
        Assert.Equal(152000.75m, parts.GetProperty("total").GetDecimal());
        Assert.Equal(
            parts.GetProperty("total").GetDecimal(),
            parts.EnumerateObject().Where(p => p.Name != "total").Sum(p => p.Value.GetDecimal())
        );
        Assert.Equal(
            ["C-1", "C-3"],
            simulation.GetProperty("customers").EnumerateArray().Select(c => c.GetProperty("code").GetString())
        );
        var token = simulation.GetProperty("token").GetString();

        var one = simulation.GetProperty("customers")[0].GetProperty("customerId").GetString();
        var started = await PostAsync(manager, "runs", $$"""{"token":"{{token}}","customers":["{{one}}"]}""");
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        var run = (await JsonAsync(started)).GetProperty("data").GetProperty("id").GetString();
        var mail = Assert.Single(await sink.WaitAsync());
        Assert.Equal("C-1@example.com", mail.To.Mailboxes.Single().Address);
        await RefusedAsync(
            await PostAsync(manager, "runs", $$"""{"token":"{{token}}"}"""),
            HttpStatusCode.Conflict,
            "CONFLICT"
        );

        await Until.TrueAsync(async () => await StateAsync(manager, run!) == "sent", "the mail is sent");
        using var admin = await app.AsAsync(TestApp.Admin);
        var bounced = await PostAsync(
            admin,
            "bounces",
            $$"""{"messageId":"{{mail.MessageId}}","reason":"550 unknown"}"""
        );
        Assert.Equal(1, (await JsonAsync(bounced)).GetProperty("data").GetProperty("reminders").GetInt32());
        Assert.Equal("bounced", await StateAsync(manager, run!));
        await RefusedAsync(
            await PostAsync(admin, "bounces", """{"messageId":"nobody@example.com"}"""),
            HttpStatusCode.NotFound,
            "RESOURCE_NOT_FOUND"
        );
        var log = (await JsonAsync(await manager.GetAsync($"{Root}/customers/C-1"))).GetProperty("data");
        Assert.Equal(run, log[0].GetProperty("runId").GetString());
    }

    [Fact]
    public async Task A_step_that_asks_for_a_call_tells_the_engineer_once_and_mails_nobody()
    {
        var ladder = await app.Services.GetRequiredService<LadderQueries>().ReadAsync(CurrentUser.System, default);
        await app
            .Services.GetRequiredService<LadderCommands>()
            .SaveAsync(
                CurrentUser.System,
                ladder.Ladder with
                {
                    Steps = [new(3, ReminderAction.Call)],
                },
                ladder.Version,
                default
            );
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var engineer = (await db.Set<User>().SingleAsync(u => u.Email == TestApp.Engineer)).Id;
        await db.Set<Customer>()
            .Where(c => c.Code == "C-1")
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, engineer));
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var simulation = (await JsonAsync(await manager.GetAsync($"{Root}/simulation?verdict=due"))).GetProperty(
            "data"
        );
        var token = simulation.GetProperty("token").GetString();
        Assert.Equal("call", simulation.GetProperty("customers")[0].GetProperty("action").GetString());
        Assert.Equal(1, simulation.GetProperty("customers").GetArrayLength());
        await JsonAsync(await PostAsync(manager, "runs", $$"""{"token":"{{token}}"}"""));
        await Until.TrueAsync(
            () => db.Set<Notification>().AnyAsync(n => n.UserId == engineer && n.Kind == "receivables.reminder-call"),
            "the engineer is told"
        );
        Assert.Equal(0, sink.Tries);
    }

    [Theory]
    [InlineData("simulation?day=tomorrow", "day")]
    [InlineData("simulation?day=2020-01-01", "day")]
    [InlineData("simulation?verdict=angry", "verdict")]
    [InlineData("simulation?engineer=me", "engineer")]
    public async Task What_cannot_be_simulated_is_refused_by_field(string path, string field)
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        await RefusesFieldAsync(await manager.GetAsync($"{Root}/{path}"), field);
    }

    [Theory]
    [InlineData("runs", "{}", "token")]
    [InlineData("runs", """{"token":"x","customers":["C-1"]}""", "customers")]
    [InlineData("bounces", "{}", "messageId")]
    [InlineData("bounces", """{"messageId":"a@b","address":"a@b.com"}""", "messageId")]
    [InlineData("bounces", """{"address":"nobody"}""", "address")]
    public async Task What_cannot_be_posted_is_refused_by_field(string path, string body, string field)
    {
        using var admin = await app.AsAsync(TestApp.Admin);
        await RefusesFieldAsync(await PostAsync(admin, path, body), field);
    }

    [Theory]
    [InlineData(TestApp.Engineer, "GET", "simulation", HttpStatusCode.Forbidden)]
    [InlineData(TestApp.Engineer, "GET", "ladder", HttpStatusCode.Forbidden)]
    [InlineData(TestApp.Engineer, "GET", "runs", HttpStatusCode.Forbidden)]
    [InlineData(TestApp.Engineer, "POST", "runs", HttpStatusCode.Forbidden)]
    [InlineData(TestApp.Engineer, "GET", "customers/C-1", HttpStatusCode.OK)]
    [InlineData(TestApp.Engineer, "GET", "customers/C-3", HttpStatusCode.NotFound)]
    [InlineData(TestApp.Manager, "GET", "simulation", HttpStatusCode.OK)]
    [InlineData(TestApp.Manager, "POST", "bounces", HttpStatusCode.Forbidden)]
    [InlineData(TestApp.CountryManager, "POST", "bounces", HttpStatusCode.Forbidden)]
    [InlineData(TestApp.Admin, "GET", "ladder", HttpStatusCode.OK)]
    public async Task Who_may_do_what(string email, string method, string path, HttpStatusCode status)
    {
        using var client = await app.AsAsync(email);
        var answer = method == "GET" ? await client.GetAsync($"{Root}/{path}") : await PostAsync(client, path, "{}");
        Assert.Equal(status, answer.StatusCode);
    }

    private async Task<string?> StateAsync(HttpClient client, string run)
    {
        var rows = (await JsonAsync(await client.GetAsync($"{Root}/runs/{run}"))).GetProperty("data");
        var mails = rows[0].GetProperty("mails");
        return mails.GetArrayLength() == 0 ? null : mails[0].GetProperty("state").GetString();
    }

    private async Task SwitchAsync(bool on)
    {
        var ladder = await app.Services.GetRequiredService<LadderQueries>().ReadAsync(CurrentUser.System, default);
        await app
            .Services.GetRequiredService<LadderCommands>()
            .SaveAsync(CurrentUser.System, ladder.Ladder with { IsOn = on }, ladder.Version, default);
    }

    private Task<int> KeyAsync(string code) => Customers.ResolveAsync(CurrentUser.System, code, default);

    private string MonthBack(int months) =>
        Period.Of(app.Services.GetRequiredService<BusinessClock>().Today).AddMonths(-months).ToString();

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body) =>
        client.PostAsync($"{Root}/{path}", new StringContent(body, Encoding.UTF8, "application/json"));
}
