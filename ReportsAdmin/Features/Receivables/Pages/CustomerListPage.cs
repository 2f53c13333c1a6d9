using System.Globalization;
using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.SavedViews;
using ReportsAdmin.Ui;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>A page whose address is a <see cref="CustomerListQuery"/>. It refreshes itself when an upload or a remark changes what it shows.</summary>
public abstract class CustomerListPage : LivePage
{
    [Inject]
    protected ReceivablesQueries Outstanding { get; set; } = null!;

    [Inject]
    protected AccessQueries Access { get; set; } = null!;

    [Inject]
    protected NavigationManager Nav { get; set; } = null!;

    [Inject]
    private SavedViewQueries Views { get; set; } = null!;

    // Texts, because a number that cannot be read must not break the page.
    [SupplyParameterFromQuery]
    public string? Month { get; set; }

    [SupplyParameterFromQuery]
    public string? Department { get; set; }

    [SupplyParameterFromQuery]
    public string? Region { get; set; }

    [SupplyParameterFromQuery]
    public string? AsOf { get; set; }

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? Remark { get; set; }

    [SupplyParameterFromQuery]
    public string? Engineer { get; set; }

    [SupplyParameterFromQuery]
    public string? Bucket { get; set; }

    [SupplyParameterFromQuery]
    public string? Disputed { get; set; }

    [SupplyParameterFromQuery]
    public string? Settled { get; set; }

    [SupplyParameterFromQuery]
    public string? Customer { get; set; }

    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    [SupplyParameterFromQuery]
    public string? Origin { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public string? Hide { get; set; }

    [SupplyParameterFromQuery(Name = "size")]
    public string? PerPage { get; set; }

    /// <summary>The row that is open.</summary>
    [SupplyParameterFromQuery]
    public string? Open { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [SupplyParameterFromQuery]
    public string? View { get; set; }

    protected abstract string Path { get; }

    /// <summary>Names the page to the room of saved views; null when it has none.</summary>
    protected virtual string? ViewKey => null;

    protected CustomerListState State { get; private protected set; } =
        new("/", new CustomerListQuery(), 1, new Period(2025, 4));

    protected FilterLists Lists { get; private set; } = FilterLists.None;

    protected Period Latest { get; private set; }

    /// <summary>Raised when stored figures or remarks changed: what was read before is stale.</summary>
    protected int DataVersion { get; private set; }

    /// <summary>Key of the row that is open; null when none is.</summary>
    protected int? OpenRow => Number(Open);

    /// <summary>Reads the rows for <see cref="State"/>.</summary>
    protected abstract Task ReadAsync();

    protected override async Task StartAsync()
    {
        Watch(ReceivablesImport.DataTopic, RefreshAsync);
        Watch(CustomerCommands.NotesTopic, ReadAgainAsync);
        await ReadListsAsync();
    }

    protected override async Task LoadAsync()
    {
        if (await OpensDefaultAsync())
            return;
        var query = new CustomerListQuery
        {
            Month = Month,
            Department = Number(Department),
            Region = Region,
            AsOf = AsOf,
            Search = Search,
            Remark = Remark,
            Engineer = Number(Engineer),
            Bucket = Bucket,
            Disputed = Disputed == "true" ? true : null,
            Settled = Settled == "true" ? true : null,
            Customer = Number(Customer),
            Status = Status,
            Origin = Origin,
            Sort = Sort,
            Hide = Hide,
            Size = Number(PerPage),
            View = View,
        };
        State = new CustomerListState(Path, query, PageNumbers.Of(Page), Latest);
        State = State with { Month = query.ToBase(Latest).Period };
        await ReadAsync();
    }

    protected void Go(string uri) => Nav.NavigateTo(uri);

    /// <summary>Search while typing: the addresses in between are not steps of the history.</summary>
    protected void Find(string text) =>
        Nav.NavigateTo(State.With(q => q with { Search = text.Length == 0 ? null : text }), replace: true);

    /// <summary>Reads the same rows anew.</summary>
    protected Task ReadAgainAsync()
    {
        DataVersion++;
        return ReadAsync();
    }

    /// <summary>An address without a query goes to the default view of the current user's role.</summary>
    private async Task<bool> OpensDefaultAsync()
    {
        var uri = Nav.ToAbsoluteUri(Nav.Uri);
        if (
            ViewKey is not { } key
            || uri.AbsolutePath != Path
            || uri.Query.Length > 0
            || await Views.DefaultAsync(CurrentUser, key, PageClosed) is not { } view
        )
            return false;
        Nav.NavigateTo(view.Href, replace: true);
        return true;
    }

    private async Task RefreshAsync()
    {
        DataVersion++;
        await ReadListsAsync();
        await LoadAsync();
    }

    private async Task ReadListsAsync()
    {
        Latest = await Outstanding.LatestPeriodAsync(CurrentUser, PageClosed);
        Lists = new FilterLists(
            await Outstanding.PeriodsAsync(CurrentUser, PageClosed),
            await Access.DepartmentsAsync(CurrentUser, PageClosed),
            await Access.EngineersAsync(CurrentUser, PageClosed),
            RegionChoices.For(CurrentUser)
        );
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What the filters offer to this current user.</summary>
public sealed record FilterLists(
    IReadOnlyList<Period> Periods,
    IReadOnlyList<DepartmentOption> Departments,
    IReadOnlyList<EngineerOption> Engineers,
    IReadOnlyList<Option> Regions
)
{
    public static readonly FilterLists None = new([], [], [], []);

    /// <summary>What a filter by engineer offers; blank for all, 0 for customers without one.</summary>
    public IReadOnlyList<Option> EngineerChoices =>
        [
            new("", "All"),
            new("0", "Unassigned"),
            .. Engineers.Select(e => new Option(e.Id.ToString(CultureInfo.InvariantCulture), e.Name)),
        ];

    public string EngineerName(int id) => Engineers.FirstOrDefault(e => e.Id == id)?.Name ?? "someone else";
}
