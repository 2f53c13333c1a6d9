using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>
/// Requests that need others before them: a token to renew, a link to open, a job that still waits. Random input does not find them, so
/// that each operation of the document is seen to answer.
/// </summary>
/// <param name="ask">Sends a request, checks the answer by the document and gives its JSON; a conflict is an answer too.</param>
internal sealed class OperationStories(TestApp app, Func<HttpClient, HttpRequestMessage, Task<JsonNode?>> ask)
{
    private const string Jobs = "/api/v2/reports/jobs";
    private const string Schedules = "/api/v2/reports/schedules";

    private const string Visit = """
        {"title":"Visit","schema":{"fields":[{"id":"name","label":"Name","type":"text"},
        {"id":"photo","label":"Photo","type":"file","fileTypes":[".png"]}]},"is_public":true}
        """;

    private const string Ageing = """{"reportType":"outstanding-ageing","name":"Ageing","output":{"format":"csv"}}""";

    public async Task TellAsync()
    {
        using var admin = await app.AsAsync(TestApp.Admin);
        using var stranger = app.Anonymous();
        await TokenIsRenewedAsync(stranger);
        await FormIsAnsweredAsync(admin, stranger);
        await ScheduleIsKeptAsync(admin);
        await JobIsCancelledAsync(admin);
        await JobIsRetriedAsync(admin);
        await DocumentIsMailedAsync(admin);
        await FileIsOpenedByItsAddressAsync(admin, stranger);
        await LargeExportIsAJobAsync(admin);
        await UploadIsDiscardedAsync(admin);
        await UploadIsAnsweredAndCommittedAsync(admin);
        await GetAsync(admin, "/api/reports/export?type=distributors&format=csv");
        await BackupIsTakenAsync(admin);
        await MonthIsSentAsync(admin);
        await ContactIsTakenBackAsync(admin);
        await DisputeIsSettledAsync(admin);
        await CustomerIsRemindedAsync(admin);
    }

    private async Task DisputeIsSettledAsync(HttpClient admin)
    {
        const string Disputes = "/api/v2/receivables/disputes";
        // Random requests may have paid or disputed every other invoice.
        var invoice = await FreshInvoiceAsync();
        var opened = await PostAsync(
            admin,
            Disputes,
            $$"""{"invoiceId":"{{ApiId.Of("696e766f", invoice)}}","reason":"Quantity","amount":100,"message":"Too few bags"}"""
        );
        var address = $"{Disputes}/{Text(opened!["data"]!["dispute"], "id")}";
        await GetAsync(admin, $"{Disputes}?state=all&owner=me");
        await GetAsync(admin, address);
        await SendAsync(
            admin,
            HttpMethod.Put,
            address,
            Json("""{"reason":"Price or rate","answerBy":"XX"}""".Replace("XX", Day(30), StringComparison.Ordinal))
        );
        await PostAsync(admin, $"{address}/messages", """{"text":"The rate is that of the order."}""");
        var file = await AttachAsync(admin, $"{address}/files");
        await GetAsync(admin, $"{address}/files/{Text(file!["data"], "id")}");
        await PostAsync(
            admin,
            $"{address}/settle",
            """{"outcome":"rejected","message":"It is the rate of the order."}"""
        );
    }

    private static string Day(int ahead) =>
        DateTime.UtcNow.AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<int> FreshInvoiceAsync()
    {
        await app.UploadAsync(
            Sheet.Of(ContractApp.Header, "C-77|Dispute Works|Mumbai|D-77|2025-03-20|9000|9000"),
            "Jul-25"
        );
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        return await db.Set<Invoice>().Where(i => i.Number == "D-77").Select(i => i.Id).SingleAsync();
    }

    private async Task CustomerIsRemindedAsync(HttpClient admin)
    {
        const string Reminders = "/api/v2/receivables/reminders";
        var services = app.Services;
        var ladder = await services.GetRequiredService<LadderQueries>().ReadAsync(CurrentUser.System, default);
        // A call needs no mail server; figures of last month are never too old.
        await services
            .GetRequiredService<LadderCommands>()
            .SaveAsync(
                CurrentUser.System,
                ladder.Ladder with
                {
                    IsOn = true,
                    Steps = [new(0, ReminderAction.Call)],
                },
                ladder.Version,
                default
            );
        var month = Period.Of(services.GetRequiredService<BusinessClock>().Today).AddMonths(-1);
        const string Row = "R-1|Reminded|Mumbai|R/1|2025-03-20|1000|1000";
        await app.UploadAsync(Sheet.Of(ContractApp.Header, Row), month.ToString());
        var customers = services.GetRequiredService<CustomerCommands>();
        var key = await customers.ResolveAsync(CurrentUser.System, "R-1", default);
        await customers.AssignEngineerAsync(CurrentUser.System, key, await EngineerAsync(), default);
        await GetAsync(admin, $"{Reminders}/ladder");
        var simulation = await GetAsync(admin, $"{Reminders}/simulation");
        var started = await PostAsync(
            admin,
            $"{Reminders}/runs",
            $$"""{"token":"{{Text(simulation!["data"], "token")}}"}"""
        );
        await GetAsync(admin, $"{Reminders}/runs");
        await GetAsync(admin, $"{Reminders}/runs/{Text(started!["data"], "id")}");
        await GetAsync(admin, $"{Reminders}/customers/R-1");
        await BounceIsReportedAsync(admin, key);
    }

    private async Task BounceIsReportedAsync(HttpClient admin, int customer)
    {
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
        {
            var reminder = await db.Set<Reminder>().FirstAsync(r => r.CustomerId == customer);
            db.Add(
                new ReminderMail
                {
                    ReminderId = reminder.Id,
                    Position = 0,
                    ToAddress = "accounts@example.com",
                }
            );
            await db.SaveChangesAsync();
        }

        await PostAsync(
            admin,
            "/api/v2/receivables/reminders/bounces",
            """{"address":"accounts@example.com","reason":"550 unknown"}"""
        );
    }

    private async Task<string> EngineerAsync()
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        return ApiId.Of(
            ApiId.User,
            await db.Set<User>().Where(u => u.Email == TestApp.Engineer).Select(u => u.Id).SingleAsync()
        );
    }

    private async Task ContactIsTakenBackAsync(HttpClient admin)
    {
        const string Contacts = "/api/v2/collections/customers/C-1/contacts";
        var logged = await PostAsync(admin, Contacts, """{"outcome":"called","note":"Calls back"}""");
        await GetAsync(admin, Contacts);
        await PostAsync(admin, $"/api/v2/collections/contacts/{Text(logged!["data"], "id")}/correct", "{}");
        await GetAsync(admin, "/api/v2/collections/worklist?part=all");
        await GetAsync(admin, "/api/v2/collections/promises");
        await GetAsync(admin, "/api/v2/collections/kpis");
        await GetAsync(admin, "/api/v2/collections/forecast");
    }

    private async Task MonthIsSentAsync(HttpClient admin)
    {
        const string Row = "C-1|Shree Ganesh Constructions|Mumbai|SI/24-25/001|2025-03-20|200000|150000.25";
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Sheet.Of(ContractApp.Header, Row)), "file", "sheet.xlsx" },
            { new StringContent("May-25"), "month" },
            { new StringContent("2025-2026"), "financialYear" },
        };
        await SendAsync(admin, HttpMethod.Post, "/api/upload", form);
        await GetAsync(admin, "/api/v2/receivables/movement?from=Apr-25&to=May-25&by=invoice");
    }

    private async Task BackupIsTakenAsync(HttpClient admin)
    {
        var folder = app.Services.GetRequiredService<BackupFolder>();
        var made = await app.Services.GetRequiredService<BackupMaker>().MakeAsync(folder.Path, (_, _) => { }, default);
        await GetAsync(admin, "/api/v2/backups");
        await GetAsync(admin, $"/api/v2/backups/{made.Name}/file");
    }

    private async Task TokenIsRenewedAsync(HttpClient stranger)
    {
        var login = await PostAsync(
            stranger,
            "/api/auth/login",
            $$"""{"email":"{{TestApp.Manager}}","password":"{{AccessDemo.Password}}"}"""
        );
        foreach (var address in (string[])["/api/v1/auth/login", "/api/v2/auth/login"])
            await PostAsync(
                stranger,
                address,
                $$"""{"email":"{{TestApp.Manager}}","password":"{{AccessDemo.Password}}"}"""
            );
        await PostAsync(stranger, "/api/auth/refresh", $$"""{"refreshToken":"{{Text(login, "refreshToken")}}"}""");
    }

    private async Task FormIsAnsweredAsync(HttpClient admin, HttpClient stranger)
    {
        var id = (await PostAsync(admin, "/api/forms", Visit))!["id"]!.GetValue<int>();
        var token = await app
            .Services.GetRequiredService<FormCommands>()
            .MakeLinkAsync(CurrentUser.System, id, "Gate", singleUse: false, default);
        await GetAsync(stranger, $"/api/public/forms/{token}");
        var photo = Text(await AttachAsync(stranger, $"/api/public/forms/{token}/files"), "token");
        var submitted = await PostAsync(
            stranger,
            "/api/public/forms/submit",
            $$$"""{"token":"{{{token}}}","data":{"name":"Gate","photo":"{{{photo}}}"}}"""
        );
        await AttachAsync(admin, $"/api/forms/{id}/files");
        await PostAsync(admin, "/api/forms/submit", $$$"""{"form_id":{{{id}}},"data":{"name":"Gate"}}""");
        var submission = submitted!["id"]!.GetValue<int>();
        await AttachAsync(admin, $"/api/forms/submissions/{submission}/files");
        var details = await app
            .Services.GetRequiredService<SubmissionQueries>()
            .DetailsAsync(CurrentUser.System, submission, default);
        await GetAsync(admin, $"/api/forms/submissions/{submission}/files/{details.Files[0].Id}");
        await PostAsync(admin, $"/api/reports/auto-generate/{id}", "{}");
        await PostAsync(admin, "/api/forms/bulk-export", $$"""{"form_ids":[{{id}}]}""");
    }

    private async Task ScheduleIsKeptAsync(HttpClient admin)
    {
        var template = await PostAsync(admin, "/api/v2/reports/templates", Ageing);
        var body =
            $$"""{"name":"Mondays","templateId":"{{Text(template!["data"], "id")}}","cron":"30 8 * * 1","timeZone":"Asia/Kolkata"}""";
        var id = Text((await PostAsync(admin, Schedules, body))!["data"], "id");
        await GetAsync(admin, $"{Schedules}/{id}");
        await SendAsync(admin, HttpMethod.Put, $"{Schedules}/{id}", Json(body));
        await SendAsync(admin, HttpMethod.Delete, $"{Schedules}/{id}", null);
    }

    /// <summary>One that still waits, however quick the workers are.</summary>
    private async Task JobIsCancelledAsync(HttpClient admin)
    {
        var later = Ageing[..^1] + $",\"scheduledFor\":\"{Day(2)}T08:00:00Z\"}}";
        var id = Text((await PostAsync(admin, Jobs, later))!["data"], "id");
        var cancelled = await PostAsync(admin, $"{Jobs}/{id}/cancel", """{"reason":"Wrong month"}""");
        Assert.NotNull(cancelled?["data"]);
    }

    /// <summary>One that failed: nothing that random input asks for is sure to.</summary>
    private async Task JobIsRetriedAsync(HttpClient admin)
    {
        var job = (await PostAsync(admin, Jobs, Ageing))!["data"]!;
        var id = Text(job, "id");
        await EndsAsync(admin, id);
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
        {
            var queued = await db.Set<ReportRun>().OrderByDescending(r => r.Id).Select(r => r.JobId).FirstAsync();
            await db.Set<Job>()
                .Where(j => j.Id == queued)
                .ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JobState.Failed));
        }

        await PostAsync(admin, $"{Jobs}/{id}/retry", "{}");
    }

    private async Task DocumentIsMailedAsync(HttpClient admin)
    {
        var made = await PostAsync(
            admin,
            "/api/reports/generate",
            """{"title":"Visit","data":{"a":1},"config":{"format":"pdf"}}"""
        );
        var id = made!["report_id"]!.GetValue<int>();
        for (var i = 0; Text(await GetAsync(admin, $"/api/reports/{id}/status"), "status") != "completed"; i++)
        {
            Assert.True(i < 1200, "The document was not written.");
            await Task.Delay(50);
        }

        await PostAsync(admin, $"/api/reports/{id}/email", """{"emails":["asha@example.com"]}""");
    }

    private async Task FileIsOpenedByItsAddressAsync(HttpClient admin, HttpClient stranger)
    {
        var id = Text((await PostAsync(admin, Jobs, Ageing))!["data"], "id");
        var address = (await EndsAsync(admin, id))["result"]!["downloadUrl"]!.GetValue<string>();
        await GetAsync(stranger, new Uri(address).PathAndQuery);
    }

    private async Task<JsonNode> EndsAsync(HttpClient client, string id)
    {
        for (var i = 0; i < 1200; i++)
        {
            var job = (await GetAsync(client, $"{Jobs}/{id}"))!["data"]!["job"]!;
            if (job["result"]?["downloadUrl"] is not null)
                return job;
            await Task.Delay(50);
        }

        throw new InvalidOperationException("The job did not end.");
    }

    private async Task LargeExportIsAJobAsync(HttpClient admin)
    {
        // How many documents the random requests before it have left is not known; one was mailed.
        var limits = app.Services.GetRequiredService<Limits>();
        limits.Apply(new Dictionary<string, int> { ["Exports:MaxRows"] = 0 });
        var queued = await PostAsync(admin, "/api/reports/export", """{"format":"csv"}""");
        limits.Apply(new Dictionary<string, int>());
        await GetAsync(admin, $"/api/reports/jobs/{Text(queued!["data"], "jobId")}");
    }

    private async Task UploadIsDiscardedAsync(HttpClient admin) =>
        await PostAsync(admin, $"{await AskingUploadAsync(admin)}/discard", "{}");

    private async Task UploadIsAnsweredAndCommittedAsync(HttpClient admin)
    {
        var address = await AskingUploadAsync(admin);
        await PostAsync(admin, $"{address}/answer", """{"dateOrder":"dayFirst"}""");
        await BecomesAsync(admin, address, "staged");
        await PostAsync(admin, $"{address}/commit", """{"missing":"carry","leaveOutErrors":false}""");
    }

    /// <summary>The address of an upload that asks how its dates are written.</summary>
    private async Task<string> AskingUploadAsync(HttpClient admin)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("outstanding"), "kind" },
            { new StringContent("202504"), "period" },
            // Which questions come besides must not depend on what was answered and remembered before.
            { new StringContent("1"), "departmentId" },
            {
                new ByteArrayContent(
                    "Customer Code,Customer Name,Region,Invoice Number,Invoice Date,Outstanding Amount\nC-9,Nine,Goa,N-1,03/04/2025,100\n"u8.ToArray()
                ),
                "file",
                "nine.csv"
            },
        };
        var upload = await SendAsync(admin, HttpMethod.Post, "/api/v2/uploads", form);
        var address = $"/api/v2/uploads/{Text(upload!["data"], "id")}";
        await BecomesAsync(admin, address, "asking");
        return address;
    }

    private async Task BecomesAsync(HttpClient client, string upload, string state)
    {
        for (var i = 0; i < 1200; i++)
        {
            if (Text((await GetAsync(client, upload))!["data"], "state") == state)
                return;
            await Task.Delay(50);
        }

        Assert.Fail($"The upload never was {state}.");
    }

    private Task<JsonNode?> AttachAsync(HttpClient client, string path)
    {
        var png = new ByteArrayContent([0x89, 0x50, 0x4E, 0x47, 1, 2, 3])
        {
            Headers = { ContentType = new MediaTypeHeaderValue("image/png") },
        };
        return SendAsync(
            client,
            HttpMethod.Post,
            path,
            new MultipartFormDataContent { { new StringContent("photo"), "field" }, { png, "file", "site.png" } }
        );
    }

    private Task<JsonNode?> GetAsync(HttpClient client, string path) => SendAsync(client, HttpMethod.Get, path, null);

    private Task<JsonNode?> PostAsync(HttpClient client, string path, string body) =>
        SendAsync(client, HttpMethod.Post, path, Json(body));

    private async Task<JsonNode?> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await ask(client, request);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();
}
