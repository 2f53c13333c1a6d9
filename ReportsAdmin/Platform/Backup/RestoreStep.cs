using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Backup;

/// <summary>What a room changes in a database that was restored, before anybody uses it: sessions that were ended since the backup do not live again.</summary>
public sealed record RestoreStep(Func<ReportsDb, CancellationToken, Task> ApplyAsync);
