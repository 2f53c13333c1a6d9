namespace ReportsAdmin.Features.Receivables.Calendar;

/// <summary>Up to which month the sheets of a department are closed: none is committed or undone that writes such a month.</summary>
public sealed class ClosedMonths
{
    public int DepartmentId { get; init; }

    /// <summary><see cref="Ledger.Period.Number"/> of the last closed month.</summary>
    public int Through { get; init; }

    /// <summary>UTC.</summary>
    public DateTime At { get; init; }

    public required string ByName { get; init; }
}

/// <summary>That sheets of a closed month are taken after all, for a time.</summary>
public sealed class ClosingException
{
    public const int MaxReason = 200;

    /// <summary>How long an exception lasts at most.</summary>
    public const int MaxDays = 30;

    public int Id { get; init; }

    public int DepartmentId { get; init; }

    /// <summary>Blank for all regions.</summary>
    public required string Region { get; init; }

    /// <summary><see cref="Ledger.Period.Number"/>.</summary>
    public int Period { get; init; }

    /// <summary>UTC; from then on the month is closed again.</summary>
    public DateTime Until { get; init; }

    public required string Reason { get; init; }

    /// <summary>UTC.</summary>
    public DateTime At { get; init; }

    public required string ByName { get; init; }
}
