using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Views;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Sales.Pages;

/// <summary>A list of the field. An address without a query opens the view that is the default of the viewer's role.</summary>
public abstract class FieldListPage : FieldPage
{
    [Inject]
    protected ViewQueries Views { get; set; } = null!;

    protected abstract FieldList List { get; }

    protected override string Path => List.Path;

    protected FieldState State => new(List, Query, Page, Clock.Today, Unit);

    protected FieldChoices Choices { get; private set; } = FieldChoices.None;

    protected FieldTable? Table { get; private set; }

    /// <summary>Reads the window of the state, as rows or as groups.</summary>
    protected abstract Task<FieldTable> TableAsync(FieldState state, PageRequest window);

    protected override async Task StartAsync()
    {
        await base.StartAsync();
        Choices = new FieldChoices(await Sales.PlacesAsync(Viewer, Stop), await Sales.ProductNamesAsync(Viewer, Stop));
    }

    protected sealed override async Task ReadAsync()
    {
        if (!Query.Values().Any() && await Views.DefaultAsync(Viewer, List.Key, Stop) is { } view)
        {
            Nav.NavigateTo(view.Href, replace: true);
            return;
        }

        Table = await TableAsync(State, new PageRequest(Page, FieldState.PageSize));
    }
}
