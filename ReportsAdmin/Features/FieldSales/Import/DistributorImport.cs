using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of distributors, by code; with what they owe when the sheet says so.</summary>
internal sealed class DistributorImport(BusinessClock clock)
    : SheetTarget<Distributor>(Table, FieldsOf, hasBalances: true)
{
    private const string Overdue = "overdue";

    public static readonly UploadTable<Distributor> Table = new(PlacedFields.Shown<Distributor>())
    {
        AssignsKeys = true,
        Stamped = [nameof(Distributor.UpdatedAt)],
        NamedBy = nameof(Distributor.Code),
    };

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
            "Optional: what they owe at the end of the month, or today while the month runs."
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
            Summary = "One row for each distributor: name, place, branch, and what they owe",
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

    public override string? TotalField(IReadOnlySet<string> present) => PlacedFields.Outstanding;

    public override void WriteSample(Stream output, int period) => SalesSamples.Distributors(output);

    public override async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var day = Balances.DayOf(terms.Period, clock.Today);
        var stored = await db.Set<Distributor>().ToListAsync(ct);
        return new Reader(
            currentUser,
            day,
            stored.ToDictionary(d => d.Code, StringComparer.OrdinalIgnoreCase),
            await Latest(db, day).ToDictionaryAsync(b => b.DistributorId!.Value, ct)
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
        IQueryable<Distributor> created,
        CancellationToken ct
    ) =>
        Needs.OfAsync(
            "distributors",
            ct,
            db.Set<StockMovement>().Where(m => created.Any(d => d.Id == m.DistributorId)),
            db.Set<PartyBalance>().Where(b => created.Any(d => d.Id == b.DistributorId))
        );

    private sealed class Reader(
        CurrentUser currentUser,
        DateOnly day,
        Dictionary<string, Distributor> stored,
        Dictionary<int, PartyBalance> balances
    ) : IRowReader
    {
        private int created;

        public RowReading Read(RowCells cells)
        {
            var code = cells.Required(PlacedFields.Code, 40);
            var known = stored.GetValueOrDefault(code);
            var placed = PlacedFields.Read(cells, currentUser, "distributor", code, known);
            var latest = known is null ? null : balances.GetValueOrDefault(known.Id);
            var distributor = new Distributor
            {
                Id = known?.Id ?? --created,
                Code = placed.Code,
                Name = placed.Name,
                SearchText = placed.SearchText,
                Location = placed.Location,
                Zone = placed.Zone,
                Region = placed.Region,
                Territory = placed.Territory,
                State = placed.State,
                Branch = placed.Branch,
                Active = placed.Active,
            };
            var balance = Balances.Read(cells, Overdue, day, latest);
            if (balance is not null)
                balance.DistributorId = distributor.Id;
            return Balances.Reading(placed, known is null, Table.Write(distributor, known), balance, latest);
        }
    }
}
