using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

public sealed class ReadOnlyWorkTests
{
    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData("-- a tag\n\nSELECT u.name FROM users AS u WHERE u.name = 'x; DELETE FROM users'", true)]
    [InlineData("WITH x AS (SELECT 1) SELECT * FROM x", true)]
    [InlineData("SELECT id FROM users FOR UPDATE", true)]
    [InlineData("PRAGMA busy_timeout = 5", true)]
    [InlineData("SET TRANSACTION READ ONLY", true)]
    [InlineData("UPDATE users SET name = 'SELECT'", false)]
    [InlineData("update users set name = ''", false)]
    [InlineData("/* SELECT */ DELETE FROM users", false)]
    [InlineData("SELECT 1; INSERT INTO users (id) VALUES (1)", false)]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM users", false)]
    [InlineData("WITH x AS (INSERT INTO users (id) VALUES (1) RETURNING id) SELECT * FROM x", false)]
    [InlineData("TRUNCATE users", false)]
    [InlineData("DROP TABLE users", false)]
    [InlineData("COPY users FROM STDIN", false)]
    public void A_statement_reads_or_it_does_not(string sql, bool reads) =>
        Assert.Equal(reads, ReadOnlyWork.Reads(sql));

    [Theory]
    [EachDatabase]
    public async Task Saves_statements_and_imports_are_refused_and_reads_are_not(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        await using var db = test.Db();
        using var reading = Actor.Use(Actor.System with { ReadOnly = "Only looking." });

        Assert.NotEqual(0, await db.Set<User>().CountAsync());
        var user = await db.Set<User>().AsTracking().FirstAsync();
        user.Name = "Somebody else";
        await RefusedAsync(() => db.SaveChangesAsync());
        db.ChangeTracker.Clear();
        await RefusedAsync(() => db.Set<User>().ExecuteUpdateAsync(s => s.SetProperty(u => u.Name, "Somebody else")));
        await RefusedAsync(() => db.Set<User>().ExecuteDeleteAsync());
        await RefusedAsync(() => db.Database.ExecuteSqlRawAsync("DELETE FROM users"));
        await RefusedAsync(() =>
            test.Get<IBulkImporter>()
                .WriteAsync(db, "data_versions", [new("topic", BulkType.Text)], _ => false, default)
        );

        Assert.False(await db.Set<User>().AnyAsync(u => u.Name == "Somebody else"));
    }

    private static async Task RefusedAsync(Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<DomainException>(act);
        Assert.Equal((ErrorKind.Forbidden, "Only looking."), (refused.Kind, refused.Message));
    }
}
