using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Authenticator codes and recovery codes: each counts once, guessing is slow, and nothing readable is in the database.</summary>
public sealed class SecondFactorTests
{
    private static readonly SessionOrigin Home = new("192.0.2.1", null);

    [Theory]
    [EachDatabase]
    public async Task A_code_of_the_app_counts_once_and_for_a_minute_and_a_half(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        test.Clock.Advance(TimeSpan.FromMinutes(5));
        var code = app.Code();

        Assert.True(await app.CheckAsync(code, Home));
        Assert.False(await app.CheckAsync(code, Home));
        test.Clock.Advance(TimeSpan.FromSeconds(60));
        var next = app.Code();
        test.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await app.CheckAsync($" {next[..3]} {next[3..]} ", Home));
        test.Clock.Advance(TimeSpan.FromSeconds(60));
        var late = app.Code();
        test.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.False(await app.CheckAsync(late, Home));
    }

    [Theory]
    [EachDatabase]
    public async Task One_code_sent_many_times_at_once_lets_one_in(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        test.Clock.Advance(TimeSpan.FromMinutes(5));
        var code = app.Code();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => app.CheckAsync(code, new SessionOrigin($"192.0.2.{i}", null)))
        );

        Assert.Single(answers, a => a);
    }

    [Theory]
    [EachDatabase]
    public async Task A_first_code_sent_many_times_at_once_gives_recovery_codes_once_and_they_are_those_that_work(
        TestProvider provider
    )
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var commands = test.Get<SecondFactorCommands>();
        var person = await test.CurrentUserAsync(TestApp.Engineer);
        var shown = await commands.BeginAsync(person.UserId, "Example", default);
        var code = AuthenticatorApp.CodeOf(shown.Key, test.Clock.GetUtcNow().UtcDateTime);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(ConfirmAsync)));

        var codes = Assert.Single(answers, a => a is not null);
        Assert.Equal(10, (await commands.StateAsync(person, default)).CodesLeft);
        Assert.True(await test.Get<SecondFactorCheck>().CheckAsync(person.UserId, codes![9], Home, default));

        async Task<IReadOnlyList<string>?> ConfirmAsync()
        {
            try
            {
                return await commands.ConfirmAsync(person.UserId, code, default);
            }
            catch (DomainException error) when (error.Kind is ErrorKind.Conflict or ErrorKind.Invalid)
            {
                return null;
            }
        }
    }

    [Theory]
    [EachDatabase]
    public async Task A_recovery_code_counts_once_and_is_stored_as_a_salted_hash(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        Assert.Equal(10, app.RecoveryCodes.Distinct().Count());

        Assert.True(await app.CheckAsync(app.RecoveryCodes[3].ToUpperInvariant().Replace("-", " "), Home));
        Assert.False(await app.CheckAsync(app.RecoveryCodes[3], Home));
        Assert.True(await app.CheckAsync(app.RecoveryCodes[0], Home));

        Assert.Equal(8, (await test.Get<SecondFactorCommands>().StateAsync(app.Person, default)).CodesLeft);
        await using var db = test.Db();
        var factor = await db.Set<SecondFactor>().SingleAsync();
        var hashes = await db.Set<RecoveryCode>().Select(c => c.Hash).ToListAsync();
        Assert.All(hashes, h => Assert.Equal(64, h.Length));
        Assert.DoesNotContain(hashes, h => app.RecoveryCodes.Contains(h));
        Assert.NotEqual(app.Key.Replace(" ", ""), factor.ProtectedKey);
    }

    [Fact]
    public async Task Guessing_codes_is_slowed_down_by_source_and_in_all_without_touching_anybody_else()
    {
        await using var test = await AccessFixture.OpenAsync();
        var session = await test.LoginAsync(TestApp.Engineer);
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        await test.Get<Sessions>().BeginAsync(app.Person.UserId, SessionKinds.Browser, Home, default);
        test.Clock.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 5; i++)
            Assert.False(await app.CheckAsync("000000", new("203.0.113.1", null)));
        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            app.CheckAsync(app.Code(), new("203.0.113.1", null))
        );
        Assert.Equal((ErrorKind.TooMany, TimeSpan.FromMinutes(1)), (refused.Kind, refused.RetryAfter!.Value));
        for (var i = 2; i < 40; i++)
        {
            try
            {
                await app.CheckAsync("000000", new($"203.0.113.{i}", null));
            }
            catch (DomainException error) when (error.Kind == ErrorKind.TooMany)
            {
                Assert.True(i >= 26);
            }
        }

        // A source that was never seen waits, the person at home and whoever is signed in do not, nor does anybody's password.
        await Assert.ThrowsAsync<DomainException>(() => app.CheckAsync(app.Code(), new("203.0.113.99", null)));
        Assert.True(await app.CheckAsync(app.Code(), Home));
        Assert.NotNull(await test.WhoAsync(session.AccessToken));
        Assert.NotNull(
            await test.SignIn.CheckAsync(TestApp.Engineer, AccessDemo.Password, new("203.0.113.99", null), default)
        );
    }

    [Fact]
    public async Task Guesses_sent_side_by_side_all_count_before_one_is_looked_at()
    {
        await using var test = await AccessFixture.OpenAsync();
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        async Task<bool> GuessAsync(int i)
        {
            try
            {
                return await app.CheckAsync($"{i:000000}", Home);
            }
            catch (DomainException)
            {
                return true;
            }
        }

        var refused = await Task.WhenAll(Enumerable.Range(0, 200).Select(GuessAsync));

        Assert.InRange(refused.Count(r => !r), 5, 60);
        Assert.Equal(
            ErrorKind.TooMany,
            (await Assert.ThrowsAsync<DomainException>(() => app.CheckAsync("000000", Home))).Kind
        );
    }

    [Fact]
    public async Task Right_codes_every_day_never_make_a_new_place_wait()
    {
        await using var test = await AccessFixture.OpenAsync();
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        for (var i = 0; i < 40; i++)
        {
            test.Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.True(await app.CheckAsync(app.Code(), Home));
        }

        test.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await app.CheckAsync(app.Code(), new("198.51.100.1", null)));
    }

    [Theory]
    [EachDatabase]
    public async Task A_clock_that_was_wrong_keeps_nobody_out(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        test.Clock.Set(TimeSpan.FromDays(30));
        Assert.True(await app.CheckAsync(app.Code(), Home));
        test.Clock.Set(TimeSpan.FromDays(-30));
        test.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.True(await app.CheckAsync(app.Code(), Home));
        Assert.False(await app.CheckAsync(app.Code(), Home));
    }

    [Theory]
    [EachDatabase]
    public async Task A_key_counts_once_its_code_was_entered_and_replaces_the_old_one_then(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var commands = test.Get<SecondFactorCommands>();
        var old = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        test.Clock.Advance(TimeSpan.FromMinutes(5));
        var shown = await commands.BeginAsync(old.Person.UserId, "Example", default);
        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            commands.ConfirmAsync(old.Person.UserId, old.Code(), default)
        );
        Assert.Equal(ErrorKind.Invalid, refused.Kind);
        Assert.True(await old.CheckAsync(old.Code(), Home));
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        var fresh = old with { Key = shown.Key };

        await commands.ConfirmAsync(old.Person.UserId, fresh.Code(), default);

        test.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await old.CheckAsync(old.Code(), Home));
        Assert.False(await old.CheckAsync(old.RecoveryCodes[0], Home));
        Assert.True(await fresh.CheckAsync(fresh.Code(), Home));
        // What was shown before and never used is not shown again: somebody else may have seen it.
        var (first, second) = (
            await commands.BeginAsync(old.Person.UserId, "Example", default),
            await commands.BeginAsync(old.Person.UserId, "Example", default)
        );
        Assert.NotEqual(first.Key, second.Key);
    }

    [Theory]
    [EachDatabase]
    public async Task An_administrator_resets_it_for_people_they_manage_after_confirming_and_signs_them_out(
        TestProvider provider
    )
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var commands = test.Get<SecondFactorCommands>();
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Engineer);
        var session = await test.LoginAsync(TestApp.Engineer);
        var admin = await test.CurrentUserAsync(TestApp.Admin);
        var manager = await test.CurrentUserAsync(TestApp.Manager);
        Assert.True(await commands.IsOnAsync(admin, app.Person.UserId, default));

        foreach (var by in new[] { manager, app.Person, admin with { MustConfirm = true } })
        {
            var error = await Assert.ThrowsAsync<DomainException>(() =>
                commands.ResetAsync(by, app.Person.UserId, default)
            );
            Assert.Equal(ErrorKind.Forbidden, error.Kind);
        }

        Assert.NotNull(await test.WhoAsync(session.AccessToken));
        await commands.ResetAsync(admin, app.Person.UserId, default);

        Assert.Null(await test.WhoAsync(session.AccessToken));
        Assert.Null((await commands.StateAsync(app.Person, default)).Since);
        Assert.False(await app.CheckAsync(app.RecoveryCodes[0], Home));
        Assert.False(
            (await test.SignIn.CheckAsync(TestApp.Engineer, AccessDemo.Password, Home, default))!.SecondFactor
        );
    }

    [Theory]
    [EachDatabase]
    public async Task A_role_that_must_have_one_loses_its_sessions_without_and_cannot_turn_it_off(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var rules = test.Get<SignInRules>();
        var admin = await test.CurrentUserAsync(TestApp.Admin);
        var (engineer, manager) = (await test.LoginAsync(TestApp.Engineer), await test.LoginAsync(TestApp.Manager));
        var country = await AuthenticatorApp.TurnOnAsync(test, TestApp.CountryManager);
        var protectedSession = await test.LoginAsync(TestApp.CountryManager);

        var own = await Assert.ThrowsAsync<DomainException>(() =>
            rules.RequireSecondFactorAsync(admin, [SignInSetting.Everybody], default)
        );
        Assert.Equal(ErrorKind.Conflict, own.Kind);
        await rules.RequireSecondFactorAsync(admin, [RoleNames.Engineer, RoleNames.CountryManager], default);

        Assert.Null(await test.WhoAsync(engineer.AccessToken));
        Assert.NotNull(await test.WhoAsync(manager.AccessToken));
        Assert.NotNull(await test.WhoAsync(protectedSession.AccessToken));
        Assert.Equal(admin.Name, (await rules.ReadAsync(default)).ChangedBy);
        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            test.Get<SecondFactorCommands>().RemoveAsync(country.Person, default)
        );
        Assert.Equal(ErrorKind.Forbidden, refused.Kind);
        await rules.RequireSecondFactorAsync(admin, [], default);
        await test.Get<SecondFactorCommands>().RemoveAsync(country.Person, default);
        await Assert.ThrowsAsync<DomainException>(() => rules.RequireSecondFactorAsync(country.Person, [], default));
    }
}
