using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.Answers;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The API of collections: its shape, its refusals, and who may do what.</summary>
public sealed class CollectionsContractTests : IAsyncLifetime
{
    private const string Root = "/api/v2/collections";
    private const string Called = """{"outcome":"called"}""";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI/1|2025-03-20|200000|150000.25",
                "C-2|Mumbai Works|Mumbai|SI/2|2025-03-20|1000|1000",
                "C-3|Konkan Builders|Goa|K-1|2025-03-20|1000|1000.50"
            ),
            "Oct-26"
        );
        await AssignAsync("C-1");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_worklist_ranks_explains_and_leaves_who_was_called_for_tomorrow()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var list = await JsonAsync(await manager.GetAsync($"{Root}/worklist?limit=2"));
        Assert.Equal(3, list.GetProperty("pagination").GetProperty("total").GetInt32());
        var first = list.GetProperty("data")[0];
        Assert.Equal("C-1", first.GetProperty("code").GetString());
        Assert.Equal(150000.25m, first.GetProperty("atRisk").GetDecimal());
        Assert.Equal(
            first.GetProperty("score").GetInt32(),
            first.GetProperty("reasons").EnumerateArray().Sum(r => r.GetProperty("points").GetInt32())
        );
        Assert.Contains(first.GetProperty("reasons").EnumerateArray(), r =>
            r.GetProperty("text").GetString() == "₹1.50 L at risk"
        );

        Assert.Equal(HttpStatusCode.Created, (await PostAsync(manager, "C-1", Called)).StatusCode);
        Assert.Equal(2, await TotalAsync(manager, ""));
        Assert.Equal(1, await TotalAsync(manager, "?part=waiting"));
        Assert.Equal(3, await TotalAsync(manager, "?part=all"));
        Assert.Equal(1, await TotalAsync(manager, "?part=all&region=Goa"));
        Assert.Equal(2, await TotalAsync(manager, "?part=all&engineer=none"));
    }

    [Fact]
    public async Task A_promise_is_logged_listed_and_taken_back()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var day = DateTime.UtcNow.AddDays(5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var body = $$$"""{"outcome":"promised","note":"Accounts","promise":{"amount":500.50,"dueOn":"{{{day}}}"}}""";
        var logged = (await JsonAsync(await PostAsync(manager, "C-2", body))).GetProperty("data");
        var promise = logged.GetProperty("promiseId").GetString();

        var second = await PostAsync(manager, "C-2", body);
        await RefusedAsync(second, HttpStatusCode.Conflict, "CONFLICT");

        var listed = (await JsonAsync(await manager.GetAsync($"{Root}/promises?customer=C-2&status=open"))).GetProperty(
            "data"
        );
        var row = listed.GetProperty("promises")[0];
        Assert.Equal(promise, row.GetProperty("id").GetString());
        Assert.Equal((500.50m, day), (row.GetProperty("amount").GetDecimal(), row.GetProperty("dueOn").GetString()));
        Assert.Equal(1, listed.GetProperty("rate").GetProperty("open").GetInt32());

        var entry = logged.GetProperty("id").GetString();
        await JsonAsync(await PostAsync(manager, $"{Root}/contacts/{entry}/correct", "{}", whole: true));
        await RefusedAsync(
            await PostAsync(manager, $"{Root}/contacts/{entry}/correct", "{}", whole: true),
            HttpStatusCode.Conflict,
            "CONFLICT"
        );
        var log = (await JsonAsync(await manager.GetAsync($"{Root}/customers/C-2/contacts"))).GetProperty("data")[0];
        Assert.Equal((entry, true), (log.GetProperty("id").GetString(), log.GetProperty("corrected").GetBoolean()));
        Assert.Equal(
            "withdrawn",
            (await JsonAsync(await manager.GetAsync($"{Root}/promises?customer=C-2")))
                .GetProperty("data")
                .GetProperty("promises")[0]
                .GetProperty("status")
                .GetString()
        );
    }

    [Theory]
    [InlineData("{}", "outcome")]
    [InlineData("""{"outcome":"corrected"}""", "outcome")]
    [InlineData("""{"outcome":"promised"}""", "promise")]
    [InlineData("""{"outcome":"called","promise":{"amount":1,"dueOn":"2099-01-01"}}""", "promise")]
    [InlineData("""{"outcome":"promised","promise":{"amount":0,"dueOn":"2099-01-01"}}""", "promise.amount")]
    [InlineData("""{"outcome":"promised","promise":{"amount":5,"dueOn":"2020-01-01"}}""", "promise.dueOn")]
    [InlineData("""{"outcome":"called","followUpOn":"tomorrow"}""", "followUpOn")]
    [InlineData("""{"outcome":"called","followUpOn":"2020-01-01"}""", "followUpOn")]
    public async Task What_cannot_be_logged_is_refused_by_field(string body, string field)
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        await RefusesFieldAsync(await PostAsync(manager, "C-1", body), field);
    }

    [Theory]
    [InlineData(null, "C-1", HttpStatusCode.Unauthorized, "AUTH_REQUIRED")]
    [InlineData(TestApp.Engineer, "C-1", HttpStatusCode.Created, "")]
    [InlineData(TestApp.Engineer, "C-2", HttpStatusCode.Forbidden, "INSUFFICIENT_PERMISSIONS")]
    [InlineData(TestApp.Engineer, "C-3", HttpStatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    [InlineData(TestApp.Manager, "C-2", HttpStatusCode.Created, "")]
    [InlineData(TestApp.CountryManager, "C-3", HttpStatusCode.Created, "")]
    [InlineData(TestApp.Admin, "C-3", HttpStatusCode.Created, "")]
    [InlineData(TestApp.Admin, "C-99", HttpStatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    public async Task Who_may_log_for_whom(string? email, string customer, HttpStatusCode status, string code)
    {
        using var client = email is null ? app.Anonymous() : await app.AsAsync(email);
        var answer = await PostAsync(client, customer, Called);
        if (code.Length == 0)
            Assert.Equal(status, answer.StatusCode);
        else
            await RefusedAsync(answer, status, code);
    }

    [Fact]
    public async Task An_entry_outside_the_scope_is_not_found_and_nothing_is_read_without_signing_in()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var entry = (await JsonAsync(await PostAsync(manager, "C-3", Called)))
            .GetProperty("data")
            .GetProperty("id")
            .GetString();
        using var engineer = await app.AsAsync(TestApp.Engineer);
        await RefusedAsync(
            await PostAsync(engineer, $"{Root}/contacts/{entry}/correct", "{}", whole: true),
            HttpStatusCode.NotFound,
            "RESOURCE_NOT_FOUND"
        );
        await RefusedAsync(
            await engineer.GetAsync($"{Root}/customers/C-3/contacts"),
            HttpStatusCode.NotFound,
            "RESOURCE_NOT_FOUND"
        );
        Assert.Equal(2, await TotalAsync(engineer, "?part=all"));
        using var stranger = app.Anonymous();
        foreach (var path in (string[])["worklist", "promises", "kpis", "customers/C-1/contacts"])
            await RefusedAsync(await stranger.GetAsync($"{Root}/{path}"), HttpStatusCode.Unauthorized, "AUTH_REQUIRED");
    }

    [Fact]
    public async Task Who_took_a_promise_for_today_and_who_is_responsible_are_reminded_once()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var today = app
            .Services.GetRequiredService<BusinessClock>()
            .Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await JsonAsync(
            await PostAsync(
                manager,
                "C-1",
                $$$"""{"outcome":"promised","promise":{"amount":10,"dueOn":"{{{today}}}"}}"""
            )
        );
        var reminders = app.Services.GetServices<IJobHandler>().OfType<PromiseReminders>().Single();
        await reminders.RemindAsync((_, _) => { }, default);
        await reminders.RemindAsync((_, _) => { }, default);

        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var told = await db.Set<Notification>()
            .Where(n => n.Kind == "receivables.promise-due")
            .Join(
                db.Set<User>(),
                n => n.UserId,
                u => u.Id,
                (n, u) =>
                    new
                    {
                        u.Email,
                        n.Title,
                        n.Message,
                    }
            )
            .OrderBy(n => n.Email)
            .ToListAsync();
        Assert.Equal([TestApp.CountryManager, TestApp.Engineer], told.Select(n => n.Email));
        Assert.All(told, n =>
            Assert.Equal(
                ("Promise due today: Shree Ganesh Constructions", "₹10 was promised by today."),
                (n.Title, n.Message)
            )
        );
    }

    [Theory]
    [InlineData("worklist?part=some", "part")]
    [InlineData("worklist?region=Atlantis", "region")]
    [InlineData("worklist?engineer=me", "engineer")]
    [InlineData("promises?status=late", "status")]
    [InlineData("promises?customer=C-99", "customer")]
    [InlineData("kpis?region=Atlantis", "region")]
    [InlineData("kpis?engineer=me", "engineer")]
    [InlineData("kpis?department=Nowhere", "department")]
    [InlineData("kpis?month=Smarch", "month")]
    public async Task A_filter_that_cannot_be_read_is_refused(string path, string field)
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        await RefusesFieldAsync(await manager.GetAsync($"{Root}/{path}"), field);
    }

    [Fact]
    public async Task Key_figures_come_with_definition_target_and_what_they_are_made_of()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var data = (await JsonAsync(await manager.GetAsync($"{Root}/kpis?month=Oct-26"))).GetProperty("data");
        Assert.Equal("Oct-26", data.GetProperty("month").GetString());
        Assert.False(data.GetProperty("partial").GetBoolean());
        Assert.Equal(152000.75m, data.GetProperty("figures").GetProperty("closing").GetDecimal());
        Assert.Equal(152000.75m, data.GetProperty("figures").GetProperty("overdue").GetDecimal());
        Assert.Equal(
            [
                "dso",
                "effectiveness",
                "overdue",
                "recovery",
                "concentration",
                "promisesKept",
                "disputed",
                "daysToSettle",
            ],
            data.GetProperty("kpis").EnumerateArray().Select(k => k.GetProperty("key").GetString())
        );
        var overdue = Kpi(data, "overdue");
        Assert.Equal(100, overdue.GetProperty("value").GetDecimal());
        Assert.Equal(JsonValueKind.Null, overdue.GetProperty("reason").ValueKind);
        Assert.Equal(
            (30, "lower"),
            (overdue.GetProperty("target").GetInt32(), overdue.GetProperty("better").GetString())
        );
        Assert.False(overdue.GetProperty("met").GetBoolean());
        Assert.Contains("30 days", overdue.GetProperty("definition").GetString(), StringComparison.Ordinal);
        var sales = Kpi(data, "dso");
        Assert.Equal("nothingBefore", sales.GetProperty("reason").GetString());
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null),
            (sales.GetProperty("value").ValueKind, sales.GetProperty("met").ValueKind)
        );
        Assert.Equal("C-1", data.GetProperty("largest")[0].GetProperty("code").GetString());

        var narrowed = (
            await JsonAsync(await manager.GetAsync($"{Root}/kpis?month=Oct-26&region=goa&engineer=none"))
        ).GetProperty("data");
        Assert.Equal(1000.50m, narrowed.GetProperty("figures").GetProperty("closing").GetDecimal());

        var early = (await JsonAsync(await manager.GetAsync($"{Root}/kpis?month=Jan-1990"))).GetProperty("data");
        Assert.Equal(JsonValueKind.Null, early.GetProperty("figures").ValueKind);
        Assert.Equal("nothingUploaded", Kpi(early, "dso").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Key_figures_are_of_the_scope()
    {
        using var engineer = await app.AsAsync(TestApp.Engineer);
        var data = (await JsonAsync(await engineer.GetAsync($"{Root}/kpis?month=Oct-26"))).GetProperty("data");
        Assert.Equal(151000.25m, data.GetProperty("figures").GetProperty("closing").GetDecimal());
        Assert.DoesNotContain(data.GetProperty("largest").EnumerateArray(), r =>
            r.GetProperty("code").GetString() == "C-3"
        );
        var outside = (await JsonAsync(await engineer.GetAsync($"{Root}/kpis?month=Oct-26&region=goa"))).GetProperty(
            "data"
        );
        Assert.Equal(JsonValueKind.Null, outside.GetProperty("figures").ValueKind);
    }

    private static JsonElement Kpi(JsonElement data, string key) =>
        data.GetProperty("kpis").EnumerateArray().Single(k => k.GetProperty("key").GetString() == key);

    private async Task AssignAsync(string code)
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var engineer = (await db.Set<User>().SingleAsync(u => u.Email == TestApp.Engineer)).Id;
        await db.Set<Customer>()
            .Where(c => c.Code == code)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, engineer));
    }

    private static async Task<int> TotalAsync(HttpClient client, string query) =>
        (await JsonAsync(await client.GetAsync($"{Root}/worklist{query}")))
            .GetProperty("pagination")
            .GetProperty("total")
            .GetInt32();

    private static Task<HttpResponseMessage> PostAsync(
        HttpClient client,
        string customerOrPath,
        string body,
        bool whole = false
    ) =>
        client.PostAsync(
            whole ? customerOrPath : $"{Root}/customers/{customerOrPath}/contacts",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json")
        );
}
