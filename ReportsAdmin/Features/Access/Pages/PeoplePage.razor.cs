using System.Globalization;
using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>People and their accounts, for those who manage them. The address holds search, filters and page.</summary>
public sealed partial class PeoplePage
{
    private const int PageSize = 25;

    private readonly CommandGate gate = new();

    private Page<PersonRow>? page;
    private InviteDialog? invite;
    private EditPersonDialog? edit;
    private HandOverDialog? handOver;
    private BulkInviteDialog? bulk;

    [SupplyParameterFromQuery]
    private string? Q { get; set; }

    [SupplyParameterFromQuery]
    private string? State { get; set; }

    [SupplyParameterFromQuery]
    private string? Role { get; set; }

    [SupplyParameterFromQuery]
    private string? Region { get; set; }

    [SupplyParameterFromQuery]
    private string? Page { get; set; }

    [Inject]
    private PeopleQueries Queries { get; set; } = null!;

    [Inject]
    private AccountCommands Commands { get; set; } = null!;

    [Inject]
    private Invitations Invitations { get; set; } = null!;

    [Inject]
    private BusinessClock Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    private bool Filtered => new[] { Q, State, Role, Region }.Any(f => !string.IsNullOrWhiteSpace(f));

    /// <summary>The people whom the address means.</summary>
    private PeopleFilter People => new(Q, PersonText.StateOf(State), NullIfBlank(Role), NullIfBlank(Region));

    protected override Task StartAsync()
    {
        Watch(CurrentUserAccessor.ChangedTopic, LoadAsync);
        return Task.CompletedTask;
    }

    protected override async Task LoadAsync()
    {
        var number = PageNumbers.Of(Page);
        page = await Queries.ListAsync(CurrentUser, People, new PageRequest(number, PageSize), PageClosed);
    }

    /// <summary>What the person's state suggests: invite, send again, reset the password or reactivate.</summary>
    private async Task ActAsync(PersonRow row)
    {
        if (row.State == PersonState.Inactive)
        {
            if (await RunAsync(() => Commands.ReactivateAsync(CurrentUser, row.Id, PageClosed)))
                Notify("Reactivated", row.Name);
        }
        else
        {
            IssuedLink? link = null;
            var sent = await RunAsync(async () =>
                link =
                    row.State == PersonState.Active
                        ? await Invitations.ResetAsync(CurrentUser, row.Id, PageClosed)
                        : await Invitations.ResendAsync(CurrentUser, row.Id, PageClosed)
            );
            if (sent)
                await invite!.ShowAsync(link!);
        }

        await RunAsync(LoadAsync);
    }

    private void Search(string text) => Nav.NavigateTo(Address(("q", text)), replace: true);

    private void Filter(string name, string value) => Nav.NavigateTo(Address((name, value)));

    // The page is left out unless a change names it: another filter starts at the first page.
    private string Address(params (string Name, string? Value)[] changes)
    {
        var state = new Dictionary<string, object?>
        {
            ["q"] = NullIfBlank(Q),
            ["state"] = NullIfBlank(State),
            ["role"] = NullIfBlank(Role),
            ["region"] = NullIfBlank(Region),
        };
        foreach (var (name, value) in changes)
            state[name] = NullIfBlank(value);
        return Nav.GetUriWithQueryParameters("/admin/people", state);
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
