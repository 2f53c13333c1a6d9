using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reports;
using ReportsAdmin.Platform;

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

    /// <summary>What an upload changed, by customer.</summary>
    public static string UploadHref(int upload) => FormattableString.Invariant($"{Path}?upload={upload}&by=customer");

    /// <summary>The file of what the page shows, all its pages.</summary>
    public string Export(string format) =>
        Address(
            $"/api/v2/reports/export/{ComparisonReport.Key}",
            [
                .. Sides,
                ("departmentIds", Department is { } department ? ApiId.Of(AccessIds.Department, department) : null),
                ("regions", Region),
                ("by", MovementNames.Of(By)),
                ("cell", Cell?.ToString()),
                ("format", format),
            ]
        );

    /// <summary>The invoices of a cell.</summary>
    public string CellHref(RollCell cell) =>
        (this with { Cell = cell, By = MovementBy.Invoice, Page = 1 }).ToUri() + "#diff";

    public string ToUri() =>
        Address(
            Path,
            [
                .. Sides,
                ("department", Department?.ToString(CultureInfo.InvariantCulture)),
                ("region", Region),
                ("by", By == MovementBy.Region ? null : MovementNames.Of(By)),
                ("cell", Cell?.ToString()),
                ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            ]
        );

    private (string Name, string? Value)[] Sides =>
        [
            ("from", Uploads is null ? From.ToString() : null),
            ("to", Uploads is null ? To.ToString() : null),
            ("upload", Uploads?.Upload.ToString(CultureInfo.InvariantCulture)),
            ("against", Uploads?.Against?.ToString(CultureInfo.InvariantCulture)),
        ];

    private static string Address(string path, IEnumerable<(string Name, string? Value)> values) =>
        QueryHelpers.AddQueryString(
            path,
            values.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => KeyValuePair.Create(q.Name, q.Value))
        );
}
