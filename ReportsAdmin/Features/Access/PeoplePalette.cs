using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access;

/// <summary>People in the command palette.</summary>
public sealed class PeoplePalette(AccessQueries access) : IPaletteSource
{
    private const int Most = 5;

    public int Order => 40;

    public async Task<IReadOnlyList<PaletteHit>> FindAsync(CurrentUser currentUser, string text, CancellationToken ct)
    {
        if (!currentUser.Can(AccessQueries.TeamPermission))
            return [];
        var people = await access.TeamAsync(currentUser, ct);
        return
        [
            .. people
                .Where(p =>
                    p.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                    || p.Email.Contains(text, StringComparison.OrdinalIgnoreCase)
                )
                .Take(Most)
                .Select(p => new PaletteHit("People", p.Name, p.Role, "person", $"/team?person={p.Id}")),
        ];
    }
}
