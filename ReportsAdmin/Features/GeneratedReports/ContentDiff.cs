using System.Globalization;
using System.Text.Json;

namespace ReportsAdmin.Features.GeneratedReports;

/// <summary>What differs between two contents, value by value. Items of arrays are compared by their place.</summary>
internal static class ContentDiff
{
    public static IReadOnlyList<ContentChange> Of(JsonElement before, JsonElement after)
    {
        var changes = new List<ContentChange>();
        Compare("", before, after, changes);
        return changes;
    }

    private static void Compare(string path, JsonElement before, JsonElement after, List<ContentChange> changes)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in before.EnumerateObject())
            {
                if (after.TryGetProperty(member.Name, out var other)) Compare(Below(path, member.Name), member.Value, other, changes);
                else changes.Add(new ContentChange(Below(path, member.Name), Shown(member.Value), null));
            }

            foreach (var member in after.EnumerateObject().Where(m => !before.TryGetProperty(m.Name, out _))) changes.Add(new ContentChange(Below(path, member.Name), null, Shown(member.Value)));
        }
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
        {
            var (old, now) = (before.GetArrayLength(), after.GetArrayLength());
            for (var i = 0; i < Math.Min(old, now); i++) Compare(At(path, i), before[i], after[i], changes);
            for (var i = now; i < old; i++) changes.Add(new ContentChange(At(path, i), Shown(before[i]), null));
            for (var i = old; i < now; i++) changes.Add(new ContentChange(At(path, i), null, Shown(after[i])));
        }
        else if (!JsonElement.DeepEquals(before, after))
        {
            changes.Add(new ContentChange(path, Shown(before), Shown(after)));
        }
    }

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static string Shown(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : ReportContent.Write(value);
}
