using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

public sealed class ComponentTests : BunitContext
{
    public ComponentTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddScoped<ReportsAdmin.Ui.Shell.Crumbs>();
    }

    [Fact]
    public void A_short_amount_keeps_the_full_one_for_the_title_and_for_screen_readers()
    {
        var cut = Render<MoneyText>(p =>
            p.Add(m => m.Value, Money.FromRupees(1_23_45_678.50m)).Add(m => m.Short, true)
        );

        var span = cut.Find("span.num");
        Assert.Equal("₹1,23,45,678.50", span.GetAttribute("title"));
        Assert.Equal("₹1.23 Cr", cut.Find("[aria-hidden=true]").TextContent);
        Assert.Equal("₹1,23,45,678.50", cut.Find(".sr").TextContent);
    }

    [Theory]
    [InlineData(500_00, "+₹500", "bad")]
    [InlineData(-500_00, "−₹500", "good")]
    [InlineData(0, "₹0", "mute")]
    public void A_change_carries_its_sign_and_more_owed_reads_as_bad(long paise, string text, string css)
    {
        var cut = Render<MoneyText>(p => p.Add(m => m.Value, new Money(paise)).Add(m => m.Change, true));

        Assert.Equal(text, cut.Find("span").TextContent);
        Assert.Contains(css, cut.Find("span").ClassList);
    }

    [Fact]
    public void A_grid_is_a_skeleton_until_its_rows_come_then_explains_that_there_are_none()
    {
        var cut = RenderGrid(null);
        Assert.Equal("Loading", cut.Find("[role=status]").GetAttribute("aria-label"));

        cut = RenderGrid(new Page<string>([], 0, new PageRequest(1, 10)));
        Assert.Contains("Nothing matches", cut.Markup, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("table"));
    }

    [Fact]
    public void A_grid_pages_by_links_and_says_where_it_is()
    {
        var cut = RenderGrid(new Page<string>(["a", "b"], 45, new PageRequest(2, 10)));

        Assert.Equal(2, cut.FindAll("tbody tr").Count);
        Assert.Contains("11–20 of 45 rows", cut.Find(".page-links").TextContent, StringComparison.Ordinal);
        Assert.Equal("/x?page=2", cut.Find("[aria-current=page]").GetAttribute("href"));
        Assert.Equal("/x?page=3", cut.Find("[aria-label='Next page']").GetAttribute("href"));
    }

    [Theory]
    [InlineData("-outstanding", "descending", "outstanding")]
    [InlineData("outstanding", "ascending", "-outstanding")]
    [InlineData("name", null, "-outstanding")]
    public void A_sorted_column_says_so_and_links_to_the_other_way(string sort, string? announced, string next)
    {
        var cut = Render<SortHead>(p =>
            p.Add(h => h.Title, "Outstanding")
                .Add(h => h.Column, "outstanding")
                .Add(h => h.Sort, sort)
                .Add(h => h.Number, true)
                .Add(h => h.Href, s => "?sort=" + s)
        );

        Assert.Equal(announced, cut.Find("th").GetAttribute("aria-sort"));
        Assert.Equal("?sort=" + next, cut.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void A_confirmation_acts_once_and_only_when_confirmed()
    {
        var times = 0;
        var shown = Render<MudDialogProvider>();
        var cut = Render<ConfirmDialog>(p =>
            p.Add(d => d.Title, "Undo upload #12?")
                .Add(d => d.Confirm, "Undo upload #12")
                .Add(d => d.Confirmed, EventCallback.Factory.Create(this, () => times++))
        );
        Assert.Empty(shown.FindAll(".mud-dialog-actions"));

        cut.InvokeAsync(cut.Instance.Open);
        shown.WaitForElements(".mud-dialog-actions button")[0].Click();
        shown.WaitForState(() => shown.FindAll(".mud-dialog-actions").Count == 0);
        Assert.Equal(0, times);

        cut.InvokeAsync(cut.Instance.Open);
        Assert.Equal("Undo upload #12", shown.WaitForElements(".mud-dialog-actions button")[1].TextContent.Trim());
        shown.FindAll(".mud-dialog-actions button")[1].Click();
        shown.WaitForState(() => shown.FindAll(".mud-dialog-actions").Count == 0);
        Assert.Equal(1, times);
    }

    [Fact]
    public async Task A_dialog_goes_with_the_page_that_asked()
    {
        var shown = Render<MudDialogProvider>();
        var cut = Render<ConfirmDialog>(p => p.Add(d => d.Title, "Commit?").Add(d => d.Confirm, "Commit 3 rows"));
        await cut.InvokeAsync(cut.Instance.Open);
        shown.WaitForElement(".mud-dialog-actions");

        await cut.InvokeAsync(() => cut.FindComponent<Modal>().Instance.Dispose());

        shown.WaitForState(() => shown.FindAll(".mud-dialog-actions").Count == 0);
    }

    [Fact]
    public void Progress_is_announced_and_unknown_progress_has_no_number()
    {
        var known = Render<ProgressBar>(p => p.Add(b => b.Label, "Reading").Add(b => b.Percent, 42))
            .Find("[role=progressbar]");
        Assert.Equal(("Reading", "42"), (known.GetAttribute("aria-label"), known.GetAttribute("aria-valuenow")));

        var unknown = Render<ProgressBar>(p => p.Add(b => b.Label, "Waiting")).Find("[role=progressbar]");
        Assert.Null(unknown.GetAttribute("aria-valuenow"));
    }

    [Fact]
    public void The_stepper_marks_where_one_is()
    {
        var cut = Render<Steps>(p => p.Add(s => s.Titles, ["Choose", "Look", "Done"]).Add(s => s.Current, 1));

        Assert.Contains("Look", cut.Find("[aria-current=step]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Done: ", cut.FindAll("li")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_month_of_a_chart_is_a_link_with_its_exact_figures()
    {
        var cut = RenderMonths(1);

        var link = cut.Find("a.trend-hit");
        Assert.Equal("/?month=0", link.GetAttribute("href"));
        Assert.Equal("Month 0: New ₹1,00,000, Recovered ₹50,000", link.GetAttribute("aria-label"));
        Assert.Null(link.GetAttribute("tabindex"));
    }

    [Fact]
    public void Months_narrower_than_a_finger_leave_the_tab_order_to_the_table()
    {
        Assert.All(RenderMonths(12).FindAll("a.trend-hit"), a => Assert.Null(a.GetAttribute("tabindex")));
        Assert.All(RenderMonths(13).FindAll("a.trend-hit"), a => Assert.Equal("-1", a.GetAttribute("tabindex")));
    }

    private IRenderedComponent<TrendPlot> RenderMonths(int count) =>
        Render<TrendPlot>(p =>
            p.Add(
                    t => t.Lines,
                    [
                        new TrendLine("New", "red", [.. Enumerable.Repeat(1_00_000m, count)]),
                        new TrendLine("Recovered", "green", [.. Enumerable.Repeat(50_000m, count)]),
                    ]
                )
                .Add(t => t.Labels, [.. Enumerable.Range(0, count).Select(i => $"Month {i}")])
                .Add(t => t.HrefOf, i => $"/?month={i}")
        );

    [Fact]
    public void Freshness_names_the_upload_and_who_is_late()
    {
        var cut = Render<FreshnessStamp>(p =>
            p.Add(f => f.UploadId, 12)
                .Add(f => f.Href, "/uploads/12")
                .Add(f => f.ByName, "Asha Rao")
                .Add(f => f.At, new DateTime(2026, 11, 4, 10, 32, 0))
                .Add(f => f.Late, ["Pump (Oct-26)"])
        );

        Assert.Contains(
            "Data as of upload #12 · 4 Nov 2026, 10:32 by Asha Rao",
            cut.Markup.Replace("<a href=\"/uploads/12\">", "", StringComparison.Ordinal)
                .Replace("</a>", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains("1 part still on an older month: Pump (Oct-26)", cut.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<PagedGrid<string>> RenderGrid(Page<string>? page) =>
        Render<PagedGrid<string>>(p =>
            p.Add(g => g.Page, page)
                .Add(g => g.Caption, "Rows")
                .Add(g => g.Href, n => $"/x?page={n}")
                .Add(g => g.Head, "<th>Name</th>")
                .Add(g => g.Row, text => $"<tr class=\"row\"><td>{text}</td></tr>")
                .Add(g => g.Empty, "Nothing matches")
        );
}
