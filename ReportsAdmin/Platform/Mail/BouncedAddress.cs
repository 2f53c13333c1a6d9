using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Mail;

/// <summary>How it became known that an address takes no mail. Stored as a short.</summary>
public enum BounceSource : short
{
    /// <summary>The mail server refused the address for good while a mail was handed over.</summary>
    Refused = 0,

    /// <summary>A person said so.</summary>
    Person = 1,

    /// <summary>A mail gateway reported a bounce.</summary>
    Gateway = 2,
}

/// <summary>An address that takes no mail, as far as is known.</summary>
public sealed class BouncedAddress
{
    public const int MaxReason = 300;

    /// <summary>Folded by <see cref="BouncedAddresses.Fold"/>.</summary>
    public required string Address { get; init; }

    public BounceSource Source { get; init; }

    /// <summary>In the words of whoever reported it; may hold what a server said.</summary>
    public required string Reason { get; init; }

    /// <summary>UTC.</summary>
    public DateTime At { get; init; }

    public required string ByName { get; init; }
}

/// <summary>Keeps which addresses take no mail. Most bounces come as mails to the sender, which nothing here reads: they are reported by people or a gateway.</summary>
public static class BouncedAddresses
{
    /// <summary>As addresses are compared. The part before the @ may tell cases apart by the letter of the standard; no known server does.</summary>
    public static string Fold(string address) => address.Trim().ToLowerInvariant();

    /// <summary>Those that take no mail, by their folded address.</summary>
    /// <param name="addresses">Which are asked for; null for all that are known.</param>
    public static async Task<IReadOnlyDictionary<string, BouncedAddress>> BouncedAsync(
        this ReportsDb db,
        IReadOnlyCollection<string>? addresses,
        CancellationToken ct
    )
    {
        if (addresses?.Count == 0)
            return new Dictionary<string, BouncedAddress>();
        IQueryable<BouncedAddress> bounced = db.Set<BouncedAddress>();
        if (addresses is not null)
        {
            var folded = addresses.Select(Fold).Distinct().ToList();
            bounced = bounced.Where(b => folded.Contains(b.Address));
        }

        return await bounced.ToDictionaryAsync(b => b.Address, StringComparer.Ordinal, ct);
    }

    /// <summary>Notes it in the caller's transaction; the latest report stays.</summary>
    public static async Task MarkAsync(this ReportsDb db, BouncedAddress bounced, CancellationToken ct)
    {
        var (address, source) = (Fold(bounced.Address), (short)bounced.Source);
        var reason =
            bounced.Reason.Length > BouncedAddress.MaxReason
                ? bounced.Reason[..BouncedAddress.MaxReason]
                : bounced.Reason;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO bounced_addresses (address, source, reason, at, by_name)
            VALUES ({address}, {source}, {reason}, {bounced.At}, {bounced.ByName})
            ON CONFLICT (address) DO UPDATE SET source = excluded.source, reason = excluded.reason, at = excluded.at, by_name = excluded.by_name
            """,
            ct
        );
    }

    /// <summary>Says that the address takes mail again; false when nothing spoke against it.</summary>
    public static async Task<bool> ClearBounceAsync(this ReportsDb db, string address, CancellationToken ct)
    {
        var folded = Fold(address);
        return await db.Set<BouncedAddress>().Where(b => b.Address == folded).ExecuteDeleteAsync(ct) > 0;
    }
}
