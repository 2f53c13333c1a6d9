using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Webhooks;

/// <summary>An address of another system that is told of events.</summary>
public sealed class WebhookEndpoint
{
    public const int MaxName = 100;
    public const int MaxUrl = 1000;

    public int Id { get; init; }

    public required string Name { get; set; }

    public required string Url { get; set; }

    /// <summary>Keys of events, separated by spaces.</summary>
    public required string Events { get; set; }

    /// <summary>What signs the bodies, encrypted with the keys of data protection.</summary>
    public required string Secret { get; set; }

    public bool Enabled { get; set; }

    /// <summary>Since when every try has failed; null while tries succeed.</summary>
    public DateTime? FailingSince { get; set; }

    /// <summary>When it was switched off because it failed for too long; null when a person did it.</summary>
    public DateTime? SwitchedOffAt { get; set; }

    public int CreatedById { get; init; }

    public DateTime CreatedAt { get; init; }

    public IReadOnlyList<string> EventList => Events.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>How far a delivery is. Stored as a short.</summary>
public enum DeliveryState : short
{
    Waiting = 0,
    Delivered = 1,
    Failed = 2,
}

/// <summary>One event for one webhook, with what became of it.</summary>
public sealed class WebhookDelivery
{
    public long Id { get; init; }

    public int EndpointId { get; init; }

    /// <summary>The header <c>webhook-id</c>: the same at every try and for every webhook that gets the event.</summary>
    public required string MessageId { get; init; }

    public required string Event { get; init; }

    /// <summary>What is posted, as JSON.</summary>
    public required string Body { get; init; }

    public DeliveryState State { get; init; }

    public int Attempts { get; init; }

    /// <summary>The status of the last answer; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>How long the last try took.</summary>
    public int? Milliseconds { get; init; }

    /// <summary>The beginning of the last answer, or why there was none.</summary>
    public string? Answer { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? TriedAt { get; init; }
}

/// <summary>Maps the module's tables.</summary>
internal static class WebhooksModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<WebhookEndpoint>(e =>
        {
            e.ToTable("webhook_endpoints");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Name).HasColumnName("name").HasMaxLength(WebhookEndpoint.MaxName);
            e.Property(x => x.Url).HasColumnName("url").HasMaxLength(WebhookEndpoint.MaxUrl);
            e.Property(x => x.Events).HasColumnName("events").HasMaxLength(2000);
            e.Property(x => x.Secret).HasColumnName("secret").HasMaxLength(1000);
            e.Property(x => x.Enabled).HasColumnName("enabled");
            e.Property(x => x.FailingSince).HasColumnName("failing_since");
            e.Property(x => x.SwitchedOffAt).HasColumnName("switched_off_at");
            e.Property(x => x.CreatedById).HasColumnName("created_by_id");
            e.Property(x => x.CreatedAt).HasColumnName("created_at");
            e.Ignore(x => x.EventList);
        });
        model.Entity<WebhookDelivery>(e =>
        {
            e.ToTable("webhook_deliveries");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.EndpointId).HasColumnName("endpoint_id");
            e.Property(x => x.MessageId).HasColumnName("message_id").HasMaxLength(60);
            e.Property(x => x.Event).HasColumnName("event").HasMaxLength(60);
            e.Property(x => x.Body).HasColumnName("body");
            e.Property(x => x.State).HasColumnName("state");
            e.Property(x => x.Attempts).HasColumnName("attempts");
            e.Property(x => x.Status).HasColumnName("status");
            e.Property(x => x.Milliseconds).HasColumnName("milliseconds");
            e.Property(x => x.Answer).HasColumnName("answer").HasMaxLength(WebhookClient.MaxExcerpt);
            e.Property(x => x.CreatedAt).HasColumnName("created_at");
            e.Property(x => x.TriedAt).HasColumnName("tried_at");
            e.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(x => x.EndpointId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(x => new { x.EndpointId, x.Id }, "ix_webhook_deliveries_endpoint");
            e.HasIndex(x => x.CreatedAt, "ix_webhook_deliveries_created");
        });
    }
}
