using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Data.Transfer;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Backup;

/// <summary>Backups that are damaged, forged or of another version, and places that must not be written over.</summary>
public sealed class BackupFaultTests : IAsyncLifetime
{
    private const string Topic = "kept";

    private RestorePlace from = null!;
    private string file = "";

    public async ValueTask InitializeAsync()
    {
        from = await RestorePlace.CreateAsync(TestProvider.Sqlite);
        await from.Side.MigrateAsync(from.Options, default);
        await using var db = from.Contexts().CreateDbContext();
        db.Add(new DataVersion { Topic = Topic, Version = 7 });
        await db.SaveChangesAsync();
        file = await BackUpAsync();
    }

    public ValueTask DisposeAsync() => from.DisposeAsync();

    [Fact]
    public async Task A_backup_whose_content_was_changed_is_refused_and_nothing_is_written()
    {
        await using var place = await RestorePlace.CreateAsync(TestProvider.Sqlite);
        Rewrite(file, "database.sqlite", bytes => bytes[^100] ^= 1);

        var error = await RefusedAsync(place);

        Assert.Contains("damaged", error, StringComparison.Ordinal);
        Assert.False(File.Exists(FileOf(place)));
    }

    [Fact]
    public async Task Rows_that_are_not_what_the_manifest_says_are_refused()
    {
        await using var place = await RestorePlace.CreateAsync(TestProvider.Sqlite);
        Rewrite(file, "manifest.json", text => text.Replace("\"rows\": 1,", "\"rows\": 2,", StringComparison.Ordinal));

        var error = await RefusedAsync(place);

        Assert.Contains("of 2 rows", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("files/../../evil")]
    [InlineData("files//etc/passwd")]
    public async Task A_file_with_the_name_of_a_path_is_never_written(string name)
    {
        await using var place = await RestorePlace.CreateAsync(TestProvider.Sqlite);
        using (var archive = ZipFile.Open(file, ZipArchiveMode.Update))
        {
            using var content = archive.CreateEntry(name).Open();
            content.Write("evil"u8);
        }

        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("evil"u8));
        Rewrite(file, "manifest.json", text => text.Replace(
                "\"files\": []",
                $$"""
                "files": [{"name":"{{name}}","size":4,"hash":"{{hash}}"}]
                """,
                StringComparison.Ordinal
            ));

        Assert.Contains("no file of the store", await RefusedAsync(place), StringComparison.Ordinal);

        Assert.False(File.Exists(FileOf(place)));
        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), "evil", SearchOption.TopDirectoryOnly));
        Assert.Empty(Directory.EnumerateFiles(place.Folder, "*evil*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused()
    {
        await using (var db = from.Contexts().CreateDbContext())
            await db.Database.ExecuteSqlRawAsync(
                """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '11.0.0')"""
            );
        file = await BackUpAsync();
        await using var place = await RestorePlace.CreateAsync(TestProvider.Sqlite);

        var error = await RefusedAsync(place);

        Assert.Contains("newer version", error, StringComparison.Ordinal);
        Assert.False(File.Exists(FileOf(place)));
    }

    [Fact]
    public async Task Any_other_file_is_refused_in_words()
    {
        await using var place = await RestorePlace.CreateAsync(TestProvider.Sqlite);
        await File.WriteAllTextAsync(file, "no archive");

        Assert.Contains("cannot be opened as a backup", await RefusedAsync(place), StringComparison.Ordinal);

        File.Delete(file);
        await using (var archive = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, default))
            archive.CreateEntry("something");
        Assert.Contains("no manifest.json", await RefusedAsync(place), StringComparison.Ordinal);
    }

    [Theory]
    [EachDatabase]
    public async Task A_database_with_data_is_replaced_only_when_asked_and_kept_beside(TestProvider provider)
    {
        await using var place = await RestorePlace.CreateAsync(provider);
        await place.Side.MigrateAsync(place.Options, default);
        await using (var former = place.Contexts().CreateDbContext())
        {
            former.Add(new DataVersion { Topic = "former", Version = 1 });
            await former.SaveChangesAsync();
        }

        ClosePools();
        Assert.Contains("not empty", await RefusedAsync(place), StringComparison.Ordinal);
        ClosePools();
        var report = await RestoreAsync(place, replace: true);

        await using var db = place.Contexts().CreateDbContext();
        Assert.Equal([Topic], await db.Set<DataVersion>().Select(v => v.Topic).ToListAsync());
        Assert.NotNull(report.SetAside);
        Assert.Equal(["former"], await TopicsAsideAsync(place, report.SetAside));
    }

    [Fact]
    public async Task What_postgres_cannot_hold_leaves_the_former_database_in_its_place()
    {
        // SQLite does not mind the length of a text; PostgreSQL does.
        await using (var db = from.Contexts().CreateDbContext())
            await db.Database.ExecuteSqlRawAsync("UPDATE data_versions SET topic = printf('%0100d', 1)");
        file = await BackUpAsync();
        await using var place = await RestorePlace.CreateAsync(TestProvider.Postgres);
        await place.Side.MigrateAsync(place.Options, default);
        await using (var former = place.Contexts().CreateDbContext())
        {
            former.Add(new DataVersion { Topic = "former", Version = 1 });
            await former.SaveChangesAsync();
        }

        ClosePools();
        var error = await Assert.ThrowsAsync<DomainException>(() => RestoreAsync(place, replace: true));

        Assert.Contains("data_versions cannot be copied", error.Message, StringComparison.Ordinal);
        await using var after = place.Contexts().CreateDbContext();
        Assert.Equal(["former"], await after.Set<DataVersion>().Select(v => v.Topic).ToListAsync());
    }

    [Fact]
    public async Task Nothing_is_restored_under_an_application_that_runs()
    {
        await using var place = await RestorePlace.CreateAsync(TestProvider.Sqlite);
        await using (var app = await place.App().StartAsync())
            Assert.Contains("Stop it first", await RefusedAsync(place), StringComparison.Ordinal);

        await RestoreAsync(place, replace: true);
    }

    [Fact]
    public async Task Nothing_is_restored_under_nodes_on_postgres()
    {
        await using var place = await RestorePlace.CreateAsync(TestProvider.Postgres);
        await using var node = new Npgsql.NpgsqlConnection(place.Options.ConnectionString);
        await node.OpenAsync();

        Assert.Contains("other connections", await RefusedAsync(place), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_while_people_write_has_whole_transactions_only()
    {
        using var stop = new CancellationTokenSource();
        var writer = WritePairsAsync(stop.Token);
        var files = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            await Task.Delay(50);
            files.Add(await BackUpAsync());
        }

        await stop.CancelAsync();
        var written = await writer;
        var counts = new List<int>();
        foreach (var made in files)
        {
            await using var place = await RestorePlace.CreateAsync(TestProvider.Sqlite);
            await place.Restore().RestoreAsync(made, replace: false, (_, _) => { }, default);
            await using var db = place.Contexts().CreateDbContext();
            var (a, b) = (
                await db.Set<DataVersion>().CountAsync(v => v.Topic.StartsWith("a-")),
                await db.Set<DataVersion>().CountAsync(v => v.Topic.StartsWith("b-"))
            );
            Assert.Equal(a, b);
            counts.Add(a);
        }

        Assert.Equal(counts.Order(), counts);
        Assert.True(counts[^1] > counts[0] && counts[^1] <= written, $"{string.Join(' ', counts)} of {written}");
    }

    [Fact]
    public async Task Files_that_rows_name_come_back_and_those_that_are_gone_are_counted()
    {
        var store = new FileStore(from.Root);
        var stored = await store.SaveAsync(new MemoryStream([1, 2, 3]), 10, default);
        await using (var db = from.Contexts().CreateDbContext())
        {
            await AddAttachmentAsync(db, stored.Key);
            await AddAttachmentAsync(db, Guid.NewGuid().ToString("N"));
        }

        var made = await from.Maker().MakeAsync(from.Folder, (_, _) => { }, default);
        await using var place = await RestorePlace.CreateAsync(TestProvider.Sqlite);
        file = Path.Combine(from.Folder, made.Name);
        await RestoreAsync(place, replace: false);

        Assert.Equal((1, 1), (made.Files, made.MissingFiles));
        await using var content = await new FileStore(place.Root).OpenAsync(stored.Key, stored.Hash, default);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        Assert.Equal([1, 2, 3], bytes.ToArray());
    }

    [Fact]
    public async Task Old_backups_go_and_half_written_ones_are_not_listed()
    {
        var folder = Directory.CreateDirectory(Path.Combine(from.Folder, "many")).FullName;
        var store = new BackupStore(new BackupFolder(folder, IsChosen: true), new BackupOptions { Keep = 2 });
        string[] names = [.. Enumerable.Range(1, 4).Select(n => $"reportsadmin-2026010{n}-000000-aaaaaa.backup.zip")];
        foreach (var name in names)
            File.Copy(file, Path.Combine(folder, name));
        await File.WriteAllTextAsync(Path.Combine(folder, names[0] + ".part"), "half");
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.backup.zip"), "of somebody else");

        Assert.Equal(2, store.DeleteOld());

        var left = await store.ListAsync(default);
        Assert.Equal([names[3], names[2]], left.Select(f => f.Name));
        Assert.All(left, f => Assert.NotNull(f.Content));
        Assert.True(File.Exists(Path.Combine(folder, "notes.backup.zip")));
        Assert.Throws<DomainException>(() => store.PathOf("../many/" + names[3]));
        Assert.Throws<DomainException>(() => store.PathOf("notes.backup.zip"));
    }

    [Theory]
    [EachDatabase]
    public async Task Every_table_can_be_copied(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts().CreateDbContext();

        var tables = TableLayout.Of(db);

        // A column of a new type fails here, before somebody needs their backup.
        Assert.Equal(db.Model.GetRelationalModel().Tables.Count(), tables.Count);
    }

    private static void ClosePools()
    {
        SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    private async Task<string> BackUpAsync() =>
        Path.Combine(from.Folder, (await from.Maker().MakeAsync(from.Folder, (_, _) => { }, default)).Name);

    private Task<RestoreReport> RestoreAsync(RestorePlace place, bool replace) =>
        place.Restore().RestoreAsync(file, replace, (_, _) => { }, default);

    private async Task<string> RefusedAsync(RestorePlace place) =>
        (await Assert.ThrowsAsync<DomainException>(() => RestoreAsync(place, replace: false))).Message;

    private static string FileOf(RestorePlace place) =>
        new SqliteConnectionStringBuilder(place.Options.ConnectionString).DataSource;

    private static async Task<List<string>> TopicsAsideAsync(RestorePlace place, string aside)
    {
        if (!place.Options.IsPostgres)
        {
            await using var kept = place.Side.Open(aside);
            return await kept.Set<DataVersion>().Select(v => v.Topic).ToListAsync();
        }

        await using var db = place.Contexts().CreateDbContext();
        var sql = $"SELECT topic AS \"Value\" FROM {aside}.data_versions";
        return await db.Database.SqlQueryRaw<string>(sql).ToListAsync();
    }

    private async Task<int> WritePairsAsync(CancellationToken stop)
    {
        var written = 0;
        while (!stop.IsCancellationRequested)
        {
            await using var db = from.Contexts().CreateDbContext();
            await using var transaction = await db.Database.BeginTransactionAsync(default);
            foreach (var side in (string[])["a", "b"])
            {
                db.Add(new DataVersion { Topic = $"{side}-{written}", Version = 1 });
                await db.SaveChangesAsync(default);
                await Task.Yield();
            }

            await transaction.CommitAsync(default);
            written++;
        }

        return written;
    }

    private static async Task AddAttachmentAsync(ReportsDb db, string key)
    {
        var mail = new OutgoingMail
        {
            MessageId = key,
            ToAddress = "asha@example.com",
            Subject = "Report",
            Text = "Text",
            Html = "<p>Text</p>",
            About = "/reports/1",
        };
        db.Add(mail);
        await db.SaveChangesAsync();
        db.Add(
            new MailAttachment
            {
                MailId = mail.Id,
                FileKey = key,
                FileName = "report.pdf",
                ContentType = "application/pdf",
            }
        );
        await db.SaveChangesAsync();
    }

    private static void Rewrite(string path, string entry, Action<byte[]> change)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        var found = archive.GetEntry(entry)!;
        using var content = new MemoryStream();
        using (var source = found.Open())
            source.CopyTo(content);
        var bytes = content.ToArray();
        change(bytes);
        found.Delete();
        using var target = archive.CreateEntry(entry).Open();
        target.Write(bytes);
    }

    private static void Rewrite(string path, string entry, Func<string, string> change)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        var found = archive.GetEntry(entry)!;
        string text;
        using (var reader = new StreamReader(found.Open()))
            text = reader.ReadToEnd();
        var changed = change(text);
        Assert.NotEqual(text, changed);
        found.Delete();
        using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
        writer.Write(changed);
    }
}
