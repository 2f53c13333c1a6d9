using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Personal API tokens: scoped, expiring, revocable, known to their owner alone, and never more than their owner.</summary>
public sealed class ApiTokenTests
{
    [Theory]
    [EachDatabase]
    public async Task A_token_is_what_its_owner_may_now_as_far_as_it_was_given(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var manager = await test.CurrentUserAsync(TestApp.Manager);
        var given = manager.Permissions.Order(StringComparer.Ordinal).Take(2).ToList();
        var token = await CreateAsync(test, manager, [.. given]);

        var caller = await WhoAsync(test, token);

        Assert.Equal((manager.UserId, manager.Role), (caller!.UserId, caller.Role));
        Assert.Equal(given, caller.Permissions.Order(StringComparer.Ordinal));
        Assert.Equal(manager.Scope.Key, caller.Scope.Key);
        await using var db = test.Db();
        await db.Set<RolePermission>()
            .Where(p => p.Role == manager.Role && p.Permission == given[0])
            .ExecuteDeleteAsync();
        await test.Get<CurrentUserAccessor>().ChangedAsync();
        Assert.Equal([given[1]], (await WhoAsync(test, token))!.Permissions);
    }

    [Theory]
    [EachDatabase]
    public async Task Deactivation_and_revocation_end_a_token_at_once_and_expiry_in_time(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var commands = test.Get<ApiTokenCommands>();
        var (admin, engineer) = (
            await test.CurrentUserAsync(TestApp.Admin),
            await test.CurrentUserAsync(TestApp.Engineer)
        );
        var (mine, other, ends) = (
            await CreateAsync(test, engineer, [.. engineer.Permissions.Take(1)]),
            await CreateAsync(test, engineer, [.. engineer.Permissions.Take(1)]),
            await CreateAsync(test, engineer, [.. engineer.Permissions.Take(1)])
        );
        var rows = await commands.OwnAsync(engineer, default);
        Assert.Equal(3, rows.Count);
        foreach (var token in new[] { mine, other, ends })
            Assert.NotNull(await WhoAsync(test, token));

        await commands.RevokeAsync(admin, rows[2].Id, default);
        Assert.NotNull(await WhoAsync(test, mine));
        await commands.RevokeAsync(engineer, rows[2].Id, default);
        Assert.Null(await WhoAsync(test, mine));
        Assert.Contains(await commands.AllAsync(admin, default), t => t.Owner == engineer.Name && t.Id == rows[1].Id);
        await commands.RevokeOfOthersAsync(admin, rows[1].Id, default);
        Assert.Null(await WhoAsync(test, other));
        await Assert.ThrowsAsync<DomainException>(() => commands.AllAsync(engineer, default));
        await Assert.ThrowsAsync<DomainException>(() => commands.RevokeOfOthersAsync(engineer, rows[0].Id, default));

        await test.Get<AccountCommands>().DeactivateAsync(admin, engineer.UserId, default);
        Assert.Null(await WhoAsync(test, ends));
        await test.Get<AccountCommands>().ReactivateAsync(admin, engineer.UserId, default);
        Assert.Null(await WhoAsync(test, ends));
        var late = await CreateAsync(test, engineer, [.. engineer.Permissions.Take(1)]);
        test.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await WhoAsync(test, late));
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await WhoAsync(test, late));
    }

    [Theory]
    [EachDatabase]
    public async Task Only_a_hash_is_kept_and_when_it_was_last_used(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var manager = await test.CurrentUserAsync(TestApp.Manager);
        var token = await CreateAsync(test, manager, [.. manager.Permissions.Take(1)]);
        Assert.Matches("^ra_[A-Za-z0-9_-]{43}$", token);
        await using var db = test.Db();
        var row = await db.Set<ApiToken>().SingleAsync();
        Assert.DoesNotContain(token[7..], $"{row.Hash} {row.Hint} {row.Name}", StringComparison.Ordinal);
        Assert.Null(row.LastUsedAt);

        test.Clock.Advance(TimeSpan.FromHours(3));
        await WhoAsync(test, token);
        await test.Get<ApiTokenCheck>().WriteUsedAsync(default);

        Assert.Equal(
            test.Clock.GetUtcNow().UtcDateTime,
            Assert.Single(await test.Get<ApiTokenCommands>().OwnAsync(manager, default)).LastUsedAt
        );
        Assert.Null(await WhoAsync(test, token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));
        Assert.Null(await WhoAsync(test, "ra_"));
        Assert.Null(await WhoAsync(test, ""));
    }

    [Fact]
    public async Task A_token_needs_a_proof_a_name_a_scope_of_ones_own_and_an_end()
    {
        await using var test = await AccessFixture.OpenAsync();
        var commands = test.Get<ApiTokenCommands>();
        var engineer = await test.CurrentUserAsync(TestApp.Engineer);
        var own = engineer.Permissions.First();
        async Task<ErrorKind> RefusedAsync(CurrentUser user, NewApiToken asked) =>
            (await Assert.ThrowsAsync<DomainException>(() => commands.CreateAsync(user, asked, default))).Kind;

        Assert.Equal(
            ErrorKind.Forbidden,
            await RefusedAsync(engineer with { MustConfirm = true }, new("a", [own], 30))
        );
        Assert.Equal(ErrorKind.Forbidden, await RefusedAsync(engineer, new("a", [own, "users:manage"], 30)));
        Assert.Equal(ErrorKind.Invalid, await RefusedAsync(engineer, new(" ", [own], 30)));
        Assert.Equal(ErrorKind.Invalid, await RefusedAsync(engineer, new("a", [], 30)));
        Assert.Equal(ErrorKind.Invalid, await RefusedAsync(engineer, new("a", [own], 366)));
        Assert.Equal(ErrorKind.Invalid, await RefusedAsync(engineer, new("a", [own], 0)));
        for (var i = 0; i < ApiTokenCommands.MaxTokens; i++)
            await commands.CreateAsync(engineer, new($"token {i}", [own], 30), default);
        Assert.Equal(ErrorKind.Conflict, await RefusedAsync(engineer, new("a", [own], 30)));
    }

    [Fact]
    public async Task Every_family_of_the_api_takes_a_token_refuses_a_revoked_one_and_logs_neither()
    {
        var logs = new LogLines();
        await using var app = new TestApp().With(s => s.AddSingleton<ILoggerProvider>(logs));
        await app.StartAsync();
        var commands = app.Services.GetRequiredService<ApiTokenCommands>();
        var manager = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Manager, default);
        var token = await commands.CreateAsync(manager, new("all", [.. manager.Permissions], 30), default);
        var narrow = await commands.CreateAsync(manager, new("team", [AccessQueries.TeamPermission], 30), default);
        string[] families =
        [
            "/api/customers",
            "/api/dashboard/metrics",
            "/api/v2/reports/jobs",
            "/api/reports",
            "/api/forms",
        ];
        foreach (var path in families)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, token, path));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(app, narrow, path));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, narrow, "/api/users"));
        foreach (var row in await commands.OwnAsync(manager, default))
            await commands.RevokeAsync(manager, row.Id, default);

        foreach (var path in families)
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, token, path));
        Assert.NotEmpty(logs.Lines);
        Assert.DoesNotContain(logs.Lines, l => l.Contains(token[8..], StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, l => l.Contains(narrow[8..], StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> StatusAsync(TestApp app, string token, string path)
    {
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await client.GetAsync(path)).StatusCode;
    }

    private static Task<string> CreateAsync(AccessFixture test, CurrentUser user, IReadOnlyList<string> permissions) =>
        test.Get<ApiTokenCommands>().CreateAsync(user, new NewApiToken("script", permissions, 30), default);

    private static async Task<CurrentUser?> WhoAsync(AccessFixture test, string token)
    {
        var checks = test.Get<ApiTokenCheck>();
        return await checks.FindAsync(token, default) is { } found
            ? await checks.CurrentUserAsync(found.UserId, found.Session, default)
            : null;
    }
}
