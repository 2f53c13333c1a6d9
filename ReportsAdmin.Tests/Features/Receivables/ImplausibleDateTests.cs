using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Invoice dates that cannot belong to the month are named with their count and sum before the commit.</summary>
public sealed class ImplausibleDateTests
{
    private const string Head =
        "Customer Code,Customer Name,Region,Invoice No,Invoice Date,Due Date,Invoice Amount,Outstanding";
    private const string Future = "FD1,Future Co,Goa,GI-3,13/09/2062,,900,900";
    private const string Good = "FD1,Future Co,Goa,GI-4,13/01/2026,13/09/2062,100,100";

    [Theory]
    [InlineData("keep", 0, "2062-09-13")]
    [InlineData("leave-out", 0, "")]
    [InlineData("refuse", 1, null)]
    public async Task A_date_of_the_far_future_is_asked_about(string answer, int errors, string? stored)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await fixture.StageAsync(Csv(Future, Good), "Mar-26", fileName: "date-in-2062.csv");
        var question = Assert.Single((await fixture.DetailsAsync(id)).Questions);
        Assert.Equal(("implausible-dates", "leave-out"), (question.Key, question.Default));
        Assert.Contains("1 row with ₹900 has", question.Text, StringComparison.Ordinal);
        Assert.Contains("row 2 (13 Sep 2062)", question.Text, StringComparison.Ordinal);

        var staged = await fixture.AnswerAsync(
            id,
            new UploadAnswer(Answers: new Dictionary<string, string> { [question.Key] = answer })
        );
        Assert.Equal((ImportState.Staged, errors), (staged.State, staged.Counts.Errors));
        Assert.Equal(errors == 0 ? 1000_00 : 100_00, staged.Total.Paise);
        Assert.Contains(staged.Remarks, r => r.Contains("row 2 (13 Sep 2062)", StringComparison.Ordinal));
        if (stored is null)
        {
            var problem = Assert.Single(Assert.Single(await fixture.RowsAsync(id, RowEffect.Error)).Problems);
            Assert.Equal("The invoice date 13 Sep 2062 lies after March 2026.", problem.Message);
            return;
        }

        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        var invoice = await db.Set<Invoice>().SingleAsync(i => i.Number == "GI-3");
        Assert.Equal(stored, $"{invoice.InvoiceDate:yyyy-MM-dd}");
    }

    [Fact]
    public async Task A_date_before_1990_is_asked_about()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await fixture.StageAsync(
            Csv("FD1,Future Co,Goa,GI-5,13/09/1962,,900,900", "FD1,Future Co,Goa,GI-6,14/09/1962,,50,50", Good),
            "Mar-26",
            fileName: "old.csv"
        );
        var question = Assert.Single((await fixture.DetailsAsync(id)).Questions);
        Assert.Contains("2 rows with ₹950 have", question.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoices_of_the_next_month_are_named_and_due_dates_may_lie_ahead()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, staged) = await fixture.StagedAsync(
            Csv("FD1,Future Co,Goa,GI-7,02/04/2026,,250,250", Good),
            "late.csv"
        );
        Assert.Equal((2, 350_00), (staged.Counts.New, staged.Total.Paise));
        Assert.Contains(
            "1 row with ₹250 has an invoice date after the end of March 2026: row 2 (2 Apr 2026).",
            staged.Remarks
        );
    }

    private static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", [Head, .. lines]));
}
