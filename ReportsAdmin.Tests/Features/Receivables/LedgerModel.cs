namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>One item of a random sheet. <paramref name="Number"/> is an invoice number, or the label of an age bucket.</summary>
internal sealed record ModelRow(string Code, string Region, string Number, long Paise);

/// <summary>
/// What the receivables should be after each upload, worked out in memory and without the product's code: per department,
/// region and month the open items by customer and number.
/// </summary>
internal sealed class LedgerModel
{
    private readonly SortedDictionary<
        (int Department, string Region, int Period),
        Dictionary<(string Code, string Number), long>
    > positions = [];
    private readonly Dictionary<string, string> regionOf = [];

    public IEnumerable<
        KeyValuePair<(int Department, string Region, int Period), Dictionary<(string Code, string Number), long>>
    > Positions => positions;

    public LedgerModel Copy()
    {
        var copy = new LedgerModel();
        foreach (var (key, items) in positions)
            copy.positions[key] = new(items);
        foreach (var (code, region) in regionOf)
            copy.regionOf[code] = region;
        return copy;
    }

    /// <summary>What is owed at the end of a month: the latest position of each department and region up to it.</summary>
    public long Total(int period, int? department = null) =>
        positions
            .Keys.Where(k => department is null || k.Department == department)
            .Select(k => (k.Department, k.Region))
            .Distinct()
            .Sum(chain => Latest(chain.Department, chain.Region, period)?.Values.Sum() ?? 0);

    /// <summary>The open items of a department at a month, with the region each is in.</summary>
    public List<ModelRow> Open(int department, int period) =>
        [
            .. positions
                .Keys.Where(k => k.Department == department)
                .Select(k => k.Region)
                .Distinct()
                .SelectMany(r =>
                    (Latest(department, r, period) ?? [])
                        .Where(i => i.Value != 0)
                        .Select(i => new ModelRow(i.Key.Code, r, i.Key.Number, i.Value))
                ),
        ];

    public void Upload(int department, int period, IReadOnlyList<ModelRow> rows, bool byCustomer, bool missingIsPaid)
    {
        var open = Open(department, period);
        var isLatest = positions.Keys.All(k => k.Department != department || k.Period <= period);
        var named = rows.GroupBy(r => r.Code)
            .ToDictionary(g => g.Key, g => (g.First().Region, Numbers: g.Select(r => r.Number).ToHashSet()));
        bool Speaks(ModelRow item) =>
            named.TryGetValue(item.Code, out var row)
            && (byCustomer || IsBucket(item.Number) || row.Numbers.Contains(item.Number));
        bool LeavesWithItsCustomer(ModelRow item) =>
            isLatest
            && named.TryGetValue(item.Code, out var row)
            && regionOf.TryGetValue(item.Code, out var home)
            && home != row.Region
            && item.Region == home
            && !IsBucket(item.Number);
        var touched = rows.Select(r => r.Region)
            .Concat(open.Where(i => Speaks(i) || LeavesWithItsCustomer(i)).Select(i => i.Region))
            .Distinct()
            .ToList();

        foreach (var region in touched)
        {
            var standing = Latest(department, region, period) ?? [];
            var isSameMonth = positions.ContainsKey((department, region, period));
            var kept = standing.Where(i =>
                (isSameMonth || i.Value != 0)
                && !Speaks(new ModelRow(i.Key.Code, region, i.Key.Number, i.Value))
                && !(missingIsPaid && i.Value != 0)
            );
            positions[(department, region, period)] = kept.ToDictionary(i => i.Key, i => i.Value);
        }

        foreach (var row in rows)
        {
            positions[(department, row.Region, period)][(row.Code, row.Number)] = row.Paise;
            if (isLatest || !regionOf.ContainsKey(row.Code))
                regionOf[row.Code] = row.Region;
        }
    }

    public static bool IsBucket(string number) => number.StartsWith("Balance ", StringComparison.Ordinal);

    private Dictionary<(string Code, string Number), long>? Latest(int department, string region, int period) =>
        positions
            .Where(p => p.Key.Department == department && p.Key.Region == region && p.Key.Period <= period)
            .OrderBy(p => p.Key.Period)
            .LastOrDefault()
            .Value;
}
