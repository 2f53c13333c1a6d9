namespace ReportsAdmin.Platform.Data;

/// <summary>What a module adds to the schema that no model describes, such as triggers. Applied after every migration, by one node at a time; again is harmless.</summary>
public sealed record SchemaAddition(Func<ReportsDb, CancellationToken, Task> ApplyAsync);
