using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Features.Imports.StagedUploads;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Rows that are parts of one item count as one where a person says so.</summary>
public sealed class CombinedRowTests
{
    private const string ByCustomer = "Customer Code,Customer Name,Region,0-30 Days,31-90 Days,Outstanding";
    private const string Lines = "Customer Code,Region,Invoice No,Invoice Date,Item,Invoice Amount,Outstanding";

    [Theory]
    [InlineData("add", 250_00, 0)]
    [InlineData("last", 150_00, 0)]
    [InlineData("refuse", 130_00, 1)]
    public async Task A_customer_named_again_with_another_amount_is_asked_about(string answer, long paise, int errors)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, question) = await fixture.AskedAsync(
            Csv(ByCustomer, "A,Asha,Pune,100,0,100", "B,Bharat,Pune,30,0,30", "A,Asha,Pune,20,100,120"),
            "repeated-customers"
        );
        Assert.Contains("1 row names a customer of an earlier row with another amount: ₹120", question.Text);
        var read = await fixture.AnswerAsync(id, "repeated-customers", answer);
        Assert.Equal((ImportState.Staged, paise, errors), (read.State, read.Total.Paise, read.Counts.Errors));
        await fixture.CommitAsync(id, ErrorRows.LeaveOut);
        Assert.Equal(paise, (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise);
    }

    [Fact]
    public async Task The_ages_of_a_customer_named_again_add_up_too()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.AskedAsync(
            Csv(ByCustomer, "A,Asha,Pune,100,0,100", "A,Asha,Pune,20,100,120", "A,Asha,Pune,20,100,120"),
            "repeated-customers"
        );
        await fixture.AnswerAsync(id, "repeated-customers", "add");
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            [(AgeBucket.UpTo30, 120_00L), (AgeBucket.UpTo90, 100_00L)],
            (
                await db.Set<InvoiceBalance>().OrderBy(b => b.Bucket).ToListAsync(TestContext.Current.CancellationToken)
            ).Select(b => (b.Bucket!.Value, b.OutstandingPaise))
        );
    }

    [Theory]
    [InlineData("add", 1)]
    [InlineData("each", 3)]
    public async Task Lines_of_an_invoice_become_one_invoice_with_their_sum(string answer, int invoices)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, question) = await fixture.AskedAsync(
            Csv(
                Lines,
                "A,Pune,S1,13/02/2026,M25,100,100",
                "A,Pune,S1,13/02/2026,M30,250,250",
                "A,Pune,S1,13/02/2026,Pump,100,100"
            ),
            "line-items"
        );
        Assert.Equal("add", question.Default);
        var read = await fixture.AnswerAsync(id, "line-items", answer);
        Assert.Equal((ImportState.Staged, 450_00L), (read.State, read.Total.Paise));
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        var stored = await db.Set<Invoice>().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((invoices, 450_00L), (stored.Count, stored.Sum(i => i.AmountPaise)));
    }

    [Fact]
    public async Task A_balance_that_is_the_same_on_every_line_counts_once()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.AskedAsync(
            Csv(Lines, "A,Pune,S1,13/02/2026,M25,100,350", "A,Pune,S1,13/02/2026,M30,250,350"),
            "line-items"
        );
        var read = await fixture.AnswerAsync(id, "line-items", "add");
        Assert.Equal(350_00, read.Total.Paise);
        Assert.Equal(1, read.Counts.New);
        Assert.Contains("1 row was added up with an earlier row of the same invoice.", read.Remarks);
    }

    [Fact]
    public async Task Exact_repetitions_add_up_to_one_item_when_a_person_says_so()
    {
        await using var fixture = await TestFixture.OpenAsync();
        const string row = "A,Pune,S1,13/02/2026,100,60";
        var (id, _) = await fixture.AskedAsync(
            Csv("Customer Code,Region,Invoice No,Invoice Date,Invoice Amount,Outstanding", row, row, row),
            "repeated-rows"
        );
        var read = await fixture.AnswerAsync(id, "repeated-rows", "add");
        Assert.Equal((1, 180_00L), (read.Counts.New, read.Total.Paise));
        Assert.Equal("A · S1", Assert.Single(await fixture.RowsAsync(id, RowEffect.New)).Key);
    }

    [Theory]
    [InlineData("leave-out", 100_00)]
    [InlineData("ours", 140_00)]
    public async Task Rows_that_name_another_department_are_asked_about(string answer, long paise)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, question) = await fixture.AskedAsync(
            Csv("Customer Code,Region,Department,Outstanding", "A,Pune,Batching Plant,100", "B,Pune,Pump,40"),
            "other-departments"
        );
        Assert.Contains("1 row names “Pump”", question.Text, StringComparison.Ordinal);
        Assert.Equal(paise, (await fixture.AnswerAsync(id, "other-departments", answer)).Total.Paise);
    }

    [Fact]
    public async Task The_department_column_places_new_customers_where_the_upload_names_none()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(
            Csv("Customer Code,Region,Department,Outstanding", "A,Pune,batching plant,100", "B,Pune,Pump,40"),
            "all.csv",
            departmentId: null
        );
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            [("A", 1), ("B", 2)],
            (await db.Set<Customer>().OrderBy(c => c.Code).ToListAsync(TestContext.Current.CancellationToken)).Select(
                c => (c.Code, c.DepartmentId)
            )
        );
    }

    [Fact]
    public async Task New_customers_get_the_engineer_that_the_sheet_names_and_known_ones_keep_theirs()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var ct = TestContext.Current.CancellationToken;
        await using var db = fixture.Contexts.CreateDbContext();
        var engineer = new User
        {
            Name = "Vikram Joshi",
            Role = RoleNames.Engineer,
            UserName = "v@example.com",
            NormalizedUserName = "V@EXAMPLE.COM",
            Email = "v@example.com",
            NormalizedEmail = "V@EXAMPLE.COM",
            SecurityStamp = "stamp",
        };
        db.Add(engineer);
        await db.SaveChangesAsync(ct);
        const string head = "Customer Code,Region,Engineer,Outstanding";
        var (first, _) = await fixture.StagedAsync(Csv(head, "A,Pune,,100"), "first.csv");
        await fixture.CommitAsync(first);
        var (id, read) = await fixture.StagedAsync(
            Csv(
                head,
                "A,Pune,Vikram Joshi,100",
                "B,Pune,vikram joshi,40",
                "C,Pune,Nobody,4",
                "D,Pune,V@Example.com,3",
                "E,Pune,Joshi Vikram.,2",
                "F,Pune,v@example.org,1"
            ),
            "next.csv",
            "Apr-26"
        );
        Assert.Contains("3 new customers are assigned to the engineer that the sheet names.", read.Remarks);
        Assert.Contains(read.Remarks, r =>
            r.StartsWith("No engineer is assigned for Nobody", StringComparison.Ordinal)
        );
        await fixture.CommitAsync(id);
        Assert.Equal(
            [("A", null), ("B", (int?)engineer.Id), ("C", null), ("D", engineer.Id), ("E", engineer.Id), ("F", null)],
            (await db.Set<Customer>().OrderBy(c => c.Code).ToListAsync(ct)).Select(c => (c.Code, c.EngineerId))
        );
    }
}
