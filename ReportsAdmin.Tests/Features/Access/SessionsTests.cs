using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Sign-ins are rows: listed, ended one by one or all at once, and never longer than their ceiling.</summary>
public sealed class SessionsTests
{
    [Fact]
    public async Task The_id_of_a_session_has_128_random_bits()
    {
        await using var test = await AccessFixture.OpenAsync();
        var neha = await test.CurrentUserAsync(TestApp.Manager);

        var ids = new HashSet<string>();
        for (var i = 0; i < 64; i++)
            ids.Add(
                await test.Get<Sessions>().BeginAsync(neha.UserId, SessionKinds.Api, SessionOrigin.Unknown, default)
            );

        Assert.Equal(64, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        // A UUID has the same digit in this place always.
        Assert.True(ids.Select(id => id[12]).Distinct().Count() > 4);
    }

    [Theory]
    [EachDatabase]
    public async Task A_person_sees_their_sessions_and_ends_one_or_all_others(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var sessions = test.Get<Sessions>();
        var (neha, imran) = (
            await test.CurrentUserAsync(TestApp.Manager),
            await test.CurrentUserAsync(TestApp.Engineer)
        );
        var laptop = await BeginAsync(test, neha, "laptop");
        var phone = await BeginAsync(test, neha, "phone");
        var desk = await BeginAsync(test, neha, "desk");
        var other = await BeginAsync(test, imran, "other");

        Assert.Equal(["desk", "phone", "laptop"], (await sessions.ListAsync(neha, default)).Select(s => s.Device!));
        await sessions.RevokeAsync(imran, laptop, default);
        Assert.True(await sessions.IsLiveAsync(laptop, neha.UserId, default));
        await sessions.RevokeAsync(neha, laptop, default);
        Assert.False(await sessions.IsLiveAsync(laptop, neha.UserId, default));
        Assert.Equal(1, await sessions.RevokeOthersAsync(neha, desk, default));

        Assert.Equal([desk], (await sessions.ListAsync(neha, default)).Select(s => s.Id));
        Assert.False(await sessions.IsLiveAsync(phone, neha.UserId, default));
        Assert.True(await sessions.IsLiveAsync(other, imran.UserId, default));
        Assert.False(await sessions.IsLiveAsync(other, neha.UserId, default));
        Assert.False(await sessions.IsLiveAsync("unknown", neha.UserId, default));
    }

    [Theory]
    [EachDatabase]
    public async Task A_session_that_is_used_every_day_ends_at_its_ceiling(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var neha = await test.CurrentUserAsync(TestApp.Manager);
        var id = await BeginAsync(test, neha, "laptop");
        for (var day = 0; day < 30; day++)
        {
            Assert.True(await test.Get<Sessions>().IsLiveAsync(id, neha.UserId, default));
            test.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.False(await test.Get<Sessions>().IsLiveAsync(id, neha.UserId, default));
    }

    [Fact]
    public async Task Refreshing_does_not_carry_a_session_over_its_ceiling()
    {
        await using var test = await AccessFixture.OpenAsync();
        var pair = await test.LoginAsync(TestApp.Manager);
        for (var day = 0; day < 30; day += 5)
        {
            var next = await test.Tokens.RefreshAsync(pair.RefreshToken, default);
            Assert.NotNull(next);
            pair = next.Value.Pair;
            test.Clock.Advance(TimeSpan.FromDays(5));
        }

        Assert.Null(await test.Tokens.RefreshAsync(pair.RefreshToken, default));
    }

    [Theory]
    [EachDatabase]
    public async Task When_a_session_was_last_used_is_written_later_and_the_reason_of_its_end_at_once(
        TestProvider provider
    )
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var sessions = test.Get<Sessions>();
        var neha = await test.CurrentUserAsync(TestApp.Manager);
        var id = await BeginAsync(test, neha, "laptop");
        test.Clock.Advance(TimeSpan.FromMinutes(7));
        await sessions.IsLiveAsync(id, neha.UserId, default);
        Assert.Equal(TimeSpan.Zero, await IdleAsync());

        await sessions.WriteSeenAsync(default);
        Assert.Equal(TimeSpan.FromMinutes(7), await IdleAsync());
        await sessions.EndAsync(id, SessionEnds.SignedOut, default);

        await using var db = test.Db();
        var row = await db.Set<Session>().SingleAsync(s => s.Id == id);
        Assert.Equal((SessionEnds.SignedOut, test.Clock.GetUtcNow().UtcDateTime), (row.EndReason, row.EndedAt!.Value));

        async Task<TimeSpan> IdleAsync()
        {
            var listed = Assert.Single(await sessions.ListAsync(neha, default), s => s.Id == id);
            return listed.LastSeenAt - listed.CreatedAt;
        }
    }

    [Theory]
    [EachDatabase]
    public async Task A_new_password_ends_every_session_with_the_reason(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var neha = await test.CurrentUserAsync(TestApp.Manager);
        var id = await BeginAsync(test, neha, "laptop");

        await test.Commands.ChangePasswordAsync(
            neha,
            ReportsAdmin.Features.Access.AccessDemo.Password,
            "four unrelated words",
            default
        );

        await using var db = test.Db();
        Assert.Equal(SessionEnds.PasswordChanged, (await db.Set<Session>().SingleAsync(s => s.Id == id)).EndReason);
    }

    [Theory]
    [EachDatabase]
    public async Task Sessions_that_ended_long_ago_are_cleaned_up_and_open_ones_stay(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var neha = await test.CurrentUserAsync(TestApp.Manager);
        var ended = await BeginAsync(test, neha, "ended");
        await test.Get<Sessions>().EndAsync(ended, SessionEnds.SignedOut, default);
        test.Clock.Advance(TimeSpan.FromDays(1));
        var open = await BeginAsync(test, neha, "open");
        var retention = new SessionRetention(test.Get<IDbContextFactory<ReportsAdmin.Platform.Data.ReportsDb>>());
        var before = test.Clock.GetUtcNow().UtcDateTime;

        Assert.Equal(1, (await retention.DueAsync(before, default)).Count);
        Assert.Equal(1, await retention.DeleteAsync(before, default));

        await using var db = test.Db();
        Assert.Equal([open], await db.Set<Session>().Select(s => s.Id).ToListAsync());
        Assert.Equal(0, (await retention.DueAsync(before, default)).Count);
    }

    private static async Task<string> BeginAsync(AccessFixture test, CurrentUser user, string device)
    {
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        return await test.Get<Sessions>()
            .BeginAsync(user.UserId, SessionKinds.Browser, new SessionOrigin("192.0.2.7", device), default);
    }
}
