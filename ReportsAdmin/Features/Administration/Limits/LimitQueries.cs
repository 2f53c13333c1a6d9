using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Administration.Company;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Administration.Limits;

/// <summary>A limit as its page shows it.</summary>
/// <param name="Value">In force now.</param>
/// <param name="Change">Null where nobody has changed it.</param>
public sealed record LimitRow(Limit Limit, int Value, SettingChange? Change);

/// <summary>Reads the limits and makes this node keep them.</summary>
public sealed class LimitQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries people,
    ReportsAdmin.Platform.Limits limits
)
{
    public const string ManagePermission = "limits:manage";
    public const string Topic = "limits";

    public async Task<IReadOnlyList<LimitRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        var settings = await SettingsAsync(ct);
        var names = await people.PeopleAsync([.. settings.Values.Select(s => s.ChangedById).Distinct()], ct);
        return
        [
            .. limits
                .Known.OrderBy(l => l.Group, StringComparer.Ordinal)
                .ThenBy(l => l.Title, StringComparer.Ordinal)
                .Select(l => new LimitRow(
                    l,
                    limits.Of(l.Key),
                    settings.GetValueOrDefault(l.Key) is { } s
                        ? new SettingChange(names.GetValueOrDefault(s.ChangedById)?.Name ?? "System", s.ChangedAt)
                        : null
                )),
        ];
    }

    /// <summary>Makes the process keep what the database says.</summary>
    public async Task ApplyAsync(CancellationToken ct) =>
        limits.Apply(
            (await SettingsAsync(ct))
                .Values.Where(s => s.Value is not null)
                .ToDictionary(s => s.Key, s => s.Value!.Value)
        );

    private async Task<Dictionary<string, LimitSetting>> SettingsAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await db.Set<LimitSetting>().ToDictionaryAsync(s => s.Key, ct);
    }
}
