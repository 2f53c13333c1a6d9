using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>One distributor, product or outlet over a range of days.</summary>
public abstract class SalesDetailPage : SalesPage
{
    /// <summary>The products or distributors that are shown.</summary>
    protected static readonly PageRequest Most = new(1, PageRequest.MaxSize);

    protected static readonly PageRequest One = new(1, 1);

    [Parameter]
    public int Id { get; set; }

    protected abstract SalesList List { get; }

    protected override string Path => string.Create(CultureInfo.InvariantCulture, $"{List.Path}/{Id}");

    protected bool MayOpenUploads => CurrentUser.Can(ImportCommands.UploadPermission);

    protected PageRequest Window => new(Page, SalesState.PageSize);

    /// <summary>The address of the list for the same days.</summary>
    protected string ListHref => (Query.SameDays() with { View = "none" }).ToUri(List.Path);

    protected string PageHref(int page) =>
        (
            page <= 1
                ? Query.ToUri(Path)
                : QueryHelpers.AddQueryString(Query.ToUri(Path), "page", page.ToString(CultureInfo.InvariantCulture))
        ) + "#lines";

    protected string Elsewhere(string path) => Query.SameDays().ToUri(path);

    protected void Go(SalesQuery query) => Nav.NavigateTo(query.ToUri(Path));

    /// <summary>The ledger of a whole month, by its first day.</summary>
    protected string Month(DateOnly month, Func<SalesQuery, SalesQuery> of) =>
        of(SalesQuery.OfMonth(month) with { Unit = Query.Unit }).ToUri("/field/ledger");

    protected string Ledger(string? kind, Func<SalesQuery, SalesQuery> of) =>
        of(Query.SameDays() with { Kind = kind }).ToUri("/field/ledger");
}
