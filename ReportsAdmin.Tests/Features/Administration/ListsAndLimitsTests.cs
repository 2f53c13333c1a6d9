using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Administration.Limits;
using ReportsAdmin.Features.Administration.Lists;
using ReportsAdmin.Features.FieldSales;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Lists;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Administration;

/// <summary>Lists of values and limits: as data, changed while the application runs.</summary>
public sealed class ListsAndLimitsTests : IAsyncLifetime
{
    private const string Rows = "Exports:MaxRows";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_list_begins_with_its_defaults_and_is_changed_ordered_and_recorded()
    {
        var (lists, commands, admin) = (Get<ValueLists>(), Get<ListCommands>(), await AdminAsync());
        var before = await lists.OfAsync(FieldSalesFeature.RejectionList, default);
        Assert.Equal("Amount too high", before[0]);

        await commands.AddAsync(admin, FieldSalesFeature.RejectionList, "  No receipt ", default);
        var added = await FindAsync(commands, admin, "No receipt");
        await commands.MoveAsync(admin, FieldSalesFeature.RejectionList, added.Id, -1, default);
        var first = await FindAsync(commands, admin, "Amount too high");
        await commands.ChangeAsync(admin, FieldSalesFeature.RejectionList, first.Id, first.Text, false, default);
        // A start never brings back what was taken away.
        await lists.SeedAsync(default);

        var now = await lists.OfAsync(FieldSalesFeature.RejectionList, default);
        Assert.Equal([.. before.Skip(1).SkipLast(1), "No receipt", before[^1]], now);
        Assert.Equal(admin.Name, (await FindAsync(commands, admin, "No receipt")).ChangedBy);
        await using var db = Db();
        Assert.Contains(await db.Set<AuditEntry>().Where(e => e.Kind == "list value").ToListAsync(), e =>
            e.RecordName == "Amount too high" && e.Details!.Contains("Offered", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_value_is_there_once_and_lists_belong_to_administrators()
    {
        var (commands, admin) = (Get<ListCommands>(), await AdminAsync());
        var manager = await Get<AccessQueries>().DemoViewerAsync(TestApp.Manager, default);
        Task AddAsync(CurrentUser by, string list, string text) => commands.AddAsync(by, list, text, default);

        await ThrowsAsync(ErrorKind.Invalid, () => AddAsync(admin, AccessFeature.DesignationList, "service engineer"));
        await ThrowsAsync(ErrorKind.Invalid, () => AddAsync(admin, AccessFeature.DesignationList, " "));
        await ThrowsAsync(ErrorKind.Invalid, () =>
            AddAsync(admin, AccessFeature.DesignationList, new string('x', ListValue.MaxText + 1))
        );
        await ThrowsAsync(ErrorKind.NotFound, () => AddAsync(admin, "nothing", "x"));
        await ThrowsAsync(ErrorKind.Forbidden, () => AddAsync(manager, AccessFeature.DesignationList, "x"));
        await ThrowsAsync(ErrorKind.Forbidden, () => commands.ListAsync(manager, default));
    }

    [Fact]
    public async Task A_value_that_is_added_on_the_page_is_offered_in_the_dialog_of_a_person()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/lists");
        Assert.Empty(await Axe.FindAsync(page));
        await page.GetByLabel("New value of Designations").FillAsync("Zonal Head");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to Designations" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "Zonal Head" })).ToBeVisibleAsync();

        await page.GotoAsync("/admin/people?q=imran");
        await Browser.LiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit Imran Shaikh" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Zonal Head" }).ClickAsync();
        await Expect(dialog.GetByLabel("Designation", new() { Exact = true })).ToHaveValueAsync("Zonal Head");
        Assert.Empty(await Axe.FindAsync(page));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        await using var db = Db();
        Assert.Equal("Zonal Head", (await db.Set<User>().SingleAsync(u => u.Email == TestApp.Engineer)).Designation);
    }

    [Fact]
    public async Task A_limit_counts_at_once_shows_default_and_change_and_goes_back()
    {
        var (limits, queries, commands) = (Get<Limits>(), Get<LimitQueries>(), Get<LimitCommands>());
        var admin = await AdminAsync();
        var before = (await queries.ListAsync(admin, default)).Single(r => r.Limit.Key == Rows);
        Assert.Equal((before.Limit.Default, null), (before.Value, before.Change));
        await commands.SetAsync(admin, Rows, 0, default);

        Assert.Equal(0, limits.Of(Rows));
        var after = (await queries.ListAsync(admin, default)).Single(r => r.Limit.Key == Rows);
        Assert.Equal((0, admin.Name), (after.Value, after.Change!.By));
        await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Outstanding",
                "C-1|Shree Ganesh|Pune|SI-1|1000"
            ),
            "Apr-25"
        );
        using var client = await app.AsAsync(TestApp.Admin);
        using (var answer = await client.GetAsync("/api/v2/reports/export/customer-sheet?format=csv"))
            Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        await commands.SetAsync(admin, Rows, null, default);
        using (var answer = await client.GetAsync("/api/v2/reports/export/customer-sheet?format=csv"))
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);

        Assert.Equal(before.Value, limits.Of(Rows));
        await using var db = Db();
        var recorded = await db.Set<AuditEntry>().Where(e => e.Kind == "limit").OrderBy(e => e.Id).ToListAsync();
        Assert.Equal(2, recorded.Count);
        await ThrowsAsync(ErrorKind.Invalid, () => commands.SetAsync(admin, Rows, -1, default));
        await ThrowsAsync(ErrorKind.NotFound, () => commands.SetAsync(admin, "Nothing:There", 1, default));
        var manager = await Get<AccessQueries>().DemoViewerAsync(TestApp.Manager, default);
        await ThrowsAsync(ErrorKind.Forbidden, () => commands.SetAsync(manager, Rows, 1, default));
    }

    [Fact]
    public async Task A_lowered_limit_of_uploads_refuses_the_next_one_by_name_and_keeps_what_was_read()
    {
        var (commands, uploads, admin) = (Get<LimitCommands>(), Get<ImportQueries>(), await AdminAsync());
        var sheet = Sheet.Of(
            "Customer Code|Customer Name|Region|Invoice Number|Outstanding",
            "C-1|Shree Ganesh|Pune|SI-1|1000",
            "C-2|Om Agencies|Pune|SI-2|2000"
        );
        var accepted = (await StageAsync(sheet)).Id;

        await commands.SetAsync(admin, ImportLimits.RowsLimit, 2, default);
        var refused = await StageAsync(sheet);
        Assert.Equal(ImportState.Refused, refused.State);
        Assert.Contains("more than 2 rows", refused.Failure, StringComparison.Ordinal);
        Assert.NotEmpty((await uploads.DetailsAsync(admin, accepted, default)).Sheets);

        await commands.SetAsync(admin, ImportLimits.FileLimit, 1, default);
        Assert.Equal(1 << 20, Get<ImportFiles>().MaxBytes);
        await commands.SetAsync(admin, ImportLimits.RowsLimit, null, default);
        Assert.Equal(ImportState.Staged, (await StageAsync(sheet)).State);

        async Task<UploadDetails> StageAsync(byte[] content)
        {
            var id = await Get<ImportCommands>()
                .StageNowAsync(
                    admin,
                    new NewUpload("outstanding", "again.xlsx", 202505, 1),
                    new MemoryStream(content),
                    DateOrder.Unknown,
                    default
                );
            return await uploads.DetailsAsync(admin, id, default);
        }
    }

    [Fact]
    public async Task What_could_stop_the_server_is_only_lowered()
    {
        var (commands, admin) = (Get<LimitCommands>(), await AdminAsync());
        foreach (var key in (string[])[ImportLimits.InflatedLimit, ImportLimits.SecondsLimit])
        {
            var row = (await Get<LimitQueries>().ListAsync(admin, default)).Single(r => r.Limit.Key == key);
            Assert.Equal(row.Limit.Default, row.Limit.Most);
            await ThrowsAsync(ErrorKind.Invalid, () => commands.SetAsync(admin, key, row.Limit.Default + 1, default));
            await commands.SetAsync(admin, key, 5, default);
        }

        var now = Get<ImportLimits>().Now;
        Assert.Equal((5L << 20, TimeSpan.FromSeconds(5)), (now.MaxInflatedBytes, now.MaxReadingTime));
        var most = Get<ImportLimits>().Most;
        Assert.Equal((1536L << 20, TimeSpan.FromMinutes(15)), (most.MaxInflatedBytes, most.MaxReadingTime));
        await commands.SetAsync(admin, ImportLimits.FileLimit, 200, default);
        await ThrowsAsync(ErrorKind.Invalid, () => commands.SetAsync(admin, ImportLimits.FileLimit, 201, default));
        await ThrowsAsync(ErrorKind.Invalid, () => commands.SetAsync(admin, ImportLimits.RowsLimit, 0, default));
    }

    [Fact]
    public async Task The_page_of_limits_changes_one_and_fits_a_phone()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, 390, "/admin/limits");
        Assert.Empty(await Axe.FindAsync(page));
        var field = page.GetByLabel("Schedules of one person (schedules)");
        await field.FillAsync("7");
        await field.BlurAsync();

        await Expect(page.Locator(".notice")).ToContainTextAsync("Schedules of one person: 7 schedules");
        Assert.Equal(7, Get<Limits>().Of("Reports:MaxSchedules"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the default: Schedules of one person" }).ClickAsync();
        await Expect(field).ToHaveValueAsync("50");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    private static async Task<ListValueRow> FindAsync(ListCommands commands, CurrentUser admin, string text) =>
        (await commands.ListAsync(admin, default)).SelectMany(l => l.Values).Single(v => v.Text == text);

    private static async Task ThrowsAsync(ErrorKind kind, Func<Task> act) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<DomainException>(act)).Kind);

    private Task<CurrentUser> AdminAsync() => Get<AccessQueries>().DemoViewerAsync(TestApp.Admin, default);

    private T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    private ReportsDb Db() => Get<IDbContextFactory<ReportsDb>>().CreateDbContext();
}
