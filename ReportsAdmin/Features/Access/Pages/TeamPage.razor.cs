using Microsoft.AspNetCore.Components;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>The people whom the viewer sees, by whom they report to or by region. The address holds both the search and the arrangement.</summary>
public sealed partial class TeamPage
{
    private IReadOnlyList<TeamMember>? members;
    private TeamTree? tree;

    [SupplyParameterFromQuery] private string? Q { get; set; }

    [SupplyParameterFromQuery] private string? By { get; set; }

    [Inject] private AccessQueries Queries { get; set; } = null!;

    [Inject] private NavigationManager Nav { get; set; } = null!;

    private bool ByRegion => By == "region";

    protected override Task StartAsync()
    {
        Watch(Viewers.ChangedTopic, ReloadAsync);
        return ReloadAsync();
    }

    protected override Task LoadAsync()
    {
        if (members is not null) tree = TeamTree.Of(members, Q);
        return Task.CompletedTask;
    }

    private async Task ReloadAsync()
    {
        members = await Queries.TeamAsync(Viewer, Stop);
        tree = TeamTree.Of(members, Q);
    }

    private void Search(string text) => Nav.NavigateTo(Address(By, text));

    private string Address(string? by, string? q) => Nav.GetUriWithQueryParameters("/team", new Dictionary<string, object?>
    {
        ["by"] = by,
        ["q"] = string.IsNullOrWhiteSpace(q) ? null : q,
    });
}
