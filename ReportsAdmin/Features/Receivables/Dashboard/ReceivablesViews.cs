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

public sealed record RegionAgeing(string Region, AgeingAmounts Amounts);

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

/// <summary>What the customer sheet is narrowed to, besides <see cref="ReceivablesFilter"/>.</summary>
/// <param name="EngineerId">0 means: nobody assigned.</param>
/// <param name="Sort">A column (<c>outstanding</c>, <c>name</c>, <c>code</c>, <c>region</c>, <c>change</c>, <c>invoices</c>, <c>remark</c>), with a leading minus for descending.</param>
/// <param name="Chosen">Keys of customers that were chosen one by one; null does not narrow.</param>
public sealed record CustomerFilter(
    ReceivablesFilter Base,
    string? Search = null,
    string? Remark = null,
    int? EngineerId = null,
    AgeBucket? Bucket = null,
    bool DisputedOnly = false,
    bool WithSettled = false,
    string Sort = "-outstanding",
    int? CustomerId = null,
    IReadOnlyList<int>? Chosen = null
);

public sealed record CustomerRow(
    int Id,
    string Code,
    string Name,
    string Region,
    int DepartmentId,
    string DepartmentName,
    Money Outstanding,
    Money New,
    Money Recovered,
    AgeingAmounts Ageing,
    int Invoices,
    int Disputed,
    string Remark,
    string Notes,
    int? EngineerId,
    string? EngineerName,
    DateTime UpdatedAt,
    bool MayEdit
)
{
    public Money Change => New - Recovered;
}

public sealed record CustomerName(int Id, string Code, string Name, string Region, int DepartmentId);

/// <summary>A customer with the figures of the latest month and their account over the last twelve.</summary>
public sealed record CustomerDetails
{
    public required CustomerName Customer { get; init; }

    public required string DepartmentName { get; init; }

    public required string Remark { get; init; }

    public required string Notes { get; init; }

    public required int? EngineerId { get; init; }

    public required bool MayEdit { get; init; }

    public required Period Month { get; init; }

    public required Money Outstanding { get; init; }

    public required AgeingAmounts Ageing { get; init; }

    public required AgeingScheme Scheme { get; init; }

    public required int Invoices { get; init; }

    public required int Disputed { get; init; }

    /// <summary>Oldest first, ending with <see cref="Month"/>.</summary>
    public required IReadOnlyList<MovementGroup> Months { get; init; }

    public required DataFreshness DataFreshness { get; init; }
}

/// <summary>Sums over every customer that matched a filter.</summary>
/// <param name="Change">What was added less what was recovered within the month.</param>
public sealed record CustomerTotals(
    int Customers,
    Money Outstanding,
    Money Change,
    int Invoices,
    int Disputed,
    AgeingAmounts Ageing
)
{
    public static readonly CustomerTotals None = new(0, Money.Zero, Money.Zero, 0, 0, AgeingAmounts.None);
}

/// <summary>A page of customers with the sums over every customer that matched, not only those on the page.</summary>
public sealed record CustomerList(
    Page<CustomerRow> Page,
    CustomerTotals Totals,
    AgeingScheme Scheme,
    DataFreshness DataFreshness
)
{
    public Money Outstanding => Totals.Outstanding;

    public AgeingAmounts Ageing => Totals.Ageing;
}

public sealed record InvoiceRow(
    int Id,
    int CustomerId,
    string CustomerCode,
    string CustomerName,
    string Region,
    string Number,
    InvoiceKind Kind,
    Money Amount,
    Money Outstanding,
    DateOnly? InvoiceDate,
    DateOnly? DueDate,
    int? AgeDays,
    AgeBucket Bucket,
    string Status,
    bool Paid,
    BalanceOrigin Origin,
    int UploadId,
    int? RowNumber,
    bool MayEdit
)
{
    /// <summary>Something was paid, but not all; disputed invoices count as disputed only.</summary>
    public bool IsPartPaid =>
        Kind == InvoiceKind.Invoice && Status == "unpaid" && Outstanding.Paise > 0 && Outstanding.Paise < Amount.Paise;
}

/// <param name="Chosen">Keys of invoices that were chosen one by one; null does not narrow.</param>
/// <param name="OpenOnly">Leaves out items on which nothing is owed.</param>
public sealed record InvoiceFilter(
    ReceivablesFilter Base,
    int? CustomerId = null,
    AgeBucket? Bucket = null,
    string? Search = null,
    string? Status = null,
    BalanceOrigin? Origin = null,
    string Sort = "-outstanding",
    IReadOnlyList<int>? Chosen = null,
    bool OpenOnly = false
);

/// <summary>Sums over every invoice that matched a filter.</summary>
public sealed record InvoiceTotals(int Invoices, Money Amount, Money Outstanding);

/// <summary>A page of invoices with the sums over every invoice that matched, not only those on the page.</summary>
public sealed record InvoiceList(
    Page<InvoiceRow> Page,
    InvoiceTotals Totals,
    AgeingScheme Scheme,
    DataFreshness DataFreshness
)
{
    public Money Outstanding => Totals.Outstanding;
}

/// <summary>An invoice through the months, each with the file and row that says so.</summary>
/// <param name="Month">The month of the latest position, which <paramref name="Invoice"/> speaks of.</param>
public sealed record InvoiceDetails(
    InvoiceRow Invoice,
    Period Month,
    IReadOnlyList<InvoiceMonth> Months,
    IReadOnlyList<ChangeRow> Changes
);

/// <param name="Cells">Header and text of the sheet's row, from the uploaded file itself; empty when carried.</param>
public sealed record InvoiceMonth(
    Period Period,
    Money Outstanding,
    BalanceOrigin Origin,
    int UploadId,
    string FileName,
    string? SheetName,
    int? RowNumber,
    IReadOnlyList<KeyValuePair<string, string>> Cells
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

/// <summary>A cell of the upload calendar: which region of which department has its month.</summary>
public sealed record UploadCalendarCell(
    int DepartmentId,
    string Region,
    Period Period,
    int UploadId,
    DateTime UploadedAt
);
