using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Sales.Pages;

/// <summary>One distributor, product or outlet over a range of days.</summary>
public abstract class FieldDetailPage : FieldPage
{
    /// <summary>So many of its products or distributors are shown.</summary>
    protected static readonly PageRequest Most = new(1, PageRequest.MaxSize);

    protected static readonly PageRequest One = new(1, 1);

    [Parameter]
    public int Id { get; set; }

    protected abstract FieldList List { get; }

    protected override string Path => string.Create(CultureInfo.InvariantCulture, $"{List.Path}/{Id}");

    protected bool MayOpenUploads => Viewer.May(ImportCommands.UploadPermission);

    protected PageRequest Window => new(Page, FieldState.PageSize);

    /// <summary>Where the list is, on the same days.</summary>
    protected string ListHref => (Query.SameDays() with { View = "none" }).ToUri(List.Path);

    protected string PageHref(int page) =>
        (
            page <= 1
                ? Query.ToUri(Path)
                : QueryHelpers.AddQueryString(Query.ToUri(Path), "page", page.ToString(CultureInfo.InvariantCulture))
        ) + "#lines";

    protected string Elsewhere(string path) => Query.SameDays().ToUri(path);

    protected void Go(FieldQuery query) => Nav.NavigateTo(query.ToUri(Path));

    /// <summary>The ledger of a whole month, by its first day.</summary>
    protected string Month(DateOnly month, Func<FieldQuery, FieldQuery> of) =>
        of(
                new FieldQuery
                {
                    Start = Text(month),
                    End = Text(month.AddMonths(1).AddDays(-1)),
                    Unit = Query.Unit,
                }
            )
            .ToUri("/field/ledger");

    protected string Ledger(string? kind, Func<FieldQuery, FieldQuery> of) =>
        of(Query.SameDays() with { Kind = kind }).ToUri("/field/ledger");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
