using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>The rows or groups of a list as shown in its grid.</summary>
/// <param name="Totals">Over all matching rows, one for each column; blank for columns without a total.</param>
/// <param name="Count">Matching distributors, products or outlets, also when groups are shown.</param>
public sealed record SalesTable(
    IReadOnlyList<SalesColumn> Columns,
    Page<SalesLine> Page,
    IReadOnlyList<ReportCell> Totals,
    int Count
)
{
    /// <param name="group">The columns of groups, which calculate the totals.</param>
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
/// <param name="Href">The target of its name: its own page or the rows of the group; null for none.</param>
/// <param name="Sub">The second line of its name.</param>
/// <param name="Ledger">The target of a figure.</param>
public sealed record SalesLine(string Name, string? Href, string Sub, Func<SalesColumn, string?> Ledger)
{
    public IReadOnlyList<ReportCell> Cells { get; init; } = [];

    /// <summary>A group; its name and its figures link to its rows.</summary>
    public static SalesLine OfGroup(SalesState state, string name, int count)
    {
        var href = name.Length == 0 ? null : state.Open(name);
        return new SalesLine(name.Length == 0 ? "Not specified" : name, href, "", c => c.IsNumber ? href : null);
    }
}

/// <summary>The choices of the filters of a list.</summary>
public sealed record FieldChoices(SalesPlaces Places, IReadOnlyList<ProductName> Products)
{
    public static readonly FieldChoices None = new(new SalesPlaces([], []), []);

    public string ProductName(int id) => Products.FirstOrDefault(p => p.Id == id)?.Name ?? "unknown";
}
