using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Files;

/// <summary>Files that no row names leave the store, but not at once and not for good.</summary>
public sealed class FileSweepTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(3);

    [Theory, EachDatabase]
    public async Task An_upload_whose_row_was_never_written_goes_and_others_stay(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var id = await fixture.StageAsync(
            Sheet.Of(StagedUploads.ByInvoice, "C-1|Asha|Mumbai|SI/1|2026-03-02|10|10"),
            "Mar-26"
        );
        var files = fixture.Get<FileStore>();
        var orphan = await files.SaveAsync(new MemoryStream([1, 2, 3]), 100, default);
        var sweep = Sweep(fixture);

        MoveTo(fixture, DateTime.UtcNow);
        Assert.Equal(0, await sweep.SweepAsync(DateTime.MinValue, default));
        MoveTo(fixture, DateTime.UtcNow + Long);
        Assert.Equal(1, await sweep.SweepAsync(DateTime.MinValue, default));

        await using var db = fixture.Contexts.CreateDbContext();
        var kept = await db.Set<ImportBatch>().Where(b => b.Id == id).Select(b => b.FileKey).SingleAsync();
        await (await files.OpenAsync(kept, null, default)).DisposeAsync();
        Assert.DoesNotContain(
            orphan.Key,
            await files.OrdinaryAsync(DateTime.MinValue, DateTime.MaxValue, default).ToListAsync()
        );
    }

    [Fact]
    public async Task What_was_set_aside_comes_back_when_a_row_names_it_after_all_and_is_deleted_after_a_month()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var files = fixture.Get<FileStore>();
        var (wanted, unwanted) = (
            await files.SaveAsync(new MemoryStream([1]), 100, default),
            await files.SaveAsync(new MemoryStream([2]), 100, default)
        );
        var sweep = Sweep(fixture);
        MoveTo(fixture, DateTime.UtcNow + Long);
        Assert.Equal(2, await sweep.SweepAsync(DateTime.MinValue, default));

        await (await files.OpenAsync(wanted.Key, null, default)).DisposeAsync();
        MoveTo(fixture, DateTime.UtcNow + TimeSpan.FromDays(40));
        await sweep.SweepAsync(DateTime.MaxValue, default);

        await (await files.OpenAsync(wanted.Key, null, default)).DisposeAsync();
        await Assert.ThrowsAsync<DomainException>(() => files.OpenAsync(unwanted.Key, null, default));
    }

    [Fact]
    public async Task Every_table_that_names_files_is_known_to_the_sweep()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await using var db = fixture.Contexts.CreateDbContext();

        Assert.Equal(
            ["artifacts", "dispute_files", "import_batches", "mail_attachments", "submission_files"],
            FileSweep.TablesOf(db).Order(StringComparer.Ordinal)
        );
        // Another name would hide its files from the sweep, which would take them for orphans.
        Assert.All(
            db.Model.GetEntityTypes()
                .SelectMany(t => t.GetProperties())
                .Where(p => p.Name.Contains("FileKey", StringComparison.Ordinal)),
            p => Assert.Equal(FileSweep.Column, p.GetColumnName())
        );
    }

    /// <summary>Files carry the real time of their writing.</summary>
    private static void MoveTo(TestFixture fixture, DateTime utc) =>
        fixture.Clock.Set(utc - fixture.Clock.GetUtcNow().UtcDateTime);

    private static FileSweep Sweep(TestFixture fixture) =>
        new(fixture.Get<FileStore>(), fixture.Contexts, fixture.Clock, NullLogger<FileSweep>.Instance);
}
