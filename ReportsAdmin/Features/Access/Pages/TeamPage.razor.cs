using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>The people whom the current user sees, of the office or of the field, by whom they report to or by region. The address holds team, search and arrangement.</summary>
public sealed partial class TeamPage
{
    private IReadOnlyList<TeamMember>? members;
    private TeamTree? tree;
    private bool shownField;

    [SupplyParameterFromQuery]
    private string? Q { get; set; }

    [SupplyParameterFromQuery]
    private string? By { get; set; }

    /// <summary><c>field</c>, or nothing for the office.</summary>
    [SupplyParameterFromQuery]
    private string? Team { get; set; }

    [Inject]
    private AccessQueries Queries { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    private bool ByRegion => By == "region";

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
        tree = TeamTree.Of(members, Q);
        return Task.CompletedTask;
    }

    private async Task ReloadAsync()
    {
        var field = InField;
        members = field ? await Queries.FieldTeamAsync(CurrentUser, Stop) : await Queries.TeamAsync(CurrentUser, Stop);
        shownField = field;
        tree = TeamTree.Of(members, Q);
    }

    private void Search(string text) => Nav.NavigateTo(Address(By, text, Team));

    private string Address(string? by, string? q, string? team) =>
        Nav.GetUriWithQueryParameters(
            "/team",
            new Dictionary<string, object?>
            {
                ["team"] = team,
                ["by"] = by,
                ["q"] = string.IsNullOrWhiteSpace(q) ? null : q,
            }
        );
}
