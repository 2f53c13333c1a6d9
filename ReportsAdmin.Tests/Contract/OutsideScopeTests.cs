using System.Net;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>
/// A region or department outside of a person's scope gives nothing, never the person's own rows: every endpoint that takes such a
/// filter, every report, and the pages.
/// </summary>
public sealed class OutsideScopeTests : IAsyncLifetime
{
    private const string Customer = "INSIDE-MUMBAI";

    // Of the own rows: the customer, and the amount in each way that answers and pages write it.
    private static readonly string[] Own = [Customer, "7654321", "76,54,321", "76.54 L"];

    private static readonly string[] Filters = ["region", "regions", "branch", "department", "departmentIds"];

    private static readonly string[] Reports =
    [
        "outstanding-ageing",
        "collection-performance",
        "invoice-register",
        "month-movement",
        "month-comparison",
        "cash-forecast",
        "customer-sheet",
        "invoice-tracker",
    ];

    private static readonly string[] Pages =
    [
        "/",
        "/customers",
        "/collections",
        "/collections/promises",
        "/collections/kpis",
        "/collections/forecast",
        "/disputes",
        "/my-day",
        "/reminders",
        "/reminders/runs",
        "/reminders/ladder",
        "/invoices",
        "/invoice-tracker",
        "/movement",
    ];

    private readonly TestApp app = new TestApp().WithoutContractCheck();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        // So that the scope answers, not the permission.
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
        {
            db.Add(new RolePermission { Role = RoleNames.Engineer, Permission = ReminderQueries.SendPermission });
            await db.SaveChangesAsync();
        }

        await app.LimitToDepartmentAsync(TestApp.Engineer, "Batching Plant");
        await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Outstanding",
                $"C-1|{Customer}|Mumbai|M-1|7654321",
                "C-2|OUTSIDE-PUNE|Pune|P-1|1234567"
            ),
            "Apr-25"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Endpoints_with_a_region_or_department_filter_give_nothing_outside_the_scope()
    {
        using var engineer = await app.AsAsync(TestApp.Engineer);
        var walked = new List<string>();
        foreach (var (path, filter) in Endpoints())
        {
            var outside = filter.StartsWith("dep", StringComparison.Ordinal) ? "Pump" : "pune";
            using var answer = await engineer.GetAsync($"{path}?{filter}={outside}");
            await NothingOfOwnAsync(answer, $"{path}?{filter}");
            walked.Add(path);
        }

        Assert.Contains("/api/dashboard", walked);
        Assert.Contains("/api/customers", walked);
        Assert.Contains("/api/invoice-tracker", walked);
        Assert.Contains(
            "7654321",
            await engineer.GetStringAsync("/api/dashboard?region=mumbai"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Reports_on_a_region_outside_the_scope_are_empty()
    {
        using var engineer = await app.AsAsync(TestApp.Engineer);
        foreach (var type in Reports)
        {
            foreach (var region in new[] { "pune", "Pune", "poona" })
            {
                using var answer = await engineer.GetAsync(
                    $"/api/v2/reports/export/{type}?format=csv&regions={region}"
                );
                await NothingOfOwnAsync(answer, $"{type} {region}");
            }
        }

        Assert.Contains(
            Customer,
            await engineer.GetStringAsync("/api/v2/reports/export/customer-sheet?format=csv&regions=mumbai"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Pages_asked_for_a_region_outside_the_scope_show_no_own_rows()
    {
        var page = await Browser.SignInAsync(app, TestApp.Engineer, path: "/customers?region=mumbai");
        Assert.Contains(Customer, await page.ContentAsync(), StringComparison.Ordinal);
        foreach (var path in Pages)
        {
            var answer = await page.Context.APIRequest.GetAsync($"{app.Address}{path}?region=pune");
            Assert.Equal(200, answer.Status);
            var html = await answer.TextAsync();
            Assert.All(Own, own => Assert.DoesNotContain(own, html, StringComparison.Ordinal));
        }
    }

    private IEnumerable<(string Path, string Filter)> Endpoints() =>
        from description in app
            .Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>()
            .ApiDescriptionGroups.Items.SelectMany(g => g.Items)
        where description.HttpMethod == "GET" && !description.RelativePath!.Contains('{', StringComparison.Ordinal)
        from parameter in description.ParameterDescriptions
        where parameter.Source == BindingSource.Query
        from filter in Filters
        where parameter.Name.Equals(filter, StringComparison.OrdinalIgnoreCase)
        select ($"/{description.RelativePath}", filter);

    private static async Task NothingOfOwnAsync(HttpResponseMessage answer, string what)
    {
        Assert.True(
            answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest,
            $"{what}: {answer.StatusCode}"
        );
        var body = await answer.Content.ReadAsStringAsync();
        Assert.All(Own, own =>
            Assert.False(body.Contains(own, StringComparison.Ordinal), $"{what} gives {own}: {body}")
        );
    }
}
