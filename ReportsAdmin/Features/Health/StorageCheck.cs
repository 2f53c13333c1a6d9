using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Health;

/// <summary>Whether what is kept is out of reach of other accounts. It does not count for the state of the whole: the application serves.</summary>
/// <param name="Problem">What an administrator should change; null when nothing.</param>
public sealed record StorageHealth(HealthState State, string? Problem);

/// <summary>Looks at the encryption of keys and the mode of the storage folder.</summary>
public sealed class StorageCheck(StorageRoot root, KeyProtection keys)
{
    public StorageHealth Check() =>
        (keys.Problem, PrivateFiles.IsOpenToOthers(root.Path)) switch
        {
            (null, false) => new StorageHealth(HealthState.Healthy, null),
            (null, true) => new StorageHealth(
                HealthState.Degraded,
                "Other accounts of this computer can look into the storage folder."
            ),
            (var problem, _) => new StorageHealth(HealthState.Degraded, problem),
        };
}
