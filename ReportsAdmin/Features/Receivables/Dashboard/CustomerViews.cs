using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Dashboard;

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
)
{
    /// <summary>Whether everyone with anything open matches: what is settled changes no age.</summary>
    internal bool IsWhole =>
        string.IsNullOrWhiteSpace(Search)
        && this
            is { Remark: null, EngineerId: null, Bucket: null, DisputedOnly: false, CustomerId: null, Chosen: null };
}

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

    /// <summary>The contact number; blank when there is none.</summary>
    public string Phone { get; init; } = "";

    /// <summary>Where statements and reminders go; blank for nowhere.</summary>
    public string Email { get; init; } = "";

    /// <summary>Why this customer gets no reminders; blank when they do.</summary>
    public string ReminderStop { get; init; } = "";

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
