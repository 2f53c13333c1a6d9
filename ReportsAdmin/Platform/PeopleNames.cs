namespace ReportsAdmin.Platform;

/// <summary>The present names of people by their ids, whatever their state; unknown ids are left out. The room that knows the users registers it.</summary>
public delegate Task<IReadOnlyDictionary<int, string>> PeopleNames(IReadOnlyCollection<int> ids, CancellationToken ct);
