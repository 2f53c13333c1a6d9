using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of products, by code. Products are the whole company's.</summary>
internal sealed class ProductImport() : SheetTarget<Product>(Table, FieldsOf)
{
    private const string Code = "code";
    private const string Name = "name";
    private const string Category = "category";
    private const string Pack = "packSize";
    private const string Unit = "unit";
    private const string Active = "active";
    private static readonly string[] Units = ["Kg", "Ltr"];

    private static readonly UploadTable<Product> Table = new(
        new ShownField<Product>("Name", p => p.Name),
        new ShownField<Product>("Category", p => p.Category),
        new ShownField<Product>("Pack Size", p => p.PackSize),
        new ShownField<Product>("Unit", p => p.Unit),
        new ShownField<Product>("Active", p => p.Active)
    )
    {
        NamedBy = nameof(Product.Code),
    };

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

    public override async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var stored = await db.Set<Product>().ToListAsync(ct);
        return new Reader(currentUser, stored.ToDictionary(p => p.Code, StringComparer.OrdinalIgnoreCase));
    }

    protected override Task<DomainException?> NeededByAsync(
        ReportsDb db,
        IQueryable<Product> created,
        CancellationToken ct
    ) =>
        Needs.OfAsync(
            "products",
            ct,
            db.Set<StockMovement>().Where(m => created.Any(p => p.Id == m.ProductId)),
            db.Set<OutletPurchase>().Where(o => created.Any(p => p.Id == o.ProductId))
        );

    private sealed class Reader(CurrentUser currentUser, Dictionary<string, Product> stored) : IRowReader
    {
        public RowReading Read(RowCells cells)
        {
            var code = cells.Required(Code, 40);
            var known = stored.GetValueOrDefault(code);
            if (currentUser.Scope.Regions is not null)
                cells.Fault(Code, "Products are the whole company's: only those who see every branch may change them.");
            var shown = known?.Code ?? code;
            var name = known is null ? cells.Required(Name, 200) : cells.Text(Name, 200) ?? known.Name;
            var product = new Product
            {
                Id = known?.Id ?? 0,
                Code = shown,
                Name = name,
                SearchText = SalesScope.SearchText(shown, name),
                Category = known is null ? cells.Required(Category, 60) : cells.Text(Category, 60) ?? known.Category,
                PackSize = cells.Text(Pack, 40) ?? known?.PackSize ?? "",
                Unit = cells.Word(Unit, Units) ?? known?.Unit ?? Units[0],
                Active = cells.YesNo(Active) ?? known?.Active ?? true,
            };
            return new RowReading
            {
                Identity = code.ToUpperInvariant(),
                Key = shown,
                Label = name,
                IsNew = known is null,
                Records = [Table.Write(product, known)],
            };
        }
    }
}
