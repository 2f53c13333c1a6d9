using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Lists;

/// <summary>A list of words that a company chooses from and may change. Rooms declare theirs; text that is stored keeps its words when a value goes.</summary>
/// <param name="Key">Of the database: <c>designation</c>.</param>
/// <param name="Use">Where the values are offered, in a sentence.</param>
/// <param name="Defaults">Offered until somebody changes the list.</param>
public sealed record ValueList(string Key, string Title, string Use, params IReadOnlyList<string> Defaults);

/// <summary>A value of a list.</summary>
public sealed class ListValue
{
    public const int MaxText = 100;

    public int Id { get; init; }

    public required string List { get; init; }

    public required string Text { get; set; }

    /// <summary>Position in the list, from 1.</summary>
    public int Order { get; set; }

    /// <summary>False when it is no longer offered.</summary>
    public bool Active { get; set; }

    /// <summary>Null for a default that nobody has changed.</summary>
    public int? ChangedById { get; set; }

    public DateTime? ChangedAt { get; set; }
}

/// <summary>What lists offer.</summary>
public sealed class ValueLists(IDbContextFactory<ReportsDb> contexts, IEnumerable<ValueList> known)
{
    public const string Topic = "lists";

    public IEnumerable<ValueList> Known => known;

    /// <summary>The active values of a list, in their order.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string list, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await db.Set<ListValue>()
            .Where(v => v.List == list && v.Active)
            .OrderBy(v => v.Order)
            .ThenBy(v => v.Id)
            .Select(v => v.Text)
            .ToListAsync(ct);
    }

    /// <summary>Fills a list that has never had a value with its defaults.</summary>
    public async Task SeedAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var filled = await db.Set<ListValue>().Select(v => v.List).Distinct().ToListAsync(ct);
        foreach (var list in known.Where(l => !filled.Contains(l.Key)))
            db.AddRange(
                list.Defaults.Select(
                    (text, at) =>
                        new ListValue
                        {
                            List = list.Key,
                            Text = text,
                            Order = at + 1,
                            Active = true,
                        }
                )
            );
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another node that started at the same moment was faster: the index has each value once.
        }
    }
}
