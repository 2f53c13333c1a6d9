namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>What the model knows of one open item of a month.</summary>
internal sealed record TruthItem(int Department, string Region, string Code, string Number, long Paise);

/// <summary>The position of one department and region at a month's end.</summary>
internal readonly record struct Place(int Department, string Region, int Period);

/// <summary>
/// The receivables worked out in memory and without the product's code: uploads, undos, payments and their reversals. Codes
/// are <c>D1-0</c>: the digit is the department.
/// </summary>
internal sealed class TruthModel
{
    private readonly Dictionary<Place, Dictionary<(string Code, string Number), Owed>> positions = [];
    private readonly Dictionary<string, string> homes = [];
    private readonly Dictionary<(string Code, string Number), bool> paid = [];

    private readonly record struct Owed(long Paise, long Settled);

    public IReadOnlyCollection<string> Codes => homes.Keys;

    public IReadOnlyCollection<Place> Places => positions.Keys;

    /// <summary>Every invoice that is stored, and whether it counts as paid.</summary>
    public IReadOnlyDictionary<(string Code, string Number), bool> Invoices => paid;

    public int? Latest => positions.Count == 0 ? null : positions.Keys.Max(p => p.Period);

    public static bool IsTotal(string number) => number.StartsWith("Balance ", StringComparison.Ordinal);

    public TruthModel Copy()
    {
        var copy = new TruthModel();
        foreach (var (place, items) in positions)
            copy.positions[place] = new(items);
        foreach (var (code, region) in homes)
            copy.homes[code] = region;
        foreach (var (key, value) in paid)
            copy.paid[key] = value;
        return copy;
    }

    /// <summary>What is open at a month's end: the latest position of each department and region up to it.</summary>
    public List<TruthItem> Open(int period, int? department = null, string? region = null) =>
        [
            .. Answering(period)
                .Where(p =>
                    (department is null || p.Department == department) && (region is null || p.Region == region)
                )
                .SelectMany(p =>
                    positions[p]
                        .Where(i => i.Value.Paise != 0)
                        .Select(i => new TruthItem(p.Department, p.Region, i.Key.Code, i.Key.Number, i.Value.Paise))
                ),
        ];

    /// <summary>Who owed something between two months, or paid it between them.</summary>
    public HashSet<string> OwedBetween(int first, int last)
    {
        var within = positions.Keys.Where(p => p.Period >= first && p.Period <= last).ToList();
        return
        [
            .. Answering(first)
                .Concat(within)
                .Concat(within.Select(Before).OfType<Place>())
                .SelectMany(p => positions[p].Where(i => i.Value.Paise != 0).Select(i => i.Key.Code)),
        ];
    }

    /// <returns>The positions that the upload wrote.</returns>
    public HashSet<Place> Upload(
        int department,
        int period,
        IReadOnlyList<TruthItem> rows,
        bool byCustomer,
        bool missingIsPaid
    )
    {
        var open = Open(period, department);
        var isLatest = positions.Keys.All(p => p.Department != department || p.Period <= period);
        var named = rows.GroupBy(r => r.Code)
            .ToDictionary(g => g.Key, g => (g.First().Region, Numbers: g.Select(r => r.Number).ToHashSet()));
        bool Speaks(string code, string number) =>
            named.TryGetValue(code, out var row) && (byCustomer || IsTotal(number) || row.Numbers.Contains(number));
        bool LeavesWithItsCustomer(TruthItem item) =>
            isLatest
            && named.TryGetValue(item.Code, out var row)
            && homes.TryGetValue(item.Code, out var home)
            && home != row.Region
            && item.Region == home
            && !IsTotal(item.Number);
        var places = rows.Select(r => r.Region)
            .Concat(open.Where(i => Speaks(i.Code, i.Number) || LeavesWithItsCustomer(i)).Select(i => i.Region))
            .Select(region => new Place(department, region, period))
            .ToHashSet();
        foreach (var place in places)
            Fill(place, Speaks, missingIsPaid);
        foreach (var row in rows)
            Write(new Place(department, row.Region, period), row, isLatest);
        return places;
    }

    /// <summary>Marks an invoice as paid; nothing happens when it is, or when the latest position does not have it.</summary>
    public bool Pay((string Code, string Number) key)
    {
        if (paid[key] || Newest(key) is not { } place || place != Current(place))
            return false;
        paid[key] = true;
        Settle(place, key);
        return true;
    }

    /// <summary>Takes a payment back in the latest position; nothing happens when a sheet says that nothing is owed.</summary>
    public bool Reverse((string Code, string Number) key)
    {
        if (!paid[key] || Newest(key) is not { } place)
            return false;
        var owed = positions[place][key];
        var current = Current(place);
        var inTotal = positions[current]
            .Any(i => i.Key.Code == key.Code && IsTotal(i.Key.Number) && i.Value.Paise != 0);
        if (owed.Paise + owed.Settled == 0 || inTotal)
            return false;
        paid[key] = false;
        positions[current][key] = new Owed(owed.Paise + owed.Settled, 0);
        return true;
    }

    /// <summary>The model after the upload was undone that this one ends with.</summary>
    /// <param name="before">The model before that upload.</param>
    /// <param name="places">The positions that the upload wrote.</param>
    /// <param name="payments">The invoices that people paid or reversed since, in order.</param>
    /// <param name="edited">Invoices and customers that people ever changed: they stay.</param>
    public TruthModel Undo(
        TruthModel before,
        IReadOnlySet<Place> places,
        IReadOnlyList<((string Code, string Number) Key, bool Paid)> payments,
        IReadOnlySet<(string Code, string Number)> edited
    )
    {
        var after = before.Copy();
        foreach (var (key, value) in paid.Where(p => !after.paid.ContainsKey(p.Key) && edited.Contains(p.Key)))
            after.paid[key] = value;
        foreach (var (code, region) in homes.Where(h => edited.Any(e => e.Code == h.Key)))
            after.homes.TryAdd(code, region);
        var kept = payments.Where(p => places.Any(place => positions[place].ContainsKey(p.Key))).ToList();
        foreach (var key in kept.Select(p => p.Key).Distinct())
        {
            after.paid[key] = paid[key];
            after.Align(key);
        }

        foreach (var (key, isPaid) in payments.Except(kept))
            _ = isPaid ? after.Pay(key) : after.Reverse(key);
        return after;
    }

    private void Align((string Code, string Number) key)
    {
        if (Newest(key) is not { } place || place != Current(place))
            return;
        if (paid[key])
            Settle(place, key);
        else
            positions[place][key] = new Owed(positions[place][key].Paise + positions[place][key].Settled, 0);
    }

    private void Settle(Place place, (string Code, string Number) key)
    {
        var owed = positions[place][key];
        positions[place][key] = new Owed(0, owed.Settled + owed.Paise);
    }

    /// <summary>A position begins with what the sheet does not name: of the same month as it was, else what was open before.</summary>
    private void Fill(Place place, Func<string, string, bool> speaks, bool missingIsPaid)
    {
        var isSameMonth = positions.TryGetValue(place, out var stored);
        var standing = stored ?? (Before(place) is { } before ? positions[before] : []);
        var kept = new Dictionary<(string Code, string Number), Owed>();
        foreach (var (key, owed) in standing)
        {
            // What is settled stays on record within its month; what the sheet names itself is written over it.
            if (owed.Paise == 0 ? !isSameMonth : speaks(key.Code, key.Number))
                continue;
            if (!missingIsPaid || owed.Paise == 0)
                kept[key] = isSameMonth ? owed : new Owed(owed.Paise, 0);
            else if (!IsTotal(key.Number) && !IsOpenAfter(key, place.Period))
                paid[key] = true;
        }

        positions[place] = kept;
    }

    private void Write(Place place, TruthItem row, bool isLatest)
    {
        var key = (row.Code, row.Number);
        positions[place][key] = new Owed(row.Paise, 0);
        if (isLatest || !homes.ContainsKey(row.Code))
            homes[row.Code] = row.Region;
        if (!IsTotal(row.Number) && (isLatest || !paid.ContainsKey(key)))
            paid[key] = row.Paise == 0;
    }

    private bool IsOpenAfter((string Code, string Number) key, int period) =>
        positions.Any(p => p.Key.Period > period && p.Value.TryGetValue(key, out var owed) && owed.Paise != 0);

    private IEnumerable<Place> Answering(int period) =>
        positions
            .Keys.Where(p => p.Period <= period)
            .GroupBy(p => (p.Department, p.Region))
            .Select(g => g.MaxBy(p => p.Period));

    private Place? Before(Place place)
    {
        var earlier = positions
            .Keys.Where(p => p.Department == place.Department && p.Region == place.Region && p.Period < place.Period)
            .ToList();
        return earlier.Count == 0 ? null : earlier.MaxBy(p => p.Period);
    }

    private Place? Newest((string Code, string Number) key)
    {
        var having = positions.Where(p => p.Value.ContainsKey(key)).ToList();
        return having.Count == 0
            ? null
            : having.OrderBy(p => p.Key.Period).ThenBy(p => p.Value[key].Paise != 0).Last().Key;
    }

    private Place Current(Place place) =>
        positions.Keys.Where(p => p.Department == place.Department && p.Region == place.Region).MaxBy(p => p.Period);
}
