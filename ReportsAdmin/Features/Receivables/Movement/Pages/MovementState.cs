using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Movement.Pages;

/// <summary>The page as its address holds it.</summary>
public sealed record MovementState(Period From, Period To)
{
    public const string Path = "/movement";
    public const int PageSize = 25;

    public int? Department { get; init; }

    public string? Region { get; init; }

    public MovementBy By { get; init; }

    public RollCell? Cell { get; init; }

    public int Page { get; init; } = 1;

    public bool IsNarrowed => Department is not null || Region is not null;

    public MovementFilter Filter => new(From, To, Department, Region);

    /// <summary>The invoices of a cell.</summary>
    public string CellHref(RollCell cell) =>
        (this with { Cell = cell, By = MovementBy.Invoice, Page = 1 }).ToUri() + "#diff";

    public string ToUri() =>
        QueryHelpers.AddQueryString(
            Path,
            new (string Name, string? Value)[]
            {
                ("from", From.ToString()),
                ("to", To.ToString()),
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
