using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.Answers;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The application that all contract tests ask, with two months of a small company.</summary>
public sealed class ContractApp : IAsyncLifetime
{
    public const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    public TestApp App { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await App.StartAsync();
        await App.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI/24-25/001|2025-03-20|200000|150000.25",
                "C-2|Bharat Infra|Bengaluru|B-9|2024-01-10|70000|70000",
                "C-3|Konkan Builders|Goa|K-1||1000|1000.50"
            ),
            "Mar-25"
        );
        await App.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI/24-25/001|2025-03-20|200000|100000.25",
                "C-1|Shree Ganesh Constructions|Mumbai|SI/25-26/002|2025-04-02|50000|50000",
                "C-2|Bharat Infra|Bengaluru|B-9|2024-01-10|70000|70000",
                "C-3|Konkan Builders|Goa|K-1||1000|1000.50"
            ),
            "Apr-25"
        );
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Each shape of spec 003, by name, type, casing and order.</summary>
public sealed class TrackerContractTests(ContractApp fixture) : IClassFixture<ContractApp>
{
    private TestApp App => fixture.App;

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];

    [Theory]
    [InlineData("multipart/form-data", "--XX\r\n\r\n--XX--", "boundary")]
    [InlineData(
        "multipart/form-data; boundary=XX",
        "--XX\r\nContent-Disposition: form-data; name=\"file\"",
        "ends before"
    )]
    [InlineData(
        "multipart/form-data; boundary=XX",
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na\r\n--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.csv\"\r\n\r\nb\r\n--XX--\r\n",
        "one file"
    )]
    public async Task An_upload_whose_body_cannot_be_read_whole_says_why(string type, string body, string reason)
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await client.PostAsync("/api/upload", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            reason,
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString()
        );
    }

    [Fact]
    public async Task Login_answers_the_union_that_the_three_clients_read()
    {
        var login = await JsonAsync(
            await App.Anonymous()
                .PostAsJsonAsync("/api/auth/login", new { email = TestApp.Manager, password = "Demo@12345" })
        );

        Assert.Equal(
            ["token", "accessToken", "access_token", "refreshToken", "refresh_token", "expiresIn", "user", "authUser"],
            Names(login)
        );
        Assert.Equal(["id", "name", "role", "department"], Names(login.GetProperty("user")));
        Assert.Equal("Manager", login.GetProperty("user").GetProperty("role").GetString());
        Assert.Equal(24, login.GetProperty("user").GetProperty("id").GetString()!.Length);
        var payload = Encoding.UTF8.GetString(
            System.Buffers.Text.Base64Url.DecodeFromChars(login.GetProperty("token").GetString()!.Split('.')[1])
        );
        Assert.DoesNotContain("Neha", payload);
        Assert.DoesNotContain("@", payload);
    }

    [Theory]
    [InlineData("nobody@example.com", "Demo@12345")]
    [InlineData("manager@example.com", "wrong password")]
    public async Task A_failed_login_says_the_words_of_the_spec_and_no_more(string email, string password)
    {
        var answer = await App.Anonymous().PostAsJsonAsync("/api/auth/login", new { email, password });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("""{"error":"Invalid email or password."}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Dashboard_has_the_arrays_cards_and_keys_of_the_client()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        var dashboard = await JsonAsync(
            await client.GetAsync("/api/dashboard?month=Apr-25&financialYear=2025-2026&region=All")
        );

        Assert.Equal(
            [
                "kpis",
                "outstandingByAge",
                "regionDistribution",
                "monthlyTrends",
                "outstandingRecoveryTrend",
                "engineerPerformance",
            ],
            Names(dashboard)
        );
        var kpis = dashboard.GetProperty("kpis").EnumerateArray().ToList();
        Assert.Equal(
            [
                "Total Outstanding",
                "Recovered Amount",
                "New Outstanding",
                "Total Invoices",
                "Disputed Invoices",
                "Total Customers",
            ],
            kpis.Select(k => k.GetProperty("label").GetString())
        );
        Assert.Equal(["label", "value", "change", "changeType", "description"], Names(kpis[0]));
        Assert.Equal("₹2,21,001", kpis[0].GetProperty("value").GetString());
        Assert.Equal("₹50,000", kpis[1].GetProperty("value").GetString());
        Assert.False(kpis[5].TryGetProperty("change", out _));

        var goa = dashboard
            .GetProperty("outstandingByAge")
            .EnumerateArray()
            .Single(r => r.GetProperty("region").GetString() == "goa");
        Assert.Equal(["region", "0-30", "31-90", "91-180", "181-365", ">365", "total"], Names(goa));
        Assert.Equal(1000.50m, goa.GetProperty(">365").GetDecimal());
        foreach (var row in dashboard.GetProperty("outstandingByAge").EnumerateArray())
            Assert.Equal(
                row.GetProperty("total").GetDecimal(),
                row.EnumerateObject().Where(p => p.Name is not ("region" or "total")).Sum(p => p.Value.GetDecimal())
            );
        Assert.Equal(
            221000.75m,
            dashboard.GetProperty("outstandingByAge").EnumerateArray().Sum(r => r.GetProperty("total").GetDecimal())
        );

        var trends = dashboard.GetProperty("monthlyTrends").EnumerateArray().ToList();
        Assert.Equal(["Mar-25", "Apr-25"], trends.Select(t => t.GetProperty("month").GetString()));
        Assert.Equal(Names(trends[0]), Names(trends[1]));
        Assert.Equal(["month", "banglore", "goa", "mumbai"], Names(trends[0]));
        Assert.Equal(["region", "amount"], Names(dashboard.GetProperty("regionDistribution")[0]));
        Assert.Equal(["month", "new", "recovered"], Names(dashboard.GetProperty("outstandingRecoveryTrend")[0]));
    }

    [Fact]
    public async Task A_region_narrows_the_ageing_but_not_the_comparison_of_months()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        var dashboard = await JsonAsync(
            await client.GetAsync("/api/dashboard?month=Apr&financialYear=2025-2026&region=mumbai&_=cachebuster")
        );
        Assert.Equal(
            "mumbai",
            Assert.Single(dashboard.GetProperty("outstandingByAge").EnumerateArray()).GetProperty("region").GetString()
        );
        Assert.Equal(["month", "banglore", "goa", "mumbai"], Names(dashboard.GetProperty("monthlyTrends")[0]));
    }

    [Fact]
    public async Task Customers_carry_their_invoices_and_the_figures_of_every_month()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        var customers = await JsonAsync(await client.GetAsync("/api/customers?financialYear=2025-2026"));

        var first = customers.EnumerateArray().Single(c => c.GetProperty("customerCode").GetString() == "C-1");
        foreach (
            var name in (string[])
                [
                    "_id",
                    "id",
                    "customerCode",
                    "customerName",
                    "region",
                    "outstandingAmount",
                    "remarks",
                    "notes",
                    "assignedEngineer",
                    "invoices",
                    "createdAt",
                    "updatedAt",
                ]
        )
            Assert.True(first.TryGetProperty(name, out _), name);
        Assert.Equal(150000.25m, first.GetProperty("outstandingAmount").GetDecimal());
        Assert.Equal(JsonValueKind.Number, first.GetProperty("outstandingAmount").ValueKind);
        var invoice = first
            .GetProperty("invoices")
            .EnumerateArray()
            .Single(i => i.GetProperty("invoiceNumber").GetString() == "SI/24-25/001");
        Assert.Equal("2025-03-20T00:00:00Z", invoice.GetProperty("invoiceDate").GetString());
        Assert.Equal("unpaid", invoice.GetProperty("status").GetString());
        var month = Assert.Single(invoice.GetProperty("outstandings").EnumerateArray());
        Assert.Equal(["id", "invoiceId", "month", "amount", "agePeriod"], Names(month));
        Assert.Equal(
            ("Apr-25", 100000.25m, "31-90"),
            (
                month.GetProperty("month").GetString(),
                month.GetProperty("amount").GetDecimal(),
                month.GetProperty("agePeriod").GetString()
            )
        );
    }

    [Fact]
    public async Task Invoice_tracker_counts_newest_month_first()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        var months = await JsonAsync(await client.GetAsync("/api/invoice-tracker?region=All&financialYear=2025-2026"));
        var april = Assert.Single(months.EnumerateArray());
        Assert.Equal(
            """{"monthYear":"Apr-25","previousMonthInvoices":3,"previousMonthAmount":221000.75,"currentMonthInvoices":4,"currentMonthAmount":221000.75,"invoiceCountChange":1,"disputedInvoices":0}""",
            april.GetRawText()
        );
    }

    [Fact]
    public async Task Users_never_carry_a_secret()
    {
        var client = await App.AsAsync(TestApp.Admin);
        var text = await client.GetStringAsync("/api/users");
        Assert.DoesNotContain("password", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hash", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", text, StringComparison.OrdinalIgnoreCase);
        var user = JsonDocument.Parse(text).RootElement[0];
        foreach (var name in (string[])["_id", "id", "name", "email", "role", "region", "contact"])
            Assert.True(user.TryGetProperty(name, out _), name);
    }

    [Fact]
    public async Task The_four_changes_answer_success_and_take_a_code_or_an_id()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        var customers = await JsonAsync(await client.GetAsync("/api/customers?financialYear=2025-2026"));
        var id = customers
            .EnumerateArray()
            .Single(c => c.GetProperty("customerCode").GetString() == "C-2")
            .GetProperty("id")
            .GetString();
        var engineer = (await JsonAsync(await client.GetAsync("/api/users")))
            .EnumerateArray()
            .First(u =>
                u.GetProperty("role").GetString() == "Engineer" && u.GetProperty("region").GetString() == "banglore"
            );

        async Task Changes(string path, object body) =>
            Assert.Equal(
                """{"success":true}""",
                (await JsonAsync(await client.PutAsJsonAsync(path, body))).GetRawText()
            );
        await Changes("/api/customers/C-2/remark", new { newRemark = "payment received" });
        await Changes($"/api/customers/{id}/notes", new { newNotes = "Customer promised payment by EOD." });
        await Changes(
            "/api/customers/C-2/assign-engineer",
            new { engineerId = engineer.GetProperty("name").GetString() }
        );
        await Changes("/api/customers/C-2/assign-engineer", new { engineerId = "" });
        await Changes(
            $"/api/customers/{id}/assign-engineer",
            new { engineerId = engineer.GetProperty("id").GetString() }
        );
        var again = await JsonAsync(
            await client.PutAsJsonAsync(
                "/api/customers/C-2/assign-engineer",
                new { engineerId = engineer.GetProperty("id").GetString() }
            )
        );
        Assert.False(again.GetProperty("success").GetBoolean());
        Assert.Contains("already", again.GetProperty("message").GetString(), StringComparison.Ordinal);
        await Changes($"/api/customers/{id}/invoices/B-9/dispute", new { newStatus = "dispute" });
        await Changes("/api/customers/C-1/invoices/SI%2F24-25%2F001/dispute", new { newStatus = "dispute" });
        await Changes("/api/customers/C-1/invoices/SI/24-25/001/dispute", new { newStatus = "unpaid" });

        var after = (await JsonAsync(await client.GetAsync("/api/customers?financialYear=2025-2026")))
            .EnumerateArray()
            .Single(c => c.GetProperty("customerCode").GetString() == "C-2");
        Assert.Equal(
            ("payment received", "Customer promised payment by EOD.", engineer.GetProperty("name").GetString()),
            (
                after.GetProperty("remarks").GetString(),
                after.GetProperty("notes").GetString(),
                after.GetProperty("assignedEngineer").GetString()
            )
        );
        Assert.Equal("dispute", after.GetProperty("invoices")[0].GetProperty("status").GetString());
        await Changes($"/api/customers/{id}/invoices/B-9/dispute", new { newStatus = "unpaid" });
    }

    [Fact]
    public async Task Unpaid_reverses_a_payment_and_a_change_that_changes_nothing_is_no_success()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        async Task<JsonElement> Set(string status) =>
            await JsonAsync(
                await client.PutAsJsonAsync("/api/customers/C-3/invoices/K-1/dispute", new { newStatus = status })
            );
        async Task<JsonElement> Customer() =>
            (await JsonAsync(await client.GetAsync("/api/customers?financialYear=2025-2026")))
                .EnumerateArray()
                .Single(c => c.GetProperty("customerCode").GetString() == "C-3");

        Assert.Equal("""{"success":true}""", (await Set("paid")).GetRawText());
        var paid = await Customer();
        Assert.Equal(0m, paid.GetProperty("outstandingAmount").GetDecimal());
        Assert.Equal("paid", paid.GetProperty("invoices")[0].GetProperty("status").GetString());
        Assert.Equal("""{"success":true}""", (await Set("unpaid")).GetRawText());
        Assert.Equal(1000.50m, (await Customer()).GetProperty("outstandingAmount").GetDecimal());
        var again = await Set("unpaid");
        Assert.False(again.GetProperty("success").GetBoolean());
        Assert.Contains("nothing was changed", again.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_customers_of_a_year_add_up_to_its_dashboard_and_each_debt_has_one_age()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        foreach (var year in (string[])["2024-2025", "2025-2026"])
        {
            var customers = await JsonAsync(await client.GetAsync($"/api/customers?financialYear={year}"));
            var dashboard = await JsonAsync(await client.GetAsync($"/api/dashboard?financialYear={year}"));
            Assert.Equal(
                dashboard
                    .GetProperty("outstandingByAge")
                    .EnumerateArray()
                    .Sum(r => r.GetProperty("total").GetDecimal()),
                customers.EnumerateArray().Sum(c => c.GetProperty("outstandingAmount").GetDecimal())
            );
            foreach (var customer in customers.EnumerateArray())
            {
                var newest = customer
                    .GetProperty("invoices")
                    .EnumerateArray()
                    .Select(i => i.GetProperty("outstandings")[0]);
                Assert.Equal(
                    customer.GetProperty("outstandingAmount").GetDecimal(),
                    newest.Sum(o => o.GetProperty("amount").GetDecimal())
                );
                if (newest.Count() == 1 && customer.GetProperty("outstandingAmount").GetDecimal() > 0)
                    Assert.Equal(
                        customer.GetProperty("agePeriod").GetString(),
                        newest.Single().GetProperty("agePeriod").GetString()
                    );
            }
        }
    }

    [Fact]
    public async Task Wrong_inputs_get_a_400_that_names_what_is_wrong()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        async Task Refuses(Task<HttpResponseMessage> call, string part)
        {
            var answer = await call;
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            Assert.Contains(part, body.GetProperty("error").GetString(), StringComparison.OrdinalIgnoreCase);
        }

        await Refuses(client.GetAsync("/api/dashboard?month=Smarch&financialYear=2025-2026"), "Smarch");
        await Refuses(client.GetAsync("/api/dashboard?region=atlantis"), "atlantis");
        await Refuses(client.GetAsync("/api/customers?financialYear=2025-2027"), "2025-2027");
        await Refuses(
            client.PutAsJsonAsync("/api/customers/C-1/remark", new { newRemark = "gone fishing" }),
            "gone fishing"
        );
        await Refuses(client.PutAsJsonAsync("/api/customers/C-1/remark", new { }), "newRemark");
        await Refuses(
            client.PutAsync(
                "/api/customers/C-1/remark",
                new StringContent("not json", Encoding.UTF8, "application/json")
            ),
            "JSON"
        );
        await Refuses(
            client.PutAsJsonAsync("/api/customers/C-1/invoices/SI%2F24-25%2F001/dispute", new { newStatus = "eaten" }),
            "eaten"
        );
    }

    [Fact]
    public async Task Upload_answers_count_and_message_and_refuses_the_whole_file_for_one_bad_row()
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        var before = await client.GetStringAsync("/api/dashboard?month=May-25&financialYear=2025-2026");
        async Task<HttpResponseMessage> Upload(HttpClient who, byte[] sheet, string name = "sheet.xlsx")
        {
            using var form = new MultipartFormDataContent
            {
                { new ByteArrayContent(sheet), "file", name },
                { new StringContent("May-25"), "month" },
                { new StringContent("2025-2026"), "financialYear" },
            };
            return await who.PostAsync("/api/upload", form);
        }

        var bad = await Upload(
            client,
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI/25-26/003|2025-05-02|5|5",
                "C-9|X|Goa|Z|31/06/2025|5|five"
            )
        );
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        var domainError = JsonDocument.Parse(await bad.Content.ReadAsStringAsync()).RootElement;
        Assert.Contains("31/06/2025", domainError.GetProperty("error").GetString());
        Assert.Contains(domainError.GetProperty("problems").EnumerateArray(), p =>
            p.GetProperty("where").GetString() == "Outstanding!G3"
        );
        Assert.Equal(before, await client.GetStringAsync("/api/dashboard?month=May-25&financialYear=2025-2026"));

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await Upload(await App.AsAsync(TestApp.Engineer), [1, 2, 3])).StatusCode
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await Upload(client, [1, 2, 3])).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Upload(client, [1, 2, 3], "virus.exe")).StatusCode);
    }

    [Theory]
    [InlineData("Apr-24", "2025-2026", "C-1|A|Mumbai|S-1|2025-05-02|500|500", "does not lie in the financial year")]
    [InlineData(
        "May-25",
        "2025-2026",
        "C-77|A|Atlantis|S-1|2025-05-02|500|500",
        "Which region is \u201cAtlantis\u201d?"
    )]
    public async Task An_upload_that_leaves_a_doubt_is_refused_with_the_doubt(
        string month,
        string year,
        string row,
        string why
    )
    {
        var client = await App.AsAsync(TestApp.CountryManager);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Sheet.Of(ContractApp.Header, row)), "file", "sheet.xlsx" },
            { new StringContent(month), "month" },
            { new StringContent(year), "financialYear" },
        };
        var answer = await client.PostAsync("/api/upload", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains(why, error.RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_same_bytes_for_the_same_month_twice_count_zero()
    {
        await using var app = await new TestApp().StartAsync();
        var client = await app.AsAsync(TestApp.CountryManager);
        var sheet = Sheet.Of(
            ContractApp.Header,
            "C-1|Shree Ganesh Constructions|Mumbai|S-1|2025-05-02|500|500",
            "C-2|Bharat|Delhi|S-2|2025-05-02|100|99.99"
        );
        async Task<JsonElement> Upload()
        {
            using var form = new MultipartFormDataContent
            {
                { new ByteArrayContent(sheet), "file", "sheet.xlsx" },
                { new StringContent("May"), "month" },
                { new StringContent("2025-26"), "financialYear" },
            };
            return await JsonAsync(await client.PostAsync("/api/upload", form));
        }

        Assert.Equal(
            """{"count":2,"message":"Upload successful. 2 rows name new customers; they belong to Batching Plant."}""",
            (await Upload()).GetRawText()
        );
        var again = await Upload();
        Assert.Equal(0, again.GetProperty("count").GetInt32());
        Assert.Contains("already uploaded", again.GetProperty("message").GetString());
    }
}
