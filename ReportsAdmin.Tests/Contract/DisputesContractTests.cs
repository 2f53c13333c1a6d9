using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.Answers;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The API of disputes: its shape, its refusals, and who may do what.</summary>
public sealed class DisputesContractTests : IAsyncLifetime
{
    private const string Root = "/api/v2/receivables/disputes";

    private readonly TestApp app = new();
    private readonly Dictionary<string, string> invoices = new(StringComparer.Ordinal);

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
        await using var db = Db();
        var engineer = await EngineerAsync(db);
        await db.Set<Customer>()
            .Where(c => c.Code == "C-1")
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, engineer));
        foreach (var invoice in await db.Set<Invoice>().ToListAsync())
            invoices[invoice.Number] = ApiId.Of("696e766f", invoice.Id);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_dispute_is_opened_found_changed_answered_and_settled()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var opened = await OpenAsync(manager, "SI/1", ""","amount":50000,"message":"Too few bags" """);
        var dispute = opened.GetProperty("dispute");
        var id = dispute.GetProperty("id").GetString()!;
        Assert.Equal(
            (50000m, false, 150000.25m, "open", "Quantity", 14),
            (
                dispute.GetProperty("amount").GetDecimal(),
                dispute.GetProperty("isWhole").GetBoolean(),
                dispute.GetProperty("owed").GetDecimal(),
                dispute.GetProperty("state").GetString(),
                dispute.GetProperty("reason").GetString(),
                dispute.GetProperty("daysLeft").GetInt32()
            )
        );
        Assert.Equal(
            ["opened", "said"],
            opened.GetProperty("conversation").EnumerateArray().Select(m => m.GetProperty("kind").GetString())
        );
        await RefusedAsync(
            await PostAsync(manager, Root, $$"""{"invoiceId":"{{invoices["SI/1"]}}","reason":"Quantity"}"""),
            HttpStatusCode.Conflict,
            "CONFLICT"
        );
        // The wire of spec 003 says the same, and ends it too.
        Assert.Equal("dispute", await StatusAsync(manager, "C-1"));

        Assert.Equal(1, await TotalAsync(manager, "?customer=C-1&reason=Quantity&region=Mumbai"));
        Assert.Equal(1, await TotalAsync(manager, $"?invoice={invoices["SI/1"]}"));
        Assert.Equal(0, await TotalAsync(manager, "?overdue=true"));
        Assert.Equal(0, await TotalAsync(manager, "?owner=none"));
        Assert.Equal(0, await TotalAsync(manager, "?state=settled"));
        using var engineer = await app.AsAsync(TestApp.Engineer);
        Assert.Equal(1, await TotalAsync(engineer, "?owner=me"));

        var day = Day(40);
        var changed = await DataAsync(
            await manager.PutAsync(
                $"{Root}/{id}",
                Body($$"""{"reason":"Price or rate","amount":60000,"answerBy":"{{day}}","revision":0}""")
            )
        );
        Assert.Equal(
            (60000m, day, 1),
            (
                changed.GetProperty("dispute").GetProperty("amount").GetDecimal(),
                changed.GetProperty("dispute").GetProperty("answerBy").GetString(),
                changed.GetProperty("dispute").GetProperty("revision").GetInt32()
            )
        );
        await RefusedAsync(
            await manager.PutAsync(
                $"{Root}/{id}",
                Body($$"""{"reason":"Quantity","answerBy":"{{day}}","revision":0}""")
            ),
            HttpStatusCode.Conflict,
            "CONFLICT"
        );
        Assert.Equal(
            HttpStatusCode.Created,
            (await PostAsync(manager, $"{Root}/{id}/messages", """{"text":"On its way"}""")).StatusCode
        );
        var settled = await DataAsync(
            await PostAsync(manager, $"{Root}/{id}/settle", """{"outcome":"acceptedInPart","accepted":20000}""")
        );
        Assert.Equal(
            ("settled", "acceptedInPart", 20000m),
            (
                settled.GetProperty("dispute").GetProperty("state").GetString(),
                settled.GetProperty("dispute").GetProperty("outcome").GetString(),
                settled.GetProperty("dispute").GetProperty("accepted").GetDecimal()
            )
        );
        Assert.Equal("unpaid", await StatusAsync(manager, "C-1"));
        await RefusedAsync(
            await PostAsync(manager, $"{Root}/{id}/settle", """{"outcome":"rejected"}"""),
            HttpStatusCode.Conflict,
            "CONFLICT"
        );
    }

    [Fact]
    public async Task A_file_is_kept_sent_to_be_saved_and_its_download_is_audited()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var id = (await OpenAsync(manager, "SI/1")).GetProperty("dispute").GetProperty("id").GetString()!;
        var kept = await DataAsync(await AttachAsync(manager, id, "challan.png", [0x89, 0x50, 0x4E, 0x47, 1]));
        var path = $"{Root}/{id}/files/{kept.GetProperty("id").GetString()}";
        var answer = await manager.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 1], await answer.Content.ReadAsByteArrayAsync());
        await RefusedAsync(
            await AttachAsync(manager, id, "run.exe", [1]),
            HttpStatusCode.UnsupportedMediaType,
            "UNSUPPORTED_MEDIA_TYPE"
        );
        using var stranger = app.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(path)).StatusCode);

        await Until.TrueAsync(
            async () =>
            {
                await using var db = Db();
                return await db.Set<AuditEntry>()
                        .CountAsync(e => e.Action == AuditActions.Downloaded && e.Kind == "dispute") == 1;
            },
            "the entry of the download"
        );
    }

    [Theory]
    [InlineData("""{"reason":"Quantity"}""", "invoiceId")]
    [InlineData("""{"invoiceId":"@","reason":""}""", "reason")]
    [InlineData("""{"invoiceId":"@","reason":"Because"}""", "reason")]
    [InlineData("""{"invoiceId":"@","reason":"Quantity","amount":0}""", "amount")]
    [InlineData("""{"invoiceId":"@","reason":"Quantity","amount":150000.26}""", "amount")]
    [InlineData("""{"invoiceId":"@","reason":"Quantity","answerBy":"soon"}""", "answerBy")]
    [InlineData("""{"invoiceId":"@","reason":"Quantity","answerBy":"2020-01-01"}""", "answerBy")]
    [InlineData("""{"invoiceId":"@","reason":"Quantity","ownerId":"Ravi"}""", "ownerId")]
    [InlineData("""{"invoiceId":"@","reason":"Quantity","ownerId":"757365720000000000009999"}""", "owner")]
    public async Task What_cannot_be_opened_is_refused_by_field(string body, string field)
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        await RefusesFieldAsync(
            await PostAsync(manager, Root, body.Replace("@", invoices["SI/1"], StringComparison.Ordinal)),
            field
        );
    }

    [Theory]
    [InlineData("state=ended", "state")]
    [InlineData("owner=Ravi", "owner")]
    [InlineData("region=Atlantis", "region")]
    [InlineData("customer=C-99", "customer")]
    [InlineData("invoice=SI", "invoice")]
    public async Task A_filter_that_cannot_be_read_is_refused(string query, string field)
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        await RefusesFieldAsync(await manager.GetAsync($"{Root}?{query}"), field);
    }

    [Theory]
    [InlineData(null, "SI/1", HttpStatusCode.Unauthorized)]
    [InlineData(TestApp.Engineer, "SI/1", HttpStatusCode.Created)]
    [InlineData(TestApp.Engineer, "SI/2", HttpStatusCode.Forbidden)]
    [InlineData(TestApp.Engineer, "K-1", HttpStatusCode.NotFound)]
    [InlineData(TestApp.Manager, "SI/2", HttpStatusCode.Created)]
    [InlineData(TestApp.CountryManager, "K-1", HttpStatusCode.Created)]
    [InlineData(TestApp.Admin, "K-1", HttpStatusCode.Created)]
    public async Task Who_may_open_write_and_settle_for_whom(string? email, string invoice, HttpStatusCode status)
    {
        using var client = email is null ? app.Anonymous() : await app.AsAsync(email);
        var body = $$"""{"invoiceId":"{{invoices[invoice]}}","reason":"Quantity"}""";
        Assert.Equal(status, (await PostAsync(client, Root, body)).StatusCode);
        var id = "";
        if (status != HttpStatusCode.Created)
        {
            using var admin = await app.AsAsync(TestApp.Admin);
            id = (await OpenAsync(admin, invoice)).GetProperty("dispute").GetProperty("id").GetString()!;
        }
        else
        {
            using var admin = await app.AsAsync(TestApp.Admin);
            id = (await DataAsync(admin, $"{Root}?invoice={invoices[invoice]}"))
                .GetProperty("disputes")[0]
                .GetProperty("id")
                .GetString()!;
        }

        var act = status == HttpStatusCode.Created ? HttpStatusCode.OK : status;
        Assert.Equal(status, (await PostAsync(client, $"{Root}/{id}/messages", """{"text":"Hello"}""")).StatusCode);
        Assert.Equal(status, (await AttachAsync(client, id, "note.txt", "x"u8.ToArray())).StatusCode);
        Assert.Equal(
            act,
            (
                await client.PutAsync($"{Root}/{id}", Body($$"""{"reason":"Quantity","answerBy":"{{Day(9)}}"}"""))
            ).StatusCode
        );
        Assert.Equal(act, (await PostAsync(client, $"{Root}/{id}/settle", """{"outcome":"rejected"}""")).StatusCode);
        var read = status == HttpStatusCode.Forbidden ? HttpStatusCode.OK : act;
        Assert.Equal(read, (await client.GetAsync($"{Root}/{id}")).StatusCode);
    }

    [Fact]
    public async Task The_owner_is_told_of_assignment_messages_and_the_end_of_the_clock_once()
    {
        using var manager = await app.AsAsync(TestApp.CountryManager);
        var id = (await OpenAsync(manager, "SI/1")).GetProperty("dispute").GetProperty("id").GetString()!;
        await PostAsync(manager, $"{Root}/{id}/messages", """{"text":"Please answer"}""");
        using var engineer = await app.AsAsync(TestApp.Engineer);
        await PostAsync(engineer, $"{Root}/{id}/messages", """{"text":"I will"}""");
        var today = app.Services.GetRequiredService<BusinessClock>().Today;
        await using (var db = Db())
            await db.Set<Dispute>().ExecuteUpdateAsync(s => s.SetProperty(d => d.AnswerBy, today.AddDays(-1)));
        var reminders = app.Services.GetServices<IJobHandler>().OfType<DisputeReminders>().Single();
        Assert.Equal(1, await reminders.RemindAsync((_, _) => { }, default));
        await reminders.RemindAsync((_, _) => { }, default);
        Assert.Equal(1, await TotalAsync(engineer, "?overdue=true"));

        Assert.Equal(
            ["receivables.dispute-assigned", "receivables.dispute-message", "receivables.dispute-overdue"],
            await ToldAsync(TestApp.Engineer)
        );
        Assert.Equal(["receivables.dispute-message"], await ToldAsync(TestApp.CountryManager));
    }

    private async Task<IReadOnlyList<string>> ToldAsync(string email)
    {
        await using var db = Db();
        return await db.Set<Notification>()
            .Where(n => n.Kind.StartsWith("receivables.dispute"))
            .Join(db.Set<User>().Where(u => u.Email == email), n => n.UserId, u => u.Id, (n, _) => n.Kind)
            .OrderBy(k => k)
            .ToListAsync();
    }

    private ReportsDb Db() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();

    private static async Task<int> EngineerAsync(ReportsDb db) =>
        (await db.Set<User>().SingleAsync(u => u.Email == TestApp.Engineer)).Id;

    private static string Day(int ahead) =>
        DateTime.UtcNow.AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<JsonElement> OpenAsync(HttpClient client, string invoice, string more = "") =>
        await DataAsync(
            await PostAsync(client, Root, $$"""{"invoiceId":"{{invoices[invoice]}}","reason":"Quantity"{{more}}}""")
        );

    private static async Task<string?> StatusAsync(HttpClient client, string code) =>
        JsonDocument
            .Parse(await client.GetStringAsync("/api/customers"))
            .RootElement.EnumerateArray()
            .Single(c => c.GetProperty("customerCode").GetString() == code)
            .GetProperty("invoices")[0]
            .GetProperty("status")
            .GetString();

    private static async Task<int> TotalAsync(HttpClient client, string query) =>
        JsonDocument
            .Parse(await client.GetStringAsync(Root + query))
            .RootElement.GetProperty("pagination")
            .GetProperty("total")
            .GetInt32();

    private static async Task<JsonElement> DataAsync(HttpClient client, string path) =>
        await DataAsync(await client.GetAsync(path));

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body) =>
        client.PostAsync(path, Body(body));

    private static Task<HttpResponseMessage> AttachAsync(HttpClient client, string id, string name, byte[] bytes) =>
        client.PostAsync(
            $"{Root}/{id}/files",
            new MultipartFormDataContent
            {
                {
                    new ByteArrayContent(bytes)
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
                    },
                    "file",
                    name
                },
            }
        );

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>The data of an answer that must be good.</summary>
    private static async Task<JsonElement> DataAsync(HttpResponseMessage answer) =>
        (await JsonAsync(answer)).GetProperty("data");
}
