using System.Linq.Expressions;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>Sums of the ledger beside what they belong to: a distributor, a product, or a <see cref="GroupKey"/>.</summary>
internal sealed class StockLine<T>
{
    public required T Item { get; init; }

    public required StockSums Sums { get; init; }

    /// <summary>How many distributors or products are in it: 1 in a line of their own.</summary>
    public int Members { get; init; } = 1;

    public long Outstanding { get; init; }

    public long Overdue { get; init; }

    /// <summary>How many distributors have ever had it.</summary>
    public int Distributors { get; init; }

    /// <summary>How many sold or liquidated it within the range.</summary>
    public int Selling { get; init; }
}

internal sealed class GroupKey
{
    public required string Name { get; init; }

    /// <summary>How many lines came together.</summary>
    public int Count { get; init; }
}

/// <summary>Grouping and order of stock lines, in the database.</summary>
internal static class StockLines
{
    public static IQueryable<StockLine<GroupKey>> GroupedBy<T>(
        this IQueryable<StockLine<T>> lines,
        Expression<Func<StockLine<T>, string>> key
    ) =>
        lines
            .GroupBy(key)
            .Select(g => new StockLine<GroupKey>
            {
                Item = new GroupKey { Name = g.Key, Count = g.Count() },
                Sums = new StockSums
                {
                    OpeningValue = g.Sum(x => x.Sums.OpeningValue),
                    OpeningVolume = g.Sum(x => x.Sums.OpeningVolume),
                    SalesValue = g.Sum(x => x.Sums.SalesValue),
                    SalesVolume = g.Sum(x => x.Sums.SalesVolume),
                    LiquidationValue = g.Sum(x => x.Sums.LiquidationValue),
                    LiquidationVolume = g.Sum(x => x.Sums.LiquidationVolume),
                    AdjustedValue = g.Sum(x => x.Sums.AdjustedValue),
                    AdjustedVolume = g.Sum(x => x.Sums.AdjustedVolume),
                },
                Members = g.Sum(x => x.Members),
                Outstanding = g.Sum(x => x.Outstanding),
                Overdue = g.Sum(x => x.Overdue),
            });

    /// <summary>By a figure of the ledger, as it is shown; null when the column is none.</summary>
    public static IOrderedQueryable<StockLine<T>>? ByFigure<T>(this IQueryable<StockLine<T>> lines, SalesSort sort) =>
        sort.Column switch
        {
            "openingValue" => lines.By(x => x.Sums.OpeningValue, sort),
            "openingVolume" => lines.By(x => x.Sums.OpeningVolume, sort),
            "salesValue" => lines.By(x => x.Sums.SalesValue, sort),
            "salesVolume" => lines.By(x => x.Sums.SalesVolume, sort),
            "liquidationValue" => lines.By(x => x.Sums.LiquidationValue, sort),
            "liquidationVolume" => lines.By(x => x.Sums.LiquidationVolume, sort),
            "balanceValue" => lines.By(
                x =>
                    x.Sums.OpeningValue + x.Sums.SalesValue - x.Sums.LiquidationValue + x.Sums.AdjustedValue > 0
                        ? x.Sums.OpeningValue + x.Sums.SalesValue - x.Sums.LiquidationValue + x.Sums.AdjustedValue
                        : 0,
                sort
            ),
            "balanceVolume" => lines.By(
                x =>
                    x.Sums.OpeningVolume + x.Sums.SalesVolume - x.Sums.LiquidationVolume + x.Sums.AdjustedVolume > 0
                        ? x.Sums.OpeningVolume + x.Sums.SalesVolume - x.Sums.LiquidationVolume + x.Sums.AdjustedVolume
                        : 0,
                sort
            ),
            "percent" => lines.By(
                x =>
                    x.Sums.OpeningValue + x.Sums.SalesValue <= 0 || x.Sums.LiquidationValue <= 0 ? 0
                    : x.Sums.LiquidationValue >= x.Sums.OpeningValue + x.Sums.SalesValue ? 1
                    : (double)x.Sums.LiquidationValue / (x.Sums.OpeningValue + x.Sums.SalesValue),
                sort
            ),
            "outstanding" => lines.By(x => x.Outstanding, sort),
            "overdue" => lines.By(x => x.Overdue, sort),
            _ => null,
        };

    public static IOrderedQueryable<StockLine<GroupKey>> Ordered(
        this IQueryable<StockLine<GroupKey>> groups,
        SalesSort sort
    ) =>
        (
            sort.Column switch
            {
                "name" => groups.By(x => x.Item.Name, sort),
                "count" => groups.By(x => x.Members, sort),
                _ => groups.ByFigure(sort) ?? throw sort.Unknown(),
            }
        ).ThenBy(x => x.Item.Name);

    public static StockGroup ToGroup(this StockLine<GroupKey>? line) =>
        line is null
            ? new("", 0, StockFigures.None, Money.Zero, Money.Zero)
            : new(
                line.Item.Name,
                line.Members,
                line.Sums.ToFigures(),
                new Money(line.Outstanding),
                new Money(line.Overdue)
            );
}

/// <summary>A column to sort by, and which way: <c>-salesValue</c>.</summary>
internal readonly record struct SalesSort(string Column, bool Descending)
{
    public static SalesSort Of(string text) => text.StartsWith('-') ? new(text[1..], true) : new(text, false);

    public DomainException Unknown() => DomainException.Invalid("sort", $"These rows cannot be sorted by '{Column}'.");
}

internal static class SalesSorting
{
    public static IOrderedQueryable<T> By<T, TKey>(
        this IQueryable<T> rows,
        Expression<Func<T, TKey>> key,
        SalesSort sort
    ) => sort.Descending ? rows.OrderByDescending(key) : rows.OrderBy(key);
}
