using ReportsAdmin.Platform;

namespace ReportsAdmin.Features;

/// <summary>
/// What a room adds to the command palette (Ctrl K). Register implementations as singletons; the palette asks all of them. Each
/// checks the permission itself, finds only what is within the scope of the current user, and answers with a handful of hits, best first.
/// </summary>
public interface IPaletteSource
{
    /// <summary>Position of its group among the results; pages of the menu are 0.</summary>
    int Order { get; }

    /// <param name="text">What was typed, trimmed, at least two characters.</param>
    Task<IReadOnlyList<PaletteHit>> FindAsync(CurrentUser currentUser, string text, CancellationToken ct);
}

/// <summary>One line of the command palette.</summary>
/// <param name="Kind">Heading of its group: <c>Customers</c>.</param>
/// <param name="Detail">Short text at the right end; may be empty.</param>
/// <param name="Icon">A name of <c>img/icons.svg</c>.</param>
public sealed record PaletteHit(string Kind, string Title, string Detail, string Icon, string Href);
