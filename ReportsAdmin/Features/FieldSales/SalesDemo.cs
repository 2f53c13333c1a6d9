using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>The field part of the demo company: 125 distributors, 45 products, 850 outlets and two years of their ledger. The same every time, up to today.</summary>
internal sealed class SalesDemo(IServiceProvider services)
{
    private const int Months = 24;

    /// <summary>Where the company sells, and the branch whose people see it.</summary>
    public static readonly (string Zone, string Region, string State, string Branch, string[] Territories)[] Places =
    [
        ("North Zone", "Delhi NCR", "Delhi", "delhi", ["North Delhi", "South Delhi", "East Delhi"]),
        ("North Zone", "Punjab", "Punjab", "punjab", ["Ludhiana", "Amritsar"]),
        ("North Zone", "Rajasthan", "Rajasthan", "jaipur", ["Jaipur", "Kota"]),
        ("West Zone", "Mumbai", "Maharashtra", "mumbai", ["Nashik", "Raigad"]),
        ("West Zone", "Pune", "Maharashtra", "pune", ["Sangli", "Satara"]),
        ("West Zone", "Vidarbha", "Maharashtra", "nagpur", ["Nagpur", "Akola"]),
        ("West Zone", "Gujarat", "Gujarat", "ahmedabad", ["Surat", "Rajkot"]),
        ("South Zone", "Karnataka", "Karnataka", "banglore", ["Hubballi", "Mandya"]),
        ("South Zone", "Tamil Nadu", "Tamil Nadu", "chennai", ["Salem", "Madurai"]),
        ("South Zone", "Telangana", "Telangana", "hyderabad", ["Warangal", "Karimnagar"]),
        ("South Zone", "Andhra", "Andhra Pradesh", "vizag", ["Guntur", "Kurnool"]),
        ("East Zone", "Odisha", "Odisha", "odisha", ["Cuttack", "Sambalpur"]),
        ("East Zone", "West Bengal", "West Bengal", "kolkata", ["Bardhaman", "Nadia"]),
        ("Central Zone", "Chhattisgarh", "Chhattisgarh", "raipur", ["Raipur", "Bilaspur"]),
        ("Central Zone", "Malwa", "Madhya Pradesh", "indore", ["Indore", "Ujjain"]),
    ];

    private static readonly (string Category, string Unit, string[] Names)[] Lines =
    [
        (
            "Fertilizer",
            "Kg",
            [
                "AgroPurna NPK",
                "AgroPurna Zinc",
                "Dharti Urea Plus",
                "Dharti Potash",
                "Sona Calcium",
                "Sona Boron",
                "Shakti Sulphur",
                "Shakti Mix",
                "Annapurna Gr-1",
            ]
        ),
        (
            "Bio-stimulant",
            "Ltr",
            [
                "Jeevan Humic",
                "Jeevan Seaweed",
                "Vriddhi Amino",
                "Vriddhi Root",
                "Urja Fulvic",
                "Urja Leaf",
                "Pragati Bloom",
                "Pragati Set",
                "Amrit Mix",
            ]
        ),
        (
            "Pesticide",
            "Ltr",
            [
                "Raksha 25 EC",
                "Raksha 50 EC",
                "Kavach Neem",
                "Kavach Guard",
                "Prahar 10 SC",
                "Prahar 20 SC",
                "Suraksha Dust",
                "Suraksha Oil",
                "Trishul Wet",
            ]
        ),
        (
            "Fungicide",
            "Kg",
            [
                "Nirmal 75 WP",
                "Nirmal 50 WP",
                "Swachh Copper",
                "Swachh Sulfur",
                "Shuddh M45",
                "Shuddh Combi",
                "Vimal Blight",
                "Vimal Rust",
                "Param Seed",
            ]
        ),
        (
            "Seed",
            "Kg",
            [
                "Beej Cotton H1",
                "Beej Cotton H2",
                "Beej Maize Gold",
                "Beej Maize Pro",
                "Beej Paddy 101",
                "Beej Paddy 202",
                "Beej Chilli Red",
                "Beej Okra Green",
                "Beej Bajra X",
            ]
        ),
    ];

    private static readonly string[] First =
    [
        "Ram",
        "Shyam",
        "Lakshmi",
        "Ganesh",
        "Kisan",
        "Annadata",
        "Bharat",
        "Jai",
        "Om",
        "Dev",
        "Sai",
        "Krishna",
        "Balaji",
        "Gopal",
        "Vijay",
        "Green Valley",
        "Agro",
        "Shree",
        "Maa Durga",
        "New",
    ];
    private static readonly string[] Last =
    [
        "Distributors",
        "Agencies",
        "Agro Centre",
        "Krishi Kendra",
        "Traders",
        "Fertilizers",
        "Seeds",
        "Enterprises",
    ];
    private static readonly string[] Packs = ["1", "5", "10", "25"];

    private readonly Random random = new(41);
    private readonly DateOnly today = services.GetRequiredService<BusinessClock>().Today;
    private readonly DateTime now = services.GetRequiredService<BusinessClock>().UtcNow;

    public async Task SeedAsync(ReportsDb db, CancellationToken ct)
    {
        var products = Products();
        var distributors = Enumerable.Range(1, 125).Select(Distributor).ToList();
        var outlets = Enumerable.Range(1, 850).Select(Outlet).ToList();
        db.AddRange(products);
        db.AddRange(distributors);
        db.AddRange(outlets);
        await db.SaveChangesAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var bulk = services.GetRequiredService<IBulkImporter>();
        await bulk.InsertAsync(
            db,
            "stock_movements",
            [
                new("distributor_id", BulkType.Int32),
                new("product_id", BulkType.Int32),
                new("day", BulkType.Date),
                new("kind", BulkType.Int16),
                new("volume_milli", BulkType.Int64),
                new("value_paise", BulkType.Int64),
                new("reference", BulkType.Text),
            ],
            Ledger(distributors, products),
            ct
        );
        await bulk.InsertAsync(
            db,
            "outlet_purchases",
            [
                new("outlet_id", BulkType.Int32),
                new("product_id", BulkType.Int32),
                new("day", BulkType.Date),
                new("volume_milli", BulkType.Int64),
                new("value_paise", BulkType.Int64),
            ],
            Purchases(outlets, products),
            ct
        );
        await bulk.InsertAsync(
            db,
            "party_balances",
            [
                new("distributor_id", BulkType.Int32),
                new("outlet_id", BulkType.Int32),
                new("day", BulkType.Date),
                new("outstanding_paise", BulkType.Int64),
                new("overdue_paise", BulkType.Int64),
            ],
            Balances(distributors, outlets),
            ct
        );
        await new SalesTeamDemo(bulk, services.GetRequiredService<BusinessClock>()).SeedAsync(db, outlets, ct);
        await db.RaiseDataVersionAsync(SalesQueries.DataTopic, ct);
        await transaction.CommitAsync(ct);
    }

    private static List<Product> Products() =>
        [
            .. Lines
                .SelectMany(line => line.Names.Select(name => (line, name)))
                .Select(
                    (x, i) =>
                    {
                        var code = string.Create(CultureInfo.InvariantCulture, $"FGASM{i + 94:00000}");
                        return new Product
                        {
                            Code = code,
                            Name = x.name,
                            SearchText = SalesScope.SearchText(code, x.name),
                            Category = x.line.Category,
                            Unit = x.line.Unit,
                            PackSize = $"{Packs[i % Packs.Length]} {x.line.Unit}",
                            Active = i % 15 != 14,
                        };
                    }
                ),
        ];

    private Distributor Distributor(int n)
    {
        var place = Places[n % Places.Length];
        var (code, name) = (
            string.Create(CultureInfo.InvariantCulture, $"DIS-{n:000}"),
            $"{First[n % First.Length]} {Last[n * 3 % Last.Length]} {place.Territories[n / Places.Length % place.Territories.Length]}"
        );
        return new Distributor
        {
            Code = code,
            Name = name,
            SearchText = SalesScope.SearchText(code, name),
            Location = $"Plot {n}, Market Yard",
            Zone = place.Zone,
            Region = place.Region,
            State = place.State,
            Branch = place.Branch,
            Territory = place.Territories[n / Places.Length % place.Territories.Length],
            Active = n % 17 != 0,
            UpdatedAt = now.AddDays(-(n % 20)),
        };
    }

    private Outlet Outlet(int n)
    {
        var place = Places[n * 7 % Places.Length];
        var (code, name) = (
            string.Create(CultureInfo.InvariantCulture, $"RET-{n:000}"),
            $"{First[n * 3 % First.Length]} {Last[n * 5 % Last.Length]} {n}"
        );
        return new Outlet
        {
            Code = code,
            Name = name,
            SearchText = SalesScope.SearchText(code, name),
            Type = n % 12 == 0 ? "distributor" : "retailer",
            Location = $"Shop {n % 90 + 1}, Main Bazaar",
            Zone = place.Zone,
            Region = place.Region,
            State = place.State,
            Branch = place.Branch,
            Territory = place.Territories[n / Places.Length % place.Territories.Length],
            Pincode = string.Create(CultureInfo.InvariantCulture, $"{400000 + (n * 37 % 99999)}"),
            Phone = string.Create(CultureInfo.InvariantCulture, $"+91 98{n * 7919 % 100000000:00000 000}"),
            Email = string.Create(CultureInfo.InvariantCulture, $"outlet{n}@example.com"),
            CreditLimitPaise = (50_000 + (n % 10 * 25_000)) * 100L,
            GeoTagged = n % 20 < 13,
            Active = n % 12 != 5,
        };
    }

    private IEnumerable<object?[]> Ledger(List<Distributor> distributors, List<Product> products)
    {
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
        foreach (var distributor in distributors)
        {
            // In some territories it is sold within weeks, in others it lies.
            var pace = 0.1 + (((distributor.Territory.Sum(c => c) * 7 % 40) + (distributor.Id * 13 % 12)) / 60.0);
            for (var p = 0; p < 18; p++)
            {
                var product = products[(distributor.Id + (p * 7)) % products.Count];
                var price = 12_000L + (product.Id * 977 % 60_000);
                var stock = random.Next(40, 400) * 1000L;
                yield return Line(first, MovementKind.Opening, stock);
                for (var month = first; month <= today; month = month.AddMonths(1))
                {
                    // The monsoon sells: June to September twice the rest. The company grows by about six in a hundred a year.
                    var sold =
                        random.Next(20, 120)
                        * (month.Month is >= 6 and <= 9 ? 2000L : 1000L)
                        * (200 + (month.DayNumber - first.DayNumber) / 30)
                        / 200;
                    if (Day(month, 1, 12) is { } saleDay)
                    {
                        stock += sold;
                        yield return Line(saleDay, MovementKind.Sale, sold);
                    }

                    for (var n = 0; n < 2; n++)
                    {
                        var liquidated = Math.Min(
                            stock,
                            (long)(stock * pace * (0.2 + (random.NextDouble() * 0.3))) / 1000 * 1000
                        );
                        if (liquidated <= 0 || Day(month, 13, 27) is not { } day)
                            continue;
                        stock -= liquidated;
                        yield return Line(day, MovementKind.Liquidation, liquidated);
                    }

                    if (random.Next(40) == 0 && stock > 5000 && Day(month, 28, 28) is { } counted)
                    {
                        stock -= 1000;
                        yield return Line(counted, MovementKind.Adjustment, -1000);
                    }
                }

                object?[] Line(DateOnly day, MovementKind kind, long milli) =>
                    [
                        distributor.Id,
                        product.Id,
                        day,
                        (short)kind,
                        milli,
                        milli * price / 1000,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{kind.ToString()[..3].ToUpperInvariant()}-{day:yyMM}-{distributor.Id}"
                        ),
                    ];
            }
        }
    }

    private IEnumerable<object?[]> Purchases(List<Outlet> outlets, List<Product> products)
    {
        foreach (var outlet in outlets.Where(o => o.Active))
        {
            var pause = 5 + (outlet.Id % 25);
            for (
                var day = today.AddDays(-700 + (outlet.Id % 30));
                day <= today;
                day = day.AddDays(pause + random.Next(5))
            )
            {
                var product = products[random.Next(products.Count)];
                var milli = random.Next(1, 40) * 500L;
                yield return
                [
                    outlet.Id,
                    product.Id,
                    day,
                    milli,
                    milli * (12_000L + (product.Id * 977 % 60_000)) / 1000,
                ];
            }
        }
    }

    private IEnumerable<object?[]> Balances(List<Distributor> distributors, List<Outlet> outlets)
    {
        for (
            var month = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
            month <= today;
            month = month.AddMonths(1)
        )
        {
            foreach (var distributor in distributors)
            {
                var owed = random.Next(0, 900_000) * 100L;
                yield return [distributor.Id, null, month, owed, owed * random.Next(0, 40) / 100];
            }

            foreach (var outlet in outlets)
            {
                var owed = random.Next(0, 60_000) * 100L;
                yield return [null, outlet.Id, month, owed, owed * random.Next(0, 40) / 100];
            }
        }
    }

    /// <summary>A day of the month within the two, unless it lies in the future.</summary>
    private DateOnly? Day(DateOnly month, int from, int to) =>
        month.AddDays(random.Next(from, to + 1) - 1) is var day && day <= today ? day : null;
}
