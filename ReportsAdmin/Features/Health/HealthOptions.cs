using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Health;

/// <summary>When the health of the disk changes.</summary>
public sealed record HealthOptions : ISettings
{
    public static string Section => "Health";

    [Setting("Less free space is red.", Least = 0)]
    public long MinFreeMegabytes { get; init; } = 200;

    [Setting("Less free space is yellow.", Least = 0)]
    public long EnoughFreeMegabytes { get; init; } = 1_024;
}
