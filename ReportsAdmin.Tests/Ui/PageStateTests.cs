using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Pages;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Pages;
using ReportsAdmin.Features.Reports.Pages;
using ReportsAdmin.Ui;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>What pages keep in their address and show of it, without a renderer.</summary>
public sealed class PageStateTests
{
    private static readonly CustomerListState Sheet = new(
        "/customers",
        new CustomerListQuery
        {
            Month = "Apr-25",
            Region = "pune",
            Search = "A & B",
            Bucket = ">365",
            Sort = "name",
        },
        3,
        new Period(2025, 4)
    );

    [Fact]
    public void The_address_holds_the_filter_and_survives_odd_characters()
    {
        Assert.Equal(
            "/customers?month=Apr-25&region=pune&search=A%20%26%20B&bucket=%3E365&sort=name&page=2",
            Sheet.PageHref(2)
        );
        Assert.Equal(
            "/customers?month=Apr-25&region=pune&search=A%20%26%20B&bucket=%3E365&sort=name",
            Sheet.PageHref(1)
        );
        Assert.Equal(
            "/customers?page=2",
            new CustomerListState("/customers", new CustomerListQuery(), 1, new Period(2025, 4)).PageHref(2)
        );
    }

    [Fact]
    public void A_drill_down_keeps_month_and_region_and_leaves_the_rest_behind()
    {
        Assert.Equal(
            "/invoices?month=Apr-25&region=pune&status=dispute",
            Sheet.Elsewhere("/invoices", q => q with { Status = "dispute" })
        );
    }

    [Fact]
    public void The_download_holds_what_is_shown()
    {
        Assert.Equal(
            "/api/v2/reports/export/customer-sheet?month=Apr-25&regions=pune&search=A%20%26%20B&bucket=%3E365&sort=name&format=csv",
            Sheet.Export("customer-sheet", "csv")
        );
        Assert.Equal(
            "/api/v2/reports/export/invoice-tracker?financialYear=2025-2026&regions=pune&search=A%20%26%20B&bucket=%3E365&sort=name&format=pdf",
            Sheet.Export("invoice-tracker", "pdf")
        );
    }

    [Fact]
    public void A_report_being_put_together_survives_its_address()
    {
        const string Address =
            "/reports/new?type=completion-rates&name=A%20%26%20B&format=docx&startDate=2025-04-01&endDate=2025-06-30&includeInactive=true&groupBy=course&measures=rate&statuses=failed&statuses=completed";
        var state = NewReportState.Of(
            Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Address[Address.IndexOf('?')..])
        );

        Assert.Equal(Address, state.ToUri());
        Assert.True(state.Request.IncludeInactive);
        Assert.Equal(["failed", "completed"], state.Request.All("statuses"));
        Assert.Equal(["statuses"], state.Request.Filters.Keys);
    }

    [Fact]
    public void Each_filter_can_be_taken_off_alone()
    {
        var chips = Sheet.Narrowed(_ => "", null);

        Assert.Equal(["“A & B”", "Over 365 days"], chips.Select(c => c.Text));
        Assert.Equal("/customers?month=Apr-25&region=pune&bucket=%3E365&sort=name", chips[0].Href);
    }

    [Theory]
    [InlineData("7", 7), InlineData("0", 1), InlineData("-3", 1), InlineData("x", 1), InlineData(null, 1)]
    public void An_odd_page_number_is_the_first(string? text, int page) => Assert.Equal(page, PageNumbers.Of(text));

    [Fact]
    public void A_preview_opens_with_the_problems_and_keeps_its_search()
    {
        var counts = new UploadCounts(
            New: 5,
            Changed: 2,
            Unchanged: 1,
            Errors: 3,
            Duplicates: 0,
            Skipped: 0,
            Missing: 0
        );

        Assert.Equal(RowEffect.Error, PreviewState.Of(9, null, null, null, counts).Effect);
        Assert.Equal(RowEffect.Changed, PreviewState.Of(9, null, null, null, counts with { Errors = 0 }).Effect);
        Assert.Null(PreviewState.Of(9, "all", null, null, counts).Effect);
        Assert.Equal(RowEffect.Error, PreviewState.Of(9, "77", null, null, counts).Effect);
        Assert.Equal(
            "/uploads/9?effect=new&search=C-1&page=2#rows",
            PreviewState.Of(9, "new", "C-1", "1", counts).PageHref(2)
        );
    }

    [Theory]
    [InlineData(2026, 11, 21, 202611), InlineData(2026, 2, 3, 202602), InlineData(2026, 4, 1, 202604)]
    public void A_new_upload_proposes_the_month_of_today(int year, int month, int day, int period) =>
        Assert.Equal(period, new NewUploadState(new DateOnly(year, month, day)).Period);

    [Fact]
    public void January_to_March_belong_to_the_second_year() =>
        Assert.Equal(202703, new NewUploadState(new DateOnly(2026, 11, 21)) { Month = 3 }.Period);

    [Theory]
    [
        InlineData("a.pdf", 10, "not a sheet"),
        InlineData("a.xlsx", 0, "is empty"),
        InlineData("a.xlsx", 5000, "may have 1000 B")
    ]
    public void An_unfit_file_is_named_with_its_fault(string name, long size, string fault)
    {
        var state = new NewUploadState(new DateOnly(2026, 11, 21));
        state.Choose(name, size, 1000);

        Assert.False(state.CanSend);
        Assert.Contains(fault, state.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(202, """{"success":true,"data":{"id":"x","number":12}}""", 12, null)]
    [InlineData(
        400,
        """{"success":false,"error":{"code":"X","message":"The file is empty."}}""",
        null,
        "The file is empty."
    )]
    [InlineData(400, """{"error":"No file uploaded."}""", null, "No file uploaded.")]
    [InlineData(502, "<html>", null, "The server did not take the file. Please try again.")]
    [InlineData(0, "", null, "The connection broke. Nothing was stored; please send the file again.")]
    public void The_endpoint_s_answer_becomes_a_number_or_words(int status, string body, int? number, string? problem)
    {
        var state = new NewUploadState(new DateOnly(2026, 11, 21));

        Assert.Equal(number, state.Answered(status, body));
        Assert.Equal(problem, state.Problem);
    }

    [Theory]
    [
        InlineData("03/04/2025", DateOrder.DayFirst, "3 Apr 2025"),
        InlineData("03/04/2025", DateOrder.MonthFirst, "4 Mar 2025"),
        InlineData("3-4-25", DateOrder.DayFirst, "3 Apr 2025"),
        InlineData("31/02/2025", DateOrder.DayFirst, "31/02/2025"),
        InlineData("soon", DateOrder.DayFirst, "soon")
    ]
    public void A_doubtful_date_is_shown_as_it_would_be_read(string text, DateOrder order, string shown) =>
        Assert.Equal(shown, DateReading.Of(text, order));

    [Theory]
    [
        InlineData(0, "0 1"),
        InlineData(7, "0 2 4 6 8"),
        InlineData(8.4, "0 2.5 5 7.5 10"),
        InlineData(182_50_00_000, "0 500000000 1000000000 1500000000 2000000000")
    ]
    public void An_axis_has_round_ticks_and_holds_the_largest_value(decimal largest, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', NiceAxis.For(largest).Ticks.Select(t => t.ToString("0.##"))));

    [Theory]
    [
        InlineData(0, "0"),
        InlineData(2_50_00_000, "₹2.5 Cr"),
        InlineData(10_00_00_000, "₹10 Cr"),
        InlineData(50_00_000, "₹50 L"),
        InlineData(900, "₹900")
    ]
    public void A_tick_is_short(decimal rupees, string text) => Assert.Equal(text, NiceAxis.RupeeTick(rupees));

    [Theory]
    [
        InlineData(1, 5, "1 2 3 4 5"),
        InlineData(1, 21, "1 2 0 21"),
        InlineData(10, 21, "1 0 9 10 11 0 21"),
        InlineData(4, 9, "1 2 3 4 5 0 9"),
        InlineData(21, 21, "1 0 20 21")
    ]
    public void A_pager_offers_ends_and_neighbours(int current, int pages, string shown) =>
        Assert.Equal(shown, string.Join(' ', PageNumbers.Around(current, pages)));
}
