using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
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
    public async Task Five_wrong_passwords_make_their_source_wait_and_longer_each_time(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);
        var session = await fixture.LoginAsync(Email);
        for (var i = 0; i < 5; i++)
            Assert.Null(await TryAsync(fixture, Email, "wrong"));

        Assert.Equal(TimeSpan.FromMinutes(1), await RefusedAsync(fixture, Email));
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await TryAsync(fixture, Email, "wrong"));
        Assert.Equal(TimeSpan.FromMinutes(2), await RefusedAsync(fixture, Email));
        // Whoever is signed in does not notice.
        Assert.NotNull(await fixture.WhoAsync(session.AccessToken));
        Assert.NotNull(await fixture.Tokens.RefreshAsync(session.RefreshToken, CancellationToken.None));
        Assert.NotNull(
            await fixture
                .Get<CurrentUserAccessor>()
                .OfUserAsync((await fixture.CurrentUserAsync(Email)).UserId, CancellationToken.None)
        );

        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await TryAsync(fixture, Email));
    }

    [Fact]
    public async Task A_clock_that_was_set_forward_and_back_makes_nobody_wait_longer_or_shorter()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        fixture.Clock.Set(TimeSpan.FromDays(7));
        for (var i = 0; i < 5; i++)
            Assert.Null(await TryAsync(fixture, Email, "wrong"));
        fixture.Clock.Set(TimeSpan.FromDays(-7));
        Assert.Equal(TimeSpan.FromMinutes(1), await RefusedAsync(fixture, Email));
        fixture.Clock.Set(TimeSpan.FromDays(1));
        Assert.Equal(TimeSpan.FromMinutes(1), await RefusedAsync(fixture, Email));

        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await TryAsync(fixture, Email));
    }

    [Fact]
    public async Task A_stranger_who_guesses_keeps_nobody_out_who_was_in_before()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var (home, elsewhere) = (new SessionOrigin("192.0.2.1", null), new SessionOrigin("192.0.2.99", null));
        var user = await fixture.SignIn.CheckAsync(Email, AccessDemo.Password, home, CancellationToken.None);
        await fixture.Get<Sessions>().BeginAsync(user!.UserId, SessionKinds.Browser, home, CancellationToken.None);
        for (var i = 0; i < 40; i++)
        {
            var stranger = new SessionOrigin($"203.0.113.{i}", null);
            try
            {
                await fixture.SignIn.CheckAsync(Email, "wrong", stranger, CancellationToken.None);
            }
            catch (DomainException error) when (error.Kind == ErrorKind.TooMany)
            {
                Assert.True(i >= 30);
            }
        }

        Assert.NotNull(await fixture.SignIn.CheckAsync(Email, AccessDemo.Password, home, CancellationToken.None));
        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.SignIn.CheckAsync(Email, AccessDemo.Password, elsewhere, CancellationToken.None)
        );
        Assert.Equal(ErrorKind.TooMany, refused.Kind);
    }

    [Fact]
    public async Task An_unknown_address_is_slowed_down_in_the_same_words()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        foreach (var email in new[] { Email, "nobody@example.com" })
            for (var i = 0; i < 5; i++)
                Assert.Null(await TryAsync(fixture, email, "wrong"));

        var words = new List<string>();
        foreach (var email in new[] { Email, "nobody@example.com" })
            words.Add((await Assert.ThrowsAsync<DomainException>(() => TryAsync(fixture, email))).Message);

        Assert.Equal("Too many wrong passwords. Try again in a minute.", words.Distinct().Single());
    }

    [Fact]
    public async Task A_wrong_password_writes_nothing()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        await using var db = fixture.Db();
        var before = await db.Set<User>()
            .Select(u => new
            {
                u.Id,
                u.AccessFailedCount,
                u.LockoutEnd,
            })
            .ToListAsync();

        for (var i = 0; i < 5; i++)
            await TryAsync(fixture, Email, "wrong");

        Assert.Equal(
            before,
            await db.Set<User>()
                .Select(u => new
                {
                    u.Id,
                    u.AccessFailedCount,
                    u.LockoutEnd,
                })
                .ToListAsync()
        );
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

    [Fact]
    public async Task Guesses_sent_side_by_side_all_count()
    {
        await using var fixture = await AccessFixture.OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TryAsync(fixture, Email, "wrong")));

        Assert.Equal(TimeSpan.FromMinutes(1), await RefusedAsync(fixture, Email));
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
        InlineData("gone", AccessDemo.Password)
    ]
    public async Task Every_answer_costs_one_comparison_with_a_hash_of_full_strength(string email, string password)
    {
        await using var fixture = await AccessFixture.OpenAsync();
        if (email == "gone")
        {
            await fixture.ChangeAsync(Email, u => u.Active = false);
            email = Email;
        }

        var hasher = new CountingHasher(fixture.Get<IPasswordHasher<User>>());
        var signIn = new SignIn(
            fixture.Get<IDbContextFactory<ReportsDb>>(),
            hasher,
            fixture.Get<SignInAttempts>(),
            fixture.Get<AuditInbox>(),
            fixture.Clock
        );
        // What stands in for an unknown password is hashed once, beforehand.
        await Until.TrueAsync(() => Task.FromResult(hasher.Hashed == 1), "the decoy is being made", 30);
        hasher.Hashed = 0;

        await signIn.CheckAsync(email, password, SessionOrigin.Unknown, CancellationToken.None);

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

    [Fact]
    public async Task The_present_password_cannot_be_guessed_at_without_end()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var currentUser = await fixture.CurrentUserAsync(Email);
        async Task<ErrorKind> GuessAsync(string current) =>
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Commands.ChangePasswordAsync(currentUser, current, "four unrelated words", default)
                )
            ).Kind;
        for (var i = 0; i < 5; i++)
            Assert.Equal(ErrorKind.Invalid, await GuessAsync($"guess {i}"));

        Assert.Equal(ErrorKind.TooMany, await GuessAsync(AccessDemo.Password));
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(
            await fixture.Commands.ChangePasswordAsync(
                currentUser,
                AccessDemo.Password,
                "four unrelated words",
                default
            )
        );
    }

    private static Task<SignedIn?> TryAsync(
        AccessFixture fixture,
        string email,
        string password = AccessDemo.Password
    ) => fixture.SignIn.CheckAsync(email, password, SessionOrigin.Unknown, CancellationToken.None);

    /// <summary>How long the source must wait.</summary>
    private static async Task<TimeSpan> RefusedAsync(AccessFixture fixture, string email)
    {
        var refused = await Assert.ThrowsAsync<DomainException>(() => TryAsync(fixture, email));
        Assert.Equal(ErrorKind.TooMany, refused.Kind);
        return refused.RetryAfter!.Value;
    }

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
