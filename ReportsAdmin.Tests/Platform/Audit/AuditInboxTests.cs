using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Audit;

/// <summary>Events that nobody waits for: bounded where strangers cause them, complete where people do.</summary>
public sealed class AuditInboxTests
{
    [Theory, EachDatabase]
    public async Task What_strangers_cause_is_bounded_and_the_rest_is_counted(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var before = (await fixture.EntriesAsync()).Count;
        var inbox = fixture.Get<AuditInbox>();
        for (var i = 0; i < AuditInbox.MaxStrangers + 250; i++)
            inbox.NoteStranger(AuditExtensions.New(AuditActions.SignInFailed, null, null, null));
        using (Actor.Use(AuditBooks.Neha))
            await inbox.NoteAsync(AuditExtensions.New(AuditActions.Downloaded, "document", 7, null), default);

        await fixture.Get<AuditWriter>().FlushAsync(default);

        var entries = (await fixture.EntriesAsync()).Skip(before).ToList();
        Assert.Equal(AuditInbox.MaxStrangers, entries.Count(e => e.Action == AuditActions.SignInFailed));
        Assert.Equal(3, Assert.Single(entries, e => e.Action == AuditActions.Downloaded).ActorId);
        var counted = Assert.Single(entries, e => e.Action == AuditActions.NotNoted);
        Assert.Contains(AuditField.Fact("Times", 250L), counted.Fields());
        Assert.Contains(AuditField.Fact("Action", AuditActions.SignInFailed), counted.Fields());
        Assert.All(entries, e => Assert.Equal(fixture.Clock.GetUtcNow().UtcDateTime, e.At));
    }

    [Fact]
    public async Task A_record_that_is_read_again_and_again_was_viewed_once_in_ten_minutes_by_each_person()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var inbox = fixture.Get<AuditInbox>();
        await inbox.ViewedAsync("person", 1, "Asha", default);
        using (Actor.Use(AuditBooks.Neha))
        {
            for (var i = 0; i < 5; i++)
                await inbox.ViewedAsync("person", 1, "Asha", default);
            await inbox.ViewedAsync("person", 2, "Ravi", default);
            fixture.Clock.Advance(TimeSpan.FromMinutes(11));
            await inbox.ViewedAsync("person", 1, "Asha", default);
        }

        await fixture.Get<AuditWriter>().FlushAsync(default);

        // The system looks at records all the time; that is nobody's view.
        Assert.Equal(
            ["1", "2", "1"],
            (await fixture.EntriesAsync()).Where(e => e.Action == AuditActions.Viewed).Select(e => e.RecordId!)
        );
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_database_is_busy()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var writer = fixture.Get<AuditWriter>();
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await using var busy = await db.Database.BeginTransactionAsync();
            await db.RecordAsync("holds", null, null, null, default);
            fixture.Get<AuditInbox>().NoteStranger(AuditExtensions.New("waited", null, null, null));
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            var flushing = Task.Run(() => writer.FlushAsync(soon.Token));
            await busy.CommitAsync();
            await flushing.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await writer.FlushAsync(default);

        Assert.Single(await fixture.EntriesAsync(), e => e.Action == "waited");
    }
}
