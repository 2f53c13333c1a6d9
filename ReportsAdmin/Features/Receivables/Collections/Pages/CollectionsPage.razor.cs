using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Pages;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Collections.Pages;

/// <summary>Whom to call, in order. The card keeps its customer when the list changes under it, so that no key logs for another.</summary>
public sealed partial class CollectionsPage
{
    private static readonly Option[] Parts = [new("", "To call"), new("waiting", "Waiting"), new("all", "All")];

    private readonly CommandGate gate = new();
    private readonly HashSet<int> chosen = [];

    private CollectionState state = new();
    private Worklist? list;
    private WorklistRow? card;
    private int? current;
    private string told = "";
    private IReadOnlyList<EngineerOption> engineers = [];
    private IReadOnlyList<Option> engineerFilter = [];
    private IReadOnlyList<Option> assignable = [];
    private IReadOnlyList<Option> regions = [];

    [Inject]
    private CollectionQueries Queries { get; set; } = null!;

    [Inject]
    private CollectionCommands Commands { get; set; } = null!;

    [Inject]
    private MentionQueries Mentions { get; set; } = null!;

    [Inject]
    private CustomerCommands Customers { get; set; } = null!;

    [Inject]
    private AccessQueries Access { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    // Texts, because a number that cannot be read must not break the page.
    [SupplyParameterFromQuery]
    public string? Engineer { get; set; }

    [SupplyParameterFromQuery]
    public string? Region { get; set; }

    [SupplyParameterFromQuery]
    public string? Part { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [SupplyParameterFromQuery]
    public string? Customer { get; set; }

    private bool MayAssign => CurrentUser.Can(CustomerCommands.AssignPermission);

    protected override async Task StartAsync()
    {
        Watch(CollectionCommands.Topic, ReadAsync);
        Watch(ReceivablesImport.DataTopic, ReadAsync);
        engineers = await Access.EngineersAsync(CurrentUser, PageClosed);
        var named = engineers.Select(e => new Option(e.Id.ToString(CultureInfo.InvariantCulture), e.Name)).ToList();
        engineerFilter = [new("", "All"), new("0", "Unassigned"), .. named];
        assignable = [new("", "Unassigned"), .. named];
        regions = RegionChoices.For(CurrentUser);
    }

    protected override Task LoadAsync()
    {
        var before = state;
        state = new CollectionState
        {
            Engineer = Engineer ?? "",
            Region = Region ?? "",
            Part = CollectionState.PartOf(Part),
            Page = PageNumbers.Of(Page),
            Customer = PageNumbers.KeyOf(Customer),
        };
        if (before with { Customer = null } != state with { Customer = null })
        {
            chosen.Clear();
            current = null;
        }

        current = state.Customer ?? current;
        return ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The keys work at once.
        if (firstRender && card is not null)
            await Js.InvokeVoidAsync("ra.focusSoon", PageClosed, $"#{CallCard.Id}");
    }

    private async Task ReadAsync()
    {
        var read = await Queries.WorklistAsync(
            CurrentUser,
            state.ToFilter(CurrentUser),
            new PageRequest(state.Page, CollectionState.PageSize),
            PageClosed
        );
        card = read.Page.Rows.FirstOrDefault(r => r.Id == current)
            ?? (current is { } id ? await OneAsync(id) : null)
            ?? read.Page.Rows.FirstOrDefault();
        current = card?.Id;
        list = read;
        if (read.Page.Rows.Count == 0 && read.Page.Total > 0)
            Nav.NavigateTo((state.First() with { Page = read.Page.TotalPages }).ToUri(), replace: true);
    }

    /// <summary>A customer who is not on the page; null when nothing is owed any more or the current user does not see them.</summary>
    private async Task<WorklistRow?> OneAsync(int id) =>
        (
            await Queries.WorklistAsync(
                CurrentUser,
                new WorklistFilter(CustomerId: id),
                new PageRequest(1, 1),
                PageClosed
            )
        ).Page.Rows.FirstOrDefault();

    private async Task LogAsync(NewContact contact)
    {
        var row = card!;
        LoggedContact? logged = null;
        if (!await RunAsync(async () => logged = await Commands.LogAsync(CurrentUser, row.Id, contact, PageClosed)))
            return;
        var words = OutcomeWords.Of(contact.Outcome);
        Notify(words, row.Name, () => Commands.CorrectAsync(CurrentUser, logged!.EntryId, PageClosed));
        await GoOnAsync(NextTo(row.Id, 1));
        told = $"{words}: {row.Name}. {(card is null ? "Nobody else to call." : $"Next: {card.Name}.")}";
        StateHasChanged();
    }

    private Task<IReadOnlyList<Mentionable>> PeopleAsync(int customerId) =>
        Mentions.OfCustomerAsync(CurrentUser, customerId, PageClosed);

    private async Task MoveAsync(int by)
    {
        if (card is null || NextTo(card.Id, by) is not { } next)
            return;
        await GoOnAsync(next);
        told = $"Now: {card?.Name}.";
        StateHasChanged();
        await Js.InvokeVoidAsync("ra.focusSoon", PageClosed, $"#{CallCard.Id}");
    }

    /// <summary>The customer beside this one on the page; null at its end, where the first of what is left follows.</summary>
    private int? NextTo(int id, int by)
    {
        var rows = list!.Page.Rows;
        var at = rows.ToList().FindIndex(r => r.Id == id);
        return at < 0 ? rows.FirstOrDefault()?.Id
            : at + by >= 0 && at + by < rows.Count ? rows[at + by].Id
            : null;
    }

    private async Task GoOnAsync(int? next)
    {
        current = next;
        // The address names a customer only where a person chose one.
        if (state.Customer is not null)
        {
            state = state with { Customer = null };
            Customer = null;
            Nav.NavigateTo(state.ToUri(), replace: true);
        }

        await RunAsync(ReadAsync);
        // The card asked, so only the card would be drawn anew.
        StateHasChanged();
    }

    private void Pick(int id, bool on)
    {
        if (on)
            chosen.Add(id);
        else
            chosen.Remove(id);
    }

    private async Task HandOverAsync(string engineer)
    {
        int? to = engineer.Length == 0 ? null : int.Parse(engineer, CultureInfo.InvariantCulture);
        var before = list!.Page.Rows.Where(r => chosen.Contains(r.Id)).ToDictionary(r => r.Id, r => r.EngineerId);
        BulkResult? result = null;
        if (
            await RunAsync(async () =>
                result = await Customers.AssignEngineersAsync(
                    CurrentUser,
                    before.Keys.ToDictionary(id => id, _ => to),
                    PageClosed
                )
            )
        )
        {
            var changed = result!.Changed;
            Notify(
                changed.Count == 0 ? InvoiceActions.NothingChanged
                    : to is { } id ? $"Handed over to {engineers.FirstOrDefault(e => e.Id == id)?.Name}"
                    : "Assignment removed",
                InvoiceActions.Summary(result, "customer"),
                changed.Count == 0
                    ? null
                    : () =>
                        Customers.AssignEngineersAsync(
                            CurrentUser,
                            changed.ToDictionary(c => c, c => before[c]),
                            PageClosed
                        )
            );
            chosen.Clear();
        }

        await RunAsync(ReadAsync);
    }

    private void Go(CollectionState to) => Nav.NavigateTo(to.ToUri());
}
