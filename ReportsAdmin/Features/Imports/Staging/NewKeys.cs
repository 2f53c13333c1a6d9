using System.Globalization;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>
/// The keys that a commit gives to new rows. While staged, the first new row of a table has the key -1, the next -2, and
/// rows that refer to them hold these numbers; a commit counts on from the highest key of the table. Only commits create
/// rows of these tables, and commits of one kind wait for each other (the data version's row lock).
/// </summary>
public sealed class NewKeys
{
    private readonly Dictionary<IStagedTable, long> highest = [];

    internal void StartAfter(IStagedTable table, long key) => highest[table] = key;

    /// <summary>An SQL expression for the real key behind a column that refers to <paramref name="table"/>, which was merged before; the column itself when this upload does not write that table.</summary>
    public string Resolve(string column, IStagedTable table) =>
        highest.TryGetValue(table, out var key)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"CASE WHEN {column} < 0 THEN {key} - {column} ELSE {column} END"
            )
            : column;
}
