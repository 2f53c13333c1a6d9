using System.Globalization;
using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>The office or field team as a list, by reporting line or by region. The address holds team, filters, arrangement, page and the open person.</summary>
public sealed partial class TeamPage
{
    private IReadOnlyList<TeamMember>? members;
    private const int PageSize = 25;

    private TeamTree? tree;
    private Modal? sheet;
    private TeamMember? selected;
    private int? openedId;
    private IReadOnlyList<Option> roles = [];
    private IReadOnlyList<Option> regions = [];
    private bool shownField;

    [SupplyParameterFromQuery]
    private string? Q { get; set; }

    [SupplyParameterFromQuery]
    private string? By { get; set; }

    /// <summary><c>field</c>, or nothing for the office.</summary>
    [SupplyParameterFromQuery]
    private string? Team { get; set; }

    [SupplyParameterFromQuery]
    private string? Role { get; set; }

    [SupplyParameterFromQuery]
    private string? Region { get; set; }

    /// <summary>The id of the person in the side sheet.</summary>
    [SupplyParameterFromQuery]
    private int? Person { get; set; }

    [SupplyParameterFromQuery]
    private int? Page { get; set; }

    [Inject]
    private AccessQueries Queries { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    private bool ByRegion => By == "region";

    private bool ByLine => By == "line";

    private bool Filtered => !string.IsNullOrWhiteSpace(Q) || Role is not null || Region is not null;

    private int PageNumber => Math.Clamp(Page ?? 1, 1, Math.Max(1, ((tree?.Shown ?? 0) + PageSize - 1) / PageSize));

    private bool InField => Team == "field";

    protected override Task StartAsync()
    {
        Watch(CurrentUserAccessor.ChangedTopic, ReloadAsync);
        return ReloadAsync();
    }

    protected override Task LoadAsync()
    {
        if (members is null || shownField != InField)
            return ReloadAsync();
        Arrange(members);
        return Task.CompletedTask;
    }

    private async Task ReloadAsync()
    {
        var field = InField;
        members = field
            ? await Queries.FieldTeamAsync(CurrentUser, PageClosed)
            : await Queries.TeamAsync(CurrentUser, PageClosed);
        shownField = field;
        Arrange(members);
    }

    // Opens or closes the sheet for the address; the dialog provider exists only after the first interactive render.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (sheet is null || openedId == selected?.Id)
            return;
        openedId = selected?.Id;
        if (selected is null)
            await sheet.CloseAsync();
        else
            sheet.Open();
    }

    private void Arrange(IReadOnlyList<TeamMember> people)
    {
        tree = TeamTree.Of(people, Q, Role, Region);
        selected = people.FirstOrDefault(m => m.Id == Person);
        var titles = people
            .SelectMany(m => new[] { m.Role, m.Designation })
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal);
        roles = [new("", "All"), .. titles.Select(r => new Option(r, r))];
        var codes = people.Select(m => m.Region).OfType<string>().Distinct();
        regions =
        [
            new("", "All"),
            .. codes.Select(r => new Option(r, Regions.Display(r))).OrderBy(o => o.Text, StringComparer.Ordinal),
        ];
    }

    private void Search(string text) => Nav.NavigateTo(Address(("q", text)), replace: true);

    private void Filter(string name, string value) => Nav.NavigateTo(Address((name, value)));

    private void SheetClosed()
    {
        openedId = null;
        if (selected is null)
            return;
        selected = null;
        Nav.NavigateTo(Address(("page", Page?.ToString(CultureInfo.InvariantCulture))));
    }

    private string PersonAddress(int id) =>
        Address(
            ("page", Page?.ToString(CultureInfo.InvariantCulture)),
            ("person", id.ToString(CultureInfo.InvariantCulture))
        );

    // Page and person are left out unless a change names them: another filter starts at the first page.
    private string Address(params (string Name, string? Value)[] changes)
    {
        var state = new Dictionary<string, object?>
        {
            ["team"] = Team,
            ["by"] = By,
            ["q"] = Q,
            ["role"] = Role,
            ["region"] = Region,
        };
        foreach (var (name, value) in changes)
            state[name] = value;
        foreach (var name in state.Keys.Where(k => string.IsNullOrWhiteSpace(state[k] as string)).ToList())
            state[name] = null;
        return Nav.GetUriWithQueryParameters("/team", state);
    }
}
