using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Reports;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using UglyToad.PdfPig;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Reminders;

/// <summary>The statements of many customers: one job, one ZIP, a file for each, and the sums of the ledger.</summary>
public sealed class StatementBundleTests : IAsyncLifetime
{
    private TestFixture fixture = null!;

    public async ValueTask InitializeAsync()
    {
        fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(
            Sheet.Of(
                ReminderBook.Header,
                "C/1|Asha|Mumbai|S-1|2026-04-05|2026-05-05|1000|1000",
                "C-1|Bharat|Mumbai|S-2|2026-04-05|2026-05-05|2000|2000.50",
                "C-3|Chetan|Pune|S-3|2026-04-05|2026-05-05|300|300",
                "C-4|Deepa|Pune|S-4|2026-04-05|2026-05-05|300|0"
            ),
            "Apr-26"
        );
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task Each_customer_who_owes_gets_a_file_that_opens_and_says_the_sum()
    {
        using var zip = await ZipAsync(new ReportRequest(), ReportFormat.Pdf);
        Assert.Equal(3, zip.Entries.Count);
        Assert.Equal(3, zip.Entries.Select(e => e.FullName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var texts = new List<string>();
        foreach (var entry in zip.Entries)
        {
            Assert.EndsWith(".pdf", entry.FullName, StringComparison.Ordinal);
            using var pdf = PdfDocument.Open(await BytesAsync(entry));
            texts.Add(string.Join("\n", pdf.GetPages().Select(p => p.Text)));
        }

        Assert.Single(texts, t =>
            t.Contains("Bharat", StringComparison.Ordinal) && t.Contains("2,000.50", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(texts, t => t.Contains("Deepa", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("minimum", "1000", 2)]
    [InlineData("minimum", "1,00,000", 0)]
    [InlineData("regions", "pune", 1)]
    public async Task Filters_narrow_whom_it_packs(string filter, string value, int files)
    {
        var request = new ReportRequest
        {
            Filters = new Dictionary<string, IReadOnlyList<string>> { [filter] = [value] },
        };
        using var zip = await ZipAsync(request, ReportFormat.Excel);
        Assert.Equal(files, zip.Entries.Count);
        Assert.All(zip.Entries, e => Assert.EndsWith(".xlsx", e.FullName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_amount_that_is_none_is_refused()
    {
        var request = new ReportRequest
        {
            Filters = new Dictionary<string, IReadOnlyList<string>> { ["minimum"] = ["much"] },
        };
        var type = fixture.Get<ReportCatalog>().Find(StatementsReport.Key)!;
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            type.BuildAsync(CurrentUser.System, request, default)
        );
        Assert.Contains("parameters.filters.minimum", error.Fields.Keys);
    }

    [Fact]
    public async Task A_person_gets_the_statements_of_their_regions_only()
    {
        var pune = new CurrentUser(
            0,
            "Manoj",
            "Manager",
            new HashSet<string> { "outstanding:read" },
            new Scope(["pune"], null, false)
        );
        var type = fixture.Get<ReportCatalog>().Find(StatementsReport.Key)!;
        var names = new List<string>();
        await foreach (var file in type.Files(pune, new ReportRequest(), default)!)
            names.Add(file.Document.Subtitle!);
        Assert.Contains("Chetan", Assert.Single(names), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_for_at_once_it_is_a_job()
    {
        var exported = await fixture
            .Get<ReportExportCommands>()
            .ExportAsync(CurrentUser.System, StatementsReport.Key, new ReportRequest(), "pdf", default);
        Assert.Null(exported.File);
        Assert.NotNull(exported.Job);
    }

    private async Task<ZipArchive> ZipAsync(ReportRequest request, ReportFormat format)
    {
        var created = await fixture
            .Get<ReportJobCommands>()
            .CreateAsync(
                CurrentUser.System,
                new CreateReportJob(StatementsReport.Key, "Statements", request, format.Key),
                default
            );
        await using var workers = await fixture.StartWorkersAsync();
        Artifact? artifact = null;
        await Until.TrueAsync(
            async () =>
            {
                await using var db = fixture.Contexts.CreateDbContext();
                artifact = await db.Set<ReportRun>()
                    .Where(r => r.Id == created.Id)
                    .Join(db.Set<Job>().Where(j => j.State == JobState.Completed), r => r.JobId, j => j.Id, (r, j) => j)
                    .Join(db.Set<Artifact>(), j => j.Id, a => a.JobId, (j, a) => a)
                    .SingleOrDefaultAsync();
                return artifact is not null;
            },
            "the statements are packed"
        );
        Assert.Equal("application/zip", artifact!.ContentType);
        Assert.EndsWith(".zip", artifact.FileName, StringComparison.Ordinal);
        var copy = new MemoryStream();
        await using (var file = await fixture.Get<FileStore>().OpenAsync(artifact.FileKey, null, default))
            await file.CopyToAsync(copy);
        copy.Position = 0;
        return new ZipArchive(copy);
    }

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry)
    {
        using var bytes = new MemoryStream();
        await using (var content = await entry.OpenAsync())
            await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
