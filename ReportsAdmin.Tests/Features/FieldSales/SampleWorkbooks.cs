using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Features.FieldSales;

/// <summary>A small random company, and the walk through its ledger that the reports are held against.</summary>
internal sealed class SampleWorkbooks(Random random)
{
    public static readonly DateOnly First = new(2024, 1, 1);

    public List<Distributor> Distributors { get; } =
    [
        .. Enumerable
            .Range(1, 8)
            .Select(i => new Distributor
            {
                Code = $"D-{i}",
                Name = $"Dist {i}",
                SearchText = $"dist {i} d-{i}",
                Zone = i % 2 == 0 ? "North" : "South",
                Region = $"R{i % 3}",
                State = $"S{i % 3}",
                Territory = $"T{i % 4}",
                Branch =
                    i % 3 == 0 ? "mumbai"
                    : i % 3 == 1 ? "delhi"
                    : null,
                Active = i != 5,
            }),
    ];

    public List<Product> Products { get; } =
    [
        .. Enumerable
            .Range(1, 5)
            .Select(i => new Product
            {
                Code = $"P-{i}",
                Name = $"Prod {i}",
                SearchText = $"prod {i} p-{i}",
                Category = i % 2 == 0 ? "Seed" : "Fertilizer",
            }),
    ];

    public List<StockMovement> Movements { get; private set; } = [];

    public List<PartyBalance> Balances { get; private set; } = [];

    public static async Task<SampleWorkbooks> OpenAsync(TestFixture fixture, int seed)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var books = new SampleWorkbooks(new Random(seed));
        db.AddRange(books.Products);
        db.AddRange(books.Distributors);
        await db.SaveChangesAsync();
        db.AddRange(books.Write());
        db.AddRange(books.Balances);
        await db.SaveChangesAsync();
        await StockTotals.RebuildAsync(db, default);
        return books;
    }

    public Product Product(int id) => Products.Single(p => p.Id == id);

    public Distributor Distributor(int id) => Distributors.Single(d => d.Id == id);

    /// <summary>Of the last row up to a day; nothing before the first.</summary>
    public (long Outstanding, long Overdue) Dues(int distributorId, DateOnly end) =>
        Balances
            .Where(b => b.DistributorId == distributorId && b.Day <= end)
            .OrderBy(b => b.Day)
            .Select(b => (b.OutstandingPaise, b.OverduePaise))
            .LastOrDefault();

    public StockFigures Walk(Func<StockMovement, bool> of, SalesFilter filter)
    {
        var (opening, sales, liquidation, adjusted) = (
            default(StockAmount),
            default(StockAmount),
            default(StockAmount),
            default(StockAmount)
        );
        foreach (var m in Movements.Where(m => m.Day <= filter.End && of(m)))
        {
            var amount = new StockAmount(m.ValuePaise, m.VolumeMilli);
            if (m.Kind == MovementKind.Opening)
                opening += amount;
            else if (m.Day < filter.Start)
                opening = m.Kind == MovementKind.Liquidation ? opening - amount : opening + amount;
            else if (m.Kind == MovementKind.Sale)
                sales += amount;
            else if (m.Kind == MovementKind.Liquidation)
                liquidation += amount;
            else
                adjusted += amount;
        }

        return new StockFigures(opening, sales, liquidation, adjusted);
    }

    private List<StockMovement> Write()
    {
        Balances =
        [
            .. Distributors
                .Where(d => d.Id % 4 != 0)
                .SelectMany(d =>
                    Enumerable
                        .Range(0, 3)
                        .Select(i => new PartyBalance
                        {
                            DistributorId = d.Id,
                            Day = First.AddDays((i * 120) + d.Id),
                            OutstandingPaise = random.Next(1, 999_999),
                            OverduePaise = random.Next(0, 9_999),
                        })
                ),
        ];
        return Movements = [
            .. Enumerable
                .Range(0, 600)
                .Select(_ =>
                {
                    var kind = (MovementKind)random.Next(4);
                    var sign = kind == MovementKind.Adjustment && random.Next(2) == 0 ? -1 : 1;
                    // The last distributor never deals.
                    return new StockMovement
                    {
                        DistributorId = Distributors[random.Next(7)].Id,
                        ProductId = Products[random.Next(5)].Id,
                        Day = First.AddDays(random.Next(450)),
                        Kind = kind,
                        VolumeMilli = sign * random.Next(1, 9_999),
                        ValuePaise = sign * random.Next(1, 999_999),
                        BatchId = 3,
                        WrittenBy = 3,
                        SheetRow = random.Next(2, 900),
                    };
                }),
        ];
    }
}
