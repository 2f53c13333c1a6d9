using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.ExternalLogins;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Passkeys;
using ReportsAdmin.Features.Access.SecondFactors;

namespace ReportsAdmin.Features.Access;

/// <summary>The tables of what people sign in with beside their password.</summary>
internal static class SignInModel
{
    private const int HashLength = 64;

    public static void Map(ModelBuilder model)
    {
        model.Entity<SecondFactor>(MapSecondFactor);
        model.Entity<RecoveryCode>(MapRecoveryCode);
        model.Entity<ApiToken>(MapApiToken);
        model.Entity<ExternalLogin>(MapExternalLogin);
        model.Entity<Passkey>(MapPasskey);
        model.Entity<SignInSetting>(MapSetting);
    }

    private static void MapSecondFactor(EntityTypeBuilder<SecondFactor> e)
    {
        e.ToTable("second_factors");
        e.HasKey(x => x.UserId);
        e.Property(x => x.UserId).HasColumnName("user_id").ValueGeneratedNever();
        e.Property(x => x.ProtectedKey).HasColumnName("protected_key").HasMaxLength(1000);
        e.Property(x => x.PendingKey).HasColumnName("pending_key").HasMaxLength(1000);
        e.Property(x => x.ConfirmedAt).HasColumnName("confirmed_at");
        e.Property(x => x.LastStep).HasColumnName("last_step");
        e.Property(x => x.RecoverySalt).HasColumnName("recovery_salt").HasMaxLength(32);
    }

    private static void MapRecoveryCode(EntityTypeBuilder<RecoveryCode> e)
    {
        e.ToTable("recovery_codes");
        e.HasKey(x => new { x.UserId, x.Hash });
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(HashLength);
        e.Property(x => x.UsedAt).HasColumnName("used_at");
    }

    private static void MapApiToken(EntityTypeBuilder<ApiToken> e)
    {
        e.ToTable("api_tokens");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(ApiToken.MaxName);
        e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(HashLength);
        e.Property(x => x.Hint).HasColumnName("hint").HasMaxLength(12);
        e.Property(x => x.Permissions).HasColumnName("permissions").HasMaxLength(8000);
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.ExpiresAt).HasColumnName("expires_at");
        e.Property(x => x.LastUsedAt).HasColumnName("last_used_at");
        e.Property(x => x.RevokedAt).HasColumnName("revoked_at");
        e.Property(x => x.RevokedById).HasColumnName("revoked_by_id");
        e.HasIndex(x => x.Hash).IsUnique();
        e.HasIndex(x => x.UserId);
    }

    private static void MapExternalLogin(EntityTypeBuilder<ExternalLogin> e)
    {
        e.ToTable("external_logins");
        e.HasKey(x => new { x.Issuer, x.Subject });
        e.Property(x => x.Issuer).HasColumnName("issuer").HasMaxLength(300);
        e.Property(x => x.Subject).HasColumnName("subject").HasMaxLength(255);
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.HasIndex(x => x.UserId);
    }

    private static void MapPasskey(EntityTypeBuilder<Passkey> e)
    {
        e.ToTable("passkeys");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(Passkey.MaxName);
        e.Property(x => x.IdHash).HasColumnName("id_hash").HasMaxLength(HashLength);
        e.Property(x => x.CredentialId).HasColumnName("credential_id");
        e.Property(x => x.PublicKey).HasColumnName("public_key");
        e.Property(x => x.SignCount).HasColumnName("sign_count");
        e.Property(x => x.Transports).HasColumnName("transports").HasMaxLength(200);
        e.Property(x => x.UserVerified).HasColumnName("user_verified");
        e.Property(x => x.BackupEligible).HasColumnName("backup_eligible");
        e.Property(x => x.BackedUp).HasColumnName("backed_up");
        e.Property(x => x.Attestation).HasColumnName("attestation");
        e.Property(x => x.ClientData).HasColumnName("client_data");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.LastUsedAt).HasColumnName("last_used_at");
        e.HasIndex(x => x.IdHash).IsUnique();
        e.HasIndex(x => x.UserId);
    }

    private static void MapSetting(EntityTypeBuilder<SignInSetting> e)
    {
        e.ToTable("sign_in_settings");
        e.HasKey(x => x.Key);
        e.Property(x => x.Key).HasColumnName("key").HasMaxLength(40);
        e.Property(x => x.Value).HasColumnName("value").HasMaxLength(1000);
        e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
        e.Property(x => x.ChangedAt).HasColumnName("changed_at");
    }
}
