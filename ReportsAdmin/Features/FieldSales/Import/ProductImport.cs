using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of products, by code. Products are the whole company's.</summary>
internal sealed class ProductImport(IBulkImporter bulk) : SheetTarget<Product>(Table, FieldsOf, bulk)
{
    private const string Code = "code";
    private const string Name = "name";
    private const string Category = "category";
    private const string Pack = "packSize";
    private const string Unit = "unit";
    private const string Active = "active";
    private static readonly string[] Units = ["Kg", "Ltr"];

    private static readonly RecordTable<Product> Table = new(
        "products",
        [
            new("code", BulkType.Text),
            new("name", BulkType.Text, "Name"),
            new("search_text", BulkType.Text),
            new("category", BulkType.Text, "Category"),
            new("pack_size", BulkType.Text, "Pack Size"),
            new("unit", BulkType.Text, "Unit"),
            new("active", BulkType.Boolean, "Active"),
        ],
        p => p.Id,
        p => [p.Code, p.Name, p.SearchText, p.Category, p.PackSize, p.Unit, p.Active]
    );

    private static readonly SheetFields FieldsOf = new([
        new(
            Code,
            "Product Code",
            FieldType.Code,
            ["product code", "item code", "material code", "material", "sku", "sku code", "sap code", "code"],
            "FGASM00094",
            "The code that identifies the product; leading zeros count."
        ),
        new(
            Name,
            "Product Name",
            FieldType.Text,
            ["product name", "item name", "material description", "description", "product", "item", "name"],
            "AgroPurna NPK",
            "Needed for new products."
        ),
        new(
            Category,
            "Category",
            FieldType.Text,
            ["category", "product category", "group", "product group", "segment"],
            "Fertilizer",
            "Needed for new products."
        ),
        new(Pack, "Pack Size", FieldType.Text, ["pack size", "packing", "pack", "size"], "5 Kg", "As people read it."),
        new(
            Unit,
            "Unit",
            FieldType.Text,
            ["unit", "uom", "unit of measure"],
            "Kg",
            "What volumes are counted in; blank means Kg.",
            Units
        ),
        new(
            Active,
            "Active",
            FieldType.Text,
            ["active", "is active", "status"],
            "yes",
            "no when it is no longer sold; blank keeps what is known.",
            ["yes", "no"]
        ),
    ]);

    public override string Kind => "products";

    public override string Title => "Products";

    public override ImportProfile Profile { get; } =
        new()
        {
            Group = "Field sales",
            Summary = "One row for each product: name, category, pack size and unit",
            RowTitle = "Product",
            Promise = "A blank cell keeps what is known, and products that a sheet lacks stay.",
            Understood = ["A sheet with a few of the columns only"],
            Result = new("/field/products", "See the products"),
        };

    protected override IReadOnlyList<string> Needed => [Code];

    public override string? TotalField(IReadOnlySet<string> present) => null;

    public override void WriteSample(Stream output, int period) => SalesSamples.Products(output);

    protected override async Task<ILineReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var stored = await db.Set<Product>().ToListAsync(ct);
        return new Reader(
            currentUser,
            stored.ToDictionary(p => p.Code, Table.ToRecord, StringComparer.OrdinalIgnoreCase)
        );
    }

    protected override Task<DomainException?> NeededByAsync(
        ReportsDb db,
        IReadOnlyList<int> ids,
        CancellationToken ct
    ) =>
        Needs.OfAsync(
            "products",
            ct,
            db.Set<StockMovement>().Where(m => ids.Contains(m.ProductId)),
            db.Set<OutletPurchase>().Where(p => ids.Contains(p.ProductId))
        );

    private sealed class Reader(CurrentUser currentUser, Dictionary<string, StoredRecord> stored) : ILineReader
    {
        public SheetLine Read(RowCells cells)
        {
            var code = cells.Required(Code, 40);
            var known = stored.GetValueOrDefault(code);
            string Kept(string field, int column, int most) =>
                cells.Text(field, most) ?? known?.Values[column] as string ?? "";
            if (currentUser.Scope.Regions is not null)
                cells.Fault(Code, "Products are the whole company's: only those who see every branch may change them.");
            var shown = known?.Values[0] as string ?? code;
            var name = known is null ? cells.Required(Name, 200) : Kept(Name, 1, 200);
            var category = known is null ? cells.Required(Category, 60) : Kept(Category, 3, 60);
            return new SheetLine(
                code.ToUpperInvariant(),
                shown,
                name,
                "",
                [
                    shown,
                    name,
                    SalesScope.SearchText(shown, name),
                    category,
                    Kept(Pack, 4, 40),
                    cells.Word(Unit, Units) ?? known?.Values[5] ?? Units[0],
                    cells.YesNo(Active) ?? known?.Values[6] ?? true,
                ],
                known
            );
        }
    }
}
