using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Import;

/// <summary>Sheets of the field: in, again, corrected, and back out.</summary>
public sealed class FieldImportTests
{
    [Theory, EachDatabase]
    public async Task Distributors_are_added_changed_left_alone_and_refused_row_by_row(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var id = await fixture.StageAsync(
            "distributors",
            null,
            FieldSheets.Distributors,
            "d-01|Asha & Co||||||Bangalore|no|1,234.50|200",
            "D-02||||||||||",
            "D-04|New One|Yard|West|Pune|MH|Satara|Pune|||",
            "D-04|New One|Yard|West|Pune|MH|Satara|Pune|||",
            "D-04|Other|Yard|West|Pune|MH|Satara|Pune|||",
            "D-05|Lost|Yard|West|Pune|MH|Satara|Atlantis|||",
            "D-06||Yard||Pune|MH|Satara|Pune|perhaps||",
            "|Nameless|Yard|West|Pune|MH|Satara|Pune|||",
            "D-07|Owes|Yard|West|Pune|MH|Satara|Pune|||5"
        );
        Assert.Equal(
            [
                "Changed Name: Asha Agencies → Asha & Co Branch: Pune → Bengaluru Active: yes → no Outstanding:  → 1,234.50 Overdue:  → 200.00",
                "Unchanged",
                "New",
                "Duplicate The same as row 4; counted once.",
                "Error Row 4 says something else of the same distributor code.",
                "Error 'Atlantis' is not one of the branches.",
                "Error The distributor name is blank. The zone is blank. 'perhaps' is neither yes nor no.",
                "Error The distributor code is blank.",
                "Error The row says what is overdue, but not what is outstanding.",
            ],
            await fixture.SaidAsync(id)
        );

        var before = await fixture.StateAsync();
        await fixture.Imports.CommitAsync(CurrentUser.System, id, null, ErrorRows.LeaveOut, default);
        await using var db = fixture.Contexts.CreateDbContext();
        var written = await db.Set<Distributor>().Where(d => d.WrittenBy == id).OrderBy(d => d.Code).ToListAsync();
        Assert.Equal([("D-01", 1, 2), ("D-04", id, 4)], written.Select(d => (d.Code, d.BatchId, d.SheetRow)));
        Assert.Equal("asha & co d-01", written[0].SearchText);
        Assert.Equal(fixture.Clock.GetUtcNow().UtcDateTime, written[0].UpdatedAt);
        var owed = Assert.Single(await db.Set<PartyBalance>().ToListAsync());
        Assert.Equal(
            (written[0].Id, new DateOnly(2026, 4, 30), 1_234_50, 200_00, id),
            (owed.DistributorId!.Value, owed.Day, owed.OutstandingPaise, owed.OverduePaise, owed.BatchId)
        );

        Assert.Empty(await fixture.Imports.UndoAsync(CurrentUser.System, id, default));
        Assert.Equal(before, await fixture.StateAsync());
    }

    [Theory, EachDatabase]
    public async Task Products_and_outlets_come_in_and_go_out(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var before = await fixture.StateAsync();
        var products = await fixture.StageAsync(
            "products",
            null,
            FieldSheets.Products,
            "P-01|Urea Plus 2||10 Kg||",
            "P-02|||||",
            "0003|Zinc|Fertilizer|1 Kg||",
            "P-04|Sachet|Seed|1|Nos|",
            "0003|Zinc|Fertilizer|1 Kg||"
        );
        Assert.Equal(
            [
                "Changed Name: Urea Plus → Urea Plus 2 Pack Size: 5 Kg → 10 Kg",
                "Unchanged",
                "New",
                "Error 'Nos' is not one of: Kg, Ltr.",
                "Duplicate The same as row 4; counted once.",
            ],
            await fixture.SaidAsync(products)
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, products, null, ErrorRows.LeaveOut, default);
        var outlets = await fixture.StageAsync(
            "outlets",
            null,
            FieldSheets.Outlets,
            "R-01|||||||||| 2,00,000 ||no|18500.50",
            "R-09|New Shop||West|Pune|Satara|Pune|415002|00123|||||",
            "R-10|Bad|Wholesaler|West|Pune|Satara|Pune|4150|||-5|maybe||"
        );
        Assert.Equal(
            [
                "Changed Active: yes → no Credit Limit: 1,50,000.00 → 2,00,000.00 Outstanding:  → 18,500.50 Overdue:  → 0.00",
                "New",
                "Error '4150' is not a pincode of six digits. A credit limit is not negative. 'Wholesaler' is not one of: retailer, distributor. 'maybe' is neither yes nor no.",
            ],
            await fixture.SaidAsync(outlets)
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, outlets, null, ErrorRows.LeaveOut, default);
        var state = await fixture.StateAsync();
        Assert.Contains("p 0003 Zinc zinc 0003 Fertilizer 1 Kg Kg True", state);
        Assert.Contains("o R-09 New Shop retailer pune 415002 00123  0 False True", state);

        await fixture.Imports.UndoAsync(CurrentUser.System, outlets, default);
        await fixture.Imports.UndoAsync(CurrentUser.System, products, default);
        Assert.Equal(before, await fixture.StateAsync());
    }

    [Theory, EachDatabase]
    public async Task The_ledger_is_added_corrected_and_refused_row_by_row(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var first = await fixture.UploadAsync(
            "stock-ledger",
            FieldSheets.Ledger,
            "D-01|P-01|2026-04-01|opening|100|1000|",
            "D-01|P-01|2026-04-02|sale|10.125|101.25|I-1"
        );
        var before = await fixture.StateAsync();
        var id = await fixture.StageAsync(
            "stock-ledger",
            null,
            FieldSheets.Ledger,
            "D-01|P-01|2026-04-01|Opening|100|1000|",
            "D-01|P-01|2026-04-02|sale|20.125|201.25|i-1",
            "D-01|P-01|2026-04-02|sale|10|100|I-2",
            "D-01|P-01|2026-04-02|sale|10|100|I-2",
            "D-01|P-01|2026-04-02|sale|11|100|I-2",
            "D-01|P-01|2026-04-03|adjustment|-2.5|-25|",
            "D-02|P-01|2026-04-03|liquidation|5|50|",
            "D-09|P-01|2026-04-03|sale|5|50|",
            "D-01|P-09|2026-04-03|sale|5|50|",
            "D-01|P-01|2026-05-16|sale|5|50|",
            "D-01|P-01|2026-04-03|sale|-5|-50|",
            "D-01|P-01|2026-04-03|gift|5|50|",
            "D-01|P-01|2026-04-03|sale|0|0|",
            "D-01|P-01||sale|1.2345 x|50|"
        );
        Assert.Equal(
            [
                "Unchanged",
                "Changed Volume: 10.125 → 20.125 Value: 101.25 → 201.25",
                "New",
                "Duplicate The same as row 4; counted once.",
                "Error Row 4 says something else of the same distributor code.",
                "New",
                "New",
                "Error Unknown distributor 'D-09'.",
                "Error Unknown product 'P-09'.",
                "Error The date lies in the future.",
                "Error A sale is written without a minus; only an adjustment may have one. A sale is written without a minus; only an adjustment may have one.",
                "Error 'gift' is not one of: opening, sale, liquidation, adjustment.",
                "Error Neither volume nor value: nothing moved.",
                "Error '1.2345 x' is not a number. The date is blank.",
            ],
            await fixture.SaidAsync(id)
        );
        Assert.Contains(
            "D-02 · P-01 by 5.",
            Assert.Single((await fixture.Uploads.DetailsAsync(CurrentUser.System, id, default)).Remarks, r =>
                r.StartsWith("After this sheet", StringComparison.Ordinal)
            ),
            StringComparison.Ordinal
        );

        await fixture.Imports.CommitAsync(CurrentUser.System, id, null, ErrorRows.LeaveOut, default);
        var figures = (
            await fixture
                .Get<SalesQueries>()
                .DistributorsAsync(
                    CurrentUser.System,
                    new SalesFilter(new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30)),
                    new PageRequest(1, 10),
                    default
                )
        ).Stock;
        Assert.Equal(
            (100_000, 30_125, 5_000, -2_500),
            (
                figures.Opening.VolumeMilli,
                figures.Sales.VolumeMilli,
                figures.Liquidation.VolumeMilli,
                figures.Adjusted.VolumeMilli
            )
        );
        await fixture.Imports.UndoAsync(CurrentUser.System, id, default);
        Assert.Equal(before, await fixture.StateAsync());

        await fixture.Imports.UndoAsync(CurrentUser.System, first, default);
        Assert.DoesNotContain(await fixture.StateAsync(), l => l.StartsWith("m ", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Purchases_visits_and_targets_come_in_and_go_out(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var before = await fixture.StateAsync();
        var purchases = await fixture.StageAsync(
            "outlet-purchases",
            null,
            FieldSheets.Purchases,
            "R-01|P-01|2026-04-03|12.5|1500",
            "R-01|P-01|2026-04-03|12.5|1500",
            "R-01|P-01|2026-04-03|13|1500",
            "R-02|P-02|2026-04-03|-1|5",
            "R-9|P-02|2026-04-03|1|5"
        );
        Assert.Equal(
            [
                "New",
                "Duplicate The same as row 2; counted once.",
                "Error Row 2 says something else of the same outlet code.",
                "Error A purchase is not negative.",
                "Error Unknown outlet 'R-9'.",
            ],
            await fixture.SaidAsync(purchases)
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, purchases, null, ErrorRows.LeaveOut, default);
        var visits = await fixture.StageAsync(
            "visits",
            null,
            FieldSheets.Visits,
            "ASHA@example.com|R-01|2026-04-03|10:30|25",
            "asha@example.com|R-01|2026-04-03|2:05 pm|15",
            "usha@example.com|R-02|03/04/2026 09:15||",
            "nobody@example.com|R-01|2026-04-03||5",
            "asha@example.com|R-01|2026-05-16|10:30|5",
            "asha@example.com|R-01|2026-04-03|noonish|5",
            "asha@example.com|R-01|2026-04-03|11:00|-5"
        );
        Assert.Equal(
            [
                "New",
                "New",
                "New",
                "Error Unknown person of the field team 'nobody@example.com'.",
                "Error The visit lies in the future.",
                "Error 'noonish' is not a time of day.",
                "Error '-5' is not the length of a visit in minutes.",
            ],
            await fixture.SaidAsync(visits)
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, visits, null, ErrorRows.LeaveOut, default);
        var targets = await fixture.StageAsync(
            "visit-targets",
            null,
            FieldSheets.Targets,
            "asha@example.com||120",
            "asha@example.com|May 2026|130",
            "usha@example.com|Smarch|1",
            "usha@example.com||-1",
            "usha@example.com||1.5"
        );
        Assert.Equal(
            [
                "New",
                "New",
                "Error 'Smarch' is not a month.",
                "Error '-1' is not a number of visits.",
                "Error 1.5 is not a whole number.",
            ],
            await fixture.SaidAsync(targets)
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, targets, null, ErrorRows.LeaveOut, default);

        // India is five and a half hours ahead.
        var state = (await fixture.StateAsync())
            .Select(s => string.Join(' ', s.Split(' ').Where((_, i) => i != 1)))
            .ToList();
        Assert.Equal(["u 1 2026-04-03 12500 150000"], state.Where(s => s[0] == 'u'));
        Assert.Equal(
            ["v 1 2026-04-03 05:00 25", "v 1 2026-04-03 08:35 15", "v 2 2026-04-03 03:45 0"],
            state.Where(s => s[0] == 'v').Order(StringComparer.Ordinal)
        );
        Assert.Equal(["t 202604 120", "t 202605 130"], state.Where(s => s[0] == 't').Order(StringComparer.Ordinal));
        var again = await fixture.StageAsync(
            "visit-targets",
            null,
            FieldSheets.Targets,
            "asha@example.com|Apr-26|125",
            "asha@example.com|2026-05|130"
        );
        Assert.Equal(["Changed Visits: 120 → 125", "Unchanged"], await fixture.SaidAsync(again));
        await fixture.Imports.CommitAsync(CurrentUser.System, again, null, ErrorRows.Refuse, default);
        foreach (var id in (int[])[again, targets, visits, purchases])
            Assert.Empty(await fixture.Imports.UndoAsync(CurrentUser.System, id, default));
        Assert.Equal(before, await fixture.StateAsync());
    }
}
