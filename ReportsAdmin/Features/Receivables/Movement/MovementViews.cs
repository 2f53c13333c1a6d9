using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>What the rows of the diff are.</summary>
public enum MovementBy
{
    Region,
    Customer,
    Invoice,
}

/// <summary>Two uploads of one month.</summary>
/// <param name="Against">The earlier one; null for what stood just before <paramref name="Upload"/>.</param>
public sealed record UploadPair(int Upload, int? Against);

/// <summary>A committed upload of a month.</summary>
public sealed record MonthUpload(int Id, string FileName, DateTime CommittedAt);

/// <summary>Two months and what they are narrowed to.</summary>
/// <param name="Uploads">Two uploads instead of two months; both months are theirs then.</param>
public sealed record MovementFilter(
    Period From,
    Period To,
    int? DepartmentId = null,
    string? Region = null,
    UploadPair? Uploads = null
)
{
    /// <summary>The first side as the head of a column: <c>Sep-26</c>, <c>Before #7</c>.</summary>
    public string Then =>
        Uploads is null ? From.ToString()
        : Uploads.Against is { } id ? $"#{id}"
        : $"Before #{Uploads.Upload}";

    public string Now => Uploads is null ? To.ToString() : $"#{Uploads.Upload}";

    /// <summary>The first side inside a sentence: <c>at the end of September 2026</c>, <c>before upload #7</c>.</summary>
    public string WhenThen =>
        Uploads is null ? $"at the end of {From.ToLongText()}"
        : Uploads.Against is { } id ? $"after upload #{id}"
        : $"before upload #{Uploads.Upload}";

    public string WhenNow => Uploads is null ? $"at the end of {To.ToLongText()}" : $"after upload #{Uploads.Upload}";

    /// <summary>The month that another is compared with when none is named: the one before, where there is one.</summary>
    public static Period Before(Period month) => month is { Year: 1990, Month: 1 } ? month : month.AddMonths(-1);
}

/// <summary>A row of the diff.</summary>
public sealed record MovementRow
{
    /// <summary>Of the position it is in, or was in when it is gone; blank where a customer is in none.</summary>
    public required string Region { get; init; }

    /// <summary>Null in the diff by region.</summary>
    public CustomerName? Customer { get; init; }

    /// <summary>Null unless the diff is by invoice.</summary>
    public MovedInvoice? Invoice { get; init; }

    /// <summary>See <see cref="MovedItem.Place"/>.</summary>
    public string Place { get; init; } = "";

    public required Money Then { get; init; }

    public required Money Now { get; init; }

    public Money Change => Now - Then;

    public required int Invoices { get; init; }
}

/// <param name="Then">The bucket at the end of the first month; null when it was not open.</param>
/// <param name="Now">The bucket at the end of the second month; null when it is not open.</param>
public sealed record MovedInvoice(int Id, string Number, InvoiceKind Kind, AgeBucket? Then, AgeBucket? Now);

/// <summary>A page of the diff with the sums over all its rows.</summary>
public sealed record MovementDiff(MovementBy By, RollCell? Cell, Page<MovementRow> Page, Money Then, Money Now)
{
    public Money Change => Now - Then;
}

/// <summary>The receivables of two months' ends side by side.</summary>
/// <param name="Opening">Outstanding at the end of the first month, from the sums of its positions.</param>
/// <param name="Closing">The same of the second month.</param>
public sealed record MovementView(
    RollMatrix Matrix,
    AgeingScheme Scheme,
    Money Opening,
    Money Closing,
    MonthCoverage FirstCoverage,
    MonthCoverage LastCoverage,
    MovementDiff Diff,
    DataFreshness DataFreshness
);
