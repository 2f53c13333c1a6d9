using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

public sealed class HeaderFinderTests
{
    private static readonly ImportField[] Fields =
    [
        new("customerCode", "Customer Code", FieldType.Code, ["party code", "code", "customer"], "", ""),
        new("name", "Customer Name", FieldType.Text, ["party name", "name"], "", ""),
        new("number", "Invoice Number", FieldType.Code, ["inv no", "invoice no", "invoice"], "", ""),
        new("date", "Invoice Date", FieldType.Date, ["inv date", "date"], "", ""),
        new("amount", "Invoice Amount", FieldType.Money, ["amount"], "", ""),
        new("owed", "Outstanding Amount", FieldType.Money, ["outstanding", "o/s amt", "o/s amount", "balance"], "", ""),
        new("young", "0-30", FieldType.Money, ["0-30 days", "<30"], "", ""),
        new("old", ">365", FieldType.Money, ["> 365 days", "365+"], "", ""),
    ];

    [Fact]
    public void The_header_is_found_below_titles_and_blank_rows()
    {
        var match = Find(
            (1, "Outstanding statement for March 2026"),
            (2, "Name of company: RDC"),
            (5, "Customer Code|Customer Name|Outstanding"),
            (6, "C1|Asha|500")
        );
        Assert.Equal(5, match!.Row);
        Assert.Equal("customerCode:0 name:1 owed:2", Show(match));
    }

    [Theory]
    [InlineData("Inv. No.", "number")]
    [InlineData("INVOICE_NO", "number")]
    [InlineData("invoice-number", "number")]
    [InlineData("  Invoice   Number : ", "number")]
    [InlineData("O/S Amt (Rs.)", "owed")]
    [InlineData("Outstanding (INR)", "owed")]
    [InlineData("OUTSTANDING AMOUNT RS", "owed")]
    [InlineData("Outstanding [₹]", "owed")]
    [InlineData("Customer Code*", "customerCode")]
    [InlineData("0 - 30 Days", "young")]
    [InlineData("0–30", "young")]
    [InlineData("> 365 days", "old")]
    public void Case_punctuation_and_currency_do_not_matter(string text, string field) =>
        Assert.Equal($"{field}:0", Show(HeaderFinder.Match([text], Fields)));

    [Theory]
    [InlineData("Salesman")]
    [InlineData("365")]
    [InlineData("Remarks")]
    [InlineData("")]
    public void A_column_of_another_name_is_left_out(string text) => Assert.Empty(HeaderFinder.Match([text], Fields));

    [Fact]
    public void The_better_name_wins_a_field_and_a_column_serves_one_field()
    {
        Assert.Equal("customerCode:1 name:2", Show(HeaderFinder.Match(["Code", "Customer Code", "Name"], Fields)));
        Assert.Equal("amount:0 owed:1", Show(HeaderFinder.Match(["Amount", "Balance", "Amount"], Fields)));
    }

    [Fact]
    public void A_header_on_two_lines_is_joined_column_by_column()
    {
        var match = Find(
            (3, "Customer|Customer|Invoice|Invoice|Outstanding"),
            (4, "Code|Name|No|Date|Amount"),
            (5, "C1|Asha|7|2026-01-01|500")
        );
        Assert.Equal(4, match!.Row);
        Assert.Equal("customerCode:0 name:1 number:2 date:3 owed:4", Show(match));
    }

    [Fact]
    public void The_lower_line_of_a_group_is_the_name_when_it_is_one()
    {
        var match = Find((1, "Party|Party|Ageing|Ageing|Total"), (2, "Party Code|Party Name|0-30|>365|Outstanding"));
        Assert.Equal(2, match!.Row);
        Assert.Equal("customerCode:0 name:1 owed:4 young:2 old:3", Show(match));
    }

    [Fact]
    public void A_single_row_that_is_enough_is_not_joined_with_its_data()
    {
        var match = Find((1, "Customer Code|Outstanding"), (2, "Customer|Balance"));
        Assert.Equal(1, match!.Row);
    }

    [Fact]
    public void Too_little_is_no_header()
    {
        Assert.Null(Find((1, "Hello|World"), (2, "1|2")));
        Assert.Null(Find((1, "Name|Something else")));
    }

    private static HeaderMatch? Find(params (int Number, string Cells)[] rows) =>
        HeaderFinder.Find(
            [.. rows.Select(r => (r.Number, (IReadOnlyList<string>)r.Cells.Split('|')))],
            Fields,
            fields => fields.Contains("customerCode") && fields.Contains("owed")
        );

    private static string Show(HeaderMatch match) => Show(match.Columns);

    private static string Show(IReadOnlyDictionary<string, int> columns) =>
        string.Join(' ', Fields.Where(f => columns.ContainsKey(f.Key)).Select(f => $"{f.Key}:{columns[f.Key]}"));
}
