using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>A line of the stock ledger, or a month of lines, to be summed.</summary>
internal sealed class MovedStock
{
    public int DistributorId { get; init; }

    /// <summary>0 for a month of lines.</summary>
    public int ProductId { get; init; }

    /// <summary>The first day for a month of lines.</summary>
    public DateOnly Day { get; init; }

    public MovementKind Kind { get; init; }

    public long VolumeMilli { get; init; }

    public long ValuePaise { get; init; }
}

internal static class MovedStockQuery
{
    public static IQueryable<MovedStock> AsMoved(this IQueryable<StockMovement> movements) =>
        movements.Select(m => new MovedStock
        {
            DistributorId = m.DistributorId,
            ProductId = m.ProductId,
            Day = m.Day,
            Kind = m.Kind,
            VolumeMilli = m.VolumeMilli,
            ValuePaise = m.ValuePaise,
        });

    /// <summary>
    /// The ledger up to a day over all products, of some distributors or all: months that no cut goes through as their kept sums, the few
    /// others line by line. So a sum is right that tells days from those before a cut, and no other.
    /// </summary>
    /// <param name="cuts">Days before which sums part, the day after <paramref name="end"/> aside; at most two within a month.</param>
    public static IQueryable<MovedStock> UpTo(
        ReportsDb db,
        DateOnly end,
        IQueryable<int>? distributors,
        params IReadOnlyList<DateOnly> cuts
    )
    {
        var split = cuts.Append(end.AddDays(1))
            .Where(c => c.Day != 1)
            .Select(c => new DateOnly(c.Year, c.Month, 1))
            .Distinct()
            .ToList();
        var months = db.Set<StockMonthSum>().Where(m => m.Month <= end && !split.Contains(m.Month));
        var (first, second, third) = (RangeOf(split, 0, end), RangeOf(split, 1, end), RangeOf(split, 2, end));
        var lines = db.Set<StockMovement>()
            .Where(m =>
                (m.Day >= first.From && m.Day <= first.To)
                || (m.Day >= second.From && m.Day <= second.To)
                || (m.Day >= third.From && m.Day <= third.To)
            );
        if (distributors is not null)
        {
            months = months.Where(m => distributors.Contains(m.DistributorId));
            lines = lines.Where(m => distributors.Contains(m.DistributorId));
        }

        return months
            .Select(m => new MovedStock
            {
                DistributorId = m.DistributorId,
                ProductId = 0,
                Day = m.Month,
                Kind = m.Kind,
                VolumeMilli = m.VolumeMilli,
                ValuePaise = m.ValuePaise,
            })
            .Concat(lines.AsMoved());
    }

    /// <summary>The days of a split month up to the last; none where there is no such month.</summary>
    private static (DateOnly From, DateOnly To) RangeOf(List<DateOnly> split, int number, DateOnly end)
    {
        if (number >= split.Count)
            return (DateOnly.MaxValue, DateOnly.MinValue);
        var last = split[number].AddMonths(1).AddDays(-1);
        return (split[number], last < end ? last : end);
    }
}
