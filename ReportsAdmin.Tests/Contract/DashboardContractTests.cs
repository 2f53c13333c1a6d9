using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The four dashboard answers of spec 001, byte for byte but for ids and the time of the answer.</summary>
public sealed class DashboardContractTests : IAsyncLifetime
{
    private readonly TestApp app = new();
    private int rajesh;
    private int priya;
    private int amit;

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        var clock = app.Services.GetRequiredService<BusinessClock>();
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var ids = await TeamCommands.EnrolAsync(
            db,
            [
                Draft("rajesh", "Rajesh Kumar", "TSM", "North Delhi"),
                Draft("priya", "Priya Sharma", "TSM", "South Delhi"),
                Draft("amit", "Amit Singh", "MDO", "East Delhi"),
                new PersonDraft(
                    "nilesh@field.example.com",
                    "Nilesh Patil",
                    RoleNames.Engineer,
                    "mumbai",
                    Designation: "MDO",
                    InField: true,
                    Zone: "West Zone",
                    FieldRegion: "Mumbai",
                    Territory: "Nashik"
                ),
            ],
            DateTime.UtcNow,
            default
        );
        (rajesh, priya, amit) = (
            ids["rajesh@field.example.com"],
            ids["priya@field.example.com"],
            ids["amit@field.example.com"]
        );
        await LedgerAsync(db, clock.Today);
        await VisitsAsync(db, clock, ids);
        db.AddRange(Feed());
        db.AddRange(
            (
                (ApprovalKind[])
                    [
                        ApprovalKind.TravelClaim,
                        ApprovalKind.TravelClaim,
                        ApprovalKind.TravelClaim,
                        ApprovalKind.ActivityReimbursement,
                        ApprovalKind.ActivityReimbursement,
                        ApprovalKind.WorkPlan,
                        ApprovalKind.WorkPlan,
                        ApprovalKind.StockTransfer,
                    ]
            ).Select(k => new Approval
            {
                Kind = k,
                Title = "Delhi's own",
                RequestedById = rajesh,
                RequestedAt = DateTime.UtcNow,
                Branch = "delhi",
            })
        );
        db.Add(
            new Approval
            {
                Kind = ApprovalKind.WorkPlan,
                Title = "Decided",
                RequestedById = rajesh,
                RequestedAt = DateTime.UtcNow,
                Branch = "delhi",
                State = ApprovalState.Approved,
                DecidedById = 1,
                DecidedAt = DateTime.UtcNow,
            }
        );
        await db.SaveChangesAsync();
        await db.RaiseDataVersionAsync(SalesQueries.DataTopic, default);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Metrics_are_those_of_the_document() =>
        Assert.Equal(
            """{"success":true,"data":{"totalLiquidation":{"value":5000000000,"label":"Total Liquidation","currency":"INR","trend":{"direction":"up","percentage":1}},"ytdSales":{"value":18000000000,"label":"YTD Sales","currency":"INR","trend":{"direction":"up","percentage":2}},"balanceStock":{"value":600000,"label":"Balance Stock","unit":"Units","trend":{"direction":"neutral","percentage":0}},"activeMDOs":{"value":2,"label":"Active MDOs","trend":{"direction":"up","percentage":100}}},"timestamp":"T"}""",
            await TextAsync(TestApp.Manager, "metrics")
        );

    [Fact]
    public async Task Team_performance_is_that_of_the_document()
    {
        Assert.Equal(
            $$$"""{"success":true,"data":[{"id":"{{{Id(rajesh)}}}","name":"Rajesh Kumar","role":"TSM","avatar":null,"liquidationPercentage":12.5,"visitsCompleted":2,"visitsTarget":70,"territory":"North Delhi","region":"Delhi NCR","zone":"North Zone"},{"id":"{{{Id(priya)}}}","name":"Priya Sharma","role":"TSM","avatar":null,"liquidationPercentage":0,"visitsCompleted":0,"visitsTarget":0,"territory":"South Delhi","region":"Delhi NCR","zone":"North Zone"}],"pagination":{"total":2,"page":1,"pageSize":10,"totalPages":1},"timestamp":"T"}""",
            await TextAsync(TestApp.Manager, "team-performance?role=tsm")
        );
        Assert.Equal(
            ["Rajesh Kumar", "Amit Singh", "Nilesh Patil", "Priya Sharma"],
            Names(await JsonAsync(TestApp.Manager, "team-performance?role=All"))
        );
        Assert.Equal(["Nilesh Patil"], Names(await JsonAsync(TestApp.Manager, "team-performance?limit=1&page=3")));
        Assert.Equal(["Amit Singh"], Names(await JsonAsync(TestApp.Manager, $"team-performance?userId={Id(amit)}")));
        Assert.Empty(Names(await JsonAsync(TestApp.Manager, $"team-performance?userId={Id(amit)}&role=TSM")));
    }

    [Fact]
    public async Task Recent_activities_are_those_of_the_document_with_the_metadata_as_an_object()
    {
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
        {
            // The visit of the document in place of those for the figures.
            await db.Set<Visit>().ExecuteDeleteAsync();
            db.Add(
                new Visit
                {
                    UserId = amit,
                    OutletId = (await db.Set<Outlet>().SingleAsync()).Id,
                    At = new DateTime(2025, 10, 29, 12, 17, 0, DateTimeKind.Utc),
                    Minutes = 45,
                }
            );
            await db.SaveChangesAsync();
        }

        Assert.Equal(
            $$$"""{"success":true,"data":[{"id":"ID","type":"liquidation_verified","title":"Liquidation Verified","description":"LIQ-2024-001 by Rajesh Kumar","timestamp":"2025-10-29T13:12:00Z","status":"verified","user":{"id":"{{{Id(rajesh)}}}","name":"Rajesh Kumar","role":"TSM"},"metadata":{"liquidationId":"LIQ-2024-001","amount":150000,"verifiedBy":"Priya Sharma (TSM)"}},{"id":"ID","type":"visit_completed","title":"Visit Completed","description":"Visit to Agrosatva Traders","timestamp":"2025-10-29T12:17:00Z","status":"completed","user":{"id":"{{{Id(amit)}}}","name":"Amit Singh","role":"MDO"},"metadata":{"outletName":"Agrosatva Traders","location":"South Delhi","visitDuration":45}},{"id":"ID","type":"stock_mismatch","title":"Stock Mismatch","description":"Discrepancy found at Dev Shree Enterprises","timestamp":"2025-10-29T11:30:00Z","status":"pending","metadata":{"outletName":"Dev Shree Enterprises","expectedStock":50,"actualStock":45,"difference":-5}}],"pagination":{"total":3,"page":1,"pageSize":20,"totalPages":1},"timestamp":"T"}""",
            Regex.Replace(
                await TextAsync(TestApp.Manager, "recent-activities"),
                "\"id\":\"(61637476|76697369)\\w{16}\"",
                "\"id\":\"ID\""
            )
        );
        Assert.Equal(
            ["Visit Completed"],
            Names(await JsonAsync(TestApp.Manager, "recent-activities?type=VISIT_completed"), "title")
        );
        Assert.Equal(
            ["Liquidation Verified"],
            Names(await JsonAsync(TestApp.Manager, $"recent-activities?userId={Id(rajesh)}"), "title")
        );
        Assert.Empty(Names(await JsonAsync(TestApp.Manager, $"recent-activities?userId={Id(priya)}"), "title"));
        Assert.Equal(
            ["Stock Mismatch"],
            Names(await JsonAsync(TestApp.Manager, "recent-activities?limit=2&page=2"), "title")
        );
    }

    [Fact]
    public async Task Requests_and_uploads_are_told_in_the_shape_of_the_document_to_those_who_see_them()
    {
        var manager = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Manager, default);
        await app
            .Services.GetRequiredService<RequestCommands>()
            .RequestAsync(
                manager,
                new NewRequest(ApprovalKind.StockTransfer, "40 bags to Nashik", null, null, rajesh),
                default
            );
        Assert.Matches(
            $$$"""^\{"success":true,"data":\[\{"id":"61637476\w{16}","type":"approval_requested","title":"Stock transfer requested","description":"40 bags to Nashik of Rajesh Kumar","timestamp":"[^"]{20}","status":"pending","user":\{"id":"{{{Id(rajesh)}}}","name":"Rajesh Kumar","role":"TSM"\},"metadata":\{"kind":"stockTransfer","requestedBy":"Rajesh Kumar","enteredBy":"{{{manager.Name}}}"\}\}\],"pagination":""",
            await TextAsync(TestApp.Manager, "recent-activities?type=approval_requested")
        );
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        db.Add(
            new ImportBatch
            {
                Kind = "stock-ledger",
                FileName = "ledger.xlsx",
                FileKey = "k",
                FileHash = "h",
                Period = 202510,
                State = ImportState.Committed,
                RowsNew = 1_200,
                RowsChanged = 34,
                RowsError = 9,
                UploadedById = rajesh,
                UploadedByName = "Rajesh Kumar",
                UploadedAt = DateTime.UtcNow,
                CommittedAt = new DateTime(2025, 10, 29, 9, 0, 0, DateTimeKind.Utc),
            }
        );
        await db.SaveChangesAsync();
        Assert.Equal(
            $$$"""{"success":true,"data":[{"id":"75706c640000000000000001","type":"data_uploaded","title":"Data Uploaded","description":"Stock ledger: 1,234 rows of upload #1","timestamp":"2025-10-29T09:00:00Z","status":"completed","user":{"id":"{{{Id(rajesh)}}}","name":"Rajesh Kumar","role":"TSM"},"metadata":{"upload":1,"kind":"stock-ledger","title":"Stock ledger","rows":1234,"undone":false}}],"pagination":{"total":1,"page":1,"pageSize":20,"totalPages":1},"timestamp":"T"}""",
            await TextAsync(TestApp.CountryManager, "recent-activities?type=data_uploaded")
        );
        Assert.Empty(Names(await JsonAsync(TestApp.Engineer, "recent-activities?type=data_uploaded"), "title"));
        Assert.Equal(
            ["Visit Completed"],
            Names(
                await JsonAsync(TestApp.CountryManager, "recent-activities?type=visit_completed&limit=1&page=5"),
                "title"
            )
        );
    }

    [Fact]
    public async Task Pending_approvals_are_those_of_the_document()
    {
        const string Answer =
            """{"success":true,"data":{"count":8,"breakdown":{"travelClaims":3,"activityReimbursements":2,"workPlans":2,"stockTransfers":1}},"timestamp":"T"}""";
        Assert.Equal(Answer, await TextAsync(TestApp.Manager, "pending-approvals"));
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        db.Add(
            new Approval
            {
                Kind = ApprovalKind.StockVerification,
                Title = "Count",
                RequestedById = rajesh,
                RequestedAt = DateTime.UtcNow,
                Branch = "delhi",
            }
        );
        await db.SaveChangesAsync();
        Assert.Equal(
            Answer
                .Replace("8", "9", StringComparison.Ordinal)
                .Replace(":1}}", ":1,\"stockVerifications\":1}}", StringComparison.Ordinal),
            await TextAsync(TestApp.Manager, "pending-approvals")
        );
        Assert.Contains("\"count\":0,", await TextAsync(TestApp.Engineer, "pending-approvals"));
    }

    [Fact]
    public async Task Nobody_sees_beyond_his_branches()
    {
        Assert.Equal(["Nilesh Patil"], Names(await JsonAsync(TestApp.Engineer, "team-performance")));
        Assert.Empty(Names(await JsonAsync(TestApp.Engineer, "recent-activities")));
        Assert.Contains("\"totalLiquidation\":{\"value\":0,", await TextAsync(TestApp.Engineer, "metrics"));
        Assert.Contains("\"activeMDOs\":{\"value\":1,", await TextAsync(TestApp.Engineer, "metrics"));
        var client = await app.AsAsync(TestApp.Engineer);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.GetAsync($"/api/dashboard/team-performance?userId={Id(rajesh)}")).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.GetAsync($"/api/dashboard/recent-activities?userId={Id(rajesh)}")).StatusCode
        );
    }

    [Theory]
    [
        InlineData("team-performance?limit=101", "limit"),
        InlineData("team-performance?limit=0", "limit"),
        InlineData("team-performance?limit=many", "limit"),
        InlineData("team-performance?page=0", "page"),
        InlineData("team-performance?role=CEO", "role"),
        InlineData("team-performance?userId=user_001", "userId"),
        InlineData("team-performance?userId=757365720000000000009999", "userId")
    ]
    [
        InlineData("recent-activities?limit=101", "limit"),
        InlineData("recent-activities?type=party", "type"),
        InlineData("recent-activities?userId=7", "userId"),
        InlineData("recent-activities?userId=757365720000000000009999", "userId"),
        InlineData("recent-activities?userId=757365727fffffffffffffff", "userId")
    ]
    public async Task What_does_not_fit_is_refused_with_the_field(string path, string field)
    {
        var answer = await (await app.AsAsync(TestApp.Manager)).GetAsync("/api/dashboard/" + path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("INVALID_PARAMETERS", body.GetProperty("error").GetProperty("code").GetString());
        Assert.True(body.GetProperty("error").GetProperty("details").TryGetProperty(field, out _), body.GetRawText());
    }

    [Fact]
    public async Task Nothing_new_is_304_and_a_decision_is_new()
    {
        var client = await app.AsAsync(TestApp.Manager);
        foreach (var path in (string[])["metrics", "team-performance", "recent-activities", "pending-approvals"])
        {
            var first = await client.GetAsync("/api/dashboard/" + path);
            Assert.Equal("60", first.Headers.GetValues("RateLimit-Limit").Single());
            Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(first));
        }

        var seen = await client.GetAsync("/api/dashboard/pending-approvals");
        await app.Services.GetRequiredService<DashboardCommands>().ApproveAsync(CurrentUser.System, 1, null, default);
        Assert.Equal(HttpStatusCode.OK, await AgainAsync(seen));
        Assert.Contains("\"count\":7,", await TextAsync(TestApp.Manager, "pending-approvals"));

        async Task<HttpStatusCode> AgainAsync(HttpResponseMessage known)
        {
            using var again = new HttpRequestMessage(HttpMethod.Get, known.RequestMessage!.RequestUri);
            again.Headers.IfNoneMatch.Add(known.Headers.ETag!);
            return (await client.SendAsync(again)).StatusCode;
        }
    }

    [Fact]
    public async Task The_sixty_first_request_of_a_minute_is_too_many()
    {
        var client = await app.AsAsync(TestApp.Admin);
        var codes = new List<HttpStatusCode>();
        // Two windows at most are touched, so within twice the limit and one more there is an error.
        while (codes.Count < 122 && !codes.Contains(HttpStatusCode.TooManyRequests))
            codes.Add((await client.GetAsync("/api/dashboard/pending-approvals")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[^1]);
        Assert.InRange(codes.Count, 61, 121);
        var refused = await client.GetAsync("/api/dashboard/pending-approvals");
        if (refused.StatusCode == HttpStatusCode.TooManyRequests)
            Assert.Contains("RATE_LIMIT_EXCEEDED", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_field_is_not_among_the_users_of_the_receivables()
    {
        var users = await (await app.AsAsync(TestApp.Admin)).GetStringAsync("/api/users");
        Assert.DoesNotContain("field.example.com", users);
        Assert.Contains("manager@example.com", users);
    }

    private static PersonDraft Draft(string address, string name, string designation, string territory) =>
        new(
            $"{address}@field.example.com",
            name,
            RoleNames.Engineer,
            "delhi",
            Designation: designation,
            InField: true,
            Zone: "North Zone",
            FieldRegion: "Delhi NCR",
            Territory: territory
        );

    private static async Task LedgerAsync(ReportsDb db, DateOnly today)
    {
        var product = new Product
        {
            Code = "P-1",
            Name = "Urea",
            SearchText = "urea p-1",
            Category = "Fertilizer",
        };
        var distributor = new Distributor
        {
            Code = "D-1",
            Name = "Ram Kumar Distributors",
            SearchText = "ram",
            Zone = "North Zone",
            Region = "Delhi NCR",
            Territory = "North Delhi",
            Branch = "delhi",
        };
        db.AddRange(product, distributor);
        await db.SaveChangesAsync();
        var yearAgo = today.AddYears(-1);
        // Of the available 40,000,000,000 an eighth is sold; all 600,000 units were there from the beginning.
        db.AddRange(
            Line(MovementKind.Opening, yearAgo.AddYears(-2), 9_303_436_225_97, 600_000_000),
            Line(MovementKind.Sale, today, 18_000_000_000_00),
            Line(MovementKind.Sale, yearAgo, 17_647_058_823_53),
            Line(MovementKind.Liquidation, today, 5_000_000_000_00),
            Line(MovementKind.Liquidation, yearAgo, 4_950_495_049_50)
        );
        await db.SaveChangesAsync();
        await StockTotals.RebuildAsync(db, default);

        StockMovement Line(MovementKind kind, DateOnly day, long paise, long milli = 0) =>
            new()
            {
                DistributorId = distributor.Id,
                ProductId = product.Id,
                Day = day,
                Kind = kind,
                ValuePaise = paise,
                VolumeMilli = milli,
            };
    }

    private async Task VisitsAsync(ReportsDb db, BusinessClock clock, IReadOnlyDictionary<string, int> ids)
    {
        var outlet = new Outlet
        {
            Code = "R-1",
            Name = "Agrosatva Traders",
            SearchText = "agrosatva",
            Type = "retailer",
            Zone = "North Zone",
            Region = "Delhi NCR",
            Territory = "South Delhi",
            Branch = "delhi",
        };
        db.Add(outlet);
        await db.SaveChangesAsync();
        var (now, longAgo) = (clock.StartOf(clock.Today), clock.StartOf(clock.Today.AddDays(-40)));
        db.AddRange(
            Visit(rajesh, now),
            Visit(rajesh, now),
            Visit(amit, now),
            Visit(ids["nilesh@field.example.com"], now),
            Visit(amit, longAgo)
        );
        db.Add(
            new VisitTarget
            {
                UserId = rajesh,
                Month = (clock.Today.Year * 100) + clock.Today.Month,
                Visits = 70,
            }
        );
        await db.SaveChangesAsync();

        Visit Visit(int user, DateTime at) =>
            new()
            {
                UserId = user,
                OutletId = outlet.Id,
                At = at,
                Minutes = 30,
            };
    }

    private IEnumerable<Activity> Feed()
    {
        static DateTime At(int hour, int minute) => new(2025, 10, 29, hour, minute, 0, DateTimeKind.Utc);
        yield return new Activity
        {
            At = At(11, 30),
            Type = "stock_mismatch",
            Title = "Stock Mismatch",
            Description = "Discrepancy found at Dev Shree Enterprises",
            Status = "pending",
            Branch = "delhi",
            Metadata = """{"outletName":"Dev Shree Enterprises","expectedStock":50,"actualStock":45,"difference":-5}""",
        };
        yield return new Activity
        {
            At = At(13, 12),
            Type = "liquidation_verified",
            Title = "Liquidation Verified",
            Description = "LIQ-2024-001 by Rajesh Kumar",
            Status = "verified",
            UserId = rajesh,
            Branch = "delhi",
            Metadata = """{"liquidationId":"LIQ-2024-001","amount":150000,"verifiedBy":"Priya Sharma (TSM)"}""",
        };
    }

    private static string Id(int user) => ApiId.Of(ApiId.User, user);

    private static IEnumerable<string?> Names(JsonElement answer, string property = "name") =>
        answer.GetProperty("data").EnumerateArray().Select(x => x.GetProperty(property).GetString());

    /// <summary>The answer as it came, but with <c>T</c> for the time of the answer.</summary>
    private async Task<string> TextAsync(string email, string path) =>
        Regex.Replace(
            await (await app.AsAsync(email)).GetStringAsync("/api/dashboard/" + path),
            "\"timestamp\":\"[^\"]{20}\"}$",
            "\"timestamp\":\"T\"}"
        );

    private async Task<JsonElement> JsonAsync(string email, string path) =>
        JsonDocument.Parse(await TextAsync(email, path)).RootElement;
}
