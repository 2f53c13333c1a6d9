using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of outlets, by code; with what they owe when the sheet says so.</summary>
internal sealed class OutletImport(IBulkImporter bulk, BusinessClock clock) : SheetTarget<Outlet>(Table, FieldsOf, bulk)
{
    private const string Type = "type";
    private const string Pincode = "pincode";
    private const string Phone = "phone";
    private const string Email = "email";
    private const string CreditLimit = "creditLimit";
    private const string GeoTagged = "geoTagged";
    private static readonly string[] Types = ["retailer", "distributor"];

    private static readonly RecordTable<Outlet> Table = new(
        "outlets",
        [
            .. PlacedFields.Columns,
            new("type", BulkType.Text, "Type"),
            new("pincode", BulkType.Text, "Pincode"),
            new("phone", BulkType.Text, "Phone"),
            new("email", BulkType.Text, "Email"),
            new("credit_limit_paise", BulkType.Int64, "Credit Limit", Show.Rupees),
            new("geo_tagged", BulkType.Boolean, "Geo Tagged"),
        ],
        o => o.Id,
        o =>
            [
                o.Code,
                o.Name,
                o.SearchText,
                o.Location,
                o.Zone,
                o.Region,
                o.Territory,
                o.State,
                o.Branch,
                o.Active,
                o.Type,
                o.Pincode,
                o.Phone,
                o.Email,
                o.CreditLimitPaise,
                o.GeoTagged,
            ]
    );

    private static readonly SheetFields FieldsOf = new([
        new(
            PlacedFields.Code,
            "Outlet Code",
            FieldType.Code,
            ["outlet code", "retailer code", "shop code", "customer code", "outlet id", "retailer id", "code"],
            "RET-0042",
            "The code that identifies the outlet; leading zeros count."
        ),
        new(
            PlacedFields.Name,
            "Outlet Name",
            FieldType.Text,
            ["outlet name", "retailer name", "shop name", "customer name", "firm name", "outlet", "retailer", "name"],
            "Maa Durga Traders",
            "Needed for new outlets."
        ),
        new(
            Type,
            "Type",
            FieldType.Text,
            ["type", "outlet type", "customer type", "category"],
            "retailer",
            "What it is; blank means retailer.",
            Types
        ),
        .. PlacedFields.Place,
        new(
            Pincode,
            "Pincode",
            FieldType.Code,
            ["pincode", "pin", "pin code", "postal code", "zip"],
            "415001",
            "Six digits."
        ),
        new(
            Phone,
            "Phone",
            FieldType.Code,
            ["phone", "mobile", "mobile no", "phone no", "contact", "contact no", "contact number"],
            "+91 98220 12345",
            "Optional."
        ),
        new(Email, "Email", FieldType.Code, ["email", "e-mail", "email id", "mail"], "outlet@example.com", "Optional."),
        new(
            CreditLimit,
            "Credit Limit",
            FieldType.Money,
            ["credit limit", "limit", "credit"],
            "150000.00",
            "In rupees."
        ),
        new(
            GeoTagged,
            "Geo Tagged",
            FieldType.Text,
            ["geo tagged", "geo tag", "geotagged", "gps", "location tagged"],
            "yes",
            "Whether its place is on the map.",
            ["yes", "no"]
        ),
        new(
            PlacedFields.Outstanding,
            "Outstanding",
            FieldType.Money,
            ["outstanding", "outstanding amount", "o/s", "balance", "amount due"],
            "18500.00",
            "Optional: what it owes at the end of the month, or today while the month runs."
        ),
    ]);

    public override string Kind => "outlets";

    public override string Title => "Outlets";

    public override ImportProfile Profile { get; } =
        new()
        {
            Group = "Field sales",
            Summary = "One row for each shop: place, credit limit, geo tag, and what it owes",
            RowTitle = "Outlet",
            Promise = "A blank cell keeps what is known, and outlets that a sheet lacks stay.",
            Understood = ["Other spellings of the branches", "A sheet with a few of the columns only"],
            AsksMonth = true,
            Amount = "Outstanding",
            Effect = "Outstanding",
            Party = "Outlet",
            Result = new("/field/outlets", "See the outlets"),
        };

    protected override IReadOnlyList<string> Needed => [PlacedFields.Code];

    protected override int? BalanceOwner => 1;

    public override string? TotalField(IReadOnlySet<string> present) => PlacedFields.Outstanding;

    public override void WriteSample(Stream output, int period) => SalesSamples.Outlets(output);

    protected override async Task<ILineReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var day = BalanceTable.DayOf(terms.Period, clock.Today);
        var stored = await db.Set<Outlet>().ToListAsync(ct);
        return new Reader(
            currentUser,
            day,
            stored.ToDictionary(o => o.Code, Table.ToRecord, StringComparer.OrdinalIgnoreCase),
            await BalanceTable.ByOwnerAsync(Latest(db, day), b => b.OutletId!.Value, ct)
        );
    }

    private static IQueryable<PartyBalance> Latest(ReportsDb db, DateOnly day) =>
        db.Set<PartyBalance>()
            .Where(b =>
                b.OutletId != null
                && b.Day <= day
                && !db.Set<PartyBalance>().Any(n => n.OutletId == b.OutletId && n.Day > b.Day && n.Day <= day)
            );

    protected override Task<DomainException?> NeededByAsync(
        ReportsDb db,
        IReadOnlyList<int> ids,
        CancellationToken ct
    ) =>
        Needs.OfAsync(
            "outlets",
            ct,
            db.Set<OutletPurchase>().Where(p => ids.Contains(p.OutletId)),
            db.Set<Visit>().Where(v => ids.Contains(v.OutletId)),
            db.Set<PartyBalance>().Where(b => b.OutletId != null && ids.Contains(b.OutletId.Value))
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
            var place = PlacedFields.Read(cells, currentUser, "outlet", code, known);
            var owed = known is null ? null : balances.GetValueOrDefault((int)known.Id);
            return new SheetLine(
                code.ToUpperInvariant(),
                (string)place[0]!,
                (string)place[1]!,
                place[8] as string ?? "",
                [.. place, .. Own(cells, known)],
                known
            )
            {
                Balance = BalanceTable.Read(cells, PlacedFields.Outstanding, null, day, known, owed, 1),
                Owed = owed,
                StoredBalance = BalanceTable.OfDay(owed, day),
            };
        }

        private static object?[] Own(RowCells cells, StoredRecord? known)
        {
            string Kept(string field, int column, int most) =>
                cells.Text(field, most) ?? known?.Values[column] as string ?? "";
            if (cells.Text(Pincode, 12) is { } pin && (pin.Length != 6 || !pin.All(char.IsAsciiDigit)))
                cells.Fault(Pincode, $"'{pin}' is not a pincode of six digits.");
            if (cells.Text(Email, 120) is { } email && !email.Contains('@', StringComparison.Ordinal))
                cells.Fault(Email, $"'{email}' is not an email address.");
            var limit = cells.Paise(CreditLimit);
            if (limit < 0)
                cells.Fault(CreditLimit, "A credit limit is not negative.");
            return
            [
                cells.Word(Type, Types) ?? known?.Values[10] ?? Types[0],
                Kept(Pincode, 11, 12),
                Kept(Phone, 12, 40),
                Kept(Email, 13, 120),
                limit ?? known?.Values[14] ?? 0L,
                cells.YesNo(GeoTagged) ?? known?.Values[15] ?? false,
            ];
        }
    }
}
