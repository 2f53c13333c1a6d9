namespace ReportsAdmin.Platform.Data;

/// <summary>A count that a room lets the health page tell of.</summary>
/// <param name="Name">As the page shows it: <c>users</c>.</param>
public sealed record TableCount(string Name, Func<ReportsDb, CancellationToken, Task<long>> CountAsync);
