using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access;

/// <summary>The demo company's departments and people. Only the four named accounts have a password.</summary>
public static class AccessDemo
{
    public const string Password = "Demo@12345";

    public static readonly IReadOnlyList<(string Email, string Role)> Accounts =
    [
        ("admin@example.com", RoleNames.Admin),
        ("country.manager@example.com", RoleNames.CountryManager),
        ("manager@example.com", RoleNames.Manager),
        ("engineer@example.com", RoleNames.Engineer),
    ];

    private static readonly string[] FirstNames =
    [
        "Rajesh",
        "Priya",
        "Amit",
        "Kavita",
        "Sanjay",
        "Deepa",
        "Vikram",
        "Anjali",
        "Suresh",
        "Meena",
        "Arjun",
        "Sunita",
        "Manoj",
        "Pooja",
        "Ramesh",
        "Nisha",
        "Anil",
        "Rekha",
        "Vijay",
        "Shalini",
        "Harish",
        "Geeta",
        "Prakash",
        "Lata",
    ];
    private static readonly string[] LastNames =
    [
        "Kumar",
        "Sharma",
        "Singh",
        "Verma",
        "Patil",
        "Nair",
        "Rao",
        "Deshmukh",
        "Iyer",
        "Gupta",
        "Reddy",
        "Kulkarni",
        "Mehta",
        "Joshi",
        "Das",
        "Chauhan",
        "Pillai",
    ];

    /// <summary>People outside the demo company: their addresses do not end in the reserved domain example.com.</summary>
    public static Task<long> CountOtherAsync(ReportsDb db, CancellationToken ct) =>
        db
            .Database.SqlQueryRaw<long>(
                """SELECT COUNT(*) AS "Value" FROM users WHERE email IS NULL OR lower(email) NOT LIKE '%@example.com'"""
            )
            .SingleAsync(ct);

    public static async Task SeedAsync(ReportsDb db, IPasswordHasher<User> hasher, DateTime now, CancellationToken ct)
    {
        if (await db.Set<User>().AnyAsync(ct))
            return;
        db.AddRange(
            new Department
            {
                Name = "Batching Plant",
                Code = "BP",
                IsDefault = true,
            },
            new Department { Name = "Pump", Code = "PUMP" },
            new Department { Name = "Spare Parts", Code = "SP" }
        );
        await db.SaveChangesAsync(ct);

        var admin = Person("Asha Menon", "admin@example.com", RoleNames.Admin, null, "Administrator", null, now);
        var country = Person(
            "Rohan Kapoor",
            "country.manager@example.com",
            RoleNames.CountryManager,
            null,
            "Country Manager",
            null,
            now
        );
        db.AddRange(admin, country);
        await db.SaveChangesAsync(ct);

        // The demo manager keeps every region in view; the others have one each.
        var manager = Person(
            "Neha Kulkarni",
            "manager@example.com",
            RoleNames.Manager,
            null,
            "National Manager",
            country.Id,
            now
        );
        db.Add(manager);
        await db.SaveChangesAsync(ct);
        await AddRegionsAsync(db, manager, now, ct);

        foreach (var (email, _) in Accounts)
        {
            var user = await db.Set<User>().AsTracking().SingleAsync(u => u.Email == email, ct);
            user.PasswordHash = hasher.HashPassword(user, Password);
        }

        await db.SaveChangesAsync(ct);
    }

    private static async Task AddRegionsAsync(ReportsDb db, User manager, DateTime now, CancellationToken ct)
    {
        for (var r = 0; r < Regions.All.Count; r++)
        {
            var region = Regions.All[r];
            var head = Person(
                Name((r * 5) + 1),
                $"{region.Code}.manager@example.com",
                RoleNames.Manager,
                region.Code,
                "Regional Manager",
                manager.Id,
                now
            );
            db.Add(head);
            await db.SaveChangesAsync(ct);
            for (var e = 0; e < 2; e++)
            {
                var isDemo = region.Code == "mumbai" && e == 0;
                db.Add(
                    isDemo
                        ? Person(
                            "Imran Shaikh",
                            "engineer@example.com",
                            RoleNames.Engineer,
                            region.Code,
                            "Recovery Engineer",
                            head.Id,
                            now
                        )
                        : Person(
                            Name((r * 5) + 2 + e),
                            $"{region.Code}.engineer{e + 1}@example.com",
                            RoleNames.Engineer,
                            region.Code,
                            e == 0 ? "Recovery Engineer" : "Service Engineer",
                            head.Id,
                            now
                        )
                );
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private static string Name(int n) =>
        $"{FirstNames[n * 7 % FirstNames.Length]} {LastNames[n * 5 % LastNames.Length]}";

    private static User Person(
        string name,
        string email,
        string role,
        string? region,
        string designation,
        int? reportsTo,
        DateTime now
    ) =>
        new()
        {
            Name = name,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            Role = role,
            Region = region,
            Designation = designation,
            Contact = $"+91 98{(name.Sum(c => c) * 31 % 1000):000} {(email.Length * 7919 % 100000):00000}",
            ReportsToId = reportsTo,
            CreatedAt = now,
            UpdatedAt = now,
        };
}
