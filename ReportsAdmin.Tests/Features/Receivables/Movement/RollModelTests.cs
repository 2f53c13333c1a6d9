using System.Globalization;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Movement;

/// <summary>Random months, compared with a matrix and a diff that are worked out in memory, without the product's queries.</summary>
public sealed class RollModelTests
{
    private static readonly string?[] Places = [null, "mumbai", "pune", "delhi"];
    private static readonly int?[] Departments = [null, 1, 2];

    public static TheoryData<TestProvider, int> Seeds =>
        new(
            Enum.GetValues<TestProvider>()
                .SelectMany(provider =>
                    Enumerable.Range(101, provider == TestProvider.Sqlite ? 8 : 4).Select(seed => (provider, seed))
                )
        );

    [Theory, MemberData(nameof(Seeds))]
    public async Task Matrix_and_diff_are_what_the_model_says(TestProvider provider, int seed)
    {
        var random = new Random(seed);
        await using var fixture = await TestFixture.OpenAsync(provider);
        // After the last month, so that each has its own day for ages.
        fixture.Clock.Advance(TimeSpan.FromDays(60));
        var model = new LedgerModel();
        var compared = 0;
        for (var step = 0; step < 10; step++)
        {
            await RandomMonthsTests.UploadAsync(fixture, model, random, step);
            if (step < 4)
                continue;
            var months = RandomMonthsTests.Months.Order().ToArray();
            var first = random.Next(months.Length - 1);
            var filter = new MovementFilter(
                Period.FromNumber(months[first]),
                Period.FromNumber(months[random.Next(first + 1, months.Length)]),
                Departments[random.Next(Departments.Length)],
                Places[random.Next(Places.Length)]
            );
            if (
                model.Positions.All(p =>
                    p.Key.Period > filter.From.Number
                    || (filter.DepartmentId is { } d && d != p.Key.Department)
                    || (filter.Region is { } r && r != p.Key.Region)
                )
            )
                continue;
            await AgreesAsync(fixture, model, filter, $"seed {seed}, step {step}, {filter}");
            compared++;
        }

        Assert.True(compared > 0, $"seed {seed} compared nothing");
    }

    private static async Task AgreesAsync(TestFixture fixture, LedgerModel model, MovementFilter filter, string when)
    {
        var items = Items(model, filter);
        var expected = MatrixOf(items);
        var view = await ReadAsync(fixture, filter, MovementBy.Region, null);
        Assert.True(
            expected
                .OrderBy(c => c.Key, StringComparer.Ordinal)
                .SequenceEqual(
                    view.Matrix.Cells.Select(c =>
                            KeyValuePair.Create(c.Key.ToString(), (c.Value.Amount.Paise, c.Value.Invoices))
                        )
                        .OrderBy(c => c.Key, StringComparer.Ordinal)
                ),
            $"{when}\nmodel: {string.Join(" ", expected.OrderBy(c => c.Key, StringComparer.Ordinal))}\nquery: {string.Join(" ", view.Matrix.Cells.OrderBy(c => c.Key.ToString(), StringComparer.Ordinal).Select(c => $"[{c.Key}, ({c.Value.Amount.Paise}, {c.Value.Invoices})]"))}"
        );

        await TiesAsync(fixture, filter, view, when);

        var regions = items
            .SelectMany(i => (Place[])[new(i.ThenRegion, i.Then, 0), new(i.NowRegion, 0, i.Now)])
            .Where(p => p.Region is not null)
            .GroupBy(p => p.Region!)
            .Select(g => $"{g.Key} {g.Sum(p => p.Then)} {g.Sum(p => p.Now)}");
        Assert.Equal(
            regions.Order(StringComparer.Ordinal),
            view.Diff.Page.Rows.Select(r => $"{r.Region} {r.Then.Paise} {r.Now.Paise}").Order(StringComparer.Ordinal)
        );
        var customers = (await AllAsync(fixture, filter, MovementBy.Customer, null))
            .Select(r => $"{r.Customer!.Code} {r.Then.Paise} {r.Now.Paise} {r.Invoices}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            items
                .GroupBy(i => i.Code)
                .Where(g => g.Sum(i => i.Then) != g.Sum(i => i.Now))
                .Select(g => $"{g.Key} {g.Sum(i => i.Then)} {g.Sum(i => i.Now)} {g.Count()}")
                .Order(StringComparer.Ordinal),
            customers
        );
        var invoices = await AllAsync(fixture, filter, MovementBy.Invoice, null);
        Assert.Equal(
            items.Where(i => i.Then != i.Now).Select(Line).Order(StringComparer.Ordinal),
            invoices.Select(Line).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            invoices.Select(r => Math.Abs(r.Change.Paise)).OrderDescending(),
            invoices.Select(r => Math.Abs(r.Change.Paise))
        );

        foreach (var cell in expected.Keys)
            Assert.Equal(
                items.Where(i => CellsOf(i).Any(c => c.Cell == cell)).Select(Line).Order(StringComparer.Ordinal),
                (await AllAsync(fixture, filter, MovementBy.Invoice, RollCell.Parse(cell)))
                    .Select(Line)
                    .Order(StringComparer.Ordinal)
            );
    }

    /// <summary>Rows and columns are the ageing that the dashboard and reports show; every diff is the difference of the totals.</summary>
    private static async Task TiesAsync(TestFixture fixture, MovementFilter filter, MovementView view, string when)
    {
        foreach (
            var (month, of) in ((Period, Func<AgeBucket, RollAmount>)[])
                [(filter.From, view.Matrix.Then), (filter.To, view.Matrix.Now)]
        )
        {
            var ageing = (
                await fixture
                    .Get<AgeingQueries>()
                    .GroupedAsync(
                        CurrentUser.System,
                        new ReceivablesFilter(month, filter.DepartmentId, filter.Region),
                        ["region"],
                        default
                    )
            ).Aggregate(AgeingAmounts.None, (sum, g) => sum + g.Ageing);
            var dashboard = await fixture.Outstanding.DashboardAsync(
                CurrentUser.System,
                new ReceivablesFilter(month, filter.DepartmentId, filter.Region),
                default
            );
            foreach (var bucket in Enum.GetValues<AgeBucket>())
            {
                Assert.True(ageing[bucket] == of(bucket).Amount, $"{when}: {bucket} of {month}");
                Assert.Equal(new Money(dashboard.Ageing.Sum(a => a.Amounts[bucket].Paise)), of(bucket).Amount);
            }

            Assert.Equal(dashboard.Figures.Outstanding, month == filter.From ? view.Opening : view.Closing);
        }

        Assert.Equal((view.Opening, view.Closing), (view.Matrix.Opening.Amount, view.Matrix.Closing.Amount));
        foreach (var by in Enum.GetValues<MovementBy>())
            Assert.Equal(view.Closing - view.Opening, (await ReadAsync(fixture, filter, by, null)).Diff.Change);
    }

    private static Task<MovementView> ReadAsync(
        TestFixture fixture,
        MovementFilter filter,
        MovementBy by,
        RollCell? cell,
        int page = 1,
        int size = 100
    ) =>
        fixture
            .Get<MovementQueries>()
            .ReadAsync(CurrentUser.System, filter, by, cell, new PageRequest(page, size), default);

    /// <summary>All rows, in pages of seven.</summary>
    private static async Task<List<MovementRow>> AllAsync(
        TestFixture fixture,
        MovementFilter filter,
        MovementBy by,
        RollCell? cell
    )
    {
        var rows = new List<MovementRow>();
        for (var page = 1; ; page++)
        {
            var diff = (await ReadAsync(fixture, filter, by, cell, page, 7)).Diff;
            rows.AddRange(diff.Page.Rows);
            if (page >= diff.Page.TotalPages)
            {
                Assert.Equal(diff.Page.Total, rows.Count);
                Assert.Equal(
                    (rows.Sum(r => r.Then.Paise), rows.Sum(r => r.Now.Paise)),
                    (diff.Then.Paise, diff.Now.Paise)
                );
                return rows;
            }
        }
    }

    private static string Line(Item i) =>
        $"{i.Code} {i.Number} {i.ThenBucket ?? "-"} {i.NowBucket ?? "-"} {i.Then} {i.Now}";

    private static string Line(MovementRow r) =>
        $"{r.Customer!.Code} {r.Invoice!.Number} {KeyOf(r.Invoice.Then)} {KeyOf(r.Invoice.Now)} {r.Then.Paise} {r.Now.Paise}";

    private static string KeyOf(AgeBucket? bucket) => bucket is { } b ? AgeingScheme.Standard.Labels[(int)b] : "-";

    private sealed record Place(string? Region, long Then, long Now);

    private sealed record Item(
        string Code,
        string Number,
        string? ThenRegion,
        string? NowRegion,
        long Then,
        long Now,
        string? ThenBucket,
        string? NowBucket
    );

    /// <summary>The open items of both months by customer, number and the order of their regions.</summary>
    private static List<Item> Items(LedgerModel model, MovementFilter filter)
    {
        var (then, now) = (OpenAt(model, filter, filter.From), OpenAt(model, filter, filter.To));
        return
        [
            .. then
                .Keys.Union(now.Keys)
                .Select(key =>
                {
                    var (was, isNow) = (then.GetValueOrDefault(key), now.GetValueOrDefault(key));
                    return new Item(
                        key.Code,
                        key.Number,
                        was?.Region,
                        isNow?.Region,
                        was?.Paise ?? 0,
                        isNow?.Paise ?? 0,
                        was is null ? null : BucketOf(key.Number, filter.From),
                        isNow is null ? null : BucketOf(key.Number, filter.To)
                    );
                }),
        ];
    }

    private static Dictionary<(string Code, string Number, string Place), ModelRow> OpenAt(
        LedgerModel model,
        MovementFilter filter,
        Period month
    ) =>
        ((int[])[1, 2])
            .Where(d => filter.DepartmentId is null || filter.DepartmentId == d)
            .SelectMany(d => model.Open(d, month.Number))
            .Where(r => filter.Region is null || filter.Region == r.Region)
            .GroupBy(r => (r.Code, r.Number))
            .SelectMany(g => g.OrderBy(r => r.Region, StringComparer.Ordinal).Select((r, at) => (Row: r, At: at)))
            .ToDictionary(x => (x.Row.Code, x.Row.Number, x.At == 0 ? "" : x.Row.Region), x => x.Row);

    /// <summary>Numbers of two characters have no date, the others one in November 2025 by their last digit.</summary>
    private static string BucketOf(string number, Period month)
    {
        if (LedgerModel.IsBucket(number))
            return number["Balance ".Length..];
        if (number.Length == 2)
            return "unclassified";
        var days =
            month.LastDay.DayNumber
            - DateOnly.ParseExact("2025-11-2" + number[^1], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
        return days <= 30 ? "0-30"
            : days <= 90 ? "31-90"
            : days <= 180 ? "91-180"
            : days <= 365 ? "181-365"
            : ">365";
    }

    private static Dictionary<string, (long Paise, int Invoices)> MatrixOf(List<Item> items) =>
        items.SelectMany(CellsOf).GroupBy(c => c.Cell).ToDictionary(g => g.Key, g => (g.Sum(c => c.Paise), g.Count()));

    private static IEnumerable<(string Cell, long Paise)> CellsOf(Item item)
    {
        if (item.ThenBucket is null)
            return [($"new:{item.NowBucket}", item.Now)];
        if (item.NowBucket is null)
            return [($"{item.ThenBucket}:gone", item.Then)];
        var stays = ($"{item.ThenBucket}:{item.NowBucket}", Math.Min(item.Then, item.Now));
        return item.Now < item.Then ? [stays, ($"{item.ThenBucket}:received", item.Then - item.Now)]
            : item.Now > item.Then ? [stays, ($"grown:{item.NowBucket}", item.Now - item.Then)]
            : [stays];
    }
}
