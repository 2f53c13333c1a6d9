using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>Nobody uploads, sees or undoes beyond his departments and regions.</summary>
public sealed class UploadScopeTests
{
    private static readonly byte[] March = Sheet.Of(
        StagedUploads.ByInvoice,
        "C1|Asha|Mumbai|I1||10|10",
        "C2|Usha|Pune|I2||20|20",
        "C3|Nisha|Pune|I3||30|30"
    );

    [Theory, EachDatabase]
    public async Task Rows_outside_the_viewers_region_are_errors(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var asha = StagedUploads.Person(regions: ["pune"]);

        var (id, details) = await fixture.StagedAsync(
            Sheet.Of(
                StagedUploads.ByInvoice,
                "C1|Asha|Mumbai|I1||10|1",
                "C1|Asha|Pune|I9||10|1",
                "C2|Usha|Pune|I2||20|15",
                "C9|New|Delhi|I9||20|15",
                "C8|New|Pune|I8||5|5"
            ),
            month: "Apr-26",
            currentUser: asha
        );

        Assert.Equal(
            (1, 1, 3, 1),
            (details.Counts.New, details.Counts.Changed, details.Counts.Errors, details.Counts.Missing)
        );
        Assert.Equal(
            ["Customer C1 is outside your departments and regions."],
            (await fixture.RowsAsync(id, RowEffect.Error, asha))[1].Problems.Select(p => p.Message)
        );
        Assert.Contains(
            "Delhi is outside your regions.",
            (await fixture.RowsAsync(id, RowEffect.Error, asha))[2].Problems.Select(p => p.Message)
        );
        Assert.Equal("C3 · I3", Assert.Single(await fixture.RowsAsync(id, RowEffect.Missing, asha)).Key);
    }

    [Fact]
    public async Task A_blank_region_is_the_viewers_only_one()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(
            Sheet.Of(StagedUploads.ByInvoice, "C1|Asha||I1||10|10"),
            currentUser: StagedUploads.Person(regions: ["pune"])
        );
        Assert.Equal("pune", Assert.Single(await fixture.RowsAsync(id)).Section);
        var all = await fixture.StageAsync(Sheet.Of(StagedUploads.ByInvoice, "C1|Asha||I1||10|10"), "Mar-26");
        Assert.Equal("region", Assert.Single((await fixture.DetailsAsync(all)).Questions).Key);
    }

    [Fact]
    public async Task A_customer_of_another_department_is_an_error()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(March, "Mar-26", departmentId: 1);
        var (id, details) = await fixture.StagedAsync(
            Sheet.Of(StagedUploads.ByInvoice, "C1|Asha|Mumbai|I1||10|10"),
            departmentId: 2
        );
        Assert.Equal(1, details.Counts.Errors);
        Assert.Equal(
            "Customer C1 belongs to Batching Plant.",
            Assert.Single(Assert.Single(await fixture.RowsAsync(id)).Problems).Message
        );
    }

    [Theory, EachDatabase]
    public async Task An_item_in_a_region_outside_the_scope_is_not_moved(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(StagedUploads.ByInvoice, "C1|Asha|Mumbai|I1||10|10", "C1|Asha|Mumbai|I2||10|10"),
            "Mar-26"
        );
        // I1 moves to Pune with its customer; I2 is not named and stays behind.
        await fixture.UploadAsync(Sheet.Of(StagedUploads.ByInvoice, "C1|Asha|Pune|I1||10|10"), "Apr-26");
        Assert.Equal(20_00, (await fixture.DashboardAsync("Apr-26")).Figures.Outstanding.Paise);
        Assert.Equal(10_00, (await fixture.DashboardAsync("Apr-26", region: "pune")).Figures.Outstanding.Paise);

        var asha = StagedUploads.Person(regions: ["pune"]);
        var (id, _) = await fixture.StagedAsync(
            Sheet.Of(StagedUploads.ByInvoice, "C1|Asha|Pune|I2||10|10"),
            month: "May-26",
            currentUser: asha
        );

        Assert.Equal(
            "This is in Mumbai, outside your regions.",
            Assert.Single(Assert.Single(await fixture.RowsAsync(id, RowEffect.Error, asha)).Problems).Message
        );
    }

    [Fact]
    public async Task An_upload_of_another_department_does_not_exist_for_the_viewer()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(March, departmentId: 1);
        var other = StagedUploads.Person(departments: [2]);

        Assert.Equal(
            ErrorKind.NotFound,
            (await Assert.ThrowsAsync<DomainException>(() => fixture.DetailsAsync(id, other))).Kind
        );
        await Assert.ThrowsAsync<DomainException>(() => fixture.RowsAsync(id, currentUser: other));
        Assert.Equal(
            ErrorKind.NotFound,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Imports.CommitAsync(other, id, MissingChoice.Carry, ErrorRows.Refuse, default)
                )
            ).Kind
        );
        Assert.Equal(
            ErrorKind.NotFound,
            (await Assert.ThrowsAsync<DomainException>(() => fixture.Imports.DiscardAsync(other, id, default))).Kind
        );
        Assert.Equal(
            ErrorKind.NotFound,
            (await Assert.ThrowsAsync<DomainException>(() => fixture.Imports.UndoAsync(other, id, default))).Kind
        );
        Assert.Equal(0, (await fixture.Uploads.HistoryAsync(other, null, null, new PageRequest(1, 10), default)).Total);
        Assert.Equal(
            ErrorKind.Invalid,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.StageAsync(March, "Mar-26", 1, currentUser: other)
                )
            ).Kind
        );
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_stored()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var reader = new CurrentUser(
            5,
            "Reader",
            "Engineer",
            new HashSet<string> { "outstanding:read" },
            Scope.Everything
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.StageAsync(March, "Mar-26", currentUser: reader)
                )
            ).Kind
        );
        Assert.Empty(Directory.EnumerateFiles(fixture.Get<StorageRoot>().Path, "*", SearchOption.AllDirectories));
    }

    [Theory, EachDatabase]
    public async Task An_upload_committed_later_is_undone_first_whatever_its_number(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var early = await fixture.StageAsync(March, "Mar-26");
        var late = await fixture.UploadAsync(
            Sheet.Of(StagedUploads.ByInvoice, "C1|Asha|Mumbai|I1||10|4", "C2|Usha|Pune|I2||20|20"),
            "Mar-26"
        );
        await fixture.Imports.CompareAgainAsync(CurrentUser.System, early, default);
        await fixture.Get<ImportStaging>().StageAsync(CurrentUser.System, early, default);
        await fixture.CommitAsync(early);

        Assert.Contains(
            $"#{early} builds on this one",
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Imports.UndoAsync(CurrentUser.System, late, default)
                )
            ).Message
        );
        await fixture.Imports.UndoAsync(CurrentUser.System, early, default);
        Assert.Equal(24_00, (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise);
        await fixture.Imports.UndoAsync(CurrentUser.System, late, default);
        Assert.Equal(0, (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise);
    }
}
