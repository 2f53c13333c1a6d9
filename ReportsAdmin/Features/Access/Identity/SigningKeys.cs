using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>The keys that sign access tokens, shared by all nodes through the database, renewed every thirty days.</summary>
public sealed class SigningKeys(
    IDbContextFactory<ReportsDb> contexts,
    IDataProtectionProvider protection,
    TimeProvider time
)
{
    private static readonly TimeSpan Signs = TimeSpan.FromDays(30);
    private static readonly TimeSpan Outlives = TimeSpan.FromDays(2);

    private readonly IDataProtector protector = protection.CreateProtector("access.signing-keys");
    private readonly ConcurrentDictionary<string, JwtKey> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim making = new(1, 1);

    /// <summary>The key to sign with now; made when there is none that lasts.</summary>
    public async Task<JwtKey> CurrentAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await making.WaitAsync(ct);
        try
        {
            await using var db = contexts.CreateDbContext();
            var row = await db.Set<SigningKey>()
                .Where(k => k.SignsUntil > now)
                .OrderByDescending(k => k.SignsUntil)
                .FirstOrDefaultAsync(ct);
            return row is null ? await MakeAsync(db, now, ct) : Open(row);
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>A key by its id, or null. Another node's new key is found in the database the first time it is seen.</summary>
    public async ValueTask<JwtKey?> FindAsync(string kid, CancellationToken ct)
    {
        if (kid.Length != 32)
            return null;
        if (known.TryGetValue(kid, out var key))
            return key;
        await using var db = contexts.CreateDbContext();
        return await db.Set<SigningKey>().SingleOrDefaultAsync(k => k.Kid == kid, ct) is { } row ? Open(row) : null;
    }

    private async Task<JwtKey> MakeAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        var row = new SigningKey
        {
            Kid = Guid.NewGuid().ToString("N"),
            ProtectedSecret = protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            CreatedAt = now,
            SignsUntil = now + Signs,
            VerifiesUntil = now + Signs + Outlives,
        };
        db.Add(row);
        await db.SaveChangesAsync(ct);
        return Open(row);
    }

    private JwtKey Open(SigningKey row) =>
        known.GetOrAdd(row.Kid, _ => new JwtKey(
            row.Kid,
            Convert.FromBase64String(protector.Unprotect(row.ProtectedSecret)),
            new DateTimeOffset(row.VerifiesUntil, TimeSpan.Zero)
        ));
}
