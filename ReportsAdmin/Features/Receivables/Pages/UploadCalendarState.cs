using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>How a month of a region stands.</summary>
public enum UploadCalendarStatus
{
    NotDue,
    Expected,
    Late,
    Received,
}

/// <summary>A line of the upload board.</summary>
public sealed record UploadCalendarRow(int DepartmentId, string DepartmentName, string Region);

/// <summary>The upload board of a financial year: a region that has once sent a month owes every month after it.</summary>
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
