using System.Globalization;
using System.Text.Json;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>
/// What differs between two contents, value by value. Items of lists are aligned (<see cref="ListAlignment"/>), so that a row put in
/// at the top is one change and not as many as there are rows. Places are those of the newer content; only what was removed is named
/// by the place it had in its list.
/// </summary>
public static class ContentDiff
{
    public static IReadOnlyList<ContentChange> Of(JsonElement before, JsonElement after)
    {
        var nodes = new ContentNodes();
        var changes = new List<ContentChange>();
        Compare("", nodes.Of(before), nodes.Of(after), changes);
        return changes;
    }

    private static void Compare(string path, ContentNode before, ContentNode after, List<ContentChange> changes)
    {
        if (before.Id == after.Id)
            return;
        if (before.Members is { } members && after.Members is { } others)
            Objects(path, members, others, changes);
        else if (before.Items is { } old && after.Items is { } now)
            Lists(path, old, now, changes);
        else
            changes.Add(new ContentChange(path, Shown(before), Shown(after)));
    }

    private static void Objects(
        string path,
        IReadOnlyDictionary<string, ContentNode> before,
        IReadOnlyDictionary<string, ContentNode> after,
        List<ContentChange> changes
    )
    {
        foreach (var (name, value) in before)
        {
            if (after.TryGetValue(name, out var other))
                Compare(Below(path, name), value, other, changes);
            else
                changes.Add(new ContentChange(Below(path, name), Shown(value), null));
        }

        foreach (var (name, value) in after.Where(m => !before.ContainsKey(m.Key)))
            changes.Add(new ContentChange(Below(path, name), null, Shown(value)));
    }

    private static void Lists(
        string path,
        IReadOnlyList<ContentNode> before,
        IReadOnlyList<ContentNode> after,
        List<ContentChange> changes
    )
    {
        var (old, now) = (0, 0);
        foreach (var (oldPlace, place) in ListAlignment.Of(before, after).Append((before.Count, after.Count)))
        {
            for (; old < oldPlace; old++)
                changes.Add(new ContentChange(At(path, old), Shown(before[old]), null));
            for (; now < place; now++)
                changes.Add(new ContentChange(At(path, now), null, Shown(after[now])));
            if (oldPlace < before.Count && place < after.Count)
                Compare(At(path, place), before[old++], after[now++], changes);
        }
    }

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static string Shown(ContentNode node) =>
        node.Value.ValueKind == JsonValueKind.String ? node.Value.GetString()! : ReportContent.Write(node.Value);
}
