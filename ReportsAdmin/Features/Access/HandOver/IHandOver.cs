using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.HandOver;

/// <summary>
/// One kind of work that passes from a person to a successor when the person leaves: a room registers one for each kind that it keeps.
/// Kinds are moved in the order of registration, within one transaction.
/// </summary>
public interface IHandOver
{
    /// <summary>The kind in the plural: <c>Customers</c>.</summary>
    string Title { get; }

    /// <summary>Topics that are announced after the commit when something of this kind was moved.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>What would be moved, and what would stay because of the successor's rights or region.</summary>
    Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct);

    /// <summary>Moves exactly what <see cref="CountAsync"/> counts as movable; answers how many rows were moved.</summary>
    Task<int> MoveAsync(HandOverContext context, CancellationToken ct);
}

/// <summary>Who hands over what from whom to whom, on one database context.</summary>
/// <param name="By">The person who decides; what they do not see is not moved.</param>
/// <param name="FromId">The person who leaves; they may be inactive already.</param>
/// <param name="To">The successor with their own rights, without those of people for whom they stand in.</param>
public sealed record HandOverContext(
    ReportsDb Db,
    CurrentUser By,
    int FromId,
    string FromName,
    CurrentUser To,
    DateTime Now
);

/// <summary>What of a kind can be moved, and what stays.</summary>
/// <param name="Kept">The rows that stay, in all.</param>
/// <param name="Named">The first of those that stay, with the reason.</param>
public sealed record HandOverCount(int Movable, int Kept, IReadOnlyList<KeptItem> Named)
{
    /// <summary>How many rows that stay are named.</summary>
    public const int MaxNamed = 10;

    public static readonly HandOverCount None = new(0, 0, []);

    /// <summary>Counts items of which each is movable or has a problem.</summary>
    public static HandOverCount Of<TKey>(IReadOnlyList<HandOverItem<TKey>> items)
    {
        var kept = items.Where(i => i.Problem is not null).ToList();
        return new(
            items.Count - kept.Count,
            kept.Count,
            [.. kept.Take(MaxNamed).Select(i => new KeptItem(i.Name, i.Problem!))]
        );
    }
}

/// <summary>A row that stays with the person who leaves.</summary>
public sealed record KeptItem(string Name, string Reason);

/// <summary>A row to hand over.</summary>
/// <param name="Problem">Why the successor may not have it; null when they may.</param>
public sealed record HandOverItem<TKey>(TKey Id, string Name, string? Problem);
