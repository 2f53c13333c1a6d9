using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>
/// Which items of a list are the same as which of a later one, in order. Rows with a key of their own go by it; all others by what
/// they say, and between those that stayed, a row pairs with the one that shares most of its values. The cost is bounded: lists that
/// differ in more than <see cref="MaxEdits"/> items are paired by their place.
/// </summary>
internal static partial class ListAlignment
{
    /// <summary>Items that may come and go in all; the cost is this times the length of the lists.</summary>
    public const int MaxEdits = 400;

    public static IReadOnlyList<(int Old, int Now)> Of(
        IReadOnlyList<ContentNode> before,
        IReadOnlyList<ContentNode> after
    )
    {
        var (old, now) = Tokens(before, after);
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
            start++;
        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
            end++;
        var pairs = Enumerable.Range(0, start).Select(i => (i, i)).ToList();
        var (oldLeft, nowLeft) = (old.Length - start - end, now.Length - start - end);
        var same = CommonItems.Of(old.AsSpan(start, oldLeft), now.AsSpan(start, nowLeft), MaxEdits);
        if (same is null)
            pairs.AddRange(Enumerable.Range(start, Math.Min(oldLeft, nowLeft)).Select(i => (i, i)));
        else
            AddWithGaps(
                pairs,
                before,
                after,
                start,
                [.. same.Select(s => (s.Old + start, s.Now + start)), (start + oldLeft, start + nowLeft)]
            );
        pairs.AddRange(Enumerable.Range(0, end).Select(i => (old.Length - end + i, now.Length - end + i)));
        return pairs;
    }

    /// <summary>Adds what stayed and, before each of it, those that are likely one row changed.</summary>
    private static void AddWithGaps(
        List<(int Old, int Now)> pairs,
        IReadOnlyList<ContentNode> before,
        IReadOnlyList<ContentNode> after,
        int start,
        IReadOnlyList<(int Old, int Now)> stayed
    )
    {
        var (old, now) = (start, start);
        for (var i = 0; i < stayed.Count; i++)
        {
            var (o, n) = stayed[i];
            if (o > old && n > now)
                pairs.AddRange(
                    Likely([.. before.Skip(old).Take(o - old)], [.. after.Skip(now).Take(n - now)])
                        .Select(p => (p.Old + old, p.Now + now))
                );
            // The last is where both end.
            if (i < stayed.Count - 1)
                pairs.Add((o, n));
            (old, now) = (o + 1, n + 1);
        }
    }

    /// <summary>The pairs, in order, that share most in all.</summary>
    private static List<(int Old, int Now)> Likely(IReadOnlyList<ContentNode> before, IReadOnlyList<ContentNode> after)
    {
        // Values without parts share nothing; as many for as many are taken as changed.
        if (before.Count == after.Count && before.Concat(after).All(n => n.Members is null && n.Items is null))
            return [.. Enumerable.Range(0, before.Count).Select(i => (i, i))];
        var score = new int[before.Count + 1, after.Count + 1];
        for (var o = before.Count - 1; o >= 0; o--)
        {
            for (var n = after.Count - 1; n >= 0; n--)
            {
                var shared = Shared(before[o], after[n]);
                score[o, n] = Math.Max(
                    shared == 0 ? 0 : shared + score[o + 1, n + 1],
                    Math.Max(score[o + 1, n], score[o, n + 1])
                );
            }
        }

        var pairs = new List<(int, int)>();
        for (var (o, n) = (0, 0); o < before.Count && n < after.Count; )
        {
            if (score[o, n] == score[o + 1, n])
                o++;
            else if (score[o, n] == score[o, n + 1])
                n++;
            else
                pairs.Add((o++, n++));
        }

        return pairs;
    }

    /// <summary>How much two items have in common; 0 when it is less than half.</summary>
    private static int Shared(ContentNode before, ContentNode after)
    {
        if (before.Members is { } members && after.Members is { } others)
        {
            if (members.Count == 1 && others.Count == 1)
                return members.Keys.First() == others.Keys.First() ? 1 : 0;
            return Half(
                members.Count(m => others.TryGetValue(m.Key, out var o) && o.Id == m.Value.Id),
                Math.Max(members.Count, others.Count)
            );
        }

        if (before.Items is not { } items || after.Items is not { } rest)
            return 0;
        return items.Count <= 1 && rest.Count <= 1
            ? 1
            : Half(items.Zip(rest).Count(p => p.First.Id == p.Second.Id), Math.Max(items.Count, rest.Count));
    }

    private static int Half(int same, int all) => same * 2 >= all ? same : 0;

    /// <summary>Numbers that are the same for items that are: of their key, when each has one of its own, else of all they say.</summary>
    private static (int[] Old, int[] Now) Tokens(IReadOnlyList<ContentNode> before, IReadOnlyList<ContentNode> after)
    {
        foreach (
            var name in before.Count == 0 || before[0].Members is not { } first
                ? []
                : first.Keys.Where(k => KeyLike().IsMatch(k))
        )
        {
            if (Keys(before, name) is { } old && Keys(after, name) is { } now)
                return (old, now);
        }

        return ([.. before.Select(n => n.Id)], [.. after.Select(n => n.Id)]);
    }

    private static int[]? Keys(IReadOnlyList<ContentNode> rows, string name)
    {
        var seen = new HashSet<int>();
        var keys = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            if (
                rows[i].Members is not { } members
                || !members.TryGetValue(name, out var key)
                || key.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)
                || !seen.Add(key.Id)
            )
                return null;
            keys[i] = key.Id;
        }

        return keys;
    }

    [GeneratedRegex(
        @"(?i:^|[_\s.-])(?i:id|key|code|no|number)$|[a-z](?:Id|ID|Key|Code|No|Number)$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex KeyLike();
}
