using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.Cover;
using ReportsAdmin.Features.Access.ExternalLogins;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Passkeys;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access;

/// <summary>What the audit log records of people, their rights and their sign-ins. Passwords, stamps and tokens are not among the fields.</summary>
internal static class AccessAudit
{
    public const string Person = AuditEntry.Person;

    private const int HashLength = 16;

    public static void Add(IServiceCollection services)
    {
        services
            .AddAudited<User>(Person, u => u.Id, u => u.Name)
            .Field(u => u.Name, "Name")
            .Field(u => u.Email, "Email")
            .Field(u => u.Role, "Role")
            .Field(u => u.Region, "Region", code => code is null ? null : Regions.Display(code))
            .Field(u => u.Designation, "Designation")
            .Field(u => u.Contact, "Contact")
            .Field(u => u.ReportsToId, "Reports to", id => PersonText(id!.Value))
            .Field(u => u.InField, "Field team")
            .Field(u => u.Zone, "Zone")
            .Field(u => u.FieldRegion, "Field region")
            .Field(u => u.Territory, "Territory")
            .Field(u => u.Active, "Active")
            // A hash of another strength at a sign-in is no new password: the stamp stays.
            .Mark(u => u.PasswordHash, "Password", u => u.SecurityStamp)
            .Field(u => u.TwoFactorEnabled, "Two-factor sign-in");
        services
            .AddAudited<Department>("department", d => d.Id, d => d.Name)
            .Field(d => d.Name, "Name")
            .Field(d => d.Code, "Code")
            .Field(d => d.ParentId, "Part of", id => FormattableString.Invariant($"department {id}"))
            .Field(d => d.AgeingBasis, "Ageing basis", b => b.ToString())
            .Field(d => d.BucketEdges, "Ageing edges")
            .Field(d => d.IsDefault, "Default")
            .Field(d => d.Active, "Active");
        services.AddAudited<RolePermission>("role", p => p.Role, p => p.Role).Field(p => p.Permission, "Permission");
        services
            .AddAudited<CompanyRole>("role", r => r.Name, r => r.Name)
            .Field(r => r.Name, "Name")
            .Field(r => r.Scope, "Sees", s => s.ToString());
        services
            .AddAudited<CompanyRegion>("region", r => r.Code, r => r.Name)
            .Field(r => r.Name, "Name")
            .Field(r => r.Active, "Active")
            .Field(r => r.ZoneCode, "Zone", code => code is null ? null : Regions.Display(Regions.ZonePrefix + code));
        services
            .AddAudited<RegionAlias>("region", a => a.RegionCode, a => a.RegionCode)
            .Field(a => a.Spelling, "Other spelling");
        services
            .AddAudited<CompanyZone>("zone", z => z.Code, z => z.Name)
            .Field(z => z.Name, "Name")
            .Field(z => z.Order, "Order");
        services
            .AddAudited<ZoneAlias>("zone", a => a.ZoneCode, a => a.ZoneCode)
            .Field(a => a.Spelling, "Other spelling");
        services
            .AddAudited<CompanyTerritory>("territory", t => t.Id, t => t.Name)
            .Field(t => t.Name, "Name")
            .Field(t => t.RegionCode, "Region", code => code is null ? null : Regions.Display(code))
            .Field(t => t.Active, "Active");
        services
            .AddAudited<TerritoryAlias>("territory", a => a.TerritoryId, _ => null)
            .Field(a => a.Spelling, "Other spelling");
        services
            .AddAudited<LeaveCover>("leave cover", c => c.Id, _ => null)
            .Field(c => c.PersonId, "Of", PersonText)
            .Field(c => c.DelegateId, "By", PersonText)
            .Field(c => c.FromDay, "From")
            .Field(c => c.ToDay, "To")
            .Field(c => c.EndedAt, "Ended");
        services.AddAuditedEvents<HandOverRecord>(
            (h, _) =>
                AuditExtensions.New(
                    AuditActions.Changed,
                    Person,
                    h.FromUserId,
                    null,
                    AuditField.Fact("Work handed over to", h.ToName)
                )
        );
        services
            .AddAudited<ApiToken>("API token", t => t.Id, t => t.Name)
            .Field(t => t.UserId, "Owner", PersonText)
            .Field(t => t.Permissions, "Permissions")
            .Field(t => t.ExpiresAt, "Expires");
        services
            .AddAudited<Passkey>("passkey", p => p.Id, p => p.Name)
            .Field(p => p.UserId, "Owner", PersonText)
            .Field(p => p.Name, "Name");
        services
            .AddAudited<ExternalLogin>("company account", l => l.UserId, l => l.Issuer)
            .Field(l => l.UserId, "Owner", PersonText);
        services.AddAuditedEvents<Session>((s, _) => SignedIn(s));
        services.AddAuditedEvents<AccountLink>(
            (l, _) =>
                AuditExtensions.New(
                    l.Purpose == LinkPurposes.Invite ? AuditActions.Invited : AuditActions.ResetRequested,
                    Person,
                    l.UserId,
                    null
                )
        );
    }

    /// <summary>A sign-in that was refused. An unknown address is kept as a part of its hash alone: people type their password there.</summary>
    public static AuditEntry Refused(User? user, string normalizedEmail, string why) =>
        user is null
            ? AuditExtensions.New(
                AuditActions.SignInFailed,
                null,
                null,
                null,
                AuditField.Fact("Reason", why),
                AuditField.Fact("Hash of the address", HashOf(normalizedEmail))
            )
            : AuditExtensions.New(
                AuditActions.SignInFailed,
                Person,
                user.Id,
                user.Name,
                AuditField.Fact("Reason", why)
            );

    /// <summary>A code, passkey or answer of the company's provider that was refused.</summary>
    /// <param name="userId">Null when nobody knows whose it was to be.</param>
    public static AuditEntry RefusedProof(int? userId, string why) =>
        AuditExtensions.New(
            AuditActions.SignInFailed,
            userId is null ? null : Person,
            userId,
            null,
            AuditField.Fact("Reason", why)
        );

    /// <summary>Ends sessions and records whose and why; answers how many.</summary>
    /// <param name="open">The sessions to end.</param>
    public static async Task<int> EndAsync(
        ReportsDb db,
        IQueryable<Session> open,
        DateTime now,
        string reason,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owners = await open.GroupBy(s => s.UserId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        if (owners.Count == 0)
            return 0;
        var ended = await open.ExecuteUpdateAsync(
            s => s.SetProperty(x => x.EndedAt, now).SetProperty(x => x.EndReason, reason),
            ct
        );
        foreach (var owner in owners)
        {
            var own = reason == SessionEnds.SignedOut;
            var entry = AuditExtensions.New(
                own ? AuditActions.SignedOut : AuditActions.SessionEnded,
                Person,
                owner.Key,
                null,
                own ? [] : [AuditField.Fact("Reason", reason), AuditField.Fact("Sessions", owner.Count)]
            );
            // A cookie that is signed out by the same request may be the only sign of its owner.
            db.Add(own && entry.ActorId is null ? entry.By(owner.Key, null) : entry);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return ended;
    }

    private static AuditEntry SignedIn(Session session)
    {
        var entry = AuditExtensions
            .New(
                AuditActions.SignedIn,
                Person,
                session.UserId,
                null,
                AuditField.Fact("By", session.Kind),
                AuditField.Fact("Device", session.Device)
            )
            .By(session.UserId, null);
        entry.Address ??= session.Address;
        return entry;
    }

    private static string PersonText(int id) => FormattableString.Invariant($"person {id}");

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))
        )[..HashLength];
}
