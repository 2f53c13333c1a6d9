using System.Text.Json;

namespace ReportsAdmin.Ui.Components;

/// <summary>A column of a grid that people can hide, move and resize.</summary>
/// <param name="Key">In addresses and in what the browser keeps: lower case letters.</param>
/// <param name="Sort">What the address sorts by; null when the column cannot be sorted by.</param>
/// <param name="Right">Figures: aligned right, largest first.</param>
/// <param name="Hidden">Hidden until somebody shows it.</param>
public sealed record GridColumn(string Key, string Title, string? Sort = null, bool Right = false, bool Hidden = false);

/// <summary>
/// The columns of one grid in one circuit: their order, their widths, and which are hidden. The address decides what is hidden
/// when it says so; order and widths, which it cannot hold, are kept by the browser for each person (<c>GridMemory</c>).
/// </summary>
public sealed class GridColumns
{
    private const char Separator = '.';
    private const string ShowAll = "none";
    private const int MinWidth = 40;
    private const int MaxWidth = 1200;

    private readonly IReadOnlyList<GridColumn> all;
    private Dictionary<string, int> widths = [];
    private string[]? hidden;

    public GridColumns(IReadOnlyList<GridColumn> all) => Ordered = this.all = all;

    /// <summary>All columns, hidden ones too, in the order of this person.</summary>
    public IReadOnlyList<GridColumn> Ordered { get; private set; }

    /// <summary>Raised when the grid has to be drawn anew: MudDataGrid keeps the order that its columns had at first.</summary>
    public int Version { get; private set; }

    /// <summary>The hidden columns: those of the address, else this person's, else the usual ones.</summary>
    public IReadOnlySet<string> HiddenBy(string? address)
    {
        var keys = string.IsNullOrEmpty(address) ? hidden : address.Split(Separator);
        return keys is null
            ? all.Where(c => c.Hidden).Select(c => c.Key).ToHashSet()
            : all.Select(c => c.Key).Where(keys.Contains).ToHashSet();
    }

    /// <summary>Shows or hides a column for this person; answers what the address has to say, null for the usual columns.</summary>
    public string? Toggle(string? address, string key)
    {
        var now = HiddenBy(address).ToHashSet();
        if (!now.Remove(key))
            now.Add(key);
        hidden = [.. all.Select(c => c.Key).Where(now.Contains)];
        return now.SetEquals(all.Where(c => c.Hidden).Select(c => c.Key)) ? null
            : hidden.Length == 0 ? ShowAll
            : string.Join(Separator, hidden);
    }

    /// <summary>The style of a column's head: its width when somebody chose one.</summary>
    public string StyleOf(string key) => widths.TryGetValue(key, out var width) ? $"width:{width}px" : "";

    /// <summary>Moves a column one place; by -1 to the left, by 1 to the right.</summary>
    public void Move(string key, int by)
    {
        var list = Ordered.ToList();
        var at = list.FindIndex(c => c.Key == key);
        if (at < 0 || at + by < 0 || at + by >= list.Count)
            return;
        (list[at], list[at + by]) = (list[at + by], list[at]);
        Ordered = list;
        Version++;
    }

    /// <summary>The usual columns in the usual order and width.</summary>
    public void Reset()
    {
        (Ordered, hidden) = (all, null);
        widths = [];
        Version++;
    }

    /// <summary>Takes over what was dragged in the browser. Hidden columns, which the browser does not see, keep their places.</summary>
    /// <param name="visible">Keys of the visible columns from left to right.</param>
    /// <param name="dragged">Widths in pixels of the columns that were resized.</param>
    public void Take(IReadOnlyList<string> visible, IReadOnlyDictionary<string, int> dragged)
    {
        var moved = new Queue<GridColumn>(
            visible.Select(k => all.FirstOrDefault(c => c.Key == k)).OfType<GridColumn>()
        );
        var seen = moved.Select(c => c.Key).ToHashSet();
        Ordered = [.. Ordered.Select(c => seen.Contains(c.Key) ? moved.Dequeue() : c)];
        widths = Sane(dragged);
    }

    /// <summary>Reads what the browser kept; columns that it does not know stay at the end. True when something differs from the usual.</summary>
    public bool Read(string? json)
    {
        if (string.IsNullOrEmpty(json) || Parse(json) is not { } kept)
            return false;
        var known = (kept.Order ?? []).Select(k => all.FirstOrDefault(c => c.Key == k)).OfType<GridColumn>().Distinct();
        Ordered = [.. known.Union(all)];
        hidden = kept.Hidden;
        widths = Sane(kept.Widths ?? []);
        Version++;
        return true;
    }

    /// <summary>What the browser is to keep.</summary>
    public string Write() => JsonSerializer.Serialize(new Kept([.. Ordered.Select(c => c.Key)], hidden, widths));

    private static Kept? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Dictionary<string, int> Sane(IReadOnlyDictionary<string, int> given) =>
        given
            .Where(w => w.Value is >= MinWidth and <= MaxWidth && all.Any(c => c.Key == w.Key))
            .ToDictionary(w => w.Key, w => w.Value);

    private sealed record Kept(string[]? Order, string[]? Hidden, Dictionary<string, int>? Widths);
}
