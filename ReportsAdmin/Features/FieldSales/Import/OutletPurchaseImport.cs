using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of what outlets bought: one row for an outlet, a product and a day.</summary>
internal sealed class OutletPurchaseImport(BusinessClock clock) : SheetTarget<OutletPurchase>(Table, FieldsOf)
{
    private const string OutletCode = "outletCode";
    private const string ProductCode = "productCode";
    private const string Day = "date";
    private const string Volume = "volume";
    private const string Value = "value";

    private static readonly UploadTable<OutletPurchase> Table = new(
        new ShownField<OutletPurchase>("Volume", p => p.VolumeMilli, Show.Thousandths),
        new ShownField<OutletPurchase>("Value", p => p.ValuePaise, Show.Rupees)
    );

    private static readonly SheetFields FieldsOf = new([
        new(
            OutletCode,
            "Outlet Code",
            FieldType.Code,
            ["outlet code", "retailer code", "shop code", "customer code", "outlet id", "outlet", "retailer"],
            "RET-001",
            "The code of an outlet that is known."
        ),
        new(
            ProductCode,
            "Product Code",
            FieldType.Code,
            ["product code", "item code", "material code", "material", "sku", "product", "item"],
            "FGASM00094",
            "The code of a product that is known."
        ),
        new(
            Day,
            "Date",
            FieldType.Date,
            ["date", "day", "purchase date", "invoice date", "bill date", "on"],
            "2025-04-12",
            "The day of the purchase; not in the future."
        ),
        new(
            Volume,
            "Volume",
            FieldType.Number,
            ["volume", "quantity", "qty", "vol", "units"],
            "12.500",
            "All of the product that it bought that day, in the product's unit."
        ),
        new(
            Value,
            "Value",
            FieldType.Money,
            ["value", "amount", "net value", "net amount", "rs"],
            "1500.00",
            "In rupees."
        ),
    ]);

    public override string Kind => "outlet-purchases";

    public override string Title => "Outlet purchases";

    public override ImportProfile Profile { get; } =
        new()
        {
            Group = "Field sales",
            Summary = "One row for what an outlet bought of a product on a day",
            RowTitle = "Outlet and product",
            Promise = "Purchases are added or corrected; those that a sheet lacks stay.",
            Understood = ["1,23,456.500 as quantities"],
            Amount = "Value",
            Result = new("/field/outlets", "See the outlets"),
        };

    protected override IReadOnlyList<string> Needed => [OutletCode, ProductCode, Day, Volume, Value];

    public override string? TotalField(IReadOnlySet<string> present) => Value;

    public override void WriteSample(Stream output, int period) => SalesSamples.Purchases(output, period);

    public override async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var stored = new MonthRows<OutletPurchase>(
            month =>
                db.Set<OutletPurchase>().Where(p => p.Day >= month && p.Day < month.AddMonths(1)).OrderBy(p => p.Id),
            p => Identity(p.OutletId, p.ProductId, p.Day)
        );
        return new Reader(
            await SalesLookup.OutletsAsync(db, currentUser, ct),
            await SalesLookup.ProductsAsync(db, ct),
            stored,
            clock.Today
        );
    }

    private static string Identity(int outlet, int product, DateOnly day) =>
        FormattableString.Invariant($"{outlet}|{product}|{day:yyyyMMdd}");

    private sealed class Reader(
        SalesLookup outlets,
        SalesLookup products,
        MonthRows<OutletPurchase> stored,
        DateOnly today
    ) : IRowReader
    {
        public RowReading Read(RowCells cells)
        {
            var (outlet, product) = (outlets.Find(cells, OutletCode), products.Find(cells, ProductCode));
            var day = cells.PastDay(Day, today);
            var (volume, value) = (
                Positive(cells, Volume, cells.Number(Volume)),
                Positive(cells, Value, cells.Paise(Value))
            );
            var identity = Identity(outlet.Id, product.Id, day);
            var known = cells.Problems.Count > 0 ? null : stored.Find(day, identity);
            var purchase = new OutletPurchase
            {
                Id = known?.Id ?? 0,
                OutletId = outlet.Id,
                ProductId = product.Id,
                Day = day,
                VolumeMilli = volume,
                ValuePaise = value,
            };
            return new RowReading
            {
                Identity = identity,
                Key = $"{outlet.Code} · {product.Code}",
                Label = outlet.Name,
                Section = outlet.Branch ?? "",
                Amount = value,
                IsNew = known is null,
                Records = [Table.Write(purchase, known)],
            };
        }

        private static long Positive(RowCells cells, string field, long? said)
        {
            if (said is null)
                cells.Lack(field);
            else if (said < 0)
                cells.Fault(field, "A purchase is not negative.");
            return said ?? 0;
        }
    }
}
