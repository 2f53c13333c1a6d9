using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

public sealed class TokensTests
{
    [Theory]
    [EachDatabase]
    public async Task A_refresh_token_gives_a_new_pair_that_works(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);
        var first = await fixture.LoginAsync(TestApp.Manager);

        var second = await RefreshAsync(fixture, first.RefreshToken);

        Assert.NotEqual(first.RefreshToken, second!.RefreshToken);
        Assert.Equal("Neha Kulkarni", (await fixture.WhoAsync(second.AccessToken))!.Name);
    }

    [Theory]
    [EachDatabase]
    public async Task Using_a_refresh_token_again_later_ends_the_whole_session_at_once(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);
        var first = await fixture.LoginAsync(TestApp.Manager);
        var second = await RefreshAsync(fixture, first.RefreshToken);
        Assert.NotNull(await fixture.WhoAsync(second!.AccessToken));
        var third = await RefreshAsync(fixture, second.RefreshToken);
        fixture.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Null(await RefreshAsync(fixture, first.RefreshToken));
        Assert.Null(await RefreshAsync(fixture, third!.RefreshToken));
        Assert.Null(await fixture.WhoAsync(second.AccessToken));
    }

    [Theory]
    [EachDatabase]
    public async Task A_client_that_keeps_its_first_refresh_token_for_ever_stays_signed_in(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);
        var first = await fixture.LoginAsync(TestApp.Manager);
        for (var time = 0; time < 4; time++)
        {
            var next = await RefreshAsync(fixture, first.RefreshToken);
            Assert.NotNull(await fixture.WhoAsync(next!.AccessToken));
            Assert.NotNull(await fixture.WhoAsync(first.AccessToken));
            fixture.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        fixture.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Null(await RefreshAsync(fixture, first.RefreshToken));
    }

    [Fact]
    public async Task The_tokens_that_such_a_client_left_unused_are_worth_nothing()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var first = await fixture.LoginAsync(TestApp.Manager);
        var unused = await RefreshAsync(fixture, first.RefreshToken);
        fixture.Clock.Advance(TimeSpan.FromMinutes(30));
        var next = await RefreshAsync(fixture, first.RefreshToken);

        Assert.Null(await RefreshAsync(fixture, unused!.RefreshToken));
        Assert.NotNull(await fixture.WhoAsync(next!.AccessToken));
    }

    [Fact]
    public async Task Two_tabs_that_refresh_at_the_same_moment_both_go_on()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var first = await fixture.LoginAsync(TestApp.Manager);

        var pairs = await Task.WhenAll(
            RefreshAsync(fixture, first.RefreshToken),
            RefreshAsync(fixture, first.RefreshToken)
        );

        Assert.All(pairs, Assert.NotNull);
        Assert.Equal(pairs[0]!.RefreshToken, pairs[1]!.RefreshToken);
        Assert.NotNull(await fixture.WhoAsync(pairs[1]!.AccessToken));
    }

    [Theory]
    [EachDatabase]
    public async Task A_copy_that_is_used_within_the_grace_makes_no_second_chain(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);
        var first = await fixture.LoginAsync(TestApp.Manager);
        var owner = await RefreshAsync(fixture, first.RefreshToken);
        fixture.Clock.Advance(TimeSpan.FromSeconds(5));
        var thief = await RefreshAsync(fixture, first.RefreshToken);
        Assert.Equal(owner!.RefreshToken, thief!.RefreshToken);
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        await RefreshAsync(fixture, owner.RefreshToken);
        await RefreshAsync(fixture, (await RefreshAsync(fixture, owner.RefreshToken))!.RefreshToken);
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(await RefreshAsync(fixture, thief.RefreshToken));
        Assert.Null(await fixture.WhoAsync(owner.AccessToken));
    }

    [Fact]
    public async Task A_clock_that_was_set_forward_and_back_neither_ends_a_session_nor_hides_a_copy()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var first = await fixture.LoginAsync(TestApp.Manager);
        fixture.Clock.Set(TimeSpan.FromHours(5));
        var second = await RefreshAsync(fixture, first.RefreshToken);
        var third = await RefreshAsync(fixture, second!.RefreshToken);
        fixture.Clock.Set(TimeSpan.FromHours(-5));

        Assert.NotNull(await RefreshAsync(fixture, third!.RefreshToken));
        Assert.Null(await RefreshAsync(fixture, first.RefreshToken));
        Assert.Null(await fixture.WhoAsync(third.AccessToken));
    }

    [Fact]
    public async Task A_refresh_token_ends_after_two_weeks_and_an_unknown_one_is_nothing()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var pair = await fixture.LoginAsync(TestApp.Manager);
        fixture.Clock.Advance(TimeSpan.FromDays(14.1));

        Assert.Null(await RefreshAsync(fixture, pair.RefreshToken));
        Assert.Null(await RefreshAsync(fixture, "unknown"));
    }

    [Fact]
    public async Task Signing_out_ends_the_access_token_and_leaves_other_sessions_alone()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var laptop = await fixture.LoginAsync(TestApp.Manager);
        var phone = await fixture.LoginAsync(TestApp.Manager);
        Assert.NotNull(await fixture.WhoAsync(laptop.AccessToken));

        await fixture.Tokens.EndAsync(laptop.RefreshToken, CancellationToken.None);

        Assert.Null(await fixture.WhoAsync(laptop.AccessToken));
        Assert.NotNull(await fixture.WhoAsync(phone.AccessToken));
    }

    [Fact]
    public async Task A_token_carries_nothing_personal_and_the_database_no_token()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var pair = await fixture.LoginAsync(TestApp.Manager);

        var body = System.Text.Encoding.UTF8.GetString(
            System.Buffers.Text.Base64Url.DecodeFromChars(pair.AccessToken.Split('.')[1])
        );
        await using var db = fixture.Db();
        Assert.Equal(
            ["iss", "aud", "sub", "role", "sid", "stamp", "iat", "exp"],
            System.Text.Json.JsonDocument.Parse(body).RootElement.EnumerateObject().Select(p => p.Name)
        );
        Assert.DoesNotContain("example.com", body, StringComparison.Ordinal);
        Assert.DoesNotContain(await db.Set<RefreshToken>().ToListAsync(), t => t.Hash == pair.RefreshToken);
    }

    [Fact]
    public async Task A_new_key_signs_after_thirty_days_while_tokens_of_the_old_one_still_count()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await fixture.LoginAsync(TestApp.Manager);
        fixture.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromHours(1));
        var old = await fixture.LoginAsync(TestApp.Manager);
        fixture.Clock.Advance(TimeSpan.FromHours(2));

        var fresh = await fixture.LoginAsync(TestApp.Manager);

        Assert.NotEqual(new JsonWebToken(old.AccessToken).Kid, new JsonWebToken(fresh.AccessToken).Kid);
        Assert.NotNull(await fixture.WhoAsync(old.AccessToken));
        Assert.NotNull(await fixture.WhoAsync(fresh.AccessToken));
    }

    private static async Task<TokenPair?> RefreshAsync(AccessFixture fixture, string token) =>
        (await fixture.Tokens.RefreshAsync(token, CancellationToken.None))?.Pair;
}
