using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Pages;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales;

/// <summary>What the field's pages keep in their address, without a renderer.</summary>
public sealed class SalesStateTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public void An_address_survives_being_read_and_written()
    {
        const string Address =
            "/field/outlets?search=A%20%26%20B&zone=North%20Zone&region=R&state=S&territory=T&status=active&category=Seed&product=7&type=retailer&period=last-month&columns=code,value&sort=-value&group=zone&unit=lakh&view=3";
        Assert.Equal(Address, Of(Address).Query.ToUri("/field/outlets"));
        Assert.Equal(Address + "&page=2", Of(Address).PageHref(2));
        Assert.Empty(
            SalesQuery.ViewKeys.Except(
                Of(Address + "&start=2026-04-01&end=2026-04-02").Query.Values().Select(v => v.Key)
            )
        );
    }

    [Fact]
    public void A_plain_list_says_so_lest_it_opens_the_role_s_own_view()
    {
        Assert.Equal(
            "/field/distributors?view=none",
            Of("/field/distributors?zone=North").With(q => q with { Zone = null })
        );
        Assert.Equal("/field/distributors?view=none", Of("/field/distributors?zone=North").Clear);
    }

    [Theory]
    [
        InlineData("", "2026-04-01", "2026-11-21"),
        InlineData("period=month", "2026-11-01", "2026-11-21"),
        InlineData("period=last-month", "2026-10-01", "2026-10-31"),
        InlineData("period=last-quarter", "2026-07-01", "2026-09-30"),
        InlineData("period=last-fy", "2025-04-01", "2026-03-31")
    ]
    [
        InlineData("start=2026-05-05&end=2026-06-06", "2026-05-05", "2026-06-06"),
        InlineData("end=2026-03-01", "2025-04-01", "2026-03-01")
    ]
    public void Periods_move_with_today(string query, string start, string end)
    {
        var days = Of("/field/products?" + query).Query.Days(Today);
        Assert.Equal((start, end), ($"{days.Start:yyyy-MM-dd}", $"{days.End:yyyy-MM-dd}"));
    }

    [Theory]
    [
        InlineData("period=moon"),
        InlineData("start=2026-02-30"),
        InlineData("start=2026-05-05&end=2026-04-04"),
        InlineData("status=asleep")
    ]
    public void What_does_not_fit_is_refused(string query) =>
        Assert.Throws<DomainException>(() => Of("/field/products?" + query).Filter);

    [Fact]
    public void A_place_that_changes_takes_what_lies_below_it_along()
    {
        var state = Of("/field/distributors?zone=North&region=R&state=S&territory=T&status=active");
        Assert.Equal("/field/distributors?zone=South&status=active", state.AtZone("South"));
        Assert.Equal("/field/distributors?zone=North&region=Q&status=active", state.AtRegion("Q"));
        Assert.Equal("/field/distributors?zone=North&region=R&state=Z&status=active", state.AtState("Z"));
    }

    [Fact]
    public void The_download_holds_the_view_and_nothing_else()
    {
        var state = Of(
            "/field/distributors?zone=North&product=7&period=last-month&columns=code,salesValue&sort=-salesValue"
        );
        Assert.Equal(
            "/api/v2/reports/export/field-distributors?startDate=2026-10-01&endDate=2026-10-31&zone=North&productId=70726f640000000000000007&sort=-salesValue&columns=code&columns=name&columns=salesValue&format=csv",
            state.Export("csv")
        );
        Assert.Equal(
            "/reports/new?type=field-customers&customerType=retailer&group=zone&sort=-outstanding&columns=name&columns=count&columns=outstanding",
            Of("/field/outlets?type=retailer&group=zone&sort=-outstanding&columns=outstanding,code").Report
        );
    }

    [Fact]
    public void Columns_stay_in_their_order_and_the_standard_ones_leave_the_address()
    {
        var state = Of("/field/distributors?zone=North");
        Assert.Equal("/field/distributors?zone=North&columns=code,salesValue", state.InColumns(["salesValue", "code"]));
        Assert.Equal(
            "/field/distributors?zone=North",
            state.InColumns([.. SalesColumns.Standard(SalesLists.DistributorColumns)])
        );
        Assert.Equal("/field/distributors?zone=North&columns=name", state.InColumns([]));
        Assert.Equal(
            ["name"],
            SalesColumns
                .Chosen(SalesLists.DistributorColumns, Of("/field/distributors?columns=name,moon").Columns)
                .Select(c => c.Key)
        );
    }

    [Fact]
    public void A_group_opens_into_its_rows_and_a_figure_into_its_lines()
    {
        var state = Of("/field/distributors?group=zone&status=active&sort=-count&category=Seed");
        Assert.Equal("/field/distributors?zone=East&status=active&category=Seed", state.Open("East"));
        Assert.Equal(
            "/field/ledger?category=Seed&distributor=4&kind=sales",
            state.Ledger("sales", q => q with { Distributor = 4 })
        );
        Assert.Equal(
            "/field/ledger?zone=East&product=4",
            Of("/field/products?zone=East&search=x").Ledger("balance", q => q with { Product = 4 })
        );
        Assert.Equal("/field/products?category=Seed", Of("/field/products?group=category").Open("Seed"));
        Assert.Null(Of("/field/products?group=zone").Group);
    }

    [Fact]
    public void Each_filter_can_be_taken_off_alone()
    {
        var chips = Of("/field/outlets?search=x&zone=East&product=7&type=retailer&status=inactive&sort=-value")
            .Chips(id => $"P{id}");
        Assert.Equal(["“x”", "Zone: East", "Product: P7", "Type: retailer", "Inactive"], chips.Select(c => c.Text));
        Assert.Equal("/field/outlets?search=x&status=inactive&product=7&type=retailer&sort=-value", chips[1].Href);
    }

    [Theory]
    [
        InlineData("full", 1_23_45_678_50, "1,23,45,678.50"),
        InlineData("lakh", 1_23_45_678_50, "123.46"),
        InlineData("crore", 1_23_45_678_50, "1.23"),
        InlineData("lakh", -12_34_56_789_00_00, "−1,23,456.79"),
        InlineData("crore", 49_999_00, "0.00"),
        InlineData("lakh", -1_00_000_00, "−1.00"),
        InlineData("full", -5, "−0.05")
    ]
    public void Amounts_in_each_unit(string unit, long paise, string text) =>
        Assert.Equal(text, MoneyUnit.Of(unit)!.Text(new Money(paise)));

    [Theory]
    [InlineData(1234567.5, "12,34,567.5"), InlineData(0, "0"), InlineData(-0.125, "−0.125")]
    public void Volumes_have_decimals_where_there_are_any(double volume, string text) =>
        Assert.Equal(text, VolumeText.Of((decimal)volume));

    private static SalesState Of(string address)
    {
        var list = new[] { SalesLists.Distributors, SalesLists.Products, SalesLists.Outlets }.Single(l =>
            address.StartsWith(l.Path, StringComparison.Ordinal)
        );
        return new SalesState(
            list,
            SalesQuery.Of(
                QueryHelpers.ParseQuery(
                    address.Contains('?', StringComparison.Ordinal)
                        ? address[address.IndexOf('?', StringComparison.Ordinal)..]
                        : ""
                )
            ),
            1,
            Today,
            MoneyUnit.Rupees
        );
    }
}
