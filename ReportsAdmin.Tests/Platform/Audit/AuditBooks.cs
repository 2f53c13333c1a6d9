using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Platform.Audit;

/// <summary>Reads the log of a fixture, and tampers with it as the owner of a database can.</summary>
internal static class AuditBooks
{
    public static readonly Actor Neha = new(3, "Neha Kulkarni", ActorVia.Page)
    {
        Address = "203.0.113.7",
        RequestId = "r-1",
    };

    public static async Task<List<AuditEntry>> EntriesAsync(this TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return await db.Set<AuditEntry>().OrderBy(e => e.Id).ToListAsync();
    }

    public static async Task<AuditEntry> LastAsync(this TestFixture fixture) => (await fixture.EntriesAsync())[^1];

    public static IReadOnlyList<AuditField> Fields(this AuditEntry entry) => AuditField.Read(entry.Details);

    public static Task<int> SealAsync(this TestFixture fixture) => fixture.Get<AuditSealer>().SealAsync(default);

    public static Task<AuditVerdict> VerifyAsync(this TestFixture fixture, (long, string)? known = null) =>
        fixture.Get<AuditVerifier>().VerifyAsync(known, default);

    /// <summary>Writes entries without a record of their own.</summary>
    public static async Task WriteAsync(this TestFixture fixture, int count, string action = "tried")
    {
        await using var db = fixture.Contexts.CreateDbContext();
        for (var i = 0; i < count; i++)
            db.Record(action, "thing", i, $"Thing {i}", AuditField.Fact("Count", i));
        await db.SaveChangesAsync();
    }

    public static async Task RunAsync(this TestFixture fixture, string sql)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    /// <summary>What somebody does first who owns the database.</summary>
    public static Task DropTriggersAsync(this TestFixture fixture, TestProvider provider) =>
        fixture.RunAsync(
            provider == TestProvider.Postgres
                ? "ALTER TABLE audit_entries DISABLE TRIGGER ALL; ALTER TABLE audit_chain DISABLE TRIGGER ALL; ALTER TABLE audit_anchors DISABLE TRIGGER ALL;"
                : "DROP TRIGGER audit_entries_update; DROP TRIGGER audit_entries_delete; DROP TRIGGER audit_chain_update; DROP TRIGGER audit_chain_delete; DROP TRIGGER audit_anchors_update; DROP TRIGGER audit_anchors_delete;"
        );
}
