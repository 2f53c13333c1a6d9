using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of outlets, by code; with what they owe when the sheet says so.</summary>
internal sealed class OutletImport(BusinessClock clock) : SheetTarget<Outlet>(Table, FieldsOf, hasBalances: true)
{
    private const string Type = "type";
    private const string Pincode = "pincode";
    private const string Phone = "phone";
    private const string Email = "email";
    private const string CreditLimit = "creditLimit";
    private const string GeoTagged = "geoTagged";
    private static readonly string[] Types = ["retailer", "distributor"];

    public static readonly UploadTable<Outlet> Table = new([
        .. PlacedFields.Shown<Outlet>(),
        new("Type", o => o.Type),
        new("Pincode", o => o.Pincode),
        new("Phone", o => o.Phone),
        new("Email", o => o.Email),
        new("Credit Limit", o => o.CreditLimitPaise, Show.Rupees),
        new("Geo Tagged", o => o.GeoTagged),
    ])
    {
        AssignsKeys = true,
        NamedBy = nameof(Outlet.Code),
    };

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

    public override string? TotalField(IReadOnlySet<string> present) => PlacedFields.Outstanding;

    public override void WriteSample(Stream output, int period) => SalesSamples.Outlets(output);

    public override async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var day = Balances.DayOf(terms.Period, clock.Today);
        var stored = await db.Set<Outlet>().ToListAsync(ct);
        return new Reader(
            currentUser,
            day,
            stored.ToDictionary(o => o.Code, StringComparer.OrdinalIgnoreCase),
            await Latest(db, day).ToDictionaryAsync(b => b.OutletId!.Value, ct)
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
        IQueryable<Outlet> created,
        CancellationToken ct
    ) =>
        Needs.OfAsync(
            "outlets",
            ct,
            db.Set<OutletPurchase>().Where(p => created.Any(o => o.Id == p.OutletId)),
            db.Set<Visit>().Where(v => created.Any(o => o.Id == v.OutletId)),
            db.Set<PartyBalance>().Where(b => created.Any(o => o.Id == b.OutletId))
        );

    private sealed class Reader(
        CurrentUser currentUser,
        DateOnly day,
        Dictionary<string, Outlet> stored,
        Dictionary<int, PartyBalance> balances
    ) : IRowReader
    {
        private int created;

        public RowReading Read(RowCells cells)
        {
            var code = cells.Required(PlacedFields.Code, 40);
            var known = stored.GetValueOrDefault(code);
            var placed = PlacedFields.Read(cells, currentUser, "outlet", code, known);
            var latest = known is null ? null : balances.GetValueOrDefault(known.Id);
            var outlet = OutletOf(cells, placed, known);
            var balance = Balances.Read(cells, null, day, latest);
            if (balance is not null)
                balance.OutletId = outlet.Id;
            return Balances.Reading(placed, known is null, Table.Write(outlet, known), balance, latest);
        }

        private Outlet OutletOf(RowCells cells, Placed placed, Outlet? known)
        {
            var (pincode, email) = (cells.Text(Pincode, 12), cells.Text(Email, 120));
            if (pincode is { } pin && (pin.Length != 6 || !pin.All(char.IsAsciiDigit)))
                cells.Fault(Pincode, $"'{pin}' is not a pincode of six digits.");
            if (email?.Contains('@', StringComparison.Ordinal) == false)
                cells.Fault(Email, $"'{email}' is not an email address.");
            var limit = cells.Paise(CreditLimit);
            if (limit < 0)
                cells.Fault(CreditLimit, "A credit limit is not negative.");
            return new Outlet
            {
                Id = known?.Id ?? --created,
                Code = placed.Code,
                Name = placed.Name,
                SearchText = placed.SearchText,
                Type = cells.Word(Type, Types) ?? known?.Type ?? Types[0],
                Location = placed.Location,
                Zone = placed.Zone,
                Region = placed.Region,
                Territory = placed.Territory,
                State = placed.State,
                Branch = placed.Branch,
                Pincode = pincode ?? known?.Pincode ?? "",
                Phone = cells.Text(Phone, 40) ?? known?.Phone ?? "",
                Email = email ?? known?.Email ?? "",
                CreditLimitPaise = limit ?? known?.CreditLimitPaise ?? 0,
                GeoTagged = cells.YesNo(GeoTagged) ?? known?.GeoTagged ?? false,
                Active = placed.Active,
            };
        }
    }
}
