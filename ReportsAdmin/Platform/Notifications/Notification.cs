using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Notifications;

/// <summary>Whether a notification belongs into the daily mail. Stored as a short.</summary>
public enum DigestState : short
{
    None = 0,
    Waiting = 1,
    Mailed = 2,
}

/// <summary>Something that a person is told, in the bell, in the daily mail, or both.</summary>
public sealed class Notification
{
    public long Id { get; init; }

    public int UserId { get; init; }

    /// <summary>The key of a <see cref="NotificationKind"/>.</summary>
    public required string Kind { get; init; }

    public required string Title { get; init; }

    public required string Message { get; init; }

    /// <summary>Where to go: <c>/schedules</c>.</summary>
    public required string Href { get; init; }

    /// <summary>Whether it tells of something that went wrong.</summary>
    public bool IsProblem { get; init; }

    public bool InBell { get; init; }

    public DigestState Digest { get; init; }

    /// <summary>A person has at most one notification of a key; null for those that may come again.</summary>
    public string? UniqueKey { get; init; }

    public DateTime CreatedAt { get; init; }
}

/// <summary>Up to when a person has seen the notifications in the bell.</summary>
public sealed class NotificationsRead
{
    public int UserId { get; init; }

    public DateTime ReadAt { get; set; }
}

/// <summary>What a person chose for a kind of notification, where it differs from the defaults.</summary>
public sealed class NotificationChoice
{
    public int UserId { get; init; }

    public required string Kind { get; init; }

    public bool Bell { get; set; }

    public MailChoice Mail { get; set; }
}

/// <summary>Maps the module's tables.</summary>
internal static class NotificationsModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Notification>(e =>
        {
            e.ToTable("notifications");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.UserId).HasColumnName("user_id");
            e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(NotificationKind.MaxKey);
            e.Property(x => x.Title).HasColumnName("title").HasMaxLength(300);
            e.Property(x => x.Message).HasColumnName("message").HasMaxLength(1000);
            e.Property(x => x.Href).HasColumnName("href").HasMaxLength(200);
            e.Property(x => x.IsProblem).HasColumnName("is_problem");
            e.Property(x => x.InBell).HasColumnName("in_bell");
            e.Property(x => x.Digest).HasColumnName("digest");
            e.Property(x => x.UniqueKey).HasColumnName("unique_key").HasMaxLength(200);
            e.Property(x => x.CreatedAt).HasColumnName("created_at");
            e.HasIndex(x => new { x.UserId, x.CreatedAt });
            e.HasIndex(x => x.CreatedAt);
            e.HasIndex(x => new { x.UserId, x.UniqueKey }, "ix_notifications_unique_key")
                .IsUnique()
                .HasFilter("unique_key IS NOT NULL");
            e.HasIndex(x => x.UserId, "ix_notifications_digest").HasFilter("digest = 1");
        });
        model.Entity<NotificationsRead>(e =>
        {
            e.ToTable("notifications_read");
            e.HasKey(x => x.UserId);
            e.Property(x => x.UserId).HasColumnName("user_id").ValueGeneratedNever();
            e.Property(x => x.ReadAt).HasColumnName("read_at");
        });
        model.Entity<NotificationChoice>(e =>
        {
            e.ToTable("notification_choices");
            e.HasKey(x => new { x.UserId, x.Kind });
            e.Property(x => x.UserId).HasColumnName("user_id");
            e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(NotificationKind.MaxKey);
            e.Property(x => x.Bell).HasColumnName("bell");
            e.Property(x => x.Mail).HasColumnName("mail");
        });
    }
}
