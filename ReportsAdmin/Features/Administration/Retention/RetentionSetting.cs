namespace ReportsAdmin.Features.Administration.Retention;

/// <summary>How long a kind of data is kept, where an administrator chose otherwise than the default.</summary>
public sealed class RetentionSetting
{
    public required string Kind { get; init; }

    public int Days { get; set; }

    public int ChangedById { get; set; }

    public DateTime ChangedAt { get; set; }
}
