using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Movement;

/// <summary>What one upload changed, and what lies between two of the same month.</summary>
public sealed class UploadDiffTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly Period April = new(2026, 4);
    private static readonly CurrentUser Engineer = new(
        77,
        "Ravi",
        "Engineer",
        new HashSet<string> { "outstanding:read" },
        new Scope(["pune"], null, true)
    );

    public static TheoryData<TestProvider, int> Seeds =>
        new(
            Enum.GetValues<TestProvider>()
                .SelectMany(provider =>
                    Enumerable.Range(301, provider == TestProvider.Sqlite ? 4 : 2).Select(seed => (provider, seed))
                )
        );

    [Theory, EachDatabase]
    public async Task An_upload_is_compared_with_what_stood_before_it(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var uploads = await UploadAsync(fixture);
        // The first sheet of the month took the place of March.
        var first = await ReadAsync(fixture, new UploadPair(uploads[0], null));
        Assert.Equal((1_500_00, 1_400_00), (first.Opening.Paise, first.Closing.Paise));
        Assert.Equal(["A-1 -100"], Changes(first));
        // The correction of one region leaves the other out.
        var second = await ReadAsync(fixture, new UploadPair(uploads[1], null));
        Assert.Equal((500_00, 710_00), (second.Opening.Paise, second.Closing.Paise));
        Assert.Equal(["N-1 260", "A-1 -50"], Changes(second));
        Assert.Equal("mumbai", Assert.Single(await RegionsAsync(fixture, new UploadPair(uploads[1], null))).Region);
        var third = await ReadAsync(fixture, new UploadPair(uploads[2], null));
        Assert.Equal(["P-1 7"], Changes(third));

        var both = await ReadAsync(fixture, new UploadPair(uploads[2], uploads[0]));
        Assert.Equal((1_400_00, 1_617_00), (both.Opening.Paise, both.Closing.Paise));
        Assert.Equal(["N-1 260", "A-1 -50", "P-1 7"], Changes(both));
        Assert.Equal((both.Opening, both.Closing), (both.Matrix.Opening.Amount, both.Matrix.Closing.Amount));
        Assert.False(both.FirstCoverage.IsPartial || both.LastCoverage.IsPartial);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_refused()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var uploads = await UploadAsync(fixture);
        var queries = fixture.Get<MovementQueries>();
        Assert.Equal(
            uploads,
            (await queries.UploadsAsync(CurrentUser.System, April, default)).Select(u => u.Id).ToArray()
        );
        Assert.Equal(
            (
                ErrorKind.Invalid,
                $"Upload #{uploads[2]} was committed after #{uploads[0]}. Choose the earlier upload first."
            ),
            await RefusalAsync(() => ReadAsync(fixture, new UploadPair(uploads[0], uploads[2])))
        );
        // That of March is none of April.
        Assert.Equal(
            (ErrorKind.Invalid, "Upload #1 wrote nothing of Apr-26 here."),
            await RefusalAsync(() => ReadAsync(fixture, new UploadPair(uploads[0], 1)))
        );

        // An upload of a region that a person does not see is none to them.
        Assert.Equal(
            [uploads[0], uploads[2]],
            (await queries.UploadsAsync(Engineer, April, default)).Select(u => u.Id).ToArray()
        );
        Assert.Equal(
            ErrorKind.Invalid,
            (await RefusalAsync(() => queries.MonthOfAsync(Engineer, uploads[1], default))).Kind
        );
        Assert.Equal(
            ErrorKind.Invalid,
            (await RefusalAsync(() => ReadAsync(fixture, new UploadPair(uploads[1], null), Engineer))).Kind
        );
        var theirs = await ReadAsync(fixture, new UploadPair(uploads[2], uploads[0]), Engineer);
        Assert.Equal((900_00, 907_00), (theirs.Opening.Paise, theirs.Closing.Paise));

        // An upload that was undone changed nothing.
        await fixture.Imports.UndoAsync(CurrentUser.System, uploads[2], default);
        Assert.Equal(
            ErrorKind.Invalid,
            (await RefusalAsync(() => ReadAsync(fixture, new UploadPair(uploads[2], null)))).Kind
        );
        Assert.Equal(["N-1 260", "A-1 -50"], Changes(await ReadAsync(fixture, new UploadPair(uploads[1], null))));
    }

    /// <summary>Random sheets, each month written several times; what stood after each commit is read from the table itself.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public async Task Any_two_uploads_differ_by_what_the_table_held_after_each(TestProvider provider, int seed)
    {
        var random = new Random(seed);
        await using var fixture = await TestFixture.OpenAsync(provider);
        fixture.Clock.Advance(TimeSpan.FromDays(60));
        var model = new LedgerModel();
        List<(int Upload, Dictionary<Place, Dictionary<int, long>> Held)> states = [];
        for (var step = 0; step < 12; step++)
        {
            var upload = await RandomMonthsTests.UploadAsync(fixture, model, random, step);
            states.Add((upload, await HeldAsync(fixture)));
        }

        var writes = await WritesAsync(fixture);
        var compared = 0;
        for (var now = 0; now < states.Count; now++)
        {
            var month = writes[states[now].Upload].First().Period;
            for (var then = -1; then < now; then++)
            {
                if (then >= 0 && writes[states[then].Upload].First().Period != month)
                    continue;
                var places = states
                    .Take((then < 0 ? now : then + 1)..(now + 1))
                    .SelectMany(s => writes[s.Upload])
                    .Where(p => p.Period == month)
                    .ToHashSet();
                var before =
                    then >= 0 ? states[then].Held
                    : now > 0 ? states[now - 1].Held
                    : [];
                var pair = new UploadPair(states[now].Upload, then < 0 ? null : states[then].Upload);
                var filter = new MovementFilter(Period.FromNumber(month), Period.FromNumber(month), Uploads: pair);
                var expected = Expected(places, before, states[now].Held, states[^1].Held);
                var view = await ReadAsync(fixture, pair, month: Period.FromNumber(month));
                var rows = view.Diff.Page.Rows.ToList();
                for (var page = 2; page <= view.Diff.Page.TotalPages; page++)
                    rows.AddRange(
                        (await ReadAsync(fixture, pair, month: Period.FromNumber(month), page: page)).Diff.Page.Rows
                    );
                Assert.True(
                    (expected.Values.Sum(e => e.Then), expected.Values.Sum(e => e.Now))
                        == (view.Opening.Paise, view.Closing.Paise),
                    $"seed {seed}, {filter}"
                );
                Assert.Equal(
                    expected
                        .Where(e => e.Value.Then != e.Value.Now)
                        .ToDictionary(e => e.Key, e => e.Value.Now - e.Value.Then),
                    rows.GroupBy(r => r.Invoice!.Id)
                        .Select(g => (g.Key, Change: g.Sum(r => r.Change.Paise)))
                        .Where(c => c.Change != 0)
                        .ToDictionary(c => c.Key, c => c.Change)
                );
                Assert.Equal((view.Opening, view.Closing), (view.Matrix.Opening.Amount, view.Matrix.Closing.Amount));
                compared++;
            }
        }

        Assert.True(compared > states.Count, $"seed {seed} compared no two uploads");
    }

    /// <summary>The amounts of the invoices in the places before and after; a place without a sheet of the month yet shows its latest earlier one.</summary>
    private static Dictionary<int, (long Then, long Now)> Expected(
        IEnumerable<Place> places,
        Dictionary<Place, Dictionary<int, long>> before,
        Dictionary<Place, Dictionary<int, long>> after,
        Dictionary<Place, Dictionary<int, long>> last
    )
    {
        var amounts = new Dictionary<int, (long Then, long Now)>();
        foreach (var place in places)
        {
            var then = before.TryGetValue(place, out var held)
                ? held
                : last.Where(p =>
                        p.Key.Department == place.Department
                        && p.Key.Region == place.Region
                        && p.Key.Period < place.Period
                    )
                    .OrderBy(p => p.Key.Period)
                    .Select(p => p.Value)
                    .LastOrDefault([]);
            foreach (var (invoice, paise) in then)
                amounts[invoice] = (
                    amounts.GetValueOrDefault(invoice).Then + paise,
                    amounts.GetValueOrDefault(invoice).Now
                );
            foreach (var (invoice, paise) in after[place])
                amounts[invoice] = (
                    amounts.GetValueOrDefault(invoice).Then,
                    amounts.GetValueOrDefault(invoice).Now + paise
                );
        }

        return amounts;
    }

    private static async Task<Dictionary<Place, Dictionary<int, long>>> HeldAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var rows = await db.Set<Snapshot>()
            .Join(
                db.Set<InvoiceBalance>(),
                s => s.Id,
                b => b.SnapshotId,
                (s, b) =>
                    new
                    {
                        s.DepartmentId,
                        s.Region,
                        s.Period,
                        b.InvoiceId,
                        b.OutstandingPaise,
                    }
            )
            .ToListAsync();
        var places = await db.Set<Snapshot>().Select(s => new Place(s.DepartmentId, s.Region, s.Period)).ToListAsync();
        var held = rows.ToLookup(r => new Place(r.DepartmentId, r.Region, r.Period));
        return places.ToDictionary(
            p => p,
            p => held[p].GroupBy(r => r.InvoiceId).ToDictionary(g => g.Key, g => g.Sum(r => r.OutstandingPaise))
        );
    }

    private static async Task<ILookup<int, Place>> WritesAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var writes = await db.Set<SnapshotWrite>()
            .Join(
                db.Set<Snapshot>(),
                w => w.SnapshotId,
                s => s.Id,
                (w, s) => new { w.BatchId, Place = new Place(s.DepartmentId, s.Region, s.Period) }
            )
            .ToListAsync();
        return writes.ToLookup(w => w.BatchId, w => w.Place);
    }

    /// <summary>March, then April: all of it, Mumbai corrected, Pune corrected.</summary>
    private static async Task<int[]> UploadAsync(TestFixture fixture)
    {
        await fixture.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Mumbai|A-1|2026-01-10|600|600", "C-3|Chetan|Pune|P-1|2026-03-20|900|900"),
            "Mar-26"
        );
        return
        [
            await fixture.UploadAsync(
                Sheet.Of(Header, "C-1|Asha|Mumbai|A-1|2026-01-10|600|500", "C-3|Chetan|Pune|P-1|2026-03-20|900|900"),
                "Apr-26"
            ),
            await fixture.UploadAsync(
                Sheet.Of(Header, "C-1|Asha|Mumbai|A-1|2026-01-10|600|450", "C-2|Bharat|Mumbai|N-1|2026-04-10|260|260"),
                "Apr-26"
            ),
            await fixture.UploadAsync(Sheet.Of(Header, "C-3|Chetan|Pune|P-1|2026-03-20|900|907"), "Apr-26"),
        ];
    }

    private static IEnumerable<string> Changes(MovementView view) =>
        view.Diff.Page.Rows.Select(r => FormattableString.Invariant($"{r.Invoice!.Number} {r.Change.Rupees:0.##}"));

    private static async Task<IEnumerable<MovementRow>> RegionsAsync(TestFixture fixture, UploadPair pair) =>
        (await ReadAsync(fixture, pair, by: MovementBy.Region)).Diff.Page.Rows;

    private static Task<MovementView> ReadAsync(
        TestFixture fixture,
        UploadPair pair,
        CurrentUser? currentUser = null,
        MovementBy by = MovementBy.Invoice,
        Period? month = null,
        int page = 1
    ) =>
        fixture
            .Get<MovementQueries>()
            .ReadAsync(
                currentUser ?? CurrentUser.System,
                new MovementFilter(month ?? April, month ?? April, Uploads: pair),
                by,
                null,
                new PageRequest(page, 100),
                default
            );

    private static async Task<(ErrorKind Kind, string Message)> RefusalAsync(Func<Task> read)
    {
        var error = await Assert.ThrowsAsync<DomainException>(read);
        return (error.Kind, error.Message);
    }

    private sealed record Place(int Department, string Region, int Period);
}
