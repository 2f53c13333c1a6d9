using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Import;

/// <summary>Uploads undone out of order, needed by others, and by people of some branches.</summary>
public sealed class FieldUndoTests
{
    [Theory, EachDatabase]
    public async Task What_a_later_upload_rewrote_stays_and_is_listed_until_that_goes_too(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var before = await fixture.StateAsync();
        var first = await fixture.UploadAsync(
            "distributors",
            "Distributor Code|Location|Outstanding",
            "D-01|Yard A|100",
            "D-02|Yard B|200"
        );
        var second = await fixture.UploadAsync(
            "distributors",
            "Distributor Code|Location|Outstanding",
            "D-01|Yard C|300"
        );
        Assert.Equal(
            ["D-01", "Row 2"],
            (await fixture.Imports.UndoAsync(CurrentUser.System, first, default))
                .Select(k => k.Key)
                .Order(StringComparer.Ordinal)
        );
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            Assert.Equal(
                ["Yard C", "Yard 2", "Yard 3"],
                await db.Set<Distributor>().OrderBy(d => d.Code).Select(d => d.Location).ToListAsync()
            );
            Assert.Equal([300_00L], await db.Set<PartyBalance>().Select(b => b.OutstandingPaise).ToListAsync());
        }

        Assert.Empty(await fixture.Imports.UndoAsync(CurrentUser.System, second, default));
        Assert.Equal(before, await fixture.StateAsync());
    }

    [Theory, EachDatabase]
    public async Task A_master_that_later_rows_speak_of_is_taken_back_after_them(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var distributors = await fixture.UploadAsync(
            "distributors",
            FieldSheets.Distributors,
            "D-09|New|Yard|West|Pune|MH|Satara|Pune|||"
        );
        var products = await fixture.UploadAsync("products", FieldSheets.Products, "P-09|New|Seed|||");
        var outlets = await fixture.UploadAsync(
            "outlets",
            FieldSheets.Outlets,
            "R-09|New||West|Pune|Satara|Pune|||||||"
        );
        var ledger = await fixture.UploadAsync("stock-ledger", FieldSheets.Ledger, "D-09|P-09|2026-04-01|opening|1|1|");
        var visits = await fixture.UploadAsync("visits", FieldSheets.Visits, "asha@example.com|R-09|2026-04-01||");
        foreach (var (master, user) in ((int, int)[])[(distributors, ledger), (products, ledger), (outlets, visits)])
        {
            var error = await Assert.ThrowsAsync<DomainException>(() =>
                fixture.Imports.UndoAsync(CurrentUser.System, master, default)
            );
            Assert.Equal(ErrorKind.Conflict, error.Kind);
            Assert.Contains($"Upload #{user} speaks of", error.Message, StringComparison.Ordinal);
        }

        foreach (var id in (int[])[ledger, visits, distributors, products, outlets])
            await fixture.Imports.UndoAsync(CurrentUser.System, id, default);
        Assert.DoesNotContain(await fixture.StateAsync(), l => l.Contains("-09", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Random_histories_of_masters_and_ledger_end_as_a_pile_of_writes_says(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var random = new Random(11);
        var (names, amounts) = (new Pile(), new Pile());
        foreach (var code in (string[])["D-01", "D-02", "D-03"])
            names.Write(0, code, "start");
        var standing = new List<(int Id, bool IsMaster)>();
        for (var step = 0; step < 40; step++)
        {
            if (standing.Count > 0 && random.Next(3) == 0)
            {
                var (id, isMaster) = standing[random.Next(standing.Count)];
                var pile = isMaster ? names : amounts;
                Assert.Equal(
                    pile.Covered(id),
                    (await fixture.Imports.UndoAsync(CurrentUser.System, id, default)).Count
                );
                pile.Undo(id);
                standing.RemoveAll(s => s.Id == id);
            }
            else if (random.Next(2) == 0)
            {
                var rows = Enumerable
                    .Range(1, 12)
                    .Where(_ => random.Next(3) == 0)
                    .Select(n => (Code: $"D-{n:00}", Place: $"Place {random.Next(3)}"))
                    .ToList();
                if (rows.Count == 0)
                    continue;
                var id = await fixture.UploadAsync(
                    "distributors",
                    [
                        FieldSheets.Distributors,
                        .. rows.Select(r => $"{r.Code}|Name|{r.Place}|West|Pune|MH|Satara|Pune|||"),
                    ]
                );
                foreach (var (code, place) in rows)
                    names.Write(id, code, place);
                standing.Add((id, true));
            }
            else
            {
                var rows = Enumerable
                    .Range(1, 12)
                    .Where(_ => random.Next(3) == 0)
                    .Select(n => (Day: n, Volume: random.Next(1, 4)))
                    .ToList();
                if (rows.Count == 0)
                    continue;
                var id = await fixture.UploadAsync(
                    "stock-ledger",
                    [FieldSheets.Ledger, .. rows.Select(r => $"D-01|P-01|2026-04-{r.Day:00}|sale|{r.Volume}|1|")]
                );
                foreach (var (day, volume) in rows)
                    amounts.Write(id, $"2026-04-{day:00}", $"{volume}000");
                standing.Add((id, false));
            }

            await using var db = fixture.Contexts.CreateDbContext();
            Assert.Equal(
                names.Lines.Select(l => l.Replace(" start", "", StringComparison.Ordinal)),
                (await db.Set<Distributor>().OrderBy(d => d.Code).ToListAsync()).Select(d =>
                    d.Location.StartsWith("Yard", StringComparison.Ordinal) ? d.Code : $"{d.Code} {d.Location}"
                )
            );
            Assert.Equal(
                amounts.Lines,
                (await db.Set<StockMovement>().OrderBy(m => m.Day).ToListAsync()).Select(m =>
                    $"{m.Day:yyyy-MM-dd} {m.VolumeMilli}"
                )
            );
        }
    }

    [Theory, EachDatabase]
    public async Task Rows_outside_ones_branches_are_errors(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var pune = FieldSheets.Of("pune");
        async Task<List<string>> SaidAsync(string kind, params string[] lines) =>
            await fixture.SaidAsync(await fixture.StageAsync(kind, pune, lines), pune);
        Assert.Equal(
            [
                "Changed Location: Yard 1 → Yard 9",
                "Error The distributor D-03 is outside your branches.",
                "Error Mumbai is outside your branches.",
                "New",
            ],
            await SaidAsync(
                "distributors",
                FieldSheets.Distributors,
                "D-01||Yard 9||||||||",
                "D-03||Yard 9||||||||",
                "D-02|||||||Mumbai|||",
                "D-08|New|Yard|West|Pune|MH|Satara||||"
            )
        );
        Assert.Equal(
            ["Error Products are the whole company's: only those who see every branch may change them."],
            await SaidAsync("products", FieldSheets.Products, "P-01|Other||||")
        );
        Assert.Equal(
            ["Error The outlet R-02 is outside your branches."],
            await SaidAsync("outlets", FieldSheets.Outlets, "R-02|Other||||||||||||")
        );
        Assert.Equal(
            ["New", "Error The distributor D-03 is outside your branches."],
            await SaidAsync(
                "stock-ledger",
                FieldSheets.Ledger,
                "D-01|P-01|2026-04-01|sale|1|1|",
                "D-03|P-01|2026-04-01|sale|1|1|"
            )
        );
        Assert.Equal(
            ["New", "Error The outlet R-02 is outside your branches."],
            await SaidAsync(
                "outlet-purchases",
                FieldSheets.Purchases,
                "R-01|P-01|2026-04-01|1|1",
                "R-02|P-01|2026-04-01|1|1"
            )
        );
        Assert.Equal(
            ["New", "Error Unknown person of the field team 'usha@example.com'."],
            await SaidAsync(
                "visits",
                FieldSheets.Visits,
                "asha@example.com|R-01|2026-04-01||",
                "usha@example.com|R-01|2026-04-01||"
            )
        );
        Assert.Equal(
            ["New", "Error Unknown person of the field team 'usha@example.com'."],
            await SaidAsync("visit-targets", FieldSheets.Targets, "asha@example.com||1", "usha@example.com||1")
        );
    }

    [Fact]
    public async Task Uploads_of_the_whole_company_do_not_exist_for_others_who_see_some_branches()
    {
        await using var fixture = await FieldSheets.SeedAsync();
        var pune = FieldSheets.Of("pune");
        Assert.Equal(0, (await fixture.Uploads.HistoryAsync(pune, null, null, new PageRequest(1, 10), default)).Total);
        Assert.Equal(
            ErrorKind.NotFound,
            (await Assert.ThrowsAsync<DomainException>(() => fixture.Imports.UndoAsync(pune, 1, default))).Kind
        );
        var own = await fixture.StageAsync("distributors", pune, FieldSheets.Distributors, "D-01||Yard 9||||||||");
        Assert.Equal(
            [own],
            (await fixture.Uploads.HistoryAsync(pune, null, null, new PageRequest(1, 10), default)).Rows.Select(r =>
                r.Id
            )
        );
    }

    [Fact]
    public async Task A_month_in_the_future_is_refused_and_the_running_one_owes_as_of_today()
    {
        await using var fixture = await FieldSheets.SeedAsync();
        var future = await fixture.StageAsync(
            "distributors",
            Sheet.Of("Distributor Code|Outstanding", "D-01|5"),
            period: 202606
        );
        Assert.Equal(
            (ImportState.Refused, "This month lies in the future."),
            (await fixture.Uploads.DetailsAsync(CurrentUser.System, future, default)) is var d
                ? (d.State, d.Failure)
                : default
        );
        var running = await fixture.StageAsync(
            "distributors",
            Sheet.Of("Distributor Code|Outstanding", "D-01|5"),
            period: 202605
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, running, null, ErrorRows.Refuse, default);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(new DateOnly(2026, 5, 15), Assert.Single(await db.Set<PartyBalance>().ToListAsync()).Day);
    }

    [Theory, EachDatabase]
    public async Task A_balance_changes_from_what_was_owed_last_and_an_equal_one_is_not_written(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var march = await fixture.StageAsync(
            "distributors",
            Sheet.Of("Distributor Code|Outstanding|Overdue", "D-01|100|10", "D-02|200|"),
            period: 202603
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, march, null, ErrorRows.Refuse, default);
        var april = await fixture.StageAsync(
            "distributors",
            Sheet.Of("Distributor Code|Outstanding|Overdue", "D-01|150|", "D-02|200|"),
            period: 202604
        );
        Assert.Equal(["Changed Outstanding: 100.00 → 150.00", "Unchanged"], await fixture.SaidAsync(april));
        Assert.Equal(50_00, (await fixture.PreviewAsync(april))[0].Delta.Paise);
        await fixture.Imports.CommitAsync(CurrentUser.System, april, null, ErrorRows.Refuse, default);
        await using (var db = fixture.Contexts.CreateDbContext())
            Assert.Equal(
                [100_00L, 200_00L, 150_00L],
                await db.Set<PartyBalance>()
                    .OrderBy(b => b.Day)
                    .ThenBy(b => b.OutstandingPaise)
                    .Select(b => b.OutstandingPaise)
                    .ToListAsync()
            );
        await fixture.Imports.UndoAsync(CurrentUser.System, april, default);
        await using (var db = fixture.Contexts.CreateDbContext())
            Assert.Equal(
                [100_00L, 200_00L],
                await db.Set<PartyBalance>()
                    .OrderBy(b => b.OutstandingPaise)
                    .Select(b => b.OutstandingPaise)
                    .ToListAsync()
            );
    }

    /// <summary>For each row the writes that stand, the latest on top.</summary>
    private sealed class Pile
    {
        private readonly SortedDictionary<string, List<(int Upload, string Value)>> rows = new(StringComparer.Ordinal);

        public IEnumerable<string> Lines => rows.Select(r => $"{r.Key} {r.Value[^1].Value}");

        /// <summary>A row that says what stands already writes nothing.</summary>
        public void Write(int upload, string key, string value)
        {
            if (!rows.TryGetValue(key, out var pile))
                rows[key] = pile = [];
            if (pile.Count == 0 || pile[^1].Value != value)
                pile.Add((upload, value));
        }

        public int Covered(int upload) =>
            rows.Values.Count(p => p.Exists(w => w.Upload == upload) && p[^1].Upload != upload);

        public void Undo(int upload)
        {
            foreach (var (key, pile) in rows.ToList())
            {
                pile.RemoveAll(w => w.Upload == upload);
                if (pile.Count == 0)
                    rows.Remove(key);
            }
        }
    }
}
