using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Lists;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Administration.Lists;

/// <summary>A value as its page shows it.</summary>
/// <param name="ChangedBy">Null for a default that nobody has changed.</param>
public sealed record ListValueRow(int Id, string Text, bool Active, string? ChangedBy, DateTime? ChangedAt);

/// <summary>A list with all its values, in their order.</summary>
public sealed record ListView(ValueList List, IReadOnlyList<ListValueRow> Values);

/// <summary>Shows and changes the lists of values. A value is deactivated, not removed: what was written with it keeps its words.</summary>
public sealed class ListCommands(
    IDbContextFactory<ReportsDb> contexts,
    ValueLists lists,
    AccessQueries people,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const string ManagePermission = "lists:manage";
    public const int MaxValues = 100;

    public async Task<IReadOnlyList<ListView>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.CreateDbContext();
        var values = await db.Set<ListValue>().OrderBy(v => v.Order).ThenBy(v => v.Id).ToListAsync(ct);
        var names = await people.PeopleAsync([.. values.Select(v => v.ChangedById).OfType<int>().Distinct()], ct);
        var rows = values.ToLookup(
            v => v.List,
            v => new ListValueRow(
                v.Id,
                v.Text,
                v.Active,
                v.ChangedById is { } by ? names.GetValueOrDefault(by)?.Name ?? "System" : null,
                v.ChangedAt
            )
        );
        return [.. lists.Known.Select(l => new ListView(l, [.. rows[l.Key]]))];
    }

    /// <summary>Adds a value at the end.</summary>
    /// <exception cref="DomainException">Not found: no such list. Invalid: empty, too long, known already, or too many.</exception>
    public Task AddAsync(CurrentUser currentUser, string list, string text, CancellationToken ct) =>
        ChangeAsync(
            currentUser,
            list,
            (db, values) =>
            {
                var clean = Clean(values, text, null);
                if (values.Count >= MaxValues)
                    throw DomainException.Invalid("text", $"A list has at most {MaxValues} values.");
                db.Add(
                    Touched(
                        new ListValue
                        {
                            List = list,
                            Text = clean,
                            Order = values.Count + 1,
                            Active = true,
                        },
                        currentUser
                    )
                );
            },
            ct
        );

    /// <summary>Renames a value, or offers it or no longer.</summary>
    public Task ChangeAsync(
        CurrentUser currentUser,
        string list,
        int id,
        string text,
        bool active,
        CancellationToken ct
    ) =>
        ChangeAsync(
            currentUser,
            list,
            (_, values) =>
            {
                var value = Find(values, id);
                (value.Text, value.Active) = (Clean(values, text, id), active);
                Touched(value, currentUser);
            },
            ct
        );

    /// <summary>Moves a value one place up, or down.</summary>
    /// <param name="by">-1 or 1.</param>
    public Task MoveAsync(CurrentUser currentUser, string list, int id, int by, CancellationToken ct) =>
        ChangeAsync(
            currentUser,
            list,
            (_, values) =>
            {
                var value = Find(values, id);
                var (from, to) = (values.IndexOf(value), Math.Clamp(values.IndexOf(value) + by, 0, values.Count - 1));
                values.RemoveAt(from);
                values.Insert(to, value);
                for (var i = 0; i < values.Count; i++)
                    values[i].Order = i + 1;
                if (from != to)
                    Touched(value, currentUser);
            },
            ct
        );

    private async Task ChangeAsync(
        CurrentUser currentUser,
        string list,
        Action<ReportsDb, List<ListValue>> change,
        CancellationToken ct
    )
    {
        currentUser.Require(ManagePermission);
        if (lists.Known.All(l => l.Key != list))
            throw DomainException.NotFound("There is no such list.");
        await using var db = contexts.CreateDbContext();
        var values = await db.Set<ListValue>()
            .AsTracking()
            .Where(v => v.List == list)
            .OrderBy(v => v.Order)
            .ThenBy(v => v.Id)
            .ToListAsync(ct);
        change(db, values);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            throw DomainException.Conflict("Somebody else changed this list at the same moment. Try again.");
        }

        await notifier.PublishAsync(ValueLists.Topic);
    }

    private ListValue Touched(ListValue value, CurrentUser currentUser)
    {
        (value.ChangedById, value.ChangedAt) = (currentUser.UserId, time.GetUtcNow().UtcDateTime);
        return value;
    }

    private static ListValue Find(List<ListValue> values, int id) =>
        values.Find(v => v.Id == id) ?? throw DomainException.NotFound("This value is no longer there.");

    private static string Clean(List<ListValue> values, string text, int? id)
    {
        var clean = text.Trim();
        if (clean.Length is 0 or > ListValue.MaxText)
            throw DomainException.Invalid("text", $"A value has 1 to {ListValue.MaxText} characters.");
        return values.Exists(v => v.Id != id && v.Text.Equals(clean, StringComparison.OrdinalIgnoreCase))
            ? throw DomainException.Invalid("text", $"“{clean}” is in the list already.")
            : clean;
    }
}
