using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Movement.Pages;

/// <summary>The page as its address holds it.</summary>
public sealed record MovementState(Period From, Period To)
{
    public const string Path = "/movement";
    public const int PageSize = 25;

    /// <summary>Two uploads of one month instead of two months.</summary>
    public UploadPair? Uploads { get; init; }

    public int? Department { get; init; }

    public string? Region { get; init; }

    public MovementBy By { get; init; }

    public RollCell? Cell { get; init; }

    public int Page { get; init; } = 1;

    public bool IsNarrowed => Department is not null || Region is not null;

    public MovementFilter Filter => new(From, To, Department, Region, Uploads);

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

    /// <summary>What an upload changed, by customer.</summary>
    public static string UploadHref(int upload) => FormattableString.Invariant($"{Path}?upload={upload}&by=customer");

    /// <summary>The invoices of a cell.</summary>
    public string CellHref(RollCell cell) =>
        (this with { Cell = cell, By = MovementBy.Invoice, Page = 1 }).ToUri() + "#diff";

    public string ToUri() =>
        QueryHelpers.AddQueryString(
            Path,
            new (string Name, string? Value)[]
            {
                ("from", Uploads is null ? From.ToString() : null),
                ("to", Uploads is null ? To.ToString() : null),
                ("upload", Uploads?.Upload.ToString(CultureInfo.InvariantCulture)),
                ("against", Uploads?.Against?.ToString(CultureInfo.InvariantCulture)),
                ("department", Department?.ToString(CultureInfo.InvariantCulture)),
                ("region", Region),
                ("by", By == MovementBy.Region ? null : MovementNames.Of(By)),
                ("cell", Cell?.ToString()),
                ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            }
                .Where(q => !string.IsNullOrEmpty(q.Value))
                .Select(q => KeyValuePair.Create(q.Name, q.Value))
        );
}
