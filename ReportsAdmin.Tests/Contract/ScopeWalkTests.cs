using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>
/// Walks role × route: every answer, page and file of the application is searched for a customer outside the asker's
/// scope. A route that is added to the table below is walked for every role.
/// </summary>
public sealed class ScopeWalkTests : IAsyncLifetime
{
    private const string Inside = "INSIDE-MUMBAI";
    private const string Outside = "OUTSIDE-DELHI";

    // Field sales knows no departments (Decisions/0013-field-sales.md), so its rows are named apart.
    private const string FieldInside = "FIELD-MUMBAI";
    private const string FieldOutside = "FIELD-DELHI";

    /// <summary>Every report type in every format whose text can be read here; also asked for what lies outside.</summary>
    private static readonly string[] Exports =
    [
        .. from type in (string[])
            [
                "outstanding-ageing",
                "collection-performance",
                "invoice-register",
                "month-movement",
                "month-comparison",
                "cash-forecast",
                "upload-audit",
                "customer-sheet",
                "invoice-tracker",
                "field-distributors",
                "field-products",
                "field-customers",
                "stock-ledger",
                "enrollment-summary",
                "learner-activity",
                "department-overview",
                "performance-analysis",
                "assessment-results",
                "scorm-attempts",
                "transcript",
                "program-progress",
                "instructor-workload",
                "certification-status",
            ]
        from format in (string[])["csv", "excel", "docx", "json"]
        select $"/api/v2/reports/export/{type}?format={format}",
        .. from type in (string[])["field-distributors", "field-customers"]
        from place in (string[])["zone", "region", "territory"]
        select $"/api/v2/reports/export/{type}?format=csv&group={place}&sort=-outstanding&columns=name&columns=outstanding",
        "/api/v2/reports/export/stock-ledger?format=csv&distributorId=646973740000000000000002",
        "/api/v2/reports/export/stock-ledger?format=json&figure=sales&distributorId=646973740000000000000002",
        "/api/v2/reports/export/field-distributors?format=excel&sort=-salesValue&columns=code&columns=zone&columns=salesValue",
        "/api/v2/reports/export/field-products?format=csv&group=category",
        "/api/v2/reports/export/outstanding-ageing?format=csv&groupBy=customer&groupBy=region",
        "/api/v2/reports/export/customer-sheet?format=csv&regions=delhi",
        "/api/v2/reports/export/invoice-register?format=csv&search=OUTSIDE",
        "/api/v2/reports/export/customer-statement?format=csv&customer=637573740000000000000001",
        "/api/v2/reports/export/customer-statement?format=csv&customer=637573740000000000000002",
        "/api/v2/reports/export/customer-statement?format=json&customer=637573740000000000000002",
    ];

    internal static readonly string[] Routes =
    [
        "/api/dashboard?month=Apr-25&financialYear=2025-2026&region=All",
        "/api/dashboard?region=delhi",
        "/api/customers?financialYear=2025-2026",
        "/api/customers",
        "/api/v2/collections/worklist?part=all",
        "/api/v2/collections/worklist?part=all&region=delhi",
        "/api/v2/collections/promises",
        "/api/v2/collections/promises?customer=637573740000000000000002",
        "/api/v2/collections/customers/637573740000000000000001/contacts",
        "/api/v2/collections/customers/637573740000000000000002/contacts",
        "/collections?part=all&engineer=all",
        "/collections?part=all&customer=2",
        "/collections/promises",
        "/api/v2/collections/kpis",
        "/api/v2/collections/kpis?region=delhi",
        "/api/v2/collections/kpis?engineer=none&month=Apr-25",
        "/api/v2/collections/forecast",
        "/api/v2/collections/forecast?region=delhi",
        "/api/v2/collections/forecast?engineer=none&month=Apr-25",
        "/api/v2/receivables/reminders/simulation",
        "/api/v2/receivables/reminders/simulation?region=delhi",
        "/api/v2/receivables/reminders/runs",
        "/api/v2/receivables/reminders/customers/637573740000000000000001",
        "/api/v2/receivables/reminders/customers/637573740000000000000002",
        "/reminders?show=out",
        "/reminders?show=nothingDue",
        "/reminders?show=oldData&region=delhi",
        "/reminders/runs",
        "/reminders/preview/1",
        "/reminders/preview/2",
        "/collections/kpis",
        "/collections/kpis?region=delhi&month=Apr-25",
        "/collections/forecast",
        "/collections/forecast?region=delhi",
        "/api/v2/receivables/disputes?state=all",
        "/api/v2/receivables/disputes?region=delhi",
        "/api/v2/receivables/disputes/646973700000000000000001",
        "/api/v2/receivables/disputes/646973700000000000000002",
        "/api/v2/receivables/disputes/646973700000000000000002/files/6473666c0000000000000001",
        "/disputes?state=all",
        "/disputes?region=delhi",
        "/disputes/1",
        "/disputes/2",
        "/api/v2/receivables/movement?from=Apr-25&to=May-25",
        "/api/v2/receivables/movement?from=Apr-25&to=May-25&by=invoice&cell=31-90:31-90",
        "/api/v2/receivables/movement?from=Apr-25&to=May-25&by=customer&cell=%3E365:%3E365",
        "/api/v2/receivables/movement?from=Apr-25&to=May-25&region=delhi",
        "/movement?from=Apr-25&to=May-25&by=customer&cell=31-90:31-90",
        "/movement?from=Apr-25&to=May-25&by=invoice&cell=%3E365:%3E365",
        "/movement?from=Apr-25&to=May-25&by=customer&cell=%3E365:%3E365&region=delhi",
        "/api/invoice-tracker?region=All",
        "/api/invoice-tracker?region=delhi",
        .. Exports,
        "/api/reports/distributors",
        "/api/reports/distributors?search=DELHI",
        "/api/reports/products",
        "/api/reports/customers",
        "/api/reports/export?type=distributors&format=csv",
        "/api/reports/export?type=distributors&format=excel",
        "/api/reports/export?type=customers&format=csv",
        "/field/distributors",
        "/field/distributors?group=territory",
        "/field/distributors?sort=-salesValue&columns=code,zone,region,territory",
        "/field/products",
        "/field/products?group=category",
        "/field/outlets",
        "/field/outlets?group=region",
        "/field/ledger",
        "/field/ledger?kind=opening",
        "/field/ledger?product=1&kind=sales",
        "/field/distributors/1",
        "/field/distributors/2",
        "/field/ledger?distributor=1",
        "/field/ledger?distributor=2",
        "/field/products/1",
        "/field/outlets/1",
        "/field/outlets/2",
        "/api/v2/reports/jobs",
        "/api/v2/reports/jobs/7265706a0000000000000001",
        "/api/v2/reports/jobs/7265706a0000000000000001/download",
        "/api/v2/reports/jobs/7265706a0000000000000001/status",
        "/api/v2/reports/jobs/7265706a0000000000000001/events",
        "/api/v2/reports/templates",
        "/api/v2/reports/schedules",
        "/api/v2/lookups",
        "/reports",
        "/reports/new?type=customer-sheet&month=Apr-25",
        "/reports/new?type=invoice-register&search=OUTSIDE&month=Apr-25",
        "/jobs",
        "/jobs/7265706a0000000000000001",
        "/templates",
        "/schedules",
        "/api/v2/uploads",
        "/api/v2/uploads/1",
        "/api/v2/uploads/1/rows",
        "/api/v2/uploads/1/problems",
        "/api/users",
        "/",
        "/?region=delhi",
        "/customers?month=Apr-25",
        "/customers?search=OUTSIDE&month=Apr-25",
        "/customers/1",
        "/customers/2",
        "/invoices?month=Apr-25",
        "/invoices?customer=2&month=Apr-25",
        "/invoices/1",
        "/invoices/2",
        "/invoice-tracker",
        "/uploads",
        "/uploads/1",
        "/team",
        "/api/dashboard/metrics",
        "/api/dashboard/team-performance?limit=100",
        "/api/dashboard/team-performance?role=MDO",
        "/api/dashboard/recent-activities?limit=100",
        "/api/dashboard/recent-activities?type=visit_completed",
        "/api/dashboard/recent-activities?type=data_uploaded",
        "/api/dashboard/pending-approvals",
        "/forms",
        "/forms/1",
        "/forms/1?tab=submissions",
        "/forms/1?tab=links",
        "/forms/1?tab=automation",
        "/forms/1?tab=settings",
        "/forms/1/fill",
        "/forms/1/submissions/1",
        "/field",
        "/field?role=MDO",
        "/field?type=visit_completed",
        "/field/approvals",
        "/field/approvals?tab=decided",
        "/field/approvals?tab=mine",
        "/team?team=field",
        "/team?team=field&by=region",
        "/training",
    ];

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                $"{Inside}|{Inside} Builders|Mumbai|M-1|2025-03-20|200000|150000.25",
                $"{Outside}|{Outside} Builders|Delhi|D-1|2024-01-10|70000|77777.77"
            ),
            "Apr-25"
        );
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
        {
            var product = new Product
            {
                Code = "FIELD-P",
                Name = "FIELD-P",
                SearchText = "field-p",
                Category = "Seed",
            };
            db.Add(product);
            await db.SaveChangesAsync();
            foreach (var (code, branch) in ((string, string)[])[(FieldInside, "mumbai"), (FieldOutside, "delhi")])
            {
                var distributor = db.Add(
                    new Distributor
                    {
                        Code = code,
                        Name = $"{code} Agencies",
                        SearchText = code.ToLowerInvariant(),
                        Zone = code,
                        Region = code,
                        Territory = code,
                        Branch = branch,
                    }
                ).Entity;
                var outlet = db.Add(
                    new Outlet
                    {
                        Code = code,
                        Name = $"{code} Store",
                        SearchText = code.ToLowerInvariant(),
                        Type = "retailer",
                        Zone = code,
                        Region = code,
                        Territory = code,
                        Branch = branch,
                    }
                ).Entity;
                await db.SaveChangesAsync();
                // Delhi's figures are Delhi's alone too.
                var paise = branch == "delhi" ? 66666_66 : 100_00;
                db.AddRange(
                    new StockMovement
                    {
                        DistributorId = distributor.Id,
                        ProductId = product.Id,
                        Day = new DateOnly(2020, 1, 1),
                        Kind = MovementKind.Opening,
                        VolumeMilli = 1000,
                        ValuePaise = paise,
                        Reference = code,
                    },
                    new StockMovement
                    {
                        DistributorId = distributor.Id,
                        ProductId = product.Id,
                        Day = DateOnly.FromDateTime(DateTime.UtcNow),
                        Kind = MovementKind.Sale,
                        VolumeMilli = 1000,
                        ValuePaise = paise,
                        Reference = code,
                    }
                );
                db.AddRange(
                    new OutletPurchase
                    {
                        OutletId = outlet.Id,
                        ProductId = product.Id,
                        Day = DateOnly.FromDateTime(DateTime.UtcNow),
                        VolumeMilli = 1000,
                        ValuePaise = paise,
                    },
                    new PartyBalance
                    {
                        DistributorId = distributor.Id,
                        Day = new DateOnly(2020, 1, 1),
                        OutstandingPaise = paise,
                    },
                    new PartyBalance
                    {
                        OutletId = outlet.Id,
                        Day = new DateOnly(2020, 1, 1),
                        OutstandingPaise = paise,
                    }
                );
                await db.SaveChangesAsync();
            }

            await db.SaveChangesAsync();
            await StockTotals.RebuildAsync(db, default);
            foreach (var (code, branch) in ((string, string)[])[(FieldInside, "mumbai"), (FieldOutside, "delhi")])
            {
                var ids = await TeamCommands.EnrolAsync(
                    db,
                    [
                        new PersonDraft(
                            $"{branch}@field.example.com",
                            $"{code} Officer",
                            RoleNames.Engineer,
                            branch,
                            Designation: "MDO",
                            InField: true,
                            Zone: code,
                            FieldRegion: code,
                            Territory: code
                        ),
                    ],
                    DateTime.UtcNow,
                    default
                );
                var user = ids.Values.Single();
                db.Add(
                    new Activity
                    {
                        At = DateTime.UtcNow,
                        Type = ActivityTypes.VisitCompleted,
                        Title = "Visit",
                        Description = $"Visit to {code}",
                        Status = "completed",
                        UserId = user,
                        Branch = branch,
                    }
                );
                db.Add(
                    new Approval
                    {
                        Title = $"{code} claim",
                        RequestedById = user,
                        RequestedAt = DateTime.UtcNow,
                        Branch = branch,
                    }
                );
                db.Add(
                    new Approval
                    {
                        Title = $"{code} plan",
                        Kind = ApprovalKind.WorkPlan,
                        RequestedById = user,
                        RequestedAt = DateTime.UtcNow,
                        Branch = branch,
                        State = ApprovalState.Approved,
                        DecidedById = user,
                        DecidedAt = DateTime.UtcNow,
                    }
                );
            }

            await db.SaveChangesAsync();
        }

        var disputes = app.Services.GetRequiredService<DisputeCommands>();
        foreach (var invoice in (int[])[1, 2])
            await disputes.OpenAsync(CurrentUser.System, invoice, new NewDispute("Quantity"), default);
        using (var note = new MemoryStream("A note."u8.ToArray()))
            await disputes.AttachAsync(CurrentUser.System, 2, $"{Outside}.txt", note, default);

        // An administrator's report over everything, open to everyone in scope: those who see less must not get it.
        var admin = await app.AsAsync(TestApp.Admin);
        using var body = new StringContent(
            """{"reportType":"customer-sheet","name":"All customers","output":{"format":"csv"},"visibility":"organization"}""",
            Encoding.UTF8,
            "application/json"
        );
        (await admin.PostAsync("/api/v2/reports/jobs", body)).EnsureSuccessStatusCode();
        var until = DateTime.UtcNow.AddSeconds(60);
        while (
            DateTime.UtcNow < until
            && !(await admin.GetStringAsync("/api/v2/reports/jobs/7265706a0000000000000001/status")).Contains(
                "completed",
                StringComparison.Ordinal
            )
        )
            await Task.Delay(50);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(TestApp.Admin, true)]
    [InlineData(TestApp.CountryManager, true)]
    [InlineData(TestApp.Manager, true)]
    [InlineData(TestApp.Engineer, false)]
    public async Task No_route_shows_a_row_outside_the_scope(string email, bool seesDelhi)
    {
        var client = await app.AsAsync(email);
        var seen = new StringBuilder();
        foreach (var route in Routes)
        {
            var answer = await client.GetAsync(route);
            Assert.True((int)answer.StatusCode < 500, $"{route} answered {(int)answer.StatusCode}");
            var text = Text(await answer.Content.ReadAsByteArrayAsync());
            if (!seesDelhi)
                Assert.False(
                    text.Contains(Outside, StringComparison.Ordinal)
                        || text.Contains(FieldOutside, StringComparison.Ordinal)
                        || text.Contains("77777.77", StringComparison.Ordinal)
                        || text.Contains("77,777", StringComparison.Ordinal)
                        || text.Contains("66666.66", StringComparison.Ordinal)
                        || text.Contains("66,666", StringComparison.Ordinal),
                    $"{email} sees Delhi at {route}"
                );
            seen.Append(text);
        }

        Assert.Contains(Inside, seen.ToString());
        Assert.Contains(FieldInside, seen.ToString());
        Assert.Equal(seesDelhi, seen.ToString().Contains(FieldOutside, StringComparison.Ordinal));
        Assert.Equal(seesDelhi, seen.ToString().Contains(Outside, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TestApp.CountryManager)]
    [InlineData(TestApp.Manager)]
    public async Task A_department_limits_what_its_people_see_on_every_route(string email)
    {
        await app.UploadAsync(
            Sheet.Of(ContractApp.Header, "PUMP-1|PUMP-1 Builders|Mumbai|P-1|2025-03-20|4000|4321.09"),
            "Apr-25",
            "Pump"
        );
        await app.LimitToDepartmentAsync(email, "Pump");
        var client = await app.AsAsync(email);
        var seen = new StringBuilder();
        foreach (var route in Routes)
        {
            var text = Text(await (await client.GetAsync(route)).Content.ReadAsByteArrayAsync());
            foreach (var foreign in (string[])[Inside, Outside, "77777.77", "77,777", "150000.25", "1,50,000"])
                Assert.False(
                    text.Contains(foreign, StringComparison.Ordinal),
                    $"{email} of Pump sees {foreign} at {route}"
                );
            seen.Append(text);
        }

        Assert.Contains("PUMP-1", seen.ToString());
    }

    [Fact]
    public async Task An_engineer_changes_only_customers_assigned_to_him()
    {
        var engineer = await app.AsAsync(TestApp.Engineer);
        var manager = await app.AsAsync(TestApp.Manager);
        static StringContent Body(object body) =>
            new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await engineer.PutAsync($"/api/customers/{Outside}/remark", Body(new { newRemark = "dispute" }))
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await engineer.PutAsync($"/api/customers/{Inside}/remark", Body(new { newRemark = "dispute" }))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (
                await engineer.PutAsync(
                    $"/api/customers/{Inside}/assign-engineer",
                    Body(new { engineerId = "Imran Shaikh" })
                )
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await manager.PutAsync(
                    $"/api/customers/{Inside}/assign-engineer",
                    Body(new { engineerId = "Imran Shaikh" })
                )
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await engineer.PutAsync($"/api/customers/{Inside}/remark", Body(new { newRemark = "dispute" }))).StatusCode
        );
    }

    [Theory]
    [InlineData(TestApp.Admin, true)]
    [InlineData(TestApp.CountryManager, true)]
    [InlineData(TestApp.Manager, false)]
    [InlineData(TestApp.Engineer, false)]
    public async Task What_a_form_was_answered_is_seen_by_its_maker_and_those_who_manage_forms(string email, bool sees)
    {
        const string secret = "SECRET-ANSWER";
        var (forms, intake) = (
            app.Services.GetRequiredService<FormCommands>(),
            app.Services.GetRequiredService<SubmissionCommands>()
        );
        var maker = await app
            .Services.GetRequiredService<AccessQueries>()
            .DemoViewerAsync(TestApp.CountryManager, default);
        var form = await forms.CreateAsync(
            maker,
            new NewForm(
                "Visit",
                null,
                new FormDefinition([new FormSection("s", "") { Fields = [new("name", "Name", FieldTypes.Text)] }]),
                Public: true,
                Publish: true
            ),
            default
        );
        var token = await forms.MakeLinkAsync(maker, form, "SECRET-LABEL", false, default);
        var taken = await intake.SubmitAsync(
            token,
            JsonSerializer.SerializeToElement(new { name = secret }),
            null,
            default
        );
        Assert.Equal((1, 1), (form, taken.Id));
        var client = await app.AsAsync(email);
        var seen = new StringBuilder();
        foreach (
            var route in Routes
                .Where(r => r.StartsWith("/forms", StringComparison.Ordinal))
                .Concat([
                    "/f/" + token,
                    "/api/forms",
                    "/api/forms/1",
                    "/api/forms/1/submissions",
                    "/api/forms/submissions",
                    "/api/forms/submissions?form_id=1",
                    "/api/forms/1/analytics",
                    "/api/forms/1/export",
                    "/api/forms/1/export?format=csv",
                    "/api/forms/1/qr?format=svg",
                    "/api/forms/1/export-history",
                    "/api/forms/1/export-status",
                    "/api/forms/1/download-excel",
                ])
        )
        {
            var answer = await client.GetAsync(route);
            Assert.True((int)answer.StatusCode < 500, $"{route} answered {(int)answer.StatusCode}");
            var text = await answer.Content.ReadAsStringAsync();
            if (!sees)
                Assert.False(
                    text.Contains("SECRET", StringComparison.Ordinal)
                        || (
                            text.Contains(token, StringComparison.Ordinal)
                            && !route.StartsWith("/f/", StringComparison.Ordinal)
                        ),
                    $"{email} sees answers at {route}"
                );
            seen.Append(text);
        }

        Assert.Equal(sees, seen.ToString().Contains(secret, StringComparison.Ordinal));
        Assert.Contains("Visit", seen.ToString(), StringComparison.Ordinal);
        using var stranger = app.Anonymous();
        var open = await stranger.GetStringAsync("/f/" + token);
        Assert.Contains("Visit", open, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", open, StringComparison.Ordinal);
        Assert.Contains(
            "This link leads nowhere.",
            await stranger.GetStringAsync("/f/guessed"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nothing_but_signing_in_health_and_the_document_is_open_to_strangers()
    {
        var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Address),
        };
        foreach (var route in Routes)
        {
            var answer = await stranger.GetAsync(route);
            Assert.True(
                answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Redirect or HttpStatusCode.Found,
                $"{route} answered {(int)answer.StatusCode}"
            );
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
                Assert.Contains("\"error\"", await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/openapi/v1.json")).StatusCode);
    }

    private static string Text(byte[] content)
    {
        if (content is not [(byte)'P', (byte)'K', ..])
            return Encoding.UTF8.GetString(content);
        using var zip = new ZipArchive(new MemoryStream(content));
        if (zip.GetEntry("word/document.xml") is { } words)
        {
            using var document = new StreamReader(words.Open());
            return document.ReadToEnd();
        }

        using var workbook = Workbook.Open(new MemoryStream(content), "file.xlsx", SheetLimits.Default);
        var text = new StringBuilder();
        for (var sheet = 0; sheet < workbook.Sheets.Count; sheet++)
        {
            using var reader = workbook.OpenSheet(sheet);
            while (reader.Read())
            {
                for (var i = 0; i < reader.Count; i++)
                    text.Append(reader[i].Display).Append('|');
            }
        }

        return text.ToString();
    }
}
