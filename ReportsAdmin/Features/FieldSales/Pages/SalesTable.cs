using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>The rows or groups of a list as its grid shows them.</summary>
/// <param name="Totals">Over everything that matched, one for each column; blank where nothing can be added up.</param>
/// <param name="Count">How many distributors, products or outlets matched, also when groups are shown.</param>
public sealed record SalesTable(
    IReadOnlyList<SalesColumn> Columns,
    Page<SalesLine> Page,
    IReadOnlyList<ReportCell> Totals,
    int Count
)
{
    /// <param name="group">The columns of groups, which know the totals.</param>
    public static SalesTable Of<T, TAll>(
        SalesState state,
        IReadOnlyList<SalesColumn<T>> columns,
        Page<T> page,
        Func<T, SalesLine> line,
        IReadOnlyList<SalesColumn<TAll>> group,
        TAll all,
        int count
    )
    {
        var shown = SalesColumns.Chosen(columns, state.Columns);
        var rows = page.Rows.Select(row => line(row) with { Cells = [.. shown.Select(c => c.Cell(row))] });
        return new SalesTable(
            [.. shown],
            new Page<SalesLine>([.. rows], page.Total, page.Request),
            [
                .. shown.Select(c =>
                    c.Key != "name" && group.FirstOrDefault(g => g.Key == c.Key) is { } sum
                        ? sum.Cell(all)
                        : ReportCell.Blank()
                ),
            ],
            count
        );
    }
}

/// <summary>One row.</summary>
/// <param name="Href">Where its name leads: its own page, or the rows of the group; null when nowhere.</param>
/// <param name="Sub">What stands below the name.</param>
/// <param name="Ledger">Where a figure leads.</param>
public sealed record SalesLine(string Name, string? Href, string Sub, Func<SalesColumn, string?> Ledger)
{
    public IReadOnlyList<ReportCell> Cells { get; init; } = [];

    /// <summary>A group, opened into its rows by its name and by every figure.</summary>
    public static SalesLine OfGroup(SalesState state, string name, int count)
    {
        var href = name.Length == 0 ? null : state.Open(name);
        return new SalesLine(name.Length == 0 ? "Not given" : name, href, "", c => c.IsNumber ? href : null);
    }
}

/// <summary>What the filters of a list offer.</summary>
public sealed record FieldChoices(SalesPlaces Places, IReadOnlyList<ProductName> Products)
{
    public static readonly FieldChoices None = new(new SalesPlaces([], []), []);

    public string ProductName(int id) => Products.FirstOrDefault(p => p.Id == id)?.Name ?? "one";
}
