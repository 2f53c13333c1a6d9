using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

public sealed class FirstAdminTests
{
    [Fact]
    public async Task The_link_makes_one_administrator_and_works_once()
    {
        await using var fixture = await AccessFixture.OpenAsync(people: false);
        var first = fixture.Get<FirstAdmin>();
        await first.StartAsync(CancellationToken.None);
        var token = first.NewToken();
        Assert.False(first.Knows("guess"));

        await first.ClaimAsync(token, "Asha", "asha@example.com", "four unrelated words", CancellationToken.None);

        await Assert.ThrowsAsync<DomainException>(() =>
            first.ClaimAsync(token, "Eve", "eve@example.com", "four unrelated words", CancellationToken.None)
        );
        Assert.NotNull(
            await fixture.SignIn.CheckAsync(
                "asha@example.com",
                "four unrelated words",
                SessionOrigin.Unknown,
                CancellationToken.None
            )
        );
        await using var db = fixture.Db();
        Assert.Equal(1, await db.Set<User>().CountAsync());
        Assert.True(await db.Set<Department>().AnyAsync(d => d.IsDefault));
    }

    [Fact]
    public async Task Claimed_twice_at_the_same_moment_it_still_makes_one()
    {
        await using var fixture = await AccessFixture.OpenAsync(people: false);
        var first = fixture.Get<FirstAdmin>();
        var token = first.NewToken();

        var claims = Enumerable
            .Range(0, 4)
            .Select(i =>
                Record
                    .ExceptionAsync(() =>
                        first.ClaimAsync(
                            token,
                            "A",
                            $"a{i}@example.com",
                            "four unrelated words",
                            CancellationToken.None
                        )
                    )
                    .AsTask()
            );

        Assert.Equal(3, (await Task.WhenAll(claims)).OfType<DomainException>().Count());
    }

    [Fact]
    public async Task There_is_no_link_where_there_is_an_administrator()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var first = fixture.Get<FirstAdmin>();

        await first.StartAsync(CancellationToken.None);

        Assert.False(first.Knows(null));
        Assert.False(first.Knows(""));
    }
}
