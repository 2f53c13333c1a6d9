using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Features.Imports.StagedUploads;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>The month and the department of an upload can be changed in its preview.</summary>
public sealed class UploadSubjectTests
{
    private const string Head = "Customer Code,Customer Name,Region,Invoice No,Invoice Date,Outstanding";

    [Fact]
    public async Task A_changed_month_compares_again_and_is_named_as_a_decision()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (march, _) = await fixture.StagedAsync(Csv(Head, "A,Asha,Pune,1,13/02/2026,100"), "march.csv");
        await fixture.CommitAsync(march);
        var (id, first) = await fixture.StagedAsync(
            Csv(Head, "A,Asha,Pune,1,13/02/2026,60"),
            "april.csv",
            month: "Feb-26"
        );
        Assert.Equal(1, first.Counts.New + first.Counts.Changed + first.Counts.Unchanged);

        var read = await fixture.AnswerAsync(id, new UploadAnswer(Subject: new UploadSubject(202604, "2026-2027")));
        Assert.Equal((ImportState.Staged, 202604, 1), (read.State, read.Period, read.Counts.Changed));
        Assert.Equal(-40_00, Assert.Single(await fixture.RowsAsync(id)).Delta.Paise);
        var decision = Assert.Single(read.Decisions, d => d.Question == "subject");
        Assert.Equal("April 2026, Batching Plant; it was uploaded for February 2026, Batching Plant", decision.Text);
        await fixture.CommitAsync(id);
        Assert.Equal(202604, (await fixture.DetailsAsync(id)).Period);
    }

    [Fact]
    public async Task A_changed_department_is_compared_with_that_department()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(Csv(Head, "A,Asha,Pune,1,13/02/2026,100"), "a.csv");
        var read = await fixture.AnswerAsync(id, new UploadAnswer(Subject: new UploadSubject(DepartmentId: 2)));
        Assert.Equal((ImportState.Staged, 2), (read.State, read.DepartmentId));
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(2, (await db.Set<Customer>().SingleAsync()).DepartmentId);
    }

    [Fact]
    public async Task A_month_outside_its_financial_year_and_a_foreign_department_are_refused()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(Csv(Head, "A,Asha,Pune,1,13/02/2026,100"), "a.csv");
        foreach (
            var subject in new UploadSubject[]
            {
                new(202604, "2025-2026"),
                new(202613),
                new(202604, "26"),
                new(DepartmentId: 99),
            }
        )
            await Assert.ThrowsAsync<DomainException>(() =>
                fixture.AnswerAsync(id, new UploadAnswer(Subject: subject))
            );
        var unchanged = await fixture.DetailsAsync(id);
        Assert.Equal(
            (ImportState.Staged, 202603, (int?)1),
            (unchanged.State, unchanged.Period, unchanged.DepartmentId)
        );
    }

    [Fact]
    public async Task What_was_answered_for_the_old_month_is_asked_again()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.AskedAsync(
            Csv(Head, "A,Asha,Pune,1,13/02/2031,100", "A,Asha,Pune,2,13/02/2026,50"),
            "implausible-dates"
        );
        Assert.Equal(ImportState.Staged, (await fixture.AnswerAsync(id, "implausible-dates", "keep")).State);
        var asked = await fixture.AnswerAsync(id, new UploadAnswer(Subject: new UploadSubject(202604)));
        Assert.Equal(ImportState.Asking, asked.State);
        Assert.Contains(asked.Questions, q => q.Key == "implausible-dates" && q.Text.Contains("April 2026"));
    }
}
