using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Audit;

/// <summary>What a save writes into the log, and in which transaction.</summary>
public sealed class AuditRecordingTests
{
    [Theory, EachDatabase]
    public async Task A_new_row_a_change_and_a_removal_tell_who_and_from_what_to_what(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        using var acting = Actor.Use(AuditBooks.Neha);
        await using var db = fixture.Contexts.CreateDbContext();
        var department = new Department { Name = "Cranes", Code = "CR" };
        db.Add(department);
        await db.SaveChangesAsync();
        var added = await fixture.LastAsync();
        department.Name = "Tower cranes";
        await db.SaveChangesAsync();
        var changed = await fixture.LastAsync();
        db.Remove(department);
        await db.SaveChangesAsync();
        var removed = await fixture.LastAsync();

        foreach (var entry in new[] { added, changed, removed })
        {
            Assert.Equal(("department", department.Id.ToString()), (entry.Kind, entry.RecordId));
            Assert.Equal((3, "Neha Kulkarni", "page"), (entry.ActorId, entry.ActorName, entry.Via));
            Assert.Equal(("203.0.113.7", "r-1"), (entry.Address, entry.RequestId));
            Assert.Equal(fixture.Clock.GetUtcNow().UtcDateTime, entry.At);
        }

        Assert.Equal((AuditActions.Added, "Cranes"), (added.Action, added.RecordName));
        Assert.Contains(AuditField.Fact("Code", "CR"), added.Fields());
        Assert.Equal(AuditActions.Changed, changed.Action);
        Assert.Equal([new AuditField("Name", "Cranes", "Tower cranes")], changed.Fields());
        Assert.Equal(AuditActions.Removed, removed.Action);
        Assert.Contains(new AuditField("Code", "CR", ""), removed.Fields());
    }

    [Theory, EachDatabase]
    public async Task An_act_that_is_rolled_back_leaves_no_entry(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var before = (await fixture.EntriesAsync()).Count;
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Add(new Department { Name = "Cranes", Code = "CR" });
            await db.SaveChangesAsync();
            await db.RecordAsync("tried", "thing", 1, null, default);
            await transaction.RollbackAsync();
        }

        await using (var db = fixture.Contexts.CreateDbContext())
        {
            db.Add(new Department { Name = "Cranes", Code = "BP" });
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
            Assert.Null(db.Database.CurrentTransaction);
        }

        Assert.Equal(before, (await fixture.EntriesAsync()).Count);
        await using var read = fixture.Contexts.CreateDbContext();
        Assert.False(await read.Set<Department>().AnyAsync(d => d.Name == "Cranes"));
    }

    [Theory, EachDatabase]
    public async Task A_password_is_said_to_have_changed_and_nothing_of_it_is_kept(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using var db = fixture.Contexts.CreateDbContext();
        var user = new User
        {
            Name = "Ravi",
            Role = RoleNames.Engineer,
            PasswordHash = "hash-one",
            SecurityStamp = "stamp-one",
        };
        db.Add(user);
        await db.SaveChangesAsync();
        (user.PasswordHash, user.SecurityStamp) = ("hash-two", "stamp-two");
        await db.SaveChangesAsync();
        var changed = await fixture.LastAsync();
        user.PasswordHash = "hash-three";
        await db.SaveChangesAsync();

        Assert.Equal([new AuditField("Password", null, null)], changed.Fields());
        // The same password, hashed anew at a sign-in, is no change.
        Assert.Equal(changed.Id, (await fixture.LastAsync()).Id);
        Assert.DoesNotContain(await fixture.EntriesAsync(), e =>
            (e.Details ?? "").Contains("hash-", StringComparison.Ordinal)
            || (e.Details ?? "").Contains("stamp-", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Very_many_rows_of_one_save_are_one_entry_with_their_number()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await using var db = fixture.Contexts.CreateDbContext();
        var before = (await fixture.EntriesAsync()).Count;
        db.AddRange(Enumerable.Range(0, 501).Select(i => new Department { Name = $"Site {i}", Code = $"S{i}" }));
        await db.SaveChangesAsync();

        var entry = Assert.Single((await fixture.EntriesAsync()).Skip(before));
        Assert.Equal((AuditActions.Added, "department", null), (entry.Action, entry.Kind, entry.RecordId));
        Assert.Contains(AuditField.Fact("Records", 501), entry.Fields());
    }

    [Fact]
    public async Task Default_data_is_not_recorded_and_the_system_is_named_where_nobody_acts()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var before = (await fixture.EntriesAsync()).Count;
        using (Actor.Use(Actor.System with { IsRecorded = false }))
            await fixture.SeedMoreAsync("Quiet");
        Assert.Equal(before, (await fixture.EntriesAsync()).Count);
        await fixture.SeedMoreAsync("Loud");
        var entry = await fixture.LastAsync();
        Assert.Equal((null, ActorVia.System), (entry.ActorId, entry.Via));
    }

    [Fact]
    public void Long_texts_are_cut_and_broken_details_are_read_as_none()
    {
        var field = AuditField.Fact("Text", new string('x', 5000) + "\0");
        Assert.Equal(AuditField.MaxText + 1, field.After!.Length);
        Assert.Equal([field], AuditField.Read(AuditField.Write([field])));
        Assert.Empty(AuditField.Read("{broken"));
        Assert.Empty(AuditField.Read(null));
    }
}

internal static class DepartmentsOfTests
{
    public static async Task SeedMoreAsync(this TestFixture fixture, string name)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        db.Add(new Department { Name = name, Code = name });
        await db.SaveChangesAsync();
    }
}
