namespace ReportsAdmin.Platform.Data;

/// <summary>Lets a room say whether a database of an older shape holds anything other than demo data.</summary>
/// <param name="CountOtherAsync">Counts rows that are not demo data. Runs against the older shape, so it must use SQL, not the model.</param>
public sealed record DemoCheck(Func<ReportsDb, CancellationToken, Task<long>> CountOtherAsync);
