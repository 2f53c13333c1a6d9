using Microsoft.EntityFrameworkCore;
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
        await using var house = await AccessFixture.OpenAsync(provider);
        var first = await house.LoginAsync(TestApp.Manager);

        var second = await RefreshAsync(house, first.RefreshToken);

        Assert.NotEqual(first.RefreshToken, second!.RefreshToken);
        Assert.Equal("Neha Kulkarni", (await house.WhoAsync(second.AccessToken))!.Name);
    }

    [Theory]
    [EachDatabase]
    public async Task Using_a_refresh_token_again_later_ends_the_whole_session_at_once(TestProvider provider)
    {
        await using var house = await AccessFixture.OpenAsync(provider);
        var first = await house.LoginAsync(TestApp.Manager);
        var second = await RefreshAsync(house, first.RefreshToken);
        Assert.NotNull(await house.WhoAsync(second!.AccessToken));
        house.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Null(await RefreshAsync(house, first.RefreshToken));
        Assert.Null(await RefreshAsync(house, second.RefreshToken));
        Assert.Null(await house.WhoAsync(second.AccessToken));
    }

    [Fact]
    public async Task Two_tabs_that_refresh_at_the_same_moment_both_go_on()
    {
        await using var house = await AccessFixture.OpenAsync();
        var first = await house.LoginAsync(TestApp.Manager);

        var pairs = await Task.WhenAll(
            RefreshAsync(house, first.RefreshToken),
            RefreshAsync(house, first.RefreshToken)
        );

        Assert.All(pairs, Assert.NotNull);
    }

    [Fact]
    public async Task A_refresh_token_ends_after_two_weeks_and_an_unknown_one_is_nothing()
    {
        await using var house = await AccessFixture.OpenAsync();
        var pair = await house.LoginAsync(TestApp.Manager);
        house.Clock.Advance(TimeSpan.FromDays(14.1));

        Assert.Null(await RefreshAsync(house, pair.RefreshToken));
        Assert.Null(await RefreshAsync(house, "unknown"));
    }

    [Fact]
    public async Task Signing_out_ends_the_access_token_and_leaves_other_sessions_alone()
    {
        await using var house = await AccessFixture.OpenAsync();
        var laptop = await house.LoginAsync(TestApp.Manager);
        var phone = await house.LoginAsync(TestApp.Manager);
        Assert.NotNull(await house.WhoAsync(laptop.AccessToken));

        await house.Tokens.EndAsync(laptop.RefreshToken, CancellationToken.None);

        Assert.Null(await house.WhoAsync(laptop.AccessToken));
        Assert.NotNull(await house.WhoAsync(phone.AccessToken));
    }

    [Fact]
    public async Task A_token_carries_nothing_personal_and_the_database_no_token()
    {
        await using var house = await AccessFixture.OpenAsync();
        var pair = await house.LoginAsync(TestApp.Manager);

        var body = System.Text.Encoding.UTF8.GetString(
            System.Buffers.Text.Base64Url.DecodeFromChars(pair.AccessToken.Split('.')[1])
        );
        await using var db = house.Db();
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
        await using var house = await AccessFixture.OpenAsync();
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        await house.LoginAsync(TestApp.Manager);
        house.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromHours(1));
        var old = await house.LoginAsync(TestApp.Manager);
        house.Clock.Advance(TimeSpan.FromHours(2));

        var fresh = await house.LoginAsync(TestApp.Manager);

        Assert.NotEqual(
            ReportsAdmin.Platform.Http.Jws.KidOf(old.AccessToken),
            ReportsAdmin.Platform.Http.Jws.KidOf(fresh.AccessToken)
        );
        Assert.NotNull(await house.WhoAsync(old.AccessToken));
        Assert.NotNull(await house.WhoAsync(fresh.AccessToken));
    }

    private static async Task<TokenPair?> RefreshAsync(AccessFixture house, string token) =>
        (await house.Tokens.RefreshAsync(token, CancellationToken.None))?.Pair;
}
