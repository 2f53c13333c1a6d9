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

    private static readonly string[] FirstNames = """
        Rajesh Priya Amit Kavita Sanjay Deepa Vikram Anjali Suresh Meena Arjun Sunita Manoj Pooja Ramesh
        Nisha Anil Rekha Vijay Shalini Harish Geeta Prakash Lata
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    private static readonly string[] LastNames = """
        Kumar Sharma Singh Verma Patil Nair Rao Deshmukh Iyer Gupta Reddy Kulkarni Mehta Joshi Das Chauhan
        Pillai
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

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

        var admin = Person("Asha Menon", "admin@example.com", RoleNames.Admin, "Administrator", now);
        var country = Person(
            "Rohan Kapoor",
            "country.manager@example.com",
            RoleNames.CountryManager,
            "Country Manager",
            now
        );
        db.AddRange(admin, country);
        await db.SaveChangesAsync(ct);

        // The demo manager keeps every region in view; the others have one each.
        var manager = Person("Neha Kulkarni", "manager@example.com", RoleNames.Manager, "National Manager", now);
        manager.ReportsToId = country.Id;
        db.Add(manager);
        await db.SaveChangesAsync(ct);
        await AddRegionsAsync(db, manager, now, ct);
        await SetPasswordsAsync(db, hasher, ct);
    }

    private static async Task SetPasswordsAsync(ReportsDb db, IPasswordHasher<User> hasher, CancellationToken ct)
    {
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
            var region = Regions.All[r].Code;
            var head = Person(
                Name((r * 5) + 1),
                $"{region}.manager@example.com",
                RoleNames.Manager,
                "Regional Manager",
                now
            );
            (head.Region, head.ReportsToId) = (region, manager.Id);
            db.Add(head);
            await db.SaveChangesAsync(ct);
            for (var e = 0; e < 2; e++)
            {
                var (name, email) =
                    region == "mumbai" && e == 0
                        ? ("Imran Shaikh", "engineer@example.com")
                        : (Name((r * 5) + 2 + e), $"{region}.engineer{e + 1}@example.com");
                var designation = e == 0 ? "Recovery Engineer" : "Service Engineer";
                var engineer = Person(name, email, RoleNames.Engineer, designation, now);
                (engineer.Region, engineer.ReportsToId) = (region, head.Id);
                db.Add(engineer);
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private static string Name(int n) =>
        $"{FirstNames[n * 7 % FirstNames.Length]} {LastNames[n * 5 % LastNames.Length]}";

    private static User Person(string name, string email, string role, string designation, DateTime now) =>
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
            Designation = designation,
            Contact = $"+91 98{(name.Sum(c => c) * 31 % 1000):000} {(email.Length * 7919 % 100000):00000}",
            CreatedAt = now,
            UpdatedAt = now,
        };
}
