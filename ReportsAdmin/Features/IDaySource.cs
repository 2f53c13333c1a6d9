using ReportsAdmin.Platform;

namespace ReportsAdmin.Features;

/// <summary>
/// What a room adds to a person's day (<c>/my-day</c>). Register implementations as singletons; the page asks all of them. Each checks the
/// permission itself and answers what waits for the current user in person, the most urgent first.
/// </summary>
public interface IDaySource
{
    /// <summary>Position of its sections on the page.</summary>
    int Order { get; }

    /// <summary>Topics of the signals after which the page reads again.</summary>
    IReadOnlyList<string> TopicsOf(CurrentUser currentUser);

    Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct);
}

/// <summary>A kind of thing that waits for somebody. A section without items is not shown.</summary>
/// <param name="Title">Its heading: <c>Follow-ups</c>.</param>
/// <param name="Icon">A name of <c>img/icons.svg</c>.</param>
/// <param name="Total">How many wait, of which <paramref name="Items"/> are the first.</param>
/// <param name="Href">Where all of them are; null where there is no such page.</param>
public sealed record DaySection(string Title, string Icon, int Total, string? Href, IReadOnlyList<DayItem> Items)
{
    /// <summary>How many items a section names.</summary>
    public const int Most = 8;

    /// <summary>How many are late, as far as the named ones say: late ones are not always the first.</summary>
    public string LateText =>
        Items.Count(i => i.IsLate) is var late and > 0
            ? $"{late}{(late == Items.Count && Total > late ? " or more" : "")} late"
            : "Nothing is late";
}

/// <param name="Detail">May be empty.</param>
/// <param name="When">Since or until when, as people say it: <c>3 Nov 2026</c>.</param>
/// <param name="IsLate">Whether it should have been done before today.</param>
public sealed record DayItem(string Title, string Detail, string Href, string When, bool IsLate);
