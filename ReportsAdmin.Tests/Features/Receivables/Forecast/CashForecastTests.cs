using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Forecast;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Forecast;

/// <summary>Forecasts of small books that can be worked out on paper, and of random ones that are worked out once more. Today is 15 May 2026.</summary>
public sealed class CashForecastTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    public static TheoryData<TestProvider, int> Seeds =>
        new(
            Enum.GetValues<TestProvider>()
                .SelectMany(p => Enumerable.Range(1, p == TestProvider.Sqlite ? 8 : 4).Select(seed => (p, seed)))
        );

    [Theory, EachDatabase]
    public async Task Each_customer_is_forecast_at_their_own_pace_and_the_last_forecast_is_held_against_the_sheet(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        // Asha pays half of what she owes each month, Bharat nothing; Chetan is new in April.
        await UploadAsync(fixture, "Feb-26", ("C-1", "Mumbai", 800), ("C-2", "Mumbai", 1000));
        await UploadAsync(fixture, "Mar-26", ("C-1", "Mumbai", 400), ("C-2", "Mumbai", 1000));
        await UploadAsync(fixture, "Apr-26", ("C-1", "Mumbai", 240), ("C-2", "Mumbai", 1000), ("C-3", "Mumbai", 600));

        var forecast = await ReadAsync(fixture);
        Assert.Equal(new Period(2026, 4), forecast.From);
        var asha = forecast.Page.Rows.Single(r => r.Code == "C-1");
        // (400 + 160) of (800 + 400).
        Assert.Equal((46.7m, true), (asha.PacePercent, asha.IsOwnPace));
        Assert.Equal([112m, 59.73m, 31.86m], asha.Expected.Select(e => e.Rupees));
        var bharat = forecast.Page.Rows.Single(r => r.Code == "C-2");
        Assert.Equal((0m, true, 0m), (bharat.PacePercent, bharat.IsOwnPace, bharat.Expected[0].Rupees));
        // 560 of (1800 + 1400), which is what came in in Mumbai.
        var chetan = forecast.Page.Rows.Single(r => r.Code == "C-3");
        Assert.Equal((17.5m, false, 105m), (chetan.PacePercent, chetan.IsOwnPace, chetan.Expected[0].Rupees));
        Assert.Equal(217m, forecast.Months[0].Expected.Rupees);
        Assert.Equal(1840m, forecast.Owed.Rupees);
        Assert.Equal(forecast.Owed.Paise, forecast.Later.Paise + forecast.Months.Sum(m => m.Expected.Paise));

        // For April: half of 400, for 160 came in; there was nothing to forecast March from.
        var held = Assert.Single(forecast.Past);
        Assert.Equal(
            (new Period(2026, 4), 200m, 160m, 25m),
            (held.Month, held.Expected.Rupees, held.Received.Rupees, held.ErrorPercent)
        );
        Assert.Equal((200m, 160m), (asha.Last!.Expected.Rupees, asha.Last.Received.Rupees));
        Assert.Equal((0m, 0m), (chetan.Last!.Expected.Rupees, chetan.Last.Received.Rupees));
    }

    [Theory, EachDatabase]
    public async Task What_is_in_dispute_is_not_expected_and_promises_stand_beside(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await UploadAsync(fixture, "Mar-26", ("C-1", "Mumbai", 800));
        await UploadAsync(fixture, "Apr-26", ("C-1", "Mumbai", 400));
        await using var db = fixture.Contexts.CreateDbContext();
        var invoice = await db.Set<Invoice>().SingleAsync();
        await fixture
            .Get<DisputeCommands>()
            .OpenAsync(
                CurrentUser.System,
                invoice.Id,
                new NewDispute("Quantity", Amount: Money.FromRupees(100)),
                default
            );
        await fixture
            .Get<CollectionCommands>()
            .LogAsync(
                CurrentUser.System,
                invoice.CustomerId,
                new NewContact(
                    ContactOutcome.Promised,
                    Promise: new PromiseTerms(Money.FromRupees(250), new DateOnly(2026, 6, 2))
                ),
                default
            );

        var forecast = await ReadAsync(fixture);
        var asha = Assert.Single(forecast.Page.Rows);
        Assert.Equal((300m, 100m, 150m), (asha.Owed.Rupees, asha.Disputed.Rupees, asha.Expected[0].Rupees));
        Assert.Equal([0m, 250m, 0m], forecast.Months.Select(m => m.Promised.Rupees));
        Assert.Equal(250m, asha.Promised.Rupees);
    }

    [Theory, EachDatabase]
    public async Task The_first_sheets_have_no_forecast_and_say_so(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        Assert.Equal(0, (await ReadAsync(fixture)).Page.Total);
        await UploadAsync(fixture, "Apr-26", ("C-1", "Mumbai", 800));
        var forecast = await ReadAsync(fixture);
        var asha = Assert.Single(forecast.Page.Rows);
        Assert.Null(asha.PacePercent);
        Assert.Equal((800m, 800m, 0m), (forecast.Owed.Rupees, forecast.Later.Rupees, asha.Expected[0].Rupees));
        Assert.Empty(forecast.Past);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task A_forecast_of_then_is_the_one_that_is_held_against_the_next_sheet(TestProvider provider, int seed)
    {
        var random = new Random(seed);
        await using var fixture = await TestFixture.OpenAsync(provider);
        var first = new Period(2025, 6);
        CashForecast? before = null;
        for (var i = 0; i < 9; i++)
        {
            var month = first.AddMonths(i);
            await fixture.UploadAsync(Sheet.Of([Header, .. RandomRows(random)]), month.ToString());
            if (i == 0)
                continue;
            var forecast = await ReadAsync(fixture);
            Assert.Equal(month, forecast.From);
            if (before is not null)
            {
                var held = forecast.Past[^1];
                Assert.Equal((month, before.Months[0].Expected), (held.Month, held.Expected));
                Assert.Equal(await RecoveredAsync(fixture, month), held.Received.Paise);
                Assert.Equal(held.Expected.Paise, forecast.Page.Rows.Sum(r => r.Last!.Expected.Paise));
                Assert.Equal(held.Received.Paise, forecast.Page.Rows.Sum(r => r.Last!.Received.Paise));
                // As it was then, before the sheet came.
                var again = await ReadAsync(fixture, new CollectionFilter(month.AddMonths(-1)));
                Assert.Equal(before.Months.Select(m => m.Expected), again.Months.Select(m => m.Expected));
                Assert.Equal(before.Past, again.Past);
            }

            await AgreesAsync(fixture, forecast, month);
            before = forecast;
        }
    }

    /// <summary>The forecast once more, customer by customer from the tables, by the words of the decision.</summary>
    private static async Task AgreesAsync(TestFixture fixture, CashForecast forecast, Period month)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var positions = (await db.Set<Snapshot>().ToListAsync()).Where(s => s.Period <= month.Number).ToList();
        var balances = await db.Set<Balance>().ToListAsync();
        var expected = new Dictionary<int, decimal>();
        foreach (var place in positions.GroupBy(p => p.Region))
        {
            var chain = place.OrderBy(p => p.Period).ToList();
            var counted = chain
                .Zip(chain.Skip(1))
                .Where(pair => pair.Second.Period >= month.AddMonths(-5).Number)
                .ToList();
            foreach (var row in balances.Where(b => b.SnapshotId == chain[^1].Id && b.OutstandingPaise > 0))
            {
                var (owed, received) = (0m, 0m);
                foreach (var (was, now) in counted)
                {
                    var opening = balances
                        .Where(b => b.SnapshotId == was.Id && b.CustomerId == row.CustomerId)
                        .Sum(b => b.OutstandingPaise);
                    if (opening <= 0)
                        continue;
                    owed += opening;
                    received += balances
                        .Where(b => b.SnapshotId == now.Id && b.CustomerId == row.CustomerId)
                        .Sum(b => b.RecoveredPaise);
                }

                var pace =
                    owed > 0
                        ? received / owed
                        : counted.Sum(c => (decimal)c.Second.RecoveredPaise)
                            / counted.Sum(c => (decimal)c.First.OutstandingPaise);
                expected[row.CustomerId] =
                    expected.GetValueOrDefault(row.CustomerId)
                    + Math.Round(row.OutstandingPaise * Math.Min(1, pace), MidpointRounding.AwayFromZero);
            }
        }

        Assert.Equal(
            expected.Where(e => e.Value > 0).OrderBy(e => e.Key).Select(e => $"{e.Key} {e.Value:0}"),
            forecast
                .Page.Rows.Where(r => r.Expected[0].Paise > 0)
                .OrderBy(r => r.Id)
                .Select(r => $"{r.Id} {r.Expected[0].Paise}")
        );
        Assert.Equal(expected.Values.Sum(), forecast.Months[0].Expected.Paise);
    }

    private static async Task<long> RecoveredAsync(TestFixture fixture, Period month)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var number = month.Number;
        return await db.Set<Snapshot>().Where(s => s.Period == number).SumAsync(s => s.RecoveredPaise);
    }

    /// <summary>Two regions, eight customers, of whom some are missing, with one or two invoices each.</summary>
    private static IEnumerable<string> RandomRows(Random random)
    {
        yield return $"C-0|Name 0|Mumbai|I-0|2025-05-02|9000|{random.Next(1, 90) * 100}";
        yield return $"C-4|Name 4|Pune|I-4|2025-05-02|9000|{random.Next(1, 90) * 100}";
        foreach (var customer in Enumerable.Range(0, 8))
        {
            if (random.Next(4) == 0)
                continue;
            for (var invoice = 1; invoice <= random.Next(1, 3); invoice++)
                yield return $"C-{customer}|Name {customer}|{(customer < 4 ? "Mumbai" : "Pune")}|I-{customer}-{invoice}|2025-05-02|9000|{random.Next(1, 90) * 100}";
        }
    }

    private static Task<CashForecast> ReadAsync(TestFixture fixture, CollectionFilter? filter = null) =>
        fixture
            .Get<ForecastQueries>()
            .ReadAsync(CurrentUser.System, filter ?? new CollectionFilter(), new PageRequest(1, 100), default);

    private static Task<int> UploadAsync(
        TestFixture fixture,
        string month,
        params (string Code, string Region, int Owed)[] rows
    ) =>
        fixture.UploadAsync(
            Sheet.Of([
                Header,
                .. rows.Select(r => $"{r.Code}|{r.Code}|{r.Region}|S-{r.Code}|2026-01-10|{r.Owed}|{r.Owed}"),
            ]),
            month
        );
}
