using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Passkeys;

/// <summary>What ASP.NET Core Identity asks of a store to check passkeys. People are changed elsewhere.</summary>
public sealed class PasskeyStore(IDbContextFactory<ReportsDb> contexts, TimeProvider time) : IUserPasskeyStore<User>
{
    /// <summary>The user handle within a passkey: an id that says nothing of the person.</summary>
    public static string HandleOf(int userId) => ApiId.Of(ApiId.User, userId);

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult(HandleOf(user.Id));

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult(user.UserName);

    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (ApiId.IntKeyOf(ApiId.User, userId) is not { } id)
            return null;
        await using var db = contexts.CreateDbContext();
        return await db.Set<User>().SingleOrDefaultAsync(u => u.Id == id && u.Active, cancellationToken);
    }

    public async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var hash = Hash(credentialId);
        await using var db = contexts.CreateDbContext();
        return await db.Set<Passkey>()
            .Where(p => p.IdHash == hash)
            .Join(db.Set<User>(), p => p.UserId, u => u.Id, (_, u) => u)
            .SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateDbContext();
        var rows = await db.Set<Passkey>().Where(p => p.UserId == user.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(InfoOf)];
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        User user,
        byte[] credentialId,
        CancellationToken cancellationToken
    )
    {
        var hash = Hash(credentialId);
        await using var db = contexts.CreateDbContext();
        return
            await db.Set<Passkey>()
                .SingleOrDefaultAsync(p => p.UserId == user.Id && p.IdHash == hash, cancellationToken)
                is { } row
            ? InfoOf(row)
            : null;
    }

    /// <summary>Adds a passkey, or writes down that it was used.</summary>
    public async Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(passkey.CredentialId), time.GetUtcNow().UtcDateTime);
        await using var db = contexts.CreateDbContext();
        var row = await db.Set<Passkey>()
            .AsTracking()
            .SingleOrDefaultAsync(p => p.UserId == user.Id && p.IdHash == hash, cancellationToken);
        if (row is null)
            db.Add(RowOf(user.Id, passkey, hash, now));
        else
            (row.SignCount, row.BackedUp, row.UserVerified, row.LastUsedAt) = (
                passkey.SignCount,
                passkey.IsBackedUp,
                passkey.IsUserVerified,
                now
            );
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var hash = Hash(credentialId);
        await using var db = contexts.CreateDbContext();
        db.RemoveRange(
            await db.Set<Passkey>().Where(p => p.UserId == user.Id && p.IdHash == hash).ToListAsync(cancellationToken)
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose() { }

    private static string Hash(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId));

    private static Passkey RowOf(int userId, UserPasskeyInfo passkey, string hash, DateTime now) =>
        new()
        {
            UserId = userId,
            Name = passkey.Name ?? "Passkey",
            IdHash = hash,
            CredentialId = passkey.CredentialId,
            PublicKey = passkey.PublicKey,
            SignCount = passkey.SignCount,
            Transports = string.Join(' ', passkey.Transports ?? []),
            UserVerified = passkey.IsUserVerified,
            BackupEligible = passkey.IsBackupEligible,
            BackedUp = passkey.IsBackedUp,
            Attestation = passkey.AttestationObject,
            ClientData = passkey.ClientDataJson,
            CreatedAt = now,
        };

    private static UserPasskeyInfo InfoOf(Passkey row) =>
        new(
            row.CredentialId,
            row.PublicKey,
            new DateTimeOffset(DateTime.SpecifyKind(row.CreatedAt, DateTimeKind.Utc)),
            (uint)row.SignCount,
            row.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            row.UserVerified,
            row.BackupEligible,
            row.BackedUp,
            row.Attestation,
            row.ClientData
        )
        {
            Name = row.Name,
        };
}
