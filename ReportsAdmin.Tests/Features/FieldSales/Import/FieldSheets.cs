using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Import;

/// <summary>Uploads of the field, and its tables read back as lines.</summary>
internal static class FieldSheets
{
    public const string Distributors =
        "Distributor Code|Distributor Name|Location|Zone|Region|State|Territory|Branch|Active|Outstanding|Overdue";
    public const string Products = "Product Code|Product Name|Category|Pack Size|Unit|Active";
    public const string Outlets =
        "Outlet Code|Outlet Name|Type|Zone|Region|Territory|Branch|Pincode|Phone|Email|Credit Limit|Geo Tagged|Active|Outstanding";
    public const string Ledger = "Distributor Code|Product Code|Date|Kind|Volume|Value|Reference";
    public const string Purchases = "Outlet Code|Product Code|Date|Volume|Value";
    public const string Visits = "Email|Outlet Code|Date|Time|Minutes";
    public const string Targets = "Email|Month|Visits";

    /// <summary>Two distributors and an outlet in Pune, one of each in Mumbai, two products, and a person in each branch.</summary>
    public static async Task<TestFixture> SeedAsync(TestProvider provider = TestProvider.Sqlite)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            "distributors",
            Distributors,
            "D-01|Asha Agencies|Yard 1|West|Pune|MH|Satara|Pune|yes||",
            "D-02|Usha Traders|Yard 2|West|Pune|MH|Sangli|Poona|yes||",
            "D-03|Nisha Seeds|Yard 3|West|Mumbai|MH|Nashik|Mumbai|yes||"
        );
        await fixture.UploadAsync(
            "products",
            Products,
            "P-01|Urea Plus|Fertilizer|5 Kg|Kg|yes",
            "P-02|Humic|Bio|1 Ltr|Ltr|yes"
        );
        await fixture.UploadAsync(
            "outlets",
            Outlets,
            "R-01|Maa Durga|retailer|West|Pune|Satara|Pune|415001|09822012345|a@example.com|150000|yes|yes|",
            "R-02|Sai Seeds|retailer|West|Mumbai|Nashik|Mumbai|422001|||0|no|yes|"
        );
        await using var db = fixture.Contexts.CreateDbContext();
        await TeamCommands.EnrolAsync(
            db,
            [
                new("asha@example.com", "Asha", RoleNames.Engineer, "pune", InField: true),
                new("usha@example.com", "Usha", RoleNames.Engineer, "mumbai", InField: true),
            ],
            fixture.Clock.GetUtcNow().UtcDateTime,
            default
        );
        return fixture;
    }

    public static Task<int> StageAsync(
        this TestFixture fixture,
        string kind,
        CurrentUser? currentUser,
        params string[] lines
    ) => fixture.StageAsync(kind, Sheet.Of(lines), currentUser);

    public static Task<int> StageAsync(
        this TestFixture fixture,
        string kind,
        byte[] sheet,
        CurrentUser? currentUser = null,
        int period = 202604
    ) =>
        fixture.Imports.StageNowAsync(
            currentUser ?? CurrentUser.System,
            new NewUpload(kind, kind + ".xlsx", period, null),
            new MemoryStream(sheet),
            DateOrder.DayFirst,
            default
        );

    public static async Task<int> UploadAsync(this TestFixture fixture, string kind, params string[] lines)
    {
        var id = await fixture.StageAsync(kind, null, lines);
        var details = await fixture.Uploads.DetailsAsync(CurrentUser.System, id, default);
        if (details.State != ImportState.Staged)
            throw new InvalidOperationException($"The sheet was not staged: {details.Failure}");
        await fixture.Imports.CommitAsync(CurrentUser.System, id, null, ErrorRows.Refuse, default);
        return id;
    }

    public static async Task<IReadOnlyList<PreviewRow>> PreviewAsync(
        this TestFixture fixture,
        int id,
        CurrentUser? currentUser = null
    ) =>
        (
            await fixture.Uploads.RowsAsync(
                currentUser ?? CurrentUser.System,
                id,
                null,
                null,
                new PageRequest(1, PageRequest.MaxSize),
                default
            )
        ).Rows;

    /// <summary>Effect, and what is said of the row: <c>Changed Name: A → B</c>, <c>Error Unknown product 'X'.</c></summary>
    public static async Task<List<string>> SaidAsync(
        this TestFixture fixture,
        int id,
        CurrentUser? currentUser = null
    ) =>
        [
            .. (await fixture.PreviewAsync(id, currentUser)).Select(r =>
                string.Join(
                    ' ',
                    [
                        r.Effect.ToString(),
                        .. r.Changes.Select(c => $"{c.Field}: {c.Before} → {c.After}"),
                        .. r.Problems.Select(p => p.Message),
                    ]
                )
            ),
        ];

    /// <summary>Somebody of these branches alone, who may upload.</summary>
    public static CurrentUser Of(params string[] branches) =>
        new(
            7,
            "Limited",
            "Manager",
            new HashSet<string>
            {
                SalesQueries.ReadPermission,
                ImportCommands.UploadPermission,
                ImportQueries.ReadPermission,
            },
            new Scope(branches, null, false)
        );

    /// <summary>Everything that the seven kinds write, without keys and origins.</summary>
    public static async Task<List<string>> StateAsync(this TestFixture fixture)
    {
        Assert.True(await fixture.Get<StockTotals>().CheckAsync(default), "The kept sums differ from the lines.");
        await using var db = fixture.Contexts.CreateDbContext();
        return
        [
            .. (await db.Set<Distributor>().ToListAsync())
                .Select(d =>
                    $"d {d.Code} {d.Name} {d.SearchText} {d.Location} {d.Zone} {d.Region} {d.Territory} {d.State} {d.Branch} {d.Active}"
                )
                .Order(StringComparer.Ordinal),
            .. (await db.Set<Product>().ToListAsync())
                .Select(p => $"p {p.Code} {p.Name} {p.SearchText} {p.Category} {p.PackSize} {p.Unit} {p.Active}")
                .Order(StringComparer.Ordinal),
            .. (await db.Set<Outlet>().ToListAsync())
                .Select(o =>
                    $"o {o.Code} {o.Name} {o.Type} {o.Branch} {o.Pincode} {o.Phone} {o.Email} {o.CreditLimitPaise} {o.GeoTagged} {o.Active}"
                )
                .Order(StringComparer.Ordinal),
            .. (await db.Set<StockMovement>().ToListAsync())
                .Select(m =>
                    $"m {m.DistributorId} {m.ProductId} {m.Day:yyyy-MM-dd} {m.Kind} {m.VolumeMilli} {m.ValuePaise} {m.Reference}"
                )
                .Order(StringComparer.Ordinal),
            .. (await db.Set<OutletPurchase>().ToListAsync())
                .Select(p => $"u {p.OutletId} {p.ProductId} {p.Day:yyyy-MM-dd} {p.VolumeMilli} {p.ValuePaise}")
                .Order(StringComparer.Ordinal),
            .. (await db.Set<PartyBalance>().ToListAsync())
                .Select(b =>
                    $"b {b.DistributorId} {b.OutletId} {b.Day:yyyy-MM-dd} {b.OutstandingPaise} {b.OverduePaise}"
                )
                .Order(StringComparer.Ordinal),
            .. (await db.Set<Visit>().ToListAsync())
                .Select(v => $"v {v.UserId} {v.OutletId} {v.At:yyyy-MM-dd HH:mm} {v.Minutes}")
                .Order(StringComparer.Ordinal),
            .. (await db.Set<VisitTarget>().ToListAsync())
                .Select(t => $"t {t.UserId} {t.Month} {t.Visits}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
