namespace ReportsAdmin.Platform.Jobs.Sql;

/// <summary>Where the two databases' SQL for the queue differs: whose clock decides, how rows are picked, how they are locked.</summary>
public interface IQueueSql
{
    /// <summary>The instant of the clock that decides leases, as SQL.</summary>
    string Now { get; }

    /// <summary>The larger of several values, as the name of a SQL function.</summary>
    string Greatest { get; }

    /// <summary>Ends a SELECT whose rows must not change until the transaction does.</summary>
    string ForUpdate { get; }

    /// <summary>Whether another process may take over a job whose lease this one could not renew in time.</summary>
    bool IsShared { get; }

    /// <summary>SQL for the instant that lies the named parameter's time ahead; its value comes from <see cref="Ahead"/>.</summary>
    string Later(string parameter);

    /// <summary>The value of a parameter that <see cref="Later"/> names.</summary>
    object Ahead(TimeSpan by, DateTime nowUtc);

    /// <summary>
    /// One statement that changes the jobs which <paramref name="pick"/> finds, in its order and up to its limit, passing over those that another process is changing.
    /// </summary>
    /// <param name="with">Common table expressions that the other parts use; may be empty.</param>
    /// <param name="pick">A SELECT of job ids.</param>
    string UpdatePicked(string with, string pick, string set, string returning);
}
