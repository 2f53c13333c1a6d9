using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.SavedViews;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>A field sales list. An address without a query opens the default view of the current user's role.</summary>
public abstract class SalesListPage : SalesPage
{
    [Inject]
    protected SavedViewQueries Views { get; set; } = null!;

    protected abstract SalesList List { get; }

    protected override string Path => List.Path;

    protected SalesState State => new(List, Query, Page, Clock.Today, Unit);

    protected FieldChoices Choices { get; private set; } = FieldChoices.None;

    protected SalesTable? Table { get; private set; }

    /// <summary>Reads one page of rows or groups.</summary>
    protected abstract Task<SalesTable> TableAsync(SalesState state, PageRequest window);

    protected override async Task StartAsync()
    {
        await base.StartAsync();
        Choices = new FieldChoices(
            await Sales.PositionsAsync(CurrentUser, PageClosed),
            await Sales.ProductNamesAsync(CurrentUser, PageClosed)
        );
    }

    protected sealed override async Task ReadAsync()
    {
        if (!Query.Values().Any() && await Views.DefaultAsync(CurrentUser, List.Key, PageClosed) is { } view)
        {
            Nav.NavigateTo(view.Href, replace: true);
            return;
        }

        Table = await TableAsync(State, new PageRequest(Page, SalesState.PageSize));
    }
}
