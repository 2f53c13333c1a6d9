using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>What the field reports are narrowed to. Null means all, within the current user's scope; dates are included at both ends.</summary>
/// <param name="Status"><c>active</c> or <c>inactive</c>.</param>
/// <param name="Type">Of outlets: <c>retailer</c> or <c>distributor</c>.</param>
public sealed record SalesFilter(
    DateOnly Start,
    DateOnly End,
    string? Search = null,
    string? Zone = null,
    string? Region = null,
    string? State = null,
    string? Territory = null,
    string? Status = null,
    string? Category = null,
    int? ProductId = null,
    string? Type = null
)
{
    /// <summary>Of products and of the ledger: what one distributor holds.</summary>
    public int? DistributorId { get; init; }

    /// <summary>Key of a column, with a leading minus for descending. Equal ones follow by name.</summary>
    public string Sort { get; init; } = "name";

    /// <summary>Refuses reversed dates and words that mean nothing.</summary>
    public SalesFilter Checked()
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Start > End)
            problems["startDate"] = "startDate is after endDate.";
        if (Status is not (null or "active" or "inactive"))
            problems["status"] = $"'{Status}' is not a status. Use active or inactive.";
        if (Type is not (null or "retailer" or "distributor"))
            problems["type"] = $"'{Type}' is not a type of customer. Use retailer or distributor.";
        return problems.Count == 0 ? this : throw DomainException.Invalid(problems);
    }

    /// <summary>The financial year up to a day: what "year to date" means when no dates are given.</summary>
    public static SalesFilter YearToDate(DateOnly today) => new(FinancialCalendar.StartOf(today), today);
}
