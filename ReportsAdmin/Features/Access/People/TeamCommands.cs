using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <summary>A person as a sheet or the demo company names them; the address identifies them.</summary>
/// <param name="Region">A region code of spec 003: their branch.</param>
/// <param name="ReportsTo">Address of their superior, who exists already or comes earlier in the list.</param>
public sealed record PersonDraft(
    string Email,
    string Name,
    string Role,
    string? Region = null,
    string? Contact = null,
    string? Designation = null,
    bool InField = false,
    string? Zone = null,
    string? FieldRegion = null,
    string? Territory = null,
    string? ReportsTo = null,
    bool Active = true
);

/// <summary>Writes people, for rooms that bring many at once. Nobody gets a password here: they are invited for that.</summary>
public static class TeamCommands
{
    /// <summary>Adds people who are not there yet, on the caller's context; answers the ids by address, of those who were there too.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> EnrolAsync(
        ReportsDb db,
        IReadOnlyList<PersonDraft> people,
        DateTime now,
        CancellationToken ct
    )
    {
        var known = await KnownAsync(db, people, ct);
        // Superiors first, level by level, since they need keys before those below can name them.
        var left = people.Where(p => !known.ContainsKey(p.Email)).ToList();
        while (left.Count > 0)
        {
            var ready = left.Where(p =>
                    p.ReportsTo is null
                    || known.ContainsKey(p.ReportsTo)
                    || left.All(o => !o.Email.Equals(p.ReportsTo, StringComparison.OrdinalIgnoreCase))
                )
                .ToList();
            if (ready.Count == 0)
                ready = left;
            var made = ready
                .Select(p => ToUser(p, p.ReportsTo is { } boss && known.TryGetValue(boss, out var id) ? id : null, now))
                .ToList();
            db.AddRange(made);
            await db.SaveChangesAsync(ct);
            foreach (var user in made)
                known[user.Email!] = user.Id;
            left = [.. left.Except(ready)];
        }

        return known;
    }

    /// <summary>The keys of the people and superiors who have an account already, by address.</summary>
    private static async Task<Dictionary<string, int>> KnownAsync(
        ReportsDb db,
        IReadOnlyList<PersonDraft> people,
        CancellationToken ct
    )
    {
        var addresses = people
            .Select(p => p.Email)
            .Concat(people.Select(p => p.ReportsTo).OfType<string>())
            .Select(a => a.ToUpperInvariant())
            .Distinct(StringComparer.Ordinal);
        var known = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var chunk in addresses.Chunk(500))
        {
            var users = await db.Set<User>()
                .Where(u => chunk.Contains(u.NormalizedEmail))
                .Select(u => new { u.Id, u.Email })
                .ToListAsync(ct);
            foreach (var user in users)
                known[user.Email!] = user.Id;
        }

        return known;
    }

    private static User ToUser(PersonDraft p, int? reportsTo, DateTime now) =>
        new()
        {
            Name = p.Name,
            Email = p.Email,
            NormalizedEmail = p.Email.ToUpperInvariant(),
            UserName = p.Email,
            NormalizedUserName = p.Email.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            Role = p.Role,
            Region = p.Region,
            Contact = p.Contact,
            Designation = p.Designation,
            InField = p.InField,
            Zone = p.Zone,
            FieldRegion = p.FieldRegion,
            Territory = p.Territory,
            ReportsToId = reportsTo,
            Active = p.Active,
            CreatedAt = now,
            UpdatedAt = now,
        };
}
