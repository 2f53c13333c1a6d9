using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Dashboard;

/// <summary>What every outstanding screen can be narrowed to. Null means all of them, within the current user's scope.</summary>
/// <param name="Period">The month looked at; each department and region answers with its latest upload up to then.</param>
/// <param name="AsOf">The day that ages are counted to; by default the month's last day, or today in the current month.</param>
public sealed record ReceivablesFilter(
    Period Period,
    int? DepartmentId = null,
    string? Region = null,
    DateOnly? AsOf = null
)
{
    /// <summary>The month whose positions answer: the one asked for, or the month of an as-of day before it, since later sheets say nothing of that day.</summary>
    public Period Period
    {
        get => AsOf is { } day && Period.Of(day).CompareTo(field) < 0 ? Period.Of(day) : field;
        init;
    } = Period;

    /// <summary>Ages by the standard edges, also for a department with its own: the wire of spec 003.</summary>
    public bool StandardAges { get; init; }
}

/// <summary>The figures on the cards. New and recovered are the movement within the month.</summary>
public sealed record KeyFigures(
    Money Outstanding,
    Money Recovered,
    Money New,
    int Invoices,
    int Disputed,
    int Customers
);

/// <summary>Which upload a figure rests on.</summary>
/// <param name="Late">Departments and regions whose latest upload is older than the month looked at, as "Pump (Mar-25)".</param>
public sealed record DataFreshness(
    int? UploadId,
    string? FileName,
    string? ByName,
    DateTime? At,
    long DataVersion,
    IReadOnlyList<string> Late
)
{
    /// <summary>The month that was asked for; it says which months have no upload when <see cref="UploadId"/> is null.</summary>
    public Period? Month { get; init; }
}

/// <param name="Disputed">What of each age is in dispute.</param>
public sealed record RegionAgeing(string Region, AgeingAmounts Amounts, AgeingAmounts Disputed);

public sealed record RegionAmount(string Region, Money Outstanding, int Customers);

/// <summary>One month of the trend. Closing = opening + new - recovered.</summary>
public sealed record MonthFigures(
    Period Period,
    Money Outstanding,
    Money New,
    Money Recovered,
    IReadOnlyDictionary<string, Money> ByRegion
);

/// <summary>How many regional sheets, one per department and region, are uploaded for the month; the other regions show an older month.</summary>
public sealed record MonthCoverage(int Uploaded, int Expected)
{
    public bool IsPartial => Uploaded < Expected;
}

public sealed record DebtorRow(
    int CustomerId,
    string Code,
    string Name,
    string Region,
    Money Outstanding,
    Money Delta,
    string Remark
);

/// <param name="EngineerId">0: nobody is assigned. Null: engineers whom the current user does not see, and those who have left.</param>
public sealed record EngineerFigures(
    int? EngineerId,
    string Name,
    string Region,
    int Customers,
    Money Outstanding,
    Money Collected,
    Money NewlyAssigned
)
{
    /// <summary>The name of customers without an engineer.</summary>
    public const string Nobody = "Unassigned";

    /// <summary>The name of engineers whom the current user does not see.</summary>
    public const string Others = "Engineer outside your team";

    public Money NetChange => Collected - NewlyAssigned;
}

/// <param name="Months">The trend of the whole department, for comparing regions.</param>
/// <param name="FilteredMonths">The trend within the region filter, too.</param>
/// <param name="Coverage">How much of the month was uploaded.</param>
/// <param name="HasPrevious">False when nothing was uploaded up to the month before, so there is nothing to compare with.</param>
public sealed record ReceivablesDashboard(
    Period Period,
    DateOnly AsOf,
    KeyFigures Figures,
    KeyFigures Previous,
    AgeingScheme Scheme,
    IReadOnlyList<RegionAgeing> Ageing,
    IReadOnlyList<RegionAmount> Regions,
    IReadOnlyList<MonthFigures> Months,
    IReadOnlyList<MonthFigures> FilteredMonths,
    MonthCoverage Coverage,
    bool HasPrevious,
    IReadOnlyList<DebtorRow> TopDebtors,
    IReadOnlyList<EngineerFigures> Engineers,
    DataFreshness DataFreshness
);

public sealed record ChangeRow(
    string Field,
    string Before,
    string After,
    DateTime At,
    string ByName,
    string? InvoiceNumber
);

/// <summary>A month of the invoice tracker, as spec 003 has it.</summary>
public sealed record TrackerMonth(
    Period Period,
    int PreviousInvoices,
    Money PreviousAmount,
    int Invoices,
    Money Amount,
    int Disputed
)
{
    public int InvoiceChange => Invoices - PreviousInvoices;
}
