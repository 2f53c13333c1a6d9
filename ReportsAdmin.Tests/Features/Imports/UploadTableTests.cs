using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Features.FieldSales.Import;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>What is common to all tables that uploads write: keys, staging, images, and the number of statements.</summary>
public sealed class UploadTableTests
{
    [Theory, EachDatabase]
    public async Task A_commit_and_its_undo_take_as_many_statements_for_many_rows_as_for_few(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        async Task<(int Commit, int Undo)> CountAsync(int rows)
        {
            // Half of the rows are known, so that a commit both updates and adds.
            var known = await fixture.UploadAsync("outlets", Outlets(rows, 0, "Yard"));
            var id = await fixture.StageAsync("outlets", null, Outlets(rows, rows / 2, "Market"));
            var commit = await StatementCount.TextsAsync(fixture, () =>
                fixture.Imports.CommitAsync(CurrentUser.System, id, MissingChoice.Carry, ErrorRows.Refuse, default)
            );
            var undo = await StatementCount.TextsAsync(fixture, () =>
                fixture.Imports.UndoAsync(CurrentUser.System, id, default)
            );
            await fixture.Imports.UndoAsync(CurrentUser.System, known, default);
            return (commit.Count(t => !LooksAtTable(t)), undo.Count);
        }

        Assert.Equal(await CountAsync(4), await CountAsync(3_000));
    }

    /// <summary>What <see cref="TableStatistics"/> says to PostgreSQL of a table that has grown much: three statements at most for each.</summary>
    private static bool LooksAtTable(string statement) =>
        statement.StartsWith("ANALYZE ", StringComparison.Ordinal)
        || statement.Contains("default_statistics_target", StringComparison.Ordinal)
        || statement.Contains("FROM pg_class", StringComparison.Ordinal);

    [Theory, EachDatabase]
    public async Task Nothing_stays_staged_after_a_commit_or_a_discard(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        await fixture.UploadAsync("outlets", Outlets(5, 0, "Yard"));
        var given = await fixture.StageAsync("outlets", null, Outlets(5, 2, "Market"));
        Assert.Equal(5, await StagedAsync(fixture, "staged_outlets"));
        // The others owe what is stored already.
        Assert.Equal(2, await StagedAsync(fixture, "staged_party_balances"));

        await fixture.Imports.DiscardAsync(CurrentUser.System, given, default);

        Assert.Equal(0, await StagedAsync(fixture, "staged_outlets"));
        Assert.Equal(0, await StagedAsync(fixture, "staged_party_balances"));
    }

    [Theory, EachDatabase]
    public async Task Staging_a_file_again_stages_it_once(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var id = await fixture.StageAsync("outlets", null, Outlets(5, 0, "Yard"));

        await fixture.AnswerAsync(id, new UploadAnswer());

        Assert.Equal(5, await StagedAsync(fixture, "staged_outlets"));
    }

    [Theory, EachDatabase]
    public async Task While_the_order_of_dates_is_asked_nothing_is_staged_and_the_answer_decides(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var id = await fixture.StageAsync(
            Sheet.Of(StagedUploads.ByInvoice, "C-1|Asha|Mumbai|SI/1|03/04/2025|10|10"),
            "May-25",
            dates: DateOrder.Unknown
        );
        Assert.Equal(ImportQuestion.DateOrder, (await fixture.DetailsAsync(id)).Question);
        Assert.Equal(0, await StagedAsync(fixture, "import_rows"));
        Assert.Equal(0, await StagedAsync(fixture, "staged_items"));

        await fixture.AnswerAsync(id, new UploadAnswer(DateOrder: DateOrder.MonthFirst));
        await fixture.CommitAsync(id);

        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(new DateOnly(2025, 3, 4), (await db.Set<Invoice>().SingleAsync()).InvoiceDate);
    }

    [Theory, EachDatabase]
    public async Task Keys_that_a_commit_assigned_are_not_given_again_by_the_database(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        await fixture.UploadAsync("outlets", Outlets(3, 0, "Yard"));
        await using var db = fixture.Contexts.CreateDbContext();
        var last = await db.Set<Outlet>().MaxAsync(o => o.Id);

        var added = new Outlet
        {
            Code = "NEW",
            Name = "New",
            SearchText = "new",
            Type = "retailer",
            Zone = "West",
            Region = "Pune",
            Territory = "Satara",
        };
        db.Add(added);
        await db.SaveChangesAsync();

        Assert.True(added.Id > last);
    }

    [Theory, EachDatabase]
    public async Task A_new_outlet_owes_what_its_own_row_says(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        await fixture.UploadAsync("outlets", Outlets(40, 0, "Yard"));

        await using var db = fixture.Contexts.CreateDbContext();
        var owed = await db.Set<PartyBalance>()
            .Join(db.Set<Outlet>(), b => b.OutletId, o => o.Id, (b, o) => new { o.Code, b.OutstandingPaise })
            .ToDictionaryAsync(x => x.Code, x => x.OutstandingPaise);
        Assert.Equal(40, owed.Count);
        Assert.All(owed, o =>
            Assert.Equal((int.Parse(o.Key[2..], System.Globalization.CultureInfo.InvariantCulture) + 1) * 100L, o.Value)
        );
    }

    [Theory, EachDatabase]
    public async Task A_visit_target_goes_back_to_what_an_earlier_upload_said(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var first = await fixture.UploadAsync("visit-targets", FieldSheets.Targets, "asha@example.com|Apr-26|20");
        var second = await fixture.UploadAsync(
            "visit-targets",
            FieldSheets.Targets,
            "asha@example.com|Apr-26|30",
            "usha@example.com|Apr-26|10"
        );

        await fixture.Imports.UndoAsync(CurrentUser.System, second, default);
        await using (var db = fixture.Contexts.CreateDbContext())
            Assert.Equal([20], await db.Set<VisitTarget>().Select(t => t.Visits).ToListAsync());

        await fixture.Imports.UndoAsync(CurrentUser.System, first, default);
        await using (var db = fixture.Contexts.CreateDbContext())
            Assert.Empty(await db.Set<VisitTarget>().ToListAsync());
    }

    [Theory, EachDatabase]
    public async Task Of_rows_that_name_a_customer_differently_the_first_counts_and_the_others_are_reported(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(StagedUploads.ByInvoice, "C-1|Old name|Mumbai|SI/1|2026-02-02|10|10"),
            "Feb-26"
        );

        var (id, details) = await fixture.StagedAsync(
            Sheet.Of(
                StagedUploads.ByInvoice,
                "C-1|First name|Mumbai|SI/1|2026-02-02|10|10",
                "C-1|Second name|Mumbai|SI/2|2026-03-02|20|20"
            )
        );
        Assert.Contains(details.Remarks, r => r.Contains("the first row counts", StringComparison.Ordinal));
        await fixture.CommitAsync(id);

        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal("First name", (await db.Set<Customer>().SingleAsync()).Name);
        await fixture.Imports.UndoAsync(CurrentUser.System, id, default);
        Assert.Equal("Old name", (await db.Set<Customer>().SingleAsync()).Name);
    }

    /// <summary>A sheet of outlets from a number on; each owes as many rupees as its number plus one.</summary>
    private static string[] Outlets(int rows, int from, string place) =>
        [
            "Outlet Code|Outlet Name|Zone|Region|Territory|Branch|State|Location|Outstanding",
            .. Enumerable
                .Range(from, rows)
                .Select(i => $"T-{i:0000}|Outlet {i}|West|Pune|Satara|Pune|MH|{place} {i}|{i + 1}"),
        ];

    private static async Task<int> StagedAsync(TestFixture fixture, string table)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var sql = $"SELECT CAST(COUNT(*) AS int) AS \"Value\" FROM {table}";
        return await db.Database.SqlQueryRaw<int>(sql).SingleAsync();
    }
}
