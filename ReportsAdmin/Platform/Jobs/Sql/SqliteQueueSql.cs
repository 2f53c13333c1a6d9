namespace ReportsAdmin.Platform.Jobs.Sql;

/// <summary>SQLite: the process's clock, bound to @now, and one writer at a time, so nothing needs a lock.</summary>
internal sealed class SqliteQueueSql : IQueueSql
{
    public string Now => "@now";

    public string Greatest => "max";

    public string ForUpdate => "";

    public bool IsShared => false;

    public string Later(string parameter) => $"@{parameter}";

    public object Ahead(TimeSpan by, DateTime nowUtc) => nowUtc + by;

    public string UpdatePicked(string with, string pick, string set, string returning) =>
        $"""
            {(with.Length == 0 ? "" : "WITH " + with)}
            UPDATE jobs SET {set} WHERE id IN ({pick}) RETURNING {returning}
            """;
}
