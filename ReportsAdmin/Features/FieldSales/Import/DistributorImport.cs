using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of distributors, by code; with what they owe when the sheet says so.</summary>
internal sealed class DistributorImport(IBulkImporter bulk, BusinessClock clock)
    : SheetTarget<Distributor>(Table, FieldsOf, bulk)
{
    private const string Overdue = "overdue";

    private static readonly RecordTable<Distributor> Table = new(
        "distributors",
        [.. PlacedFields.Columns, new("updated_at", BulkType.Instant)],
        d => d.Id,
        d =>
            [
                d.Code,
                d.Name,
                d.SearchText,
                d.Location,
                d.Zone,
                d.Region,
                d.Territory,
                d.State,
                d.Branch,
                d.Active,
                d.UpdatedAt,
            ]
    );

    private static readonly SheetFields FieldsOf = new([
        new(
            PlacedFields.Code,
            "Distributor Code",
            FieldType.Code,
            [
                "distributor code",
                "dist code",
                "distributor id",
                "distributor no",
                "dealer code",
                "party code",
                "sap code",
                "code",
            ],
            "DIS-0042",
            "The code that identifies the distributor; leading zeros count."
        ),
        new(
            PlacedFields.Name,
            "Distributor Name",
            FieldType.Text,
            [
                "distributor name",
                "distributor",
                "name of distributor",
                "dealer name",
                "party name",
                "firm name",
                "name",
            ],
            "Shree Krishi Kendra",
            "Needed for new distributors."
        ),
        .. PlacedFields.Place,
        new(
            PlacedFields.Outstanding,
            "Outstanding",
            FieldType.Money,
            ["outstanding", "outstanding amount", "o/s", "balance", "amount due", "closing balance"],
            "125000.00",
            "Optional: what he owes at the end of the month, or today while the month runs."
        ),
        new(
            Overdue,
            "Overdue",
            FieldType.Money,
            ["overdue", "overdue amount", "past due"],
            "25000.00",
            "Optional: how much of it is overdue."
        ),
    ]);

    public override string Kind => "distributors";

    public override string Title => "Distributors";

    public override ImportProfile Profile { get; } =
        new()
        {
            Group = "Field sales",
            Summary = "One row for each distributor: name, place, branch, and what he owes",
            RowTitle = "Distributor",
            Promise = "A blank cell keeps what is known, and distributors that a sheet lacks stay.",
            Understood = ["Other spellings of the branches", "A sheet with a few of the columns only"],
            AsksMonth = true,
            Amount = "Outstanding",
            Effect = "Outstanding",
            Party = "Distributor",
            Result = new("/field/distributors", "See the distributors"),
        };

    protected override IReadOnlyList<string> Needed => [PlacedFields.Code];

    protected override int? Stamp => PlacedFields.Columns.Count;

    protected override int? BalanceOwner => 0;

    public override string? TotalField(IReadOnlySet<string> present) => PlacedFields.Outstanding;

    public override void WriteSample(Stream output, int period) => SalesSamples.Distributors(output);

    protected override async Task<ILineReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var day = BalanceTable.DayOf(terms.Period, clock.Today);
        var stored = await db.Set<Distributor>().ToListAsync(ct);
        return new Reader(
            currentUser,
            day,
            stored.ToDictionary(d => d.Code, Table.ToRecord, StringComparer.OrdinalIgnoreCase),
            await BalanceTable.ByOwnerAsync(Latest(db, day), b => b.DistributorId!.Value, ct)
        );
    }

    private static IQueryable<PartyBalance> Latest(ReportsDb db, DateOnly day) =>
        db.Set<PartyBalance>()
            .Where(b =>
                b.DistributorId != null
                && b.Day <= day
                && !db.Set<PartyBalance>().Any(n => n.DistributorId == b.DistributorId && n.Day > b.Day && n.Day <= day)
            );

    protected override Task<DomainException?> NeededByAsync(
        ReportsDb db,
        IReadOnlyList<int> ids,
        CancellationToken ct
    ) =>
        Needs.OfAsync(
            "distributors",
            ct,
            db.Set<StockMovement>().Where(m => ids.Contains(m.DistributorId)),
            db.Set<PartyBalance>().Where(b => b.DistributorId != null && ids.Contains(b.DistributorId.Value))
        );

    private sealed class Reader(
        CurrentUser currentUser,
        DateOnly day,
        Dictionary<string, StoredRecord> stored,
        Dictionary<int, StoredRecord> balances
    ) : ILineReader
    {
        public SheetLine Read(RowCells cells)
        {
            var code = cells.Required(PlacedFields.Code, 40);
            var known = stored.GetValueOrDefault(code);
            var place = PlacedFields.Read(cells, currentUser, "distributor", code, known);
            var owed = known is null ? null : balances.GetValueOrDefault((int)known.Id);
            return new SheetLine(
                code.ToUpperInvariant(),
                (string)place[0]!,
                (string)place[1]!,
                place[8] as string ?? "",
                [.. place, null],
                known
            )
            {
                Balance = BalanceTable.Read(cells, PlacedFields.Outstanding, Overdue, day, known, owed, 0),
                Owed = owed,
                StoredBalance = BalanceTable.OfDay(owed, day),
            };
        }
    }
}
