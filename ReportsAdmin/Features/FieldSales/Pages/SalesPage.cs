using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Ui;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>A page whose address is a <see cref="SalesQuery"/>. It refreshes when the ledger changes.</summary>
public abstract class SalesPage : LivePage
{
    [Inject]
    protected SalesQueries Sales { get; set; } = null!;

    [Inject]
    protected NavigationManager Nav { get; set; } = null!;

    [Inject]
    protected BusinessClock Clock { get; set; } = null!;

    [Inject]
    private AnswerCache Answers { get; set; } = null!;

    [Inject]
    protected MoneyUnitChoice Units { get; set; } = null!;

    /// <summary>Not read itself: a parameter from the query makes the router tell the page about every change of its address.</summary>
    [SupplyParameterFromQuery]
    public string? View { get; set; }

    /// <summary>The page's own address, without its query.</summary>
    protected abstract string Path { get; }

    protected SalesQuery Query { get; private set; } = new();

    protected int Page { get; private set; } = 1;

    protected MoneyUnit Unit => MoneyUnit.Of(Query.Unit) ?? Units.Current;

    /// <summary>Reads what <see cref="Query"/> asks for.</summary>
    protected abstract Task ReadAsync();

    /// <summary>An answer over the ledger, kept until the ledger changes.</summary>
    /// <param name="question">A value with equality that holds all that the answer depends on besides the current user's scope.</param>
    protected async Task<T> AnswerAsync<T>(object question, Func<CancellationToken, Task<T>> read) =>
        await Answers.GetAsync(CurrentUser, await Sales.VersionAsync(PageClosed), question, read, PageClosed);

    protected override Task StartAsync()
    {
        Watch(SalesQueries.DataTopic, ReadAsync);
        return Task.CompletedTask;
    }

    protected override Task LoadAsync()
    {
        var uri = Nav.ToAbsoluteUri(Nav.Uri);
        // While another page opens, the address is already that of the other page.
        if (!uri.AbsolutePath.TrimEnd('/').Equals(Path, StringComparison.OrdinalIgnoreCase))
            return Task.CompletedTask;
        var query = QueryHelpers.ParseQuery(uri.Query);
        Query = SalesQuery.Of(query);
        Page =
            query.TryGetValue("page", out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && page > 0
                ? page
                : 1;
        return ReadAsync();
    }
}
