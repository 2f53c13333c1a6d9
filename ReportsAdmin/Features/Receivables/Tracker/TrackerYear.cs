using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>What is known of the year while its customers are read: which positions answer for its months, and how they age.</summary>
internal sealed class TrackerYear
{
    private readonly Period first;
    private readonly AgeingTerms terms;
    private readonly HashSet<int> byDueDate;
    private readonly Dictionary<int, YearPosition> positions;

    /// <param name="within">Every position that answered for some month of the year.</param>
    /// <param name="now">The positions that answer for its last month.</param>
    public TrackerYear(
        Period first,
        IReadOnlyList<Position> within,
        IReadOnlyList<Position> now,
        AgeingTerms terms,
        IReadOnlyDictionary<int, string> departments,
        IReadOnlyDictionary<int, string> engineers
    )
    {
        (this.first, this.terms, Departments, Engineers) = (first, terms, departments, engineers);
        byDueDate = [.. terms.ByDueDate];
        var latest = now.ToDictionary(p => (p.DepartmentId, p.Region));
        positions = within.ToDictionary(
            p => p.Id,
            p =>
            {
                var newest = latest[(p.DepartmentId, p.Region)];
                return new YearPosition(p.Id, p.Region, p.Period, newest.Id == p.Id, newest.Period);
            }
        );
    }

    public IReadOnlyDictionary<int, string> Departments { get; }

    public IReadOnlyDictionary<int, string> Engineers { get; }

    public IReadOnlyCollection<int> Snapshots => positions.Keys;

    /// <summary>Those uploaded in the year: one from before says what was owed when it began, but its payments are not the year's.</summary>
    public IEnumerable<int> OwnSnapshots =>
        positions.Values.Where(p => p.Period.CompareTo(first) >= 0).Select(p => p.Id);

    /// <param name="bucket">Given by the sheet; null for by date.</param>
    public YearItem Item(int snapshotId, long paise, AgeBucket? bucket, DateOnly? dated, DateOnly? due) =>
        new(
            positions[snapshotId],
            paise,
            bucket ?? terms.Scheme.BucketOf(byDueDate.Contains(snapshotId) ? due ?? dated : dated, terms.AsOf)
        );

    /// <summary>The region of the latest position that a customer is in, of the one with the larger debt where there are two; null when in none.</summary>
    public static string? RegionOf(ReadOnlySpan<YearItem> items)
    {
        if (items.IsEmpty)
            return null;
        var home = items[0];
        foreach (ref readonly var item in items[1..])
        {
            if (Rank(item).CompareTo(Rank(home)) > 0)
                home = item;
        }

        return home.Position.Region;

        static (bool, Period, long, int) Rank(in YearItem item) =>
            (item.Position.IsNow, item.Position.Period, Math.Abs(item.Paise), item.Position.Id);
    }

    public static (Money Outstanding, AgeBucket? Oldest) Owed(ReadOnlySpan<YearItem> items)
    {
        var sum = 0L;
        AgeBucket? oldest = null;
        foreach (ref readonly var item in items)
        {
            if (!item.Position.IsNow)
                continue;
            sum = checked(sum + item.Paise);
            if (item.Paise > 0 && (oldest is null || item.Bucket > oldest))
                oldest = item.Bucket;
        }

        return (new Money(sum), oldest);
    }

    /// <summary>
    /// The latest position first, with zero when it no longer has the invoice: so the newest amounts of a customer's invoices
    /// add up to what the customer owes.
    /// </summary>
    /// <param name="items">All of one invoice; they are sorted.</param>
    /// <param name="months">Where they are added.</param>
    public static void AddMonths(Span<YearItem> items, List<InvoiceMonthAmount> months)
    {
        if (items.Length > 1)
            items.Sort(
                static (a, b) => (a.Position.Period, a.Position.Id).CompareTo((b.Position.Period, b.Position.Id))
            );
        var (newest, last, owed) = (items[0].Position.Newest, items[0], 0L);
        foreach (ref readonly var item in items)
        {
            if (item.Position.Newest.CompareTo(newest) > 0)
                newest = item.Position.Newest;
            if (item.Position.Period.CompareTo(last.Position.Period) > 0)
                last = item;
            if (item.Position.IsNow)
                owed = checked(owed + item.Paise);
        }

        months.Add(new InvoiceMonthAmount(newest, new Money(owed), last.Bucket));
        for (var i = items.Length - 1; i >= 0; i--)
        {
            var (position, paise, bucket) = (items[i].Position, new Money(items[i].Paise), items[i].Bucket);
            if (position.IsNow || position.Period.CompareTo(newest) >= 0)
                continue;
            if (months.Count > 1 && months[^1].Period == position.Period)
                months[^1] = months[^1] with { Outstanding = months[^1].Outstanding + paise };
            else
                months.Add(new InvoiceMonthAmount(position.Period, paise, bucket));
        }
    }
}

/// <summary>A position that answers for a month of the year.</summary>
/// <param name="IsNow">Whether it answers for the last one.</param>
/// <param name="Newest">The month of the position that does so for the same department and region.</param>
internal sealed record YearPosition(int Id, string Region, Period Period, bool IsNow, Period Newest);

/// <summary>What was owed on an invoice in one position.</summary>
internal readonly record struct YearItem(YearPosition Position, long Paise, AgeBucket Bucket);
