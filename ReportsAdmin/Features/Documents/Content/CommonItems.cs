namespace ReportsAdmin.Features.Documents.Content;

/// <summary>The longest common subsequence of two lists by Myers' greedy search: quick when they differ little, and given up when they differ much.</summary>
internal static class CommonItems
{
    /// <summary>Places of the common items, in order; null when the lists differ in more than <paramref name="mostEdits"/> items.</summary>
    public static IReadOnlyList<(int Old, int Now)>? Of(ReadOnlySpan<int> old, ReadOnlySpan<int> now, int mostEdits)
    {
        var most = Math.Min(old.Length + now.Length, mostEdits);
        // How far each diagonal was followed, shifted so that the lowest index is 0.
        var reach = new int[(2 * most) + 3];
        var steps = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            steps.Add(reach[(most + 1 - edits - 1)..(most + 1 + edits + 2)]);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var at = diagonal + most + 1;
                var x =
                    diagonal == -edits || (diagonal != edits && reach[at - 1] < reach[at + 1])
                        ? reach[at + 1]
                        : reach[at - 1] + 1;
                while (x < old.Length && x - diagonal < now.Length && old[x] == now[x - diagonal])
                    x++;
                reach[at] = x;
                if (x >= old.Length && x - diagonal >= now.Length)
                    return Back(steps, old.Length, now.Length);
            }
        }

        return null;
    }

    /// <param name="steps">Before each number of edits, how far the diagonals from one below to one above it were followed.</param>
    private static List<(int Old, int Now)> Back(List<int[]> steps, int x, int y)
    {
        var found = new List<(int, int)>();
        for (var edits = steps.Count - 1; edits >= 0; edits--)
        {
            var (diagonal, middle) = (x - y, edits + 1);
            var down =
                diagonal == -edits
                || (diagonal != edits && steps[edits][middle + diagonal - 1] < steps[edits][middle + diagonal + 1]);
            var from = down ? diagonal + 1 : diagonal - 1;
            var fromX = edits == 0 ? 0 : steps[edits][middle + from];
            var fromY = edits == 0 ? 0 : fromX - from;
            while (x > fromX && y > fromY)
                found.Add((--x, --y));
            (x, y) = (fromX, fromY);
        }

        found.Reverse();
        return found;
    }
}
