using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

public sealed class SignInTests
{
    private const string Email = TestApp.Engineer;

    [Theory]
    [EachDatabase]
    public async Task The_right_password_lets_in_however_the_email_is_written(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);

        Assert.Equal("Imran Shaikh", (await TryAsync(fixture, Email))!.Name);
        Assert.NotNull(await TryAsync(fixture, " Engineer@Example.COM "));
    }

    [Fact]
    public async Task An_unknown_email_a_wrong_password_and_a_person_without_one_get_the_same_nothing()
    {
        await using var fixture = await AccessFixture.OpenAsync();

        Assert.Null(await TryAsync(fixture, "nobody@example.com"));
        Assert.Null(await TryAsync(fixture, Email, "wrong"));
        Assert.Null(await TryAsync(fixture, "pune.manager@example.com", ""));
    }

    [Theory]
    [EachDatabase]
    public async Task Five_wrong_passwords_lock_for_ten_minutes_and_the_right_one_does_not_help(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);
        for (var i = 0; i < 5; i++)
            await TryAsync(fixture, Email, "wrong");

        Assert.Null(await TryAsync(fixture, Email));
        fixture.Clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Null(await TryAsync(fixture, Email));
        fixture.Clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.NotNull(await TryAsync(fixture, Email));
    }

    [Fact]
    public async Task A_right_password_forgets_the_wrong_ones_before_it()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
                await TryAsync(fixture, Email, "wrong");
            Assert.NotNull(await TryAsync(fixture, Email));
        }
    }

    [Theory]
    [EachDatabase]
    public async Task Guesses_sent_side_by_side_all_count(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TryAsync(fixture, Email, "wrong")));

        await using var db = fixture.Db();
        Assert.NotNull((await db.Set<User>().SingleAsync(u => u.Email == Email)).LockoutEnd);
    }

    [Fact]
    public async Task An_inactive_person_cannot_sign_in()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        await fixture.ChangeAsync(Email, u => u.Active = false);

        Assert.Null(await TryAsync(fixture, Email));
    }

    [Theory]
    [
        InlineData(Email, "wrong"),
        InlineData(Email, AccessDemo.Password),
        InlineData("nobody@example.com", "wrong"),
        InlineData("pune.manager@example.com", ""),
        InlineData("locked", "wrong"),
        InlineData("gone", AccessDemo.Password)
    ]
    public async Task Every_answer_costs_one_comparison_with_a_hash_of_full_strength(string email, string password)
    {
        await using var fixture = await AccessFixture.OpenAsync();
        if (email is "locked" or "gone")
        {
            var locked = email == "locked";
            await fixture.ChangeAsync(Email, u =>
                (u.LockoutEnd, u.Active) = (locked ? fixture.Clock.GetUtcNow().AddHours(1) : u.LockoutEnd, locked)
            );
            email = Email;
        }

        var hasher = new CountingHasher(fixture.Get<IPasswordHasher<User>>());
        var signIn = new SignIn(
            fixture.Get<IDbContextFactory<ReportsDb>>(),
            hasher,
            fixture.Get<CurrentUserAccessor>(),
            fixture.Clock,
            NullLogger<SignIn>.Instance
        );
        hasher.Hashed = 0;

        await signIn.CheckAsync(email, password, CancellationToken.None);

        // The first bytes of a hash say how it is made and how many rounds it takes.
        var asked = Assert.Single(hasher.Compared);
        await using var db = fixture.Db();
        var real = await db.Set<User>().Where(u => u.Email == TestApp.Admin).Select(u => u.PasswordHash!).SingleAsync();
        Assert.Equal(Convert.FromBase64String(real)[..9], Convert.FromBase64String(asked)[..9]);
        Assert.Equal(0, hasher.Hashed);
    }

    [Fact]
    public async Task A_new_password_ends_every_token_of_the_person_but_needs_the_present_one()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var currentUser = await fixture.CurrentUserAsync(Email);
        var before = await fixture.LoginAsync(Email);

        await Assert.ThrowsAsync<ReportsAdmin.Platform.DomainException>(() =>
            fixture.Commands.ChangePasswordAsync(currentUser, "wrong", "four unrelated words", CancellationToken.None)
        );
        await Assert.ThrowsAsync<ReportsAdmin.Platform.DomainException>(() =>
            fixture.Commands.ChangePasswordAsync(currentUser, AccessDemo.Password, "short", CancellationToken.None)
        );
        Assert.NotNull(await fixture.WhoAsync(before.AccessToken));
        await fixture.Commands.ChangePasswordAsync(
            currentUser,
            AccessDemo.Password,
            "four unrelated words",
            CancellationToken.None
        );

        Assert.Null(await fixture.WhoAsync(before.AccessToken));
        Assert.Null(await fixture.Tokens.RefreshAsync(before.RefreshToken, CancellationToken.None));
        Assert.Null(await TryAsync(fixture, Email));
        Assert.NotNull(await TryAsync(fixture, Email, "four unrelated words"));
    }

    private static Task<SignedIn?> TryAsync(
        AccessFixture fixture,
        string email,
        string password = AccessDemo.Password
    ) => fixture.SignIn.CheckAsync(email, password, CancellationToken.None);

    private sealed class CountingHasher(IPasswordHasher<User> inner) : IPasswordHasher<User>
    {
        public List<string> Compared { get; } = [];

        public int Hashed { get; set; }

        public string HashPassword(User user, string password)
        {
            Hashed++;
            return inner.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(
            User user,
            string hashedPassword,
            string providedPassword
        )
        {
            Compared.Add(hashedPassword);
            return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
