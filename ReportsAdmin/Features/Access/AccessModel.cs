using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReportsAdmin.Features.Access.Cover;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;

namespace ReportsAdmin.Features.Access;

internal static class AccessModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<User>(MapUser);
        model.Entity<UserDepartment>(MapUserDepartment);
        model.Entity<Department>(MapDepartment);
        StructureModel.Map(model);
        HandOverModel.Map(model);
        LeaveCoverModel.Map(model);
        model.Entity<RolePermission>(MapRolePermission);
        model.Entity<KnownPermission>(MapKnownPermission);
        model.Entity<SigningKey>(MapSigningKey);
        model.Entity<RefreshToken>(MapRefreshToken);
        model.Entity<Session>(MapSession);
        model.Entity<AccountLink>(MapAccountLink);
        SignInModel.Map(model);
    }

    private static void MapUser(EntityTypeBuilder<User> e)
    {
        e.ToTable("users");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
        e.Property(x => x.Role).HasColumnName("role").HasMaxLength(40);
        e.Property(x => x.Region).HasColumnName("region").HasMaxLength(20);
        e.Property(x => x.Contact).HasColumnName("contact").HasMaxLength(60);
        e.Property(x => x.Designation).HasColumnName("designation").HasMaxLength(60);
        e.Property(x => x.InField).HasColumnName("in_field").HasDefaultValue(false);
        e.Property(x => x.Zone).HasColumnName("zone").HasMaxLength(60);
        e.Property(x => x.FieldRegion).HasColumnName("field_region").HasMaxLength(60);
        e.Property(x => x.Territory).HasColumnName("territory").HasMaxLength(60);
        e.Property(x => x.ReportsToId).HasColumnName("reports_to_id");
        e.Property(x => x.Active).HasColumnName("active");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        MapIdentity(e);
        e.HasIndex(x => x.ReportsToId);
        e.HasIndex(x => x.Territory);
    }

    /// <summary>The columns of ASP.NET Core Identity.</summary>
    private static void MapIdentity(EntityTypeBuilder<User> e)
    {
        e.Property(x => x.UserName).HasColumnName("user_name").HasMaxLength(256);
        e.Property(x => x.NormalizedUserName).HasColumnName("normalized_user_name").HasMaxLength(256);
        e.Property(x => x.Email).HasColumnName("email").HasMaxLength(256);
        e.Property(x => x.NormalizedEmail).HasColumnName("normalized_email").HasMaxLength(256);
        e.Property(x => x.EmailConfirmed).HasColumnName("email_confirmed");
        e.Property(x => x.PasswordHash).HasColumnName("password_hash").HasMaxLength(400);
        e.Property(x => x.SecurityStamp).HasColumnName("security_stamp").HasMaxLength(100);
        e.Property(x => x.ConcurrencyStamp).HasColumnName("concurrency_stamp").HasMaxLength(100).IsConcurrencyToken();
        e.Property(x => x.PhoneNumber).HasColumnName("phone_number").HasMaxLength(60);
        e.Property(x => x.PhoneNumberConfirmed).HasColumnName("phone_number_confirmed");
        e.Property(x => x.TwoFactorEnabled).HasColumnName("two_factor_enabled");
        e.Property(x => x.LockoutEnd)
            .HasColumnName("lockout_end")
            .HasConversion(
                v => v == null ? (DateTime?)null : v.Value.UtcDateTime,
                v => v == null ? null : new DateTimeOffset(DateTime.SpecifyKind(v.Value, DateTimeKind.Utc))
            );
        e.Property(x => x.LockoutEnabled).HasColumnName("lockout_enabled");
        e.Property(x => x.AccessFailedCount).HasColumnName("access_failed_count");
        e.HasIndex(x => x.NormalizedUserName).IsUnique();
        e.HasIndex(x => x.NormalizedEmail).IsUnique();
    }

    private static void MapUserDepartment(EntityTypeBuilder<UserDepartment> e)
    {
        e.ToTable("user_departments");
        e.HasKey(x => new { x.UserId, x.DepartmentId });
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
    }

    private static void MapDepartment(EntityTypeBuilder<Department> e)
    {
        e.ToTable("departments");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(100);
        e.Property(x => x.Code).HasColumnName("code").HasMaxLength(20);
        e.Property(x => x.ParentId).HasColumnName("parent_id");
        e.Property(x => x.AgeingBasis).HasColumnName("ageing_basis");
        e.Property(x => x.BucketEdges).HasColumnName("bucket_edges").HasMaxLength(40);
        e.Property(x => x.IsDefault).HasColumnName("is_default");
        e.Property(x => x.Active).HasColumnName("active").HasDefaultValue(true);
        e.Property(x => x.Version).HasColumnName("version").IsConcurrencyToken();
        e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
        e.Property(x => x.ChangedAt).HasColumnName("changed_at");
        e.HasIndex(x => x.Name).IsUnique();
        e.HasIndex(x => x.Code).IsUnique();
    }

    private static void MapRolePermission(EntityTypeBuilder<RolePermission> e)
    {
        e.ToTable("role_permissions");
        e.HasKey(x => new { x.Role, x.Permission });
        e.Property(x => x.Role).HasColumnName("role").HasMaxLength(40);
        e.Property(x => x.Permission).HasColumnName("permission").HasMaxLength(60);
    }

    private static void MapKnownPermission(EntityTypeBuilder<KnownPermission> e)
    {
        e.ToTable("known_permissions");
        e.HasKey(x => x.Permission);
        e.Property(x => x.Permission).HasColumnName("permission").HasMaxLength(60);
    }

    private static void MapSigningKey(EntityTypeBuilder<SigningKey> e)
    {
        e.ToTable("signing_keys");
        e.HasKey(x => x.Kid);
        e.Property(x => x.Kid).HasColumnName("kid").HasMaxLength(32);
        e.Property(x => x.ProtectedSecret).HasColumnName("protected_secret").HasMaxLength(1000);
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.SignsUntil).HasColumnName("signs_until");
        e.Property(x => x.VerifiesUntil).HasColumnName("verifies_until");
    }

    private static void MapSession(EntityTypeBuilder<Session> e)
    {
        e.ToTable("sessions");
        e.HasKey(x => x.Id);
        e.Property(x => x.Id).HasColumnName("id").HasMaxLength(32);
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(10);
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.LastSeenAt).HasColumnName("last_seen_at");
        e.Property(x => x.ConfirmedAt).HasColumnName("confirmed_at");
        e.Property(x => x.ExpiresAt).HasColumnName("expires_at");
        e.Property(x => x.Address).HasColumnName("address").HasMaxLength(45);
        e.Property(x => x.Device).HasColumnName("device").HasMaxLength(Session.MaxDevice);
        e.Property(x => x.SeenAsId).HasColumnName("seen_as_id");
        e.Property(x => x.SeenAsUntil).HasColumnName("seen_as_until");
        e.Property(x => x.EndedAt).HasColumnName("ended_at");
        e.Property(x => x.EndReason).HasColumnName("end_reason").HasMaxLength(20);
        e.HasIndex(x => new { x.UserId, x.EndedAt });
        e.HasIndex(x => x.ExpiresAt);
    }

    private static void MapRefreshToken(EntityTypeBuilder<RefreshToken> e)
    {
        e.ToTable("refresh_tokens");
        e.HasKey(x => x.Hash);
        e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(64);
        e.Property(x => x.Family).HasColumnName("family").HasMaxLength(32);
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.Property(x => x.Stamp).HasColumnName("stamp").HasMaxLength(16);
        e.Property(x => x.ExpiresAt).HasColumnName("expires_at");
        e.Property(x => x.UsedAt).HasColumnName("used_at");
        e.HasIndex(x => x.Family);
    }

    private static void MapAccountLink(EntityTypeBuilder<AccountLink> e)
    {
        e.ToTable("account_links");
        e.HasKey(x => x.Hash);
        e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(64);
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.Property(x => x.Purpose).HasColumnName("purpose").HasMaxLength(10);
        e.Property(x => x.CreatedById).HasColumnName("created_by_id");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.ExpiresAt).HasColumnName("expires_at");
        e.Property(x => x.EndedAt).HasColumnName("ended_at");
        e.HasIndex(x => new { x.UserId, x.EndedAt });
        e.HasIndex(x => x.ExpiresAt);
    }
}
