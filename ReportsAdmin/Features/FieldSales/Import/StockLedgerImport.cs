using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>
/// Sheets of the stock ledger. A line is known again by distributor, product, day, kind and reference; the same line with other amounts
/// corrects it. More liquidated than there was in stock is taken as it is said, for sheets come late and out of order, and told in a remark.
/// </summary>
internal sealed class StockLedgerImport(BusinessClock clock) : SheetTarget<StockMovement>(Table, FieldsOf)
{
    private const string DistributorCode = "distributorCode";
    private const string ProductCode = "productCode";
    private const string Day = "date";
    private const string Kinds = "kind";
    private const string Volume = "volume";
    private const string Value = "value";
    private const string Reference = "reference";

    /// <summary>By number of <see cref="MovementKind"/>.</summary>
    private static readonly string[] Words = ["opening", "sale", "liquidation", "adjustment"];

    private static readonly UploadTable<StockMovement> Table = new(
        new ShownField<StockMovement>("Volume", m => m.VolumeMilli, Show.Thousandths),
        new ShownField<StockMovement>("Value", m => m.ValuePaise, Show.Rupees)
    );

    private static readonly SheetFields FieldsOf = new([
        new(
            DistributorCode,
            "Distributor Code",
            FieldType.Code,
            ["distributor code", "dist code", "distributor id", "dealer code", "party code", "distributor"],
            "DIS-001",
            "The code of a distributor that is known."
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
            ["date", "day", "on", "posting date", "invoice date", "document date", "doc date"],
            "2025-04-12",
            "The day on which it happened; not in the future."
        ),
        new(
            Kinds,
            "Kind",
            FieldType.Text,
            ["kind", "movement", "movement type", "type", "transaction", "transaction type", "entry type"],
            "sale",
            "opening: stock when the books began; sale: to the distributor; liquidation: on to farmers; adjustment: a correction of either sign.",
            Words
        ),
        new(
            Volume,
            "Volume",
            FieldType.Number,
            ["volume", "quantity", "qty", "vol", "units"],
            "250.500",
            "In the product's unit, with up to three decimals."
        ),
        new(
            Value,
            "Value",
            FieldType.Money,
            ["value", "amount", "net value", "net amount", "rs"],
            "30060.00",
            "In rupees."
        ),
        new(
            Reference,
            "Reference",
            FieldType.Code,
            ["reference", "ref", "ref no", "invoice no", "document no", "doc no", "voucher no", "bill no"],
            "INV/25-26/0042",
            "Optional: tells apart two lines of the same kind on one day."
        ),
    ]);

    public override string Kind => "stock-ledger";

    public override string Title => "Stock ledger";

    public override ImportProfile Profile { get; } =
        new()
        {
            Group = "Field sales",
            Summary = "One row for each opening stock, sale, liquidation or adjustment",
            RowTitle = "Distributor and product",
            Promise = "Lines are added or corrected; lines that a sheet lacks stay.",
            Understood =
            [
                "1,23,456.500 · (12) · -3 as quantities",
                "Liquidation above the stock is accepted and reported before you commit",
            ],
            Amount = "Value",
            Result = new("/field/distributors", "See the distributors"),
        };

    protected override IReadOnlyList<string> Needed => [DistributorCode, ProductCode, Day, Kinds, Volume, Value];

    public override string? TotalField(IReadOnlySet<string> present) => Value;

    public override void WriteSample(Stream output, int period) => SalesSamples.StockLedger(output, period);

    public override async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var stored = new MonthRows<StockMovement>(
            month =>
                db.Set<StockMovement>().Where(m => m.Day >= month && m.Day < month.AddMonths(1)).OrderBy(m => m.Id),
            m => Identity(m.DistributorId, m.ProductId, m.Day, m.Kind, m.Reference)
        );
        return new Reader(
            await SalesLookup.DistributorsAsync(db, currentUser, ct),
            await SalesLookup.ProductsAsync(db, ct),
            stored,
            await StockOnHand.LoadAsync(db, ct),
            clock.Today
        );
    }

    public override async Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        await base.MergeAsync(db, upload, ct);
        await StockTotals.DeriveAsync(db, await StockTotals.PlacesOfAsync(db, upload.Id, ct), ct);
    }

    public override async Task<IReadOnlyList<PreservedEdit>> UndoAsync(
        ReportsDb db,
        UploadToMerge upload,
        CancellationToken ct
    )
    {
        var places = await StockTotals.PlacesOfAsync(db, upload.Id, ct);
        var kept = await base.UndoAsync(db, upload, ct);
        await StockTotals.DeriveAsync(db, places, ct);
        return kept;
    }

    private static string Identity(int distributor, int product, DateOnly day, MovementKind kind, string reference) =>
        FormattableString.Invariant(
            $"{distributor}|{product}|{day:yyyyMMdd}|{(short)kind}|{reference.ToUpperInvariant()}"
        );

    private sealed class Reader(
        SalesLookup distributors,
        SalesLookup products,
        MonthRows<StockMovement> stored,
        StockOnHand onHand,
        DateOnly today
    ) : IRowReader
    {
        public RowReading Read(RowCells cells)
        {
            var (distributor, product) = (distributors.Find(cells, DistributorCode), products.Find(cells, ProductCode));
            var day = cells.PastDay(Day, today);
            var kind = KindOf(cells);
            var (volume, value) = (
                Amount(cells, Volume, cells.Number(Volume), kind),
                Amount(cells, Value, cells.Paise(Value), kind)
            );
            if (volume == 0 && value == 0 && !cells.IsFaulty(Volume) && !cells.IsFaulty(Value))
                cells.Fault(Volume, "Neither volume nor value: nothing moved.");
            var reference = cells.Text(Reference, 60) ?? "";
            var key =
                $"{distributor.Code} · {product.Code} · {Words[(int)kind]}{(reference.Length > 0 ? " " + reference : "")}";
            var identity = Identity(distributor.Id, product.Id, day, kind, reference);
            var known = cells.Problems.Count > 0 ? null : stored.Find(day, identity);
            var movement = new StockMovement
            {
                Id = known?.Id ?? 0,
                DistributorId = distributor.Id,
                ProductId = product.Id,
                Day = day,
                Kind = kind,
                VolumeMilli = volume,
                ValuePaise = value,
                Reference = known?.Reference ?? reference,
            };
            return new RowReading
            {
                Identity = identity,
                Key = key,
                Label = distributor.Name,
                Section = distributor.Branch ?? "",
                Amount = value,
                IsNew = known is null,
                Records = [Table.Write(movement, known)],
            };
        }

        public RowReading Accept(RowReading reading, int rowNumber, List<CellChange> changes)
        {
            var movement = (StockMovement)reading.Records[0].Record;
            onHand.Move(reading.Key, movement, movement.Id == 0 ? null : stored.Find(movement.Day, reading.Identity));
            return reading;
        }

        public IEnumerable<string> Remarks() => onHand.Remarks();

        private static MovementKind KindOf(RowCells cells)
        {
            if (cells.Word(Kinds, Words) is { } word)
                return (MovementKind)Array.IndexOf(Words, word);
            cells.Lack(Kinds);
            return default;
        }

        private static long Amount(RowCells cells, string field, long? said, MovementKind kind)
        {
            if (said is null)
                cells.Lack(field);
            else if (said < 0 && kind != MovementKind.Adjustment)
                cells.Fault(
                    field,
                    $"{(kind == MovementKind.Opening ? "Opening stock" : kind == MovementKind.Sale ? "A sale" : "A liquidation")} is written without a minus; only an adjustment may have one."
                );
            return said ?? 0;
        }
    }
}
