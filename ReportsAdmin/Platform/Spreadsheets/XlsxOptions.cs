namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>How tables are written.</summary>
public sealed record XlsxOptions
{
    /// <summary>The zone instants are shown in.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Rows per sheet, header and totals included; further rows continue on another sheet. Excel's own limit unless a test sets it.</summary>
    public int MaxRows { get; init; } = 1_048_576;

    /// <summary>Deflate level, 0 (none) to 9. Level 2 is within a fifth of the size of the usual 6 at a quarter of its time.</summary>
    public int Compression { get; init; } = 2;

    /// <summary>Six hex digits: the heads of tables.</summary>
    public string Accent { get; init; } = "1F4E78";

    /// <summary>Printed at the left of the foot of every page, opposite the page number; null for no foot.</summary>
    public string? Footer { get; init; }

    public CoreProperties? Properties { get; init; }
}
