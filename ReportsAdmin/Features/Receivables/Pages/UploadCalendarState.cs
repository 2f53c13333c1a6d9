using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>Whether the upload of a region for a month has arrived.</summary>
public enum UploadCalendarStatus
{
    NotDue,
    Expected,
    Late,
    Received,
}

/// <summary>A row of the upload calendar.</summary>
public sealed record UploadCalendarRow(int DepartmentId, string DepartmentName, string Region);

/// <summary>The upload calendar of a financial year: after its first upload a region is expected to upload every month.</summary>
public sealed class UploadCalendarState
{
    private readonly Dictionary<(int, string, Period), UploadCalendarCell> cells;
    private readonly Dictionary<(int, string), Period> since;
    private readonly Period current;

    public UploadCalendarState(
        FinancialYear year,
        IReadOnlyList<UploadCalendarCell> received,
        IReadOnlyDictionary<int, string> departments,
        Period current
    )
    {
        this.current = current;
        cells = received
            .GroupBy(c => (c.DepartmentId, c.Region, c.Period))
            .ToDictionary(g => g.Key, g => g.MaxBy(c => c.UploadId)!);
        since = received.GroupBy(c => (c.DepartmentId, c.Region)).ToDictionary(g => g.Key, g => g.Min(c => c.Period));
        Months = [.. Enumerable.Range(0, 12).Select(year.First.AddMonths)];
        Rows =
        [
            .. since
                .Keys.Select(k => new UploadCalendarRow(k.Item1, departments.GetValueOrDefault(k.Item1, ""), k.Item2))
                .OrderBy(r => r.DepartmentName, StringComparer.Ordinal)
                .ThenBy(r => r.Region, StringComparer.Ordinal),
        ];
    }

    public IReadOnlyList<Period> Months { get; }

    public IReadOnlyList<UploadCalendarRow> Rows { get; }

    public UploadCalendarCell? Cell(UploadCalendarRow row, Period month) =>
        cells.GetValueOrDefault((row.DepartmentId, row.Region, month));

    public UploadCalendarStatus Look(UploadCalendarRow row, Period month)
    {
        if (Cell(row, month) is not null)
            return UploadCalendarStatus.Received;
        if (month.CompareTo(since[(row.DepartmentId, row.Region)]) < 0 || month.CompareTo(current) > 0)
            return UploadCalendarStatus.NotDue;
        return month == current ? UploadCalendarStatus.Expected : UploadCalendarStatus.Late;
    }
}
