using System.Globalization;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>Places, products, distributors and outlets of the demo company, the same every time.</summary>
internal static class SalesDemoMasters
{
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

    public static List<Product> Products() =>
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

    public static Distributor Distributor(int n, DateTime now)
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

    public static Outlet Outlet(int n)
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
}
