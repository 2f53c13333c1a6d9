namespace ReportsAdmin.Platform.Retention;

/// <summary>
/// Something that is kept for a time and then deleted: implemented by the room that owns it. The page of the administrator shows what
/// is due before it goes; the clean-up job deletes exactly that.
/// </summary>
public interface IRetention
{
    /// <summary>Name of the kind, for settings: <c>report-files</c>.</summary>
    string Kind { get; }

    string Title { get; }

    /// <summary>What goes and what stays, for a person.</summary>
    string Description { get; }

    int DefaultDays { get; }

    /// <summary>An administrator cannot choose less.</summary>
    int MinDays => 1;

    /// <summary>What is older than the instant (UTC) and would be deleted.</summary>
    Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct);

    /// <summary>Deletes it; answers how many.</summary>
    Task<int> DeleteAsync(DateTime before, CancellationToken ct);
}

/// <param name="Bytes">Of files; 0 where only rows go.</param>
/// <param name="Oldest">UTC; null when nothing is due.</param>
/// <param name="Examples">The first few by name.</param>
public sealed record RetentionDue(int Count, long Bytes, DateTime? Oldest, IReadOnlyList<string> Examples)
{
    public static readonly RetentionDue None = new(0, 0, null, []);
}
