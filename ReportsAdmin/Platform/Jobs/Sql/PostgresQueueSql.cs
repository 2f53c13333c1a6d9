namespace ReportsAdmin.Platform.Jobs.Sql;

/// <summary>PostgreSQL: its own clock, and rows that another node has locked are passed over.</summary>
internal sealed class PostgresQueueSql : IQueueSql
{
    public string Now => "clock_timestamp()";

    public string Greatest => "greatest";

    public string ForUpdate => " FOR UPDATE";

    public bool IsShared => true;

    public string Later(string parameter) => $"(clock_timestamp() + @{parameter})";

    public object Ahead(TimeSpan by, DateTime nowUtc) => by;

    // MATERIALIZED: otherwise the planner may run the limited SELECT again and again and take more rows than asked.
    public string UpdatePicked(string with, string pick, string set, string returning) =>
        $"""
            WITH {(
                with.Length == 0 ? "" : with + ","
            )} picked(picked_id) AS MATERIALIZED ({pick} FOR UPDATE SKIP LOCKED)
            UPDATE jobs SET {set} FROM picked WHERE jobs.id = picked.picked_id RETURNING {returning}
            """;
}
