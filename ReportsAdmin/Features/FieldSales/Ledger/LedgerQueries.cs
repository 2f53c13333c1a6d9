using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>A line of the stock ledger with where it came from.</summary>
/// <param name="Amount">As it adds to the sum that is looked at: in a whole ledger liquidation is negative, in one of liquidation it is positive.</param>
/// <param name="Running">The sum up to and with this line.</param>
/// <param name="UploadId">0: no upload wrote it.</param>
public sealed record LedgerRow(
    long Id,
    DateOnly Day,
    MovementKind Kind,
    int DistributorId,
    string Distributor,
    int ProductId,
    string Product,
    string Unit,
    string Reference,
    StockAmount Amount,
    StockAmount Running,
    int UploadId,
    int SheetRow
);

/// <summary>A window of the ledger.</summary>
/// <param name="Before">Brought forward from before the first day; nothing when one kind is looked at.</param>
/// <param name="Sum">Of every line that matched, not only those on the page.</param>
public sealed record LedgerList(Page<LedgerRow> Page, StockAmount Before, StockAmount Sum)
{
    public StockAmount Closing => Before + Sum;
}

/// <summary>The lines of the ledger behind a figure: whatever a list shows of a distributor or product is the sum of what this answers.</summary>
public sealed class LedgerQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>The figures that can be looked into.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["opening", "sales", "liquidation", "adjusted"];

    /// <param name="filter">Of its search and status nothing is taken: they choose distributors or products, not lines.</param>
    /// <param name="kind">One of <see cref="Kinds"/>; null for the whole ledger of the range, with what was brought forward.</param>
    public async Task<LedgerList> SheetAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        string? kind,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = ProductLines.OfVisible(db, currentUser, filter.Checked());
        var lines = Of(all, kind, filter.Start);
        var ordered = lines.OrderBy(m => m.Day).ThenBy(m => m.Id);
        var (count, sum) = await TotalAsync(lines, ct);
        var start = filter.Start;
        var before = kind is null ? await SumAsync(all.Where(m => m.Day < start), ct) : default;
        var running = page.Skip == 0 ? before : before + Turned(await SumAsync(ordered.Take(page.Skip), ct), kind);
        var shown = new List<LedgerRow>();
        foreach (var line in await Named(db, ordered.Skip(page.Skip).Take(page.Size)).ToListAsync(ct))
        {
            shown.Add(line.ToRow(kind, running));
            running = shown[^1].Running;
        }

        return new LedgerList(new Page<LedgerRow>(shown, count, page), before, Turned(sum, kind));
    }

    /// <summary>Every line in the order of the days, one at a time, with the parameters of <see cref="SheetAsync"/>.</summary>
    public async IAsyncEnumerable<LedgerRow> StreamAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        string? kind,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = ProductLines.OfVisible(db, currentUser, filter.Checked());
        var start = filter.Start;
        var running = kind is null ? await SumAsync(all.Where(m => m.Day < start), ct) : default;
        await foreach (var line in Named(db, Of(all, kind, start)).AsAsyncEnumerable().WithCancellation(ct))
        {
            var row = line.ToRow(kind, running);
            running = row.Running;
            yield return row;
        }
    }

    private static IQueryable<Line> Named(ReportsDb db, IQueryable<StockMovement> movements) =>
        from m in movements
        join d in db.Set<Distributor>() on m.DistributorId equals d.Id
        join p in db.Set<Product>() on m.ProductId equals p.Id
        orderby m.Day, m.Id
        select new Line
        {
            Movement = m,
            Distributor = d.Name,
            Product = p.Name,
            Unit = p.Unit,
        };

    /// <summary>The lines that a figure of <see cref="StockFigures"/> is made of.</summary>
    private static IQueryable<StockMovement> Of(IQueryable<StockMovement> movements, string? kind, DateOnly start) =>
        kind switch
        {
            null => movements.Where(m => m.Day >= start),
            "opening" => movements.Where(m => m.Day < start || m.Kind == MovementKind.Opening),
            "sales" => movements.Where(m => m.Day >= start && m.Kind == MovementKind.Sale),
            "liquidation" => movements.Where(m => m.Day >= start && m.Kind == MovementKind.Liquidation),
            "adjusted" => movements.Where(m => m.Day >= start && m.Kind == MovementKind.Adjustment),
            _ => throw DomainException.Invalid(
                "kind",
                $"'{kind}' is not a figure of the ledger. Use one of: {string.Join(", ", Kinds)}."
            ),
        };

    /// <summary>How many lines there are and what they sum to, in one statement.</summary>
    private static async Task<(int Count, StockAmount Sum)> TotalAsync(
        IQueryable<StockMovement> movements,
        CancellationToken ct
    )
    {
        var total = await movements
            .GroupBy(x => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Value = g.Sum(m => m.Kind == MovementKind.Liquidation ? -m.ValuePaise : m.ValuePaise),
                Volume = g.Sum(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli),
            })
            .SingleOrDefaultAsync(ct);
        return total is null ? default : (total.Count, new StockAmount(total.Value, total.Volume));
    }

    private static async Task<StockAmount> SumAsync(IQueryable<StockMovement> movements, CancellationToken ct)
    {
        var sum = await movements
            .GroupBy(x => 1)
            .Select(g => new Pair
            {
                Value = g.Sum(m => m.Kind == MovementKind.Liquidation ? -m.ValuePaise : m.ValuePaise),
                Volume = g.Sum(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli),
            })
            .SingleOrDefaultAsync(ct);
        return sum is null ? default : new StockAmount(sum.Value, sum.Volume);
    }

    private static StockAmount Turned(StockAmount amount, string? kind) =>
        kind == "liquidation" ? default(StockAmount) - amount : amount;

    private sealed class Line
    {
        public required StockMovement Movement { get; init; }

        public required string Distributor { get; init; }

        public required string Product { get; init; }

        public required string Unit { get; init; }

        public LedgerRow ToRow(string? kind, StockAmount running)
        {
            var m = Movement;
            var amount = Turned(
                m.Kind == MovementKind.Liquidation
                    ? new StockAmount(-m.ValuePaise, -m.VolumeMilli)
                    : new StockAmount(m.ValuePaise, m.VolumeMilli),
                kind
            );
            return new LedgerRow(
                m.Id,
                m.Day,
                m.Kind,
                m.DistributorId,
                Distributor,
                m.ProductId,
                Product,
                Unit,
                m.Reference,
                amount,
                running + amount,
                m.WrittenBy > 0 ? m.WrittenBy : m.BatchId,
                m.SheetRow
            );
        }
    }

    private sealed class Pair
    {
        public long Value { get; init; }

        public long Volume { get; init; }
    }
}
