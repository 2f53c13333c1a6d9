using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Data.Transfer;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Backup;

/// <summary>The demo company is backed up while it works and restored into an empty place, on either database; then the application works there.</summary>
public sealed partial class RestoreRehearsalTests(BackupFixture company) : IClassFixture<BackupFixture>
{
    private static readonly string[] Pages =
    [
        "/api/customers?limit=50",
        "/api/v2/outstanding/summary",
        "/api/reports/customers?limit=50",
    ];

    [Theory]
    [EachDatabase]
    public async Task Every_table_and_file_comes_back_and_the_application_shows_the_same(TestProvider provider)
    {
        await using var place = await RestorePlace.CreateAsync(provider);

        var report = await place.Restore().RestoreAsync(company.File, replace: false, (_, _) => { }, default);

        Assert.Null(report.SetAside);
        Assert.True(report.Manifest.Rows > 10_000, $"{report.Manifest.Rows} rows are no company.");
        await using (var before = OpenBackedUp(out var copy))
        await using (var after = place.Contexts().CreateDbContext())
        {
            // The restore itself is in the audit log.
            var expected = await TableFigures.OfAsync(before);
            Assert.Equal(WithoutAudit(expected), WithoutAudit(await TableFigures.OfAsync(after)));
            Assert.Equal(await before.Set<AuditEntry>().CountAsync() + 1, await after.Set<AuditEntry>().CountAsync());
            if (provider == TestProvider.Sqlite)
            {
                var differences = await TableFigures.DifferencesAsync(
                    copy,
                    new SqliteConnectionStringBuilder(place.Options.ConnectionString).DataSource
                );
                Assert.Equal(["audit_entries: 1 rows only in other"], differences);
            }
        }

        await SameAnswersAsync(place);
    }

    [Fact]
    public async Task A_sqlite_database_moves_to_postgres_with_every_row()
    {
        // From a restored copy, as nobody works on that.
        await using var from = await RestorePlace.CreateAsync(TestProvider.Sqlite);
        await from.Restore().RestoreAsync(company.File, replace: false, (_, _) => { }, default);
        await using var to = await RestorePlace.CreateAsync(TestProvider.Postgres);

        var moved = await new DatabaseMove(from.Options, from.Side).MoveAsync(
            to.Options.ConnectionString!,
            (_, _) => { },
            default
        );

        await using var before = from.Contexts().CreateDbContext();
        await using var after = to.Contexts().CreateDbContext();
        Assert.Equal(await TableFigures.OfAsync(before), await TableFigures.OfAsync(after));
        Assert.Contains(moved, t => t.Sums.Values.Any(s => s > 0));
        await SameAnswersAsync(to);
        // A second move would add to what is there.
        var again = await Assert.ThrowsAsync<DomainException>(() =>
            new DatabaseMove(from.Options, from.Side).MoveAsync(to.Options.ConnectionString!, (_, _) => { }, default)
        );
        Assert.Contains("not empty", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_postgres_database_is_backed_up_at_one_instant_and_comes_back_as_sqlite()
    {
        await using var postgres = await RestorePlace.CreateAsync(TestProvider.Postgres);
        await postgres.Restore().RestoreAsync(company.File, replace: false, (_, _) => { }, default);
        await using var sqlite = await RestorePlace.CreateAsync(TestProvider.Sqlite);

        var made = await postgres.Maker().MakeAsync(postgres.Folder, (_, _) => { }, default);
        await sqlite
            .Restore()
            .RestoreAsync(Path.Combine(postgres.Folder, made.Name), replace: false, (_, _) => { }, default);

        await using var before = postgres.Contexts().CreateDbContext();
        await using var after = sqlite.Contexts().CreateDbContext();
        Assert.Equal(WithoutAudit(await TableFigures.OfAsync(before)), WithoutAudit(await TableFigures.OfAsync(after)));
        await SameAnswersAsync(sqlite);
    }

    [Theory]
    [EachDatabase]
    public async Task New_rows_go_on_after_the_highest_number_ever_given(TestProvider provider)
    {
        await using var place = await RestorePlace.CreateAsync(provider);
        await place.Restore().RestoreAsync(company.File, replace: false, (_, _) => { }, default);
        await using var db = place.Contexts().CreateDbContext();
        var highest = await db.Set<User>().MaxAsync(u => u.Id);
        await db.Set<User>().Where(u => u.Id == highest).ExecuteDeleteAsync();
        var made = await place.Maker().MakeAsync(place.Folder, (_, _) => { }, default);
        await using var second = await RestorePlace.CreateAsync(provider);
        await second.Restore().RestoreAsync(Path.Combine(place.Folder, made.Name), false, (_, _) => { }, default);

        await using var restored = second.Contexts().CreateDbContext();
        var newcomer = new User
        {
            Name = "Newcomer",
            Email = "newcomer@example.com",
            NormalizedEmail = "NEWCOMER@EXAMPLE.COM",
            Role = "Manager",
        };
        restored.Add(newcomer);
        await restored.SaveChangesAsync();

        Assert.Equal(highest + 1, newcomer.Id);
    }

    [Theory]
    [EachDatabase]
    public async Task Sessions_of_the_backup_do_not_live_again(TestProvider provider)
    {
        using var signedIn = await company.App.AsAsync(TestApp.Manager);
        var made = await company
            .App.Services.GetRequiredService<BackupMaker>()
            .MakeAsync(company.Folder, (_, _) => { }, default);
        await using var place = await RestorePlace.CreateAsync(provider);
        var steps = company.App.Services.GetServices<RestoreStep>().ToArray();

        await place
            .Restore(steps)
            .RestoreAsync(Path.Combine(company.Folder, made.Name), replace: false, (_, _) => { }, default);

        await using var db = place.Contexts().CreateDbContext();
        Assert.NotEmpty(await db.Set<Session>().Where(s => s.EndReason == SessionEnds.Restored).ToListAsync());
        Assert.Empty(await db.Set<Session>().Where(s => s.EndedAt == null).ToListAsync());
        await using var app = await place.App().StartAsync();
        using var old = app.Anonymous();
        old.DefaultRequestHeaders.Authorization = signedIn.DefaultRequestHeaders.Authorization;
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await old.GetAsync("/api/customers")).StatusCode);
    }

    /// <summary>The restored place and the company answer the same, and its audit chain is intact.</summary>
    private async Task SameAnswersAsync(RestorePlace place)
    {
        await using var app = await place.App().WithoutContractCheck().StartAsync();
        using var here = await company.App.AsAsync(TestApp.Admin);
        using var there = await app.AsAsync(TestApp.Admin);
        foreach (var page in Pages)
        {
            var (expected, found) = (await here.GetAsync(page), await there.GetAsync(page));
            Assert.Equal(expected.StatusCode, found.StatusCode);
            if (expected.IsSuccessStatusCode)
                Assert.Equal(
                    Normal(await expected.Content.ReadAsStringAsync()),
                    Normal(await found.Content.ReadAsStringAsync())
                );
        }

        Assert.Contains(
            await Task.WhenAll(Pages.Select(async p => (await there.GetAsync(p)).IsSuccessStatusCode)),
            ok => ok
        );
        var verdict = await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(null, default);
        Assert.Null(verdict.Break);
    }

    /// <summary>Without the moment of the answer.</summary>
    private static string Normal(string json) => Stamp().Replace(json, "");

    private static string WithoutAudit(string figures) =>
        string.Join('\n', figures.Split('\n').Where(l => !l.StartsWith("audit_", StringComparison.Ordinal)));

    /// <summary>The database as it lies in the backup.</summary>
    private ReportsDb OpenBackedUp(out string file)
    {
        file = Path.Combine(company.Folder, Guid.NewGuid().ToString("N") + ".db");
        using (var archive = System.IO.Compression.ZipFile.OpenRead(company.File))
            System.IO.Compression.ZipFileExtensions.ExtractToFile(archive.GetEntry("database.sqlite")!, file);
        return new SideDatabases(
            AllFeatures.Model,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance
        ).Open(file);
    }

    [GeneratedRegex("\"timestamp\":\"[^\"]*\"")]
    private static partial Regex Stamp();
}
