using ReportsAdmin.Features;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Ui.Shell;

/// <summary>The navigation as one person may open it.</summary>
public sealed record Menu(IReadOnlyList<MenuEntry> Entries)
{
    private const int PhoneEntries = 4;

    public static readonly Menu None = new([]);

    /// <summary>Every entry that the current user may open, in the order of the whole menu.</summary>
    public static Menu Of(CurrentUser currentUser) =>
        new([.. AllFeatures.List.SelectMany(f => f.Menu).Where(m => m.IsFor(currentUser)).OrderBy(m => m.Order)]);

    /// <summary>The entries under their headings; a group is where its first entry is.</summary>
    public IEnumerable<IGrouping<string, MenuEntry>> Groups => Entries.GroupBy(e => e.Group);

    /// <summary>The entries of the bar on phones.</summary>
    public IEnumerable<MenuEntry> OnPhone => Entries.Where(e => e.OnPhone).Take(PhoneEntries);

    /// <summary>The entry that a path belongs to: the longest whose address begins it. Null for pages outside the menu.</summary>
    /// <param name="path">Of the address, with a leading slash and without query.</param>
    public MenuEntry? At(string path) =>
        Entries
            .Where(e => e.Href == path || (e.Href != "/" && path.StartsWith(e.Href + "/", StringComparison.Ordinal)))
            .MaxBy(e => e.Href.Length);

    /// <summary>True when another entry lies below this one: it must not look chosen while the other is.</summary>
    public bool HasBelow(MenuEntry entry) =>
        Entries.Any(e => e != entry && e.Href.StartsWith(entry.Href.TrimEnd('/') + "/", StringComparison.Ordinal));
}
