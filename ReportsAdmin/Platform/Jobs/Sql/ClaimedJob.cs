using System.Data.Common;
using System.Globalization;

namespace ReportsAdmin.Platform.Jobs.Sql;

/// <summary>A job that this process holds. Every later write names its fence, so a holder whose lease ran out changes nothing.</summary>
public sealed record ClaimedJob(
    long Id,
    long Fence,
    string Kind,
    string Arguments,
    int OwnerId,
    int Attempt,
    int TimeoutSeconds
)
{
    internal const string Columns =
        "id, fence, kind, arguments, owner_id, attempt, timeout_seconds, priority, turn, run_at";

    /// <summary>Its place in the order of claims.</summary>
    internal (int Priority, long FairOrder, DateTime RunAt, long Id) Place { get; private init; }

    internal static ClaimedJob Read(DbDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetString(2),
            row.GetString(3),
            row.GetInt32(4),
            row.GetInt32(5),
            row.GetInt32(6)
        )
        {
            Place = (-row.GetInt16(7), row.GetInt64(8), row.GetDateTime(9), row.GetInt64(0)),
        };

    /// <summary>Jobs with their fences, as the rows of a <c>VALUES</c>.</summary>
    internal static string Pairs(IEnumerable<ClaimedJob> jobs) =>
        string.Join(", ", jobs.Select(j => string.Create(CultureInfo.InvariantCulture, $"({j.Id}, {j.Fence})")));
}
