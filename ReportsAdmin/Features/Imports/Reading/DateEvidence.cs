namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>What the text dates of one column say about their order, gathered over all rows.</summary>
public sealed class DateEvidence
{
    private int dayFirst;
    private int monthFirst;
    private int open;

    public List<string> Examples { get; } = [];

    /// <summary>Whether any text date depends on the order.</summary>
    public bool Any => dayFirst + monthFirst + open > 0;

    public void Add(string text) => Add(text, DateText.Parts(text));

    /// <param name="parts">What <see cref="DateText.Parts"/> says of the text.</param>
    public void Add(string text, (int First, int Second, int Year, bool YearFirst, bool NamedMonth)? parts)
    {
        if (parts is not { YearFirst: false, NamedMonth: false } p)
            return;
        if (p.First > 12 && p.Second <= 12)
            dayFirst++;
        else if (p.Second > 12 && p.First <= 12)
            monthFirst++;
        else if (p.First != p.Second)
        {
            open++;
            if (Examples.Count < 3)
                Examples.Add(text.Trim());
        }
    }

    /// <summary>The order that the column proves; day first when nothing is open; unknown when only a person can tell.</summary>
    public DateOrder Order =>
        dayFirst > 0 && monthFirst == 0 ? DateOrder.DayFirst
        : monthFirst > 0 && dayFirst == 0 ? DateOrder.MonthFirst
        : open == 0 && dayFirst == 0 ? DateOrder.DayFirst
        : DateOrder.Unknown;
}

/// <summary>
/// What the date cells and the text dates of one column say together. Excel with another country's settings turns 05/09/2026
/// into the 9th of May, and leaves 13/09/2026, which it cannot read, as text. Such a column has true dates up to the 12th
/// only, and texts after the 12th only.
/// </summary>
public sealed class SwapEvidence
{
    private bool hasLateDate;
    private bool hasOpenText;
    private int dayFirst;
    private int monthFirst;

    /// <summary>Date cells that Excel may have swapped.</summary>
    public int Dates { get; private set; }

    /// <summary>The first of them as it is, for the question.</summary>
    public DateOnly? Example { get; private set; }

    /// <summary>A text that Excel could not read, for the question.</summary>
    public string? TextExample { get; private set; }

    /// <summary>Whether more cells could change the answer; most columns are settled by their first date after the 12th.</summary>
    public bool IsOpen => !hasLateDate && !hasOpenText;

    /// <summary>Whether the column looks swapped: at least two cells of either sort, and none that speaks against it.</summary>
    public bool IsSwapped =>
        IsOpen && Dates > 1 && (dayFirst > 1) != (monthFirst > 1) && (dayFirst == 0 || monthFirst == 0);

    public void Add(DateOnly date)
    {
        if (date.Day > 12)
        {
            hasLateDate = true;
            return;
        }

        Dates++;
        // The same day and month read either way: nothing to swap, and no example.
        if (date.Day != date.Month)
            Example ??= date;
    }

    public void Add(string text, (int First, int Second, int Year, bool YearFirst, bool NamedMonth)? parts)
    {
        if (parts is not { YearFirst: false, NamedMonth: false } p)
            return;
        dayFirst += p.First > 12 && p.Second <= 12 ? 1 : 0;
        monthFirst += p.Second > 12 && p.First <= 12 ? 1 : 0;
        hasOpenText |= p.First <= 12 && p.Second <= 12;
        TextExample ??= text.Trim();
    }

    /// <summary>The date with day and month exchanged, where Excel could have exchanged them.</summary>
    public static DateOnly SwapBack(DateOnly date) =>
        date.Day <= 12 ? new DateOnly(date.Year, date.Day, date.Month) : date;
}
