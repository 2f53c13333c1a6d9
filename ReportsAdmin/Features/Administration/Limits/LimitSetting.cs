namespace ReportsAdmin.Features.Administration.Limits;

/// <summary>A limit that an administrator changed at least once.</summary>
public sealed class LimitSetting
{
    public required string Key { get; init; }

    /// <summary>Null when the default was taken again.</summary>
    public int? Value { get; set; }

    public int ChangedById { get; set; }

    public DateTime ChangedAt { get; set; }
}
