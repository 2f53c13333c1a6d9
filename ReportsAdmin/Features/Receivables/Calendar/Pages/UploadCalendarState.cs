using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Calendar.Pages;

/// <summary>Whether the sheet of a region for a month has arrived.</summary>
public enum UploadCalendarStatus
{
    NotDue,

    /// <summary>The day by which it is due is not over.</summary>
    Expected,
    Late,
    Received,

    /// <summary>It came after the day by which it was due.</summary>
    ReceivedLate,
}

/// <summary>The upload calendar of a financial year: after its first upload a region is expected to upload every month.</summary>
public sealed class UploadCalendarState(
    FinancialYear year,
    UploadCalendar calendar,
    DateOnly today,
    Func<DateTime, DateTime> toLocal
)
{
    private readonly Dictionary<(int, string, Period), UploadCalendarCell> cells = calendar.Cells.ToDictionary(c =>
        (c.DepartmentId, c.Region, c.Period)
    );
    private readonly Dictionary<int, Period> closed = calendar.Closed.ToDictionary(c => c.DepartmentId, c => c.Through);

    public IReadOnlyList<Period> Months { get; } = [.. Enumerable.Range(0, 12).Select(year.First.AddMonths)];

    public IReadOnlyList<UploadingPlace> Rows => calendar.Places;

    public UploadCalendarCell? Cell(UploadingPlace row, Period month) =>
        cells.GetValueOrDefault((row.DepartmentId, row.Region, month));

    public bool IsClosed(UploadingPlace row, Period month) =>
        closed.TryGetValue(row.DepartmentId, out var through) && month.CompareTo(through) <= 0;

    public UploadCalendarStatus Look(UploadingPlace row, Period month)
    {
        var due = UploadCalendar.DueOn(month, calendar.DueDay);
        if (Cell(row, month) is { } cell)
            return DateOnly.FromDateTime(toLocal(cell.FirstAt)) > due
                ? UploadCalendarStatus.ReceivedLate
                : UploadCalendarStatus.Received;
        if (month.CompareTo(row.Since) < 0 || month.CompareTo(Period.Of(today)) > 0)
            return UploadCalendarStatus.NotDue;
        return today > due ? UploadCalendarStatus.Late : UploadCalendarStatus.Expected;
    }
}
